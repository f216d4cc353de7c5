/* view: the value of a curve at the crosshair. */
#include "tbtop/view/reading.h"

#include <math.h>

static double x_of(const tfe_point *p, double start, tfe_axis axis)
{
	if (axis == TFE_AXIS_STEP)
		return (double)p->step;
	return axis == TFE_AXIS_WALL ? p->wall_time : p->wall_time - start;
}

static bool read_at(const struct model *m, const struct curve *curve, bool last, double at,
		    double reach, struct reading *out)
{
	tfe_view view = tfe_series_view(curve->series);
	tfe_point first;
	*out = (struct reading){.smoothed = NAN};
	if (!view.count || tfe_view_get_points(&view, 0, &first, 1) != 1)
		return false;
	uint64_t i = view.count - 1;
	if (!last)
		i = tfe_view_nearest(&view, m->settings.axis, at);
	if (tfe_view_get_points(&view, i, &out->point, 1) != 1)
		return false;
	bool end = i == 0 || i + 1 == view.count;
	double x = x_of(&out->point, first.wall_time, m->settings.axis);
	if (!last && end && fabs(x - at) > reach)
		return false;
	out->x = x;
	out->relative_s = out->point.wall_time - first.wall_time;
	if (tfe_view_get_smoothed(&view, i, m->settings.smoothing, &out->smoothed))
		out->smoothed = NAN;
	return true;
}

bool read_curve(const struct model *m, const struct curve *curve, double reach, struct reading *out)
{
	return read_at(m, curve, !m->crosshair, m->cross_x, reach, out);
}

bool read_curve_at(const struct model *m, const struct curve *curve, double x, double reach,
		   struct reading *out)
{
	return read_at(m, curve, false, x, reach, out);
}
