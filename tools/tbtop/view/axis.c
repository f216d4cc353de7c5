/* view: the range of an axis, and the position of a value on it. */
#include "tbtop/view/axis.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/outliers.h"

/* --- places ----------------------------------------------------------------------------------- */

double axis_coordinate(const struct axis *a, double value)
{
	if (a->kind == SCALE_LOG)
		return log10(value);
	if (a->kind != SCALE_SYMLOG)
		return value;
	double size = fabs(value) / a->linear;
	return copysign(size > 1 ? 1 + log10(size) : size, value);
}

double axis_value_at(const struct axis *a, double coordinate)
{
	if (a->kind == SCALE_LOG)
		return pow(10, coordinate);
	if (a->kind != SCALE_SYMLOG)
		return coordinate;
	double size = fabs(coordinate);
	return copysign(a->linear * (size > 1 ? pow(10, size - 1) : size), coordinate);
}

struct axis_scale axis_scale_of(const struct axis *a)
{
	struct axis_scale s = {a, a->kind != SCALE_LOG && a->kind != SCALE_SYMLOG,
			       axis_coordinate(a, a->lo), axis_coordinate(a, a->hi)};
	/* A range may be too small for logarithms. */
	if (!s.linear && !(s.hi - s.lo > 1e-9) && isfinite(s.hi - s.lo))
		s = (struct axis_scale){a, true, a->lo, a->hi};
	return s;
}

double axis_scale_place(const struct axis_scale *s, double value)
{
	if (s->axis->kind == SCALE_LOG && !(value > 0))
		return value <= 0 ? -1 : NAN;
	double at = s->linear ? value : axis_coordinate(s->axis, value), span = s->hi - s->lo;
	if (isinf(span)) /* halves do not overflow and are exact at this size */
		return (at / 2 - s->lo / 2) / (s->hi / 2 - s->lo / 2);
	return (at - s->lo) / span;
}

double axis_place(const struct axis *a, double value)
{
	struct axis_scale scale = axis_scale_of(a);
	return axis_scale_place(&scale, value);
}

/* --- bounds ----------------------------------------------------------------------------------- */

static struct axis bounded(enum scale_kind kind, double lo, double hi)
{
	struct axis axis = {kind, fmin(fmax(lo, -DBL_MAX), DBL_MAX),
			    fmin(fmax(hi, -DBL_MAX), DBL_MAX), 1};
	if (!(axis.hi > axis.lo) && axis.lo < DBL_MAX)
		axis.hi = nextafter(axis.lo, INFINITY);
	else if (!(axis.hi > axis.lo))
		axis.lo = nextafter(axis.hi, -INFINITY);
	return axis;
}

struct axis axis_around(enum scale_kind kind, double at)
{
	double half = fmax(1, fabs(at) * 1e-9);
	return bounded(kind, at - half, at + half);
}

struct axis axis_counts(double least, double most, enum scale_kind kind)
{
	if (!(most > 0) || !isfinite(most))
		return (struct axis){SCALE_NUMBER, 0, 1, 1};
	if (kind == SCALE_LOG) {
		double lo = fmax(fmax(fmin(least, 1) * 0.5, most * 1e-6), DBL_TRUE_MIN);
		return bounded(SCALE_LOG, lo, fmax(most, lo * 2));
	}
	struct axis axis = bounded(kind, 0, most);
	axis.linear = fmax(fmin(least, most), most * 1e-6);
	axis.linear = fmax(pow(10, floor(log10(axis.linear))), DBL_MIN);
	return axis;
}

/* Returns the step of a scale with about `count` steps: 1, 2 or 5 times a power of ten (as in
 * d3). */
static double tick_step(double span, int count)
{
	double raw = span / count;
	double power = pow(10, floor(log10(raw)));
	double error = raw / power;
	if (error >= 7.0710678118654755)
		return power * 10;
	if (error >= 3.1622776601683795)
		return power * 5;
	return error >= 1.4142135623730951 ? power * 2 : power;
}

/* Moves both ends outwards to round values, as d3 does. Subnormal steps have too few digits for
 * that. */
static void make_nice(double *lo, double *hi)
{
	for (int i = 0; i < 3; i++) {
		if (!(*hi - *lo > 1e-290) || isinf(*hi - *lo))
			return;
		double step = tick_step(*hi - *lo, 10);
		double a = fmin(floor(*lo / step) * step, *lo);
		double b = fmax(ceil(*hi / step) * step, *hi);
		if (!isfinite(a) || !isfinite(b) || (a == *lo && b == *hi))
			return;
		*lo = a;
		*hi = b;
	}
}

static struct axis around_equal(double at)
{
	return at < 0   ? bounded(SCALE_NUMBER, 2 * at, 0)
	       : at > 0 ? bounded(SCALE_NUMBER, 0, 2 * at)
			: bounded(SCALE_NUMBER, -1, 1);
}

void axis_make_nice(struct axis *axis)
{
	double lo = axis->lo, hi = axis->hi;
	if (axis->kind == SCALE_LOG) {
		double bottom = fmin(fmax(lo * 0.5, DBL_TRUE_MIN), DBL_MAX / 4);
		*axis = bounded(SCALE_LOG, bottom, fmax(hi * 2, bottom * 4));
	} else if (axis->kind == SCALE_NUMBER) {
		double air = hi / 20 - lo / 20;
		lo -= air;
		hi += air;
		make_nice(&lo, &hi);
		*axis = bounded(SCALE_NUMBER, lo, hi);
	}
}

bool axis_fit(double *values, size_t n, bool ignore_outliers, enum scale_kind kind,
	      struct axis *axis)
{
	size_t kept = 0;
	bool log = kind == SCALE_LOG;
	for (size_t i = 0; i < n; i++)
		if (isfinite(values[i]) && (!log || values[i] > 0))
			values[kept++] = values[i];
	if (!kept) {
		*axis = log ? bounded(SCALE_LOG, 0.1, 10) : bounded(SCALE_NUMBER, -1, 1);
		return false;
	}
	double least = values[0], most = values[0];
	for (size_t i = 1; i < kept; i++) {
		least = values[i] < least ? values[i] : least;
		most = values[i] > most ? values[i] : most;
	}
	double linear = kind == SCALE_SYMLOG ? linear_part(values, kept) : 1;
	/* Logarithms flatten nothing, so a symmetric logarithmic axis shows the outliers. */
	if (ignore_outliers && kind != SCALE_SYMLOG)
		outliers_cut(values, kept, log, &least, &most);
	if (log)
		*axis = bounded(SCALE_LOG, fmin(least, DBL_MAX / 4), fmax(most, least * 2));
	else if (least == most)
		*axis = around_equal(least);
	else
		*axis = bounded(SCALE_NUMBER, least, most);
	if (kind == SCALE_SYMLOG && least != most) {
		axis->kind = SCALE_SYMLOG;
		axis->linear = linear;
	}
	return true;
}
