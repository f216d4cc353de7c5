/* read: which folders, runs and event files a log directory has. */
#ifndef TFE_READ_SCAN_H
#define TFE_READ_SCAN_H

#include "base/buf.h"
#include "read/roots.h"
#include "read/store.h"

/* A folder. `watch` is the number that the watcher knows it by, -1 when there is none. */
struct tfe__folder {
	const struct tfe__root *root;
	const char *path, *relative; /* the latter below the root; "" for the root */
	struct tfe__folder *parent;
	struct tfe_run *run; /* NULL where no event file was seen */
	dev_t device;
	ino_t inode;
	struct timespec modified;
	unsigned depth;
	int watch;
	struct tfe__folder *same_watch; /* another path to the same folder */
	bool polled;
	bool gone;
	unsigned scans; /* how often it was listed */
};

struct tfe__scan {
	struct tfe_logdir *logdir;
	struct tfe__list folders, logs; /* in the logdir's arena */
	struct tfe__map folder_by_path, log_by_path, run_by_name, reported;
	struct tfe__buf path; /* of the entry that is looked at */
	/* Called for a folder, whose device is known if it can be read, before its content is listed, so that nothing
	 * slips between. May be NULL. */
	void (*entered)(void *context, struct tfe__folder *folder);
	void *context;
};

/* Checks the paths ("name:path" too) and prepares. Reads no folder yet. */
tfe_status tfe__scan_open(struct tfe_logdir *logdir, const char *const *paths, size_t n,
			  tfe_error *error) TFE_MUST_CHECK;
void tfe__scan_close(struct tfe__scan *scan);

/* Looks into everything from the roots down; new and changed event files are queued. */
tfe_status tfe__scan_all(struct tfe__scan *scan) TFE_MUST_CHECK;

/* Lists one folder again, and goes into those below that are new. */
tfe_status tfe__scan_folder(struct tfe__scan *scan, struct tfe__folder *folder) TFE_MUST_CHECK;

/* An entry of a folder appeared, changed or went away. */
tfe_status tfe__scan_entry(struct tfe__scan *scan, struct tfe__folder *folder,
			   const char *name) TFE_MUST_CHECK;

/* A folder went away, with all below. */
tfe_status tfe__scan_gone(struct tfe__scan *scan, struct tfe__folder *folder) TFE_MUST_CHECK;

/* Looks (stat) whether a log or a folder that nobody watches changed, and what follows. */
tfe_status tfe__scan_poll(struct tfe__scan *scan) TFE_MUST_CHECK;

#endif
