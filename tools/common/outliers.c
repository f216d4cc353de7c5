/* common: outer values that would flatten the curves of a chart. */
#include "common/outliers.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

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

void outliers_cut(double *values, size_t n, bool log, double *least, double *most)
{
	if (n < 3)
		return;
	double low = nth(values, n, (size_t)ceil((double)(n - 1) * 0.05));
	double high = nth(values, n, (size_t)floor((double)(n - 1) * 0.95));
	if (!flattened(*least, low, high, *most, log))
		return;
	*least = low;
	*most = high;
}

double linear_part(const double *values, size_t n)
{
	double least = INFINITY, most = 0;
	for (size_t i = 0; i < n; i++) {
		double size = fabs(values[i]);
		most = fmax(most, size);
		least = size > 0 ? fmin(least, size) : least;
	}
	double power = fmax(floor(log10(least)), floor(log10(most)) - 4);
	return most > 0 ? fmax(pow(10, power), DBL_MIN) : 1;
}
