/* tfevents: opens and loads the log directories of a verb, and reports their errors on standard
 * error. */
#ifndef TFE_TFEVENTS_LOGS_H
#define TFE_TFEVENTS_LOGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/logdir.h>

#include "common/filter.h"
#include "common/command_line.h"
#include "common/log_options.h"

/* How a log directory is opened. */
struct logs_options {
	tfe_restarts restarts;
	bool per_file;
	const char *memory; /* the value of --memory; NULL: the default */
	unsigned shares;    /* number of log directories that share this memory */
};

/* Opens the operands and loads all their data. If memory runs out, that is reported and the data
 * that fit are kept. On another failure returns NULL, after a message on standard error that begins
 * with `program`; the exit status is then 2. */
tfe_logdir *logs_load(const struct arguments *arguments, const struct logs_options *how,
		      const char *program);

/* Reports the number of values of tags for which --memory left no space, if there are any. Returns
 * the exit status: 2 if there are any, or if directories or files were skipped for lack of memory,
 * which is reported elsewhere; else 0. */
int logs_tell_left_out(const tfe_logdir *logdir, const char *program);

/* The number of points that restarts superseded, and of the restarts of their runs. */
struct logs_superseded {
	uint64_t points, restarts;
};

/* Adds the points of the runs and tags that the filters select; with `scalars_only` only those of
 * scalars. */
void logs_add_superseded(struct logs_superseded *sum, const tfe_logdir *logdir, struct filter *runs,
			 struct filter *tags, bool scalars_only);

/* Reports on stderr the number of superseded points, unless it is 0. */
void logs_report_superseded(const struct logs_superseded *sum, const char *program);

/* Decides whether the filters of --runs and --tags (NULL where they were not given) are regular
 * expressions or names, by the names in n log directories; `kinds` has a bit for each kind of
 * series that the verb prints. Reports a filter that is used as a name. Returns false, after a
 * message, if a filter is neither. */
bool logs_resolve(struct filter *runs, struct filter *tags, tfe_logdir *const *logdirs, size_t n,
		  unsigned kinds, const char *program);

/* Reports that a filter gave up, so the output is incomplete. Returns whether it did. */
bool logs_tell_filter(const struct filter *filter, const char *option, const char *program);

/* Returns the runs in byte order of their names; release with free. */
const tfe_run **logs_runs(const tfe_logdir *logdir, size_t *n);
const char *logs_run_name(const tfe_run *run);

/* Returns the total number of series of all runs. */
uint64_t logs_series(const tfe_logdir *logdir);

/* Reports the damage of all runs: the number of damaged places if not all are listed, then the
 * listed ones. Returns the exit status: 2 if a file or directory could not be read at all, so the
 * output is incomplete; else 0. */
int logs_tell_damage(const tfe_logdir *logdir, const char *program);

/* Reports that the points of a series cannot be reread, which --memory made necessary, with the
 * reason. */
void logs_tell_reread(const char *tag, const tfe_error *error, const char *program);

/* Reports that the operands contain no series of these kinds, or none that the filters match.
 * `runs` and `tags` are the values of --runs and --tags, NULL if they were not given. Returns the
 * exit status 1. */
int logs_tell_no_series(const char *program, const char *kinds, const struct arguments *arguments,
			const char *runs, const char *tags);

/* Reports that there are no events, and which names were searched for. Returns the exit status
 * 1. */
int logs_tell_empty(const tfe_logdir *logdir, const struct arguments *arguments,
		    const char *program);

#endif
