/* view: the range of an axis, and the position of a value on it. */
#include "tbtop/view/axis.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* --- places ----------------------------------------------------------------------------------- */

double axis_place(const struct axis *a, double value)
{
	double span = a->hi - a->lo;
	if (a->kind == SCALE_LOG) {
		if (!(value > 0))
			return value <= 0 ? -1 : NAN;
		double decades = log10(a->hi) - log10(a->lo);
		if (decades > 1e-9) /* otherwise the range is too small for logarithms */
			return (log10(value) - log10(a->lo)) / decades;
	}
	if (isinf(span)) /* halves do not overflow and are exact at this size */
		return (value / 2 - a->lo / 2) / (a->hi / 2 - a->lo / 2);
	return (value - a->lo) / span;
}

/* --- bounds ----------------------------------------------------------------------------------- */

static struct axis bounded(enum scale_kind kind, double lo, double hi)
{
	struct axis axis = {kind, fmin(fmax(lo, -DBL_MAX), DBL_MAX),
			    fmin(fmax(hi, -DBL_MAX), DBL_MAX)};
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

struct axis axis_counts(double least, double most, bool log)
{
	if (!(most > 0) || !isfinite(most))
		return (struct axis){SCALE_NUMBER, 0, 1};
	if (!log)
		return bounded(SCALE_NUMBER, 0, most * 1.05);
	double lo = fmax(fmax(fmin(least, 1) * 0.5, most * 1e-6), DBL_TRUE_MIN);
	return bounded(SCALE_LOG, lo, fmax(most * 2, lo * 2));
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Returns the value at index k if the n > k values were sorted. It reorders the values (Hoare's
 * quickselect). Hostile values could make each round drop only a few of them, so after ROUNDS
 * passes the rest is sorted. */
static double nth(double *values, size_t n, size_t k)
{
	enum { ROUNDS = 16 };
	size_t lo = 0, hi = n - 1, left = n > SIZE_MAX / ROUNDS ? SIZE_MAX : n * ROUNDS;
	while (lo < hi) {
		if (left < hi - lo) {
			qsort(values + lo, hi - lo + 1, sizeof *values, ascending);
			break;
		}
		left -= hi - lo;
		double pivot = values[lo + (hi - lo) / 2];
		size_t i = lo, j = hi;
		for (;; i++, j--) {
			while (values[i] < pivot)
				i++;
			while (values[j] > pivot)
				j--;
			if (i >= j)
				break;
			double swap = values[i];
			values[i] = values[j];
			values[j] = swap;
		}
		if (k <= j) /* [lo, j] <= pivot <= [j + 1, hi] */
			hi = j;
		else
			lo = j + 1;
	}
	return values[k];
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

static struct axis fit_linear(double lo, double hi)
{
	if (hi == lo)
		return lo < 0   ? bounded(SCALE_NUMBER, 2 * lo, 0)
		       : lo > 0 ? bounded(SCALE_NUMBER, 0, 2 * lo)
				: bounded(SCALE_NUMBER, -1, 1);
	double air = hi / 20 - lo / 20;
	lo -= air;
	hi += air;
	make_nice(&lo, &hi);
	return bounded(SCALE_NUMBER, lo, hi);
}

/* Returns whether the outer values leave less than a third of the height to the others. TensorBoard
 * always cuts the outer values, even the beginning of a short training. */
static bool flattened(double least, double low, double high, double most, bool log)
{
	if (!(high > low)) /* too few different values to decide */
		return false;
	if (log)
		return log10(most) - log10(least) > 3 * (log10(high) - log10(low));
	return most / 3 - least / 3 > high - low;
}

bool axis_fit(double *values, size_t n, bool ignore_outliers, bool log, struct axis *axis)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (isfinite(values[i]) && (!log || values[i] > 0))
			values[kept++] = values[i];
	if (!kept) {
		*axis = log ? (struct axis){SCALE_LOG, 0.1, 10}
			    : (struct axis){SCALE_NUMBER, -1, 1};
		return false;
	}
	double least = values[0], most = values[0];
	for (size_t i = 1; i < kept; i++) {
		least = values[i] < least ? values[i] : least;
		most = values[i] > most ? values[i] : most;
	}
	if (ignore_outliers && kept > 2) {
		double low = nth(values, kept, (size_t)ceil((double)(kept - 1) * 0.05));
		double high = nth(values, kept, (size_t)floor((double)(kept - 1) * 0.95));
		if (flattened(least, low, high, most, log)) {
			least = low;
			most = high;
		}
	}
	if (log) {
		double bottom = fmin(fmax(least * 0.5, DBL_TRUE_MIN), DBL_MAX / 4);
		*axis = bounded(SCALE_LOG, bottom, fmax(most * 2, bottom * 4));
	} else {
		*axis = fit_linear(least, most);
	}
	return true;
}
