/* read/logdir: the paths that a log directory is opened with. */
#ifndef TFE_READ_LOGDIR_ROOTS_H
#define TFE_READ_LOGDIR_ROOTS_H

#include <stdbool.h>

#include <tfevents/status.h>

#include "base/arena.h"
#include "base/map.h"

/* Where runs are looked for, as the caller named it. */
struct tfe__root {
	const char *path;      /* of the folder */
	const char *prefix;    /* what its runs' names begin with; NULL: nothing */
	const char *file;      /* the one event file meant; NULL: all of the folder */
	bool awaited;          /* there was nothing yet: it may become either */
	struct tfe__map files; /* it, and others of the folder that were named themselves */
};

/* Takes a path apart: a folder, an event file, or "name:" and one of these. One that is not
 * `alone` and has no name gets its path for a prefix, so that runs keep apart. With `await` a path
 * that cannot be looked at is taken for a folder. Returns TFE_E_NOTFOUND, TFE_E_IO, TFE_E_NOMEM. */
tfe_status tfe__root_init(struct tfe__root *root, struct tfe__arena *arena, const char *given,
			  bool alone, bool await, tfe_error *error) TFE_MUST_CHECK;

/* The path turned out to be that of a file: the root becomes its folder. Returns TFE_E_NOMEM. */
tfe_status tfe__root_set_file(struct tfe__root *root, struct tfe__arena *arena) TFE_MUST_CHECK;

/* TensorBoard takes every file for an event file that has this in its name. */
bool tfe__is_event_name(const char *name);

#endif
