/* common: the ranges of the axes of figures. */
#include <math.h>

#include "common/figure_ticks.h"

bool figure_tick_add(struct figure_axis *a, double value)
{
	double slack = 1e-9 * (a->high / 2 - a->low / 2);
	if (a->n == TICKS || value < a->low - slack || value > a->high + slack)
		return false;
	a->label[a->n][0] = 0;
	a->tick[a->n++] = value;
	return true;
}

void figure_axis_make(struct figure_axis *a, double low, double high, enum figure_scale scale)
{
	*a = (struct figure_axis){.low = low, .high = high, .scale = scale};
	if (scale == FIGURE_LOG) {
		if (!(high / low > 1 + 1e-9)) {
			a->low = low / 1.5;
			a->high = high * 1.5;
		}
		return;
	}
	if (!(high - low > 1e-12 * fmax(fabs(low), fabs(high)))) {
		double half = scale == FIGURE_TIME ? 60 : low == 0 ? 1 : fabs(low) * 0.1;
		a->low = low - half;
		a->high = high + half;
	}
}

/* Returns the coordinate in which the axis is linear. */
static double coordinate(const struct figure_axis *a, double value)
{
	if (a->scale == FIGURE_LOG)
		return log10(value);
	if (a->scale != FIGURE_SYMLOG)
		return value;
	double size = fabs(value) / a->linear;
	return copysign(size > 1 ? 1 + log10(size) : size, value);
}

static double value_at(const struct figure_axis *a, double at)
{
	if (a->scale == FIGURE_LOG)
		return pow(10, at);
	if (a->scale != FIGURE_SYMLOG)
		return at;
	double size = fabs(at);
	return copysign(a->linear * (size > 1 ? pow(10, size - 1) : size), at);
}

void figure_axis_pad(struct figure_axis *a, double part)
{
	double low = coordinate(a, a->low), high = coordinate(a, a->high);
	double space = part * (high - low);
	low = value_at(a, low - space);
	high = value_at(a, high + space);
	if (!isfinite(low) || !isfinite(high) || (a->scale == FIGURE_LOG && !(low > 0)))
		return;
	a->low = low;
	a->high = high;
}

double figure_axis_at(const struct figure_axis *a, double value)
{
	double low = coordinate(a, a->low), high = coordinate(a, a->high);
	/* Halves: the difference of two doubles may overflow. */
	return (coordinate(a, value) / 2 - low / 2) / (high / 2 - low / 2);
}
