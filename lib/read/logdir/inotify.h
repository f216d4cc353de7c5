/* read/logdir: being told by the system what changes in a folder (inotify). */
#ifndef TFE_READ_LOGDIR_INOTIFY_H
#define TFE_READ_LOGDIR_INOTIFY_H

#include <stdbool.h>
#include <sys/types.h>

struct tfe__notify {
	int fd; /* readable when there is something to tell; -1 where the system tells nothing */
	dev_t device; /* that was asked about last (0: none), and whether other machines can change it unseen */
	bool is_remote;
};

struct tfe__change {
	int number;       /* of the folder's watch */
	const char *name; /* the entry that appeared, changed or went; NULL for the folder itself */
	bool appeared;    /* the entry was not there before */
	bool folder_gone; /* the folder was deleted or moved, or is told about no longer */
	bool lost;        /* some changes were lost */
};

/* With `silent`, or where the system cannot, nothing is told. */
void tfe__notify_open(struct tfe__notify *n, bool silent);
void tfe__notify_close(struct tfe__notify *n);

/* Has changes of a folder on this device told from now on. Returns the number of the watch (the
 * same for the same folder by another path), -1 where that cannot be: other machines can change
 * it unseen, or there are too many. */
int tfe__notify_add(struct tfe__notify *n, const char *path, dev_t device);

/* Ends a watch. */
void tfe__notify_remove(struct tfe__notify *n, int number);

/* Whether a path is in a file system that the kernel makes up (proc, sysfs, ...) and that holds
 * no logs. */
bool tfe__notify_is_kernels(const char *path);

/* Passes on what there is to tell. */
void tfe__notify_read(struct tfe__notify *n,
		      void (*take)(void *context, const struct tfe__change *change), void *context);

#endif
