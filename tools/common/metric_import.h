/* common: the patterns of an import, and the report of what was imported. */
#ifndef COMMON_METRIC_IMPORT_H
#define COMMON_METRIC_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/metric_log.h"
#include "common/metric_runs.h"

/* Compiles the expressions of --pattern for a log. Returns false, after a message on standard error
 * that begins with `program`, if one of them is wrong. Release them with metric_import_release. */
bool metric_import_patterns(struct metric_log *log, const char *const *expressions, size_t n,
			    const char *program);
void metric_import_release(struct metric_log *log);

/* Reports on standard error what was imported from an input and what was skipped, after the log was
 * finished and the runs were flushed. Returns the exit status: 1 if there were no numbers. */
int metric_import_report(const struct metric_log *log, const struct metric_runs *runs,
			 const char *input, const char *program);

#endif
