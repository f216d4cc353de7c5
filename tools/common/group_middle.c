/* common: the middle of the values of a group of runs, and the band around it. */
#include "common/group_middle.h"

#include <math.h>
#include <stdlib.h>

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static size_t keep_finite(double *values, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (isfinite(values[i]))
			values[kept++] = values[i];
	return kept;
}

static double median_of(double *values, size_t n)
{
	qsort(values, n, sizeof *values, by_size);
	return n % 2 ? values[n / 2] : values[n / 2 - 1] / 2 + values[n / 2] / 2;
}

/* Large values are divided before they are added, so that their sum does not overflow. The rounded
 * mean of equal values is the value, so that they have no deviation. */
static double mean_of(const double *values, size_t n)
{
	double sum = 0, least = values[0], most = values[0];
	for (size_t i = 0; i < n; i++) {
		sum += values[i];
		least = fmin(least, values[i]);
		most = fmax(most, values[i]);
	}
	if (isfinite(sum))
		return fmin(fmax(sum / (double)n, least), most);
	sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += values[i] / (double)n;
	return sum;
}

static double deviation_of(const double *values, size_t n, double mean)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += (values[i] - mean) * (values[i] - mean);
	return n > 1 ? sqrt(sum / (double)(n - 1)) : 0;
}

struct group_stats group_middle_of(double *values, size_t n, enum group_middle middle,
				   enum group_band band)
{
	n = keep_finite(values, n);
	struct group_stats s = {.n = n, .mid = NAN, .lo = NAN, .hi = NAN};
	if (!n)
		return s;
	double mean = mean_of(values, n), half = deviation_of(values, n, mean);
	s.mid = middle == MIDDLE_MEDIAN ? median_of(values, n) : mean;
	if (band == BAND_RANGE) {
		s.lo = s.hi = values[0];
		for (size_t i = 1; i < n; i++) {
			s.lo = fmin(s.lo, values[i]);
			s.hi = fmax(s.hi, values[i]);
		}
		return s;
	}
	if (band == BAND_ERROR)
		half /= sqrt((double)n);
	s.lo = s.mid - half;
	s.hi = s.mid + half;
	return s;
}
