/* state: what tbtop remembers of a log directory from one session to the next. */
#ifndef TBTOP_STATE_LOG_STATE_H
#define TBTOP_STATE_LOG_STATE_H

#include "tbtop/model/model.h"
#include "tbtop/state/entries.h"
#include "tbtop/state/state_file.h"

struct state {
	char *path;                               /* of the file; NULL: nothing is remembered */
	char *logdirs;                            /* the log directories, which the file names */
	struct entries stored;                    /* as read; `done`: applied, or given otherwise */
	struct entries begun;                     /* what a save compares with */
	struct entries written;                   /* what the file has by the last save */
	uint64_t runs_seen, tags_seen, rows_seen; /* counts when entries were last applied */
	bool untouchable;  /* the file is of another version, or cannot be read */
	bool damaged;      /* the file is kept as PATH.old before it is replaced */
	bool emptied;      /* all was forgotten in this session */
	bool full;         /* not everything could be remembered */
	char problem[256]; /* what the user should know; "" */
};

/* Options that were given on the command line. They have precedence, and are not remembered. */
struct state_given {
	bool view, runs, tags;
	bool smoothing, theme, mouse, total_steps;
};

/* Removes the stored state of log directories; a copy of it is kept as PATH.old. */
void state_forget(const char *const *logdirs, size_t n);

/* Reads the state of log directories. */
void state_open(struct state *s, const char *const *logdirs, size_t n);
void state_release(struct state *s);

/* Applies the settings, filters and the view to a model without runs, and says so in its
 * message. */
void state_begin(struct state *s, struct model *m, const struct state_given *given);

/* Applies entries of runs and charts that have been found since the last call. */
void state_follow(struct state *s, struct model *m);

/* Forgets everything: the model is as if nothing had been stored. `usual` has the settings then. */
void state_reset(struct state *s, struct model *m, const struct model *usual);

/* Writes what this session changed into the file, beside the changes of other sessions. Does
 * nothing if nothing changed. Returns false if it could not be written; s->problem has the
 * reason. */
bool state_save(struct state *s, const struct model *m);

#endif
