/* common: writes the rows of logs into the event files of runs. */
#ifndef COMMON_METRIC_RUNS_H
#define COMMON_METRIC_RUNS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/writer.h>

#include "common/filter.h"
#include "common/metric_row.h"

/* The most runs that one log may name. */
enum { METRIC_RUNS = 256 };

/* The runs of a log. */
struct metric_runs {
	/* Set by the caller: */
	const char *program;   /* for messages on standard error */
	const char *directory; /* of the run of rows that name none; the others are below it */
	struct filter *tags;   /* the tags that are written; NULL: all */
	double wall_time;      /* of rows that have none; 0: now */
	bool quiet;            /* errors are not reported, because a screen is drawn */

	/* Read by the caller: */
	uint64_t points;
	uint64_t refused; /* rows with the name of a run that cannot be a directory */
	bool failed;      /* there was an error */
	char error[512];  /* its place and reason */

	/* Internal: */
	struct metric_run {
		char *name;
		tfe_writer *writer;
	} run[METRIC_RUNS];
	size_t count, last;
	_Atomic(double) opening; /* the time of the row for which a file is opened, else 0 */
	tfe_scalar *scalar;
	size_t capacity;
};

/* Adds a row; a metric_log's emit. `runs` is a struct metric_runs. */
void metric_runs_add(void *runs, const struct metric_row *row, int64_t step);

/* Writes everything that was added to the files. An error is reported once; the data are kept and
 * written when that is possible. */
void metric_runs_flush(struct metric_runs *runs);

/* Closes all files and reports errors, also when `quiet`. Returns false if there was one. */
bool metric_runs_close(struct metric_runs *runs);

#endif
