/* read/query: where entries and stretches of entries lie on the x axis of a chart. */
#ifndef TFE_READ_QUERY_X_AXIS_H
#define TFE_READ_QUERY_X_AXIS_H

#include <math.h>

#include <tfevents/series.h>

#include "read/column/column.h"

/* x is a function of an entry that rises with its step (or wall time), rounding included, so that the x of a stretch's least
 * and greatest step bound all x between. */
struct tfe__axis {
	tfe_axis kind;
	double origin; /* the wall time that is 0 seconds */
};

/* The origin is the wall time of the first entry, or the least one where that is no number. */
struct tfe__axis tfe__axis_of(const struct tfe__span *span, tfe_axis kind);

/* The x of the entries of chunk number `at`; false when they do not ascend. */
bool tfe__axis_xs(const struct tfe__axis *axis, const struct tfe__span *span, size_t at,
		  double x[TFE__CHUNK_ENTRIES_MAX]);

static inline double tfe__axis_x(const struct tfe__axis *axis, int64_t step, double wall_time)
{
	return axis->kind == TFE_AXIS_STEP ? (double)step : wall_time - axis->origin;
}

/* Where a stretch begins and ends; *low > *high when nothing in it has a place on the axis. */
static inline void tfe__axis_range(const struct tfe__axis *axis, const struct tfe__node *node,
				   double *low, double *high)
{
	if (axis->kind == TFE_AXIS_STEP && node->entries) {
		*low = (double)node->step_min;
		*high = (double)node->step_max;
	} else if (axis->kind != TFE_AXIS_STEP && node->wall_min <= node->wall_max) {
		*low = node->wall_min - axis->origin;
		*high = node->wall_max - axis->origin;
	} else {
		*low = INFINITY;
		*high = -INFINITY;
	}
}

#endif
