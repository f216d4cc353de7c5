/* read/logdir: roots: the paths with which a log directory is opened. */
#ifndef TFE_READ_LOGDIR_ROOTS_H
#define TFE_READ_LOGDIR_ROOTS_H

#include <stdbool.h>

#include <tfevents/status.h>

#include "base/arena.h"
#include "base/map.h"

/* A folder that is searched for runs, or a single event file, as the caller named it. */
struct tfe__root {
	const char *path;   /* of the folder */
	const char *prefix; /* the names of its runs begin with it; NULL: no prefix */
	const char *file;   /* name of the single event file; NULL: the whole folder */
	bool awaited;       /* the path did not exist: it may become a folder or a file */
	/* `file`, and the other files of the folder that the caller named. */
	struct tfe__map files;
};

/* Initialises a root from a path: a folder, an event file, or "name:" and one of these. If the root
 * is not `alone` and has no name, its path is the prefix, so that runs of different roots have
 * different names. With `await` a path that cannot be accessed is accepted as a folder. Returns
 * TFE_E_NOTFOUND, TFE_E_IO or TFE_E_NOMEM. */
tfe_status tfe__root_init(struct tfe__root *root, struct tfe__arena *arena, const char *given,
			  bool alone, bool await, tfe_error *error) TFE_MUST_CHECK;

/* Turns a root whose path is that of a file into a root of this single file. Returns
 * TFE_E_NOMEM. */
tfe_status tfe__root_set_file(struct tfe__root *root, struct tfe__arena *arena) TFE_MUST_CHECK;

/* Whether a name is that of an event file: TensorBoard's condition is that it contains
 * "tfevents". */
bool tfe__is_event_name(const char *name);

#endif
