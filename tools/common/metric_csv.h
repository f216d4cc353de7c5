/* common: the numbers of a table of CSV, record by record. */
#ifndef COMMON_METRIC_CSV_H
#define COMMON_METRIC_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "common/metric_fields.h"

/* A table. All zero before its first line. */
struct metric_csv {
	char separator; /* a comma, a semicolon or a tab, as the heading has them; 0: no heading */
	char **name;    /* the names of the columns */
	size_t columns, capacity;
	/* Columns of a table with one point in a row, such as `tfevents export` prints; SIZE_MAX
	 * where there is none. */
	size_t tag, value, run;
	char *record; /* the beginning of a record whose quoted field has line ends */
	size_t record_bytes, record_capacity;
	size_t *field; /* of the present record: where each field begins and ends */
	size_t field_capacity;
};

enum metric_csv_result {
	METRIC_CSV_ROW,     /* the row has the numbers of a record */
	METRIC_CSV_HEADING, /* the line was the heading */
	METRIC_CSV_MORE,    /* the record continues in the next line */
	METRIC_CSV_BAD      /* not as many fields as the heading has */
};

/* Parses the next line, without its line end. `line` is changed. */
enum metric_csv_result metric_csv_parse(struct metric_csv *csv, struct metric_row *row,
					const struct metric_fields *fields, char *line, size_t n);
void metric_csv_release(struct metric_csv *csv);

/* Returns whether a line looks like a heading: two names or more, without numbers, at least one of
 * them that of a step, an epoch or a time. */
bool metric_csv_is_heading(const char *line, size_t n);

/* Returns whether the heading has a column of this name. */
bool metric_csv_has(const struct metric_csv *csv, const char *name);

#endif
