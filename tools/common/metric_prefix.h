/* common: the prefix of a message that loggers print: a date and time, or that of glog. */
#ifndef COMMON_METRIC_PREFIX_H
#define COMMON_METRIC_PREFIX_H

#include <stddef.h>

/* Returns the length of the prefix of a line that has no control characters, 0 if it has none. A
 * date with a time, such as "2026-01-31 14:03:22,123" or "[2026-01-31T14:03:22Z]", sets *wall_time
 * (seconds since 1970; local time unless a zone is given). */
size_t metric_prefix(const char *line, size_t n, double *wall_time);

/* Parses a date with a time at the beginning of a text. Returns its length, or 0. */
size_t metric_time_parse(const char *text, size_t n, double *wall_time);

#endif
