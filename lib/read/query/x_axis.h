/* read/query: the x of entries, and the ranges of x of nodes, on the axis of a chart. */
#ifndef TFE_READ_QUERY_X_AXIS_H
#define TFE_READ_QUERY_X_AXIS_H

#include <math.h>

#include <tfevents/series.h>

#include "read/column/column.h"

/* The x of an entry never falls as its step (or wall time) rises, also with rounding errors. So the
 * x of the least and the greatest step of a node bound the x of all its entries. */
struct tfe__axis {
	tfe_axis kind;
	double origin; /* the wall time that is 0 seconds */
};

/* Creates the axis of a span. The origin is the wall time of the first entry; if that is not
 * finite, the least wall time. */
struct tfe__axis tfe__axis_of(const struct tfe__span *span, tfe_axis kind);

/* Gets the x of all entries of chunk `at`. Returns false if they do not ascend. */
bool tfe__axis_xs(const struct tfe__axis *axis, const struct tfe__span *span, size_t at,
		  double x[TFE__CHUNK_ENTRIES_MAX]);

static inline double tfe__axis_x(const struct tfe__axis *axis, int64_t step, double wall_time)
{
	return axis->kind == TFE_AXIS_STEP ? (double)step : wall_time - axis->origin;
}

/* Gets the least and the greatest x of the entries of a node. *low > *high if none of them has an
 * x. */
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
