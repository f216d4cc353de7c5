/* common: tables that a training prints line by line: a heading, then rows of numbers. */
#ifndef COMMON_METRIC_TABLE_H
#define COMMON_METRIC_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/metric_row.h"

/* The names of the columns, each ended by a NUL. */
struct metric_heading {
	char *names;
	size_t columns;
};

/* A heading, divided at each blank, and at two or more blanks: then names have words; no columns if
 * that is no heading. */
struct metric_headings {
	struct metric_heading narrow, wide;
};

/* The heading that was seen last, and the one before it, whose rows may alternate with its own. All
 * zero at the beginning. */
struct metric_table {
	struct metric_headings newest, older;
};

/* Recognises a heading, or a row below one, whose columns are divided by blanks or by "|"; a
 * progress bar may follow after ":". The numbers of a row are added to `row`. Returns false for
 * other lines. `line` has no control characters except tabs. */
bool metric_table_parse(struct metric_table *table, struct metric_row *row, const char *line,
			size_t n);
void metric_table_release(struct metric_table *table);

#endif
