/* common: the user's own regular expressions (PCRE2) for lines of a log. */
#ifndef COMMON_METRIC_PATTERN_H
#define COMMON_METRIC_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "common/metric_row.h"

struct metric_pattern;

/* Compiles an expression. Its named groups are numbers: step, epoch and wall_time are those of the
 * line, a group value is named by a group name, any other group is a number with the name of the
 * group. Returns NULL, after it wrote the reason, if the expression is not valid or has no such
 * group. Pair with metric_pattern_release. */
struct metric_pattern *metric_pattern_compile(const char *expression, char *reason, size_t bytes);
void metric_pattern_release(struct metric_pattern *pattern);

/* Adds the numbers of all matches in a line. Returns false if matching exceeded its limits. */
bool metric_pattern_parse(const struct metric_pattern *pattern, struct metric_row *row,
			  const char *line, size_t n);

#endif
