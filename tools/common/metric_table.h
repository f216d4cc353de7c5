/* common: tables that a training prints line by line: a heading, then rows of numbers. */
#ifndef COMMON_METRIC_TABLE_H
#define COMMON_METRIC_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/metric_row.h"

/* The heading that was seen last. All zero at the beginning. */
struct metric_table {
	char *names; /* the names of the columns, each ended by a NUL */
	size_t columns;
};

/* Recognises a heading, or a row below one, whose columns are divided by blanks or by "|"; a
 * progress bar may follow after ":". The numbers of a row are added to `row`. Returns false for
 * other lines. `line` has no control characters except tabs. */
bool metric_table_parse(struct metric_table *table, struct metric_row *row, const char *line,
			size_t n);
void metric_table_release(struct metric_table *table);

#endif
