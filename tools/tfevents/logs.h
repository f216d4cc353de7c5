/* tfevents: the log directories that a verb works on: opened, loaded, and told about on stderr. */
#ifndef TFE_TFEVENTS_LOGS_H
#define TFE_TFEVENTS_LOGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/logdir.h>

#include "common/filter.h"
#include "common/command_line.h"
#include "common/log_options.h"

/* Opens the operands and loads all that is there; where memory runs out, as much as there is room
 * for, which is reported. `memory` is the value of --memory, NULL if it was not given. Returns NULL, with a message on stderr that begins with `program`,
 * where that fails: exit status 2. */
tfe_logdir *logs_load(const struct arguments *arguments, tfe_restarts restarts, const char *memory,
		      const char *program);

/* The same for one of so many that share the budget. */
tfe_logdir *logs_load_beside(const struct arguments *arguments, tfe_restarts restarts,
			     const char *memory, unsigned shares, const char *program);

/* Reports how many values have tags for which --memory left no room, where there are any. Returns
 * the exit status that this means: 2, also where files or directories were left out for want of
 * memory, which is reported elsewhere; else 0. */
int logs_tell_left_out(const tfe_logdir *logdir, const char *program);

/* The regular expression of an option, NULL where it was not given. False, told, where it is none. */
bool logs_filter(struct filter **filter, const char *option, const char *pattern,
		 const char *program);

/* Tells of a filter that gave up, so that what was printed is not all there is. Returns whether
 * it did. */
bool logs_tell_filter(const struct filter *filter, const char *option, const char *program);

/* The runs in byte order of their names; release with free. */
const tfe_run **logs_runs(const tfe_logdir *logdir, size_t *n);
const char *logs_run_name(const tfe_run *run);

/* How many series all runs have. */
uint64_t logs_series(const tfe_logdir *logdir);

/* Tells each place where something is damaged. Returns the exit status that this means: 2 where a file or folder could
 * not be read at all, so that what was printed is not all there is. */
int logs_tell_damage(const tfe_logdir *logdir, const char *program);

/* Reports that the points of a series cannot be read again, which --memory made necessary, and
 * why. */
void logs_tell_reread(const char *tag, const tfe_error *error, const char *program);

/* Tells that the operands hold no series of these kinds, or none that the filters let through: the values of --runs and
 * --tags, NULL where they were not given. Returns the exit status that this means: 1. */
int logs_tell_no_series(const char *program, const char *kinds, const struct arguments *arguments,
			const char *runs, const char *tags);

/* Tells that there is nothing, and what was looked for. Returns the exit status that this means: 1. */
int logs_tell_empty(const tfe_logdir *logdir, const struct arguments *arguments,
		    const char *program);

#endif
