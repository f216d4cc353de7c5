/* common: the columns of structured logs: which one is the step, and which are imported. */
#ifndef COMMON_METRIC_FIELDS_H
#define COMMON_METRIC_FIELDS_H

#include <stddef.h>

#include "common/metric_row.h"

/* The names that the user gave for special columns; NULL where names with a known meaning are
 * used. */
struct metric_fields {
	const char *step, *wall_time;
};

/* Returns the role of a column. */
enum metric_role metric_fields_role(const struct metric_fields *fields, const char *name);

/* A number of a column. `whole` is exact if the number is an integer that an int64 can hold. */
struct metric_cell {
	double value;
	bool is_whole;
	int64_t whole;
};

/* Adds the number of a column by its role. `head` as in metric_row_add. */
void metric_fields_add(struct metric_row *row, const struct metric_fields *fields, const char *head,
		       const char *name, struct metric_cell cell);

#endif
