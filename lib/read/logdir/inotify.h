/* read/logdir: change notifications of the system for folders (inotify). */
#ifndef TFE_READ_LOGDIR_INOTIFY_H
#define TFE_READ_LOGDIR_INOTIFY_H

#include <stdbool.h>
#include <sys/types.h>

struct tfe__notify {
	int fd;         /* readable when changes are waiting; -1: no notifications */
	dev_t device;   /* cached: the device of the last tfe__notify_add; 0: none */
	bool is_remote; /* other machines can change that device without a notification */
};

struct tfe__change {
	int number;       /* of the watch of the folder */
	const char *name; /* the entry that was created, changed or removed; NULL: the folder */
	bool appeared;    /* the entry was created or moved here */
	bool folder_gone; /* the folder was deleted or moved, or its watch has ended */
	bool lost;        /* the queue of the kernel overflowed: some changes are unknown */
};

/* Opens the notifications. With `silent`, or if the system has none, no change is ever reported. */
void tfe__notify_open(struct tfe__notify *n, bool silent);
void tfe__notify_close(struct tfe__notify *n);

/* Starts a watch: changes of the folder are reported from now on. `device` is the device of the
 * folder, 0: unknown. Returns the number of the watch, which is the same for all paths of a folder;
 * -1 if other machines can change the folder without a notification, or a limit of the system is
 * reached. */
int tfe__notify_add(struct tfe__notify *n, const char *path, dev_t device);

/* Ends a watch. */
void tfe__notify_remove(struct tfe__notify *n, int number);

/* Whether a path is in a virtual file system of the kernel (proc, sysfs, ...), which has no
 * logs. */
bool tfe__notify_is_kernel_fs(const char *path);

/* Passes all waiting changes to `handle`. */
void tfe__notify_read(struct tfe__notify *n,
		      void (*handle)(void *context, const struct tfe__change *change),
		      void *context);

#endif
