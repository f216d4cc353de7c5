/* view: when a curve first reached a value, by repeated division of its range of steps. */
#include "tbtop/view/baseline.h"

#include <math.h>

enum { PARTS = 16, ROUNDS = 20 };

/* Returns the first column with a value at or beyond the wanted one, or PARTS. */
static int first_part(const tfe_column *columns, double value, int direction)
{
	for (int i = 0; i < PARTS; i++)
		if (columns[i].count &&
		    (direction > 0 ? columns[i].max >= value : columns[i].min <= value))
			return i;
	return PARTS;
}

bool curve_reaches(const tfe_view *view, double smoothing, double value, int64_t *step)
{
	tfe_column columns[PARTS];
	double x0, x1;
	int direction = 0;
	if (!isfinite(value) || !tfe_view_get_extent(view, TFE_AXIS_STEP, &x0, &x1))
		return false;
	for (int round = 0; round < ROUNDS; round++) {
		double to = x1 - x0 >= 1 ? x1 : x0 + 1, width = (to - x0) / PARTS;
		if (!isfinite(width) || !(width > 0) ||
		    tfe_view_get_columns(view, TFE_AXIS_STEP, x0, to, smoothing, columns, PARTS))
			return false;
		for (int i = 0; i < PARTS && !direction; i++)
			if (columns[i].count)
				direction = columns[i].first <= value ? 1 : -1;
		int i = first_part(columns, value, direction);
		if (i == PARTS)
			return false;
		double from = x0 + width * i;
		if (width <= 1) { /* at most one step is in the part */
			tfe_point point;
			uint64_t at = tfe_view_nearest(view, TFE_AXIS_STEP, from + width / 2);
			if (tfe_view_get_points(view, at, &point, 1) != 1)
				return false;
			*step = point.step;
			return true;
		}
		x0 = from;
		x1 = from + width;
	}
	return false;
}
