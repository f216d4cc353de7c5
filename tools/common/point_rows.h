/* common: the points of a scalar series as rows of CSV or lines of JSON. */
#ifndef COMMON_POINT_ROWS_H
#define COMMON_POINT_ROWS_H

#include <stdbool.h>

#include <tfevents/cursor.h>

#include "common/out.h"

enum point_format { POINTS_CSV, POINTS_JSONL, POINT_FORMATS };

/* An output format. row() appends one row; its `run` and `tag` are NULL if the file contains one
 * series only. */
struct point_rows {
	const char *suffix;
	const char *head, *series_head;
	void (*row)(struct out *out, const char *run, const char *tag, const tfe_point *p,
		    const tfe_number *value);
};

extern const struct point_rows point_rows[POINT_FORMATS];

#endif
