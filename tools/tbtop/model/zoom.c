/* model: the charts that a zoom applies to. */
#include <math.h>

#include "tbtop/model/model.h"

/* The least part of the longer extent that two charts with the same x axis have in common. Epochs
 * and steps both begin at 0, but epochs end early. */
static const double common_least = 0.05;

double zoom_least(tfe_axis axis)
{
	return axis == TFE_AXIS_STEP ? 4 : 1e-3;
}

static bool share_axis(const struct extent *a, const struct extent *b)
{
	double common = fmin(a->x1, b->x1) - fmax(a->x0, b->x0);
	double longer = fmax(a->x1 - a->x0, b->x1 - b->x0);
	return common >= common_least * longer;
}

bool zoom_applies(const struct zoom *zoom, const struct extent *home, const struct extent *chart)
{
	if (!zoom->on || !chart->is)
		return false;
	if (home->is && !share_axis(home, chart))
		return false;
	if (chart->x0 >= zoom->x0 && chart->x1 <= zoom->x1) /* all points are visible anyway */
		return false;
	return chart->x0 < zoom->x1 && chart->x1 > zoom->x0;
}
