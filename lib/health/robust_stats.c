/* health: robust statistics of a few numbers. */
#include "health/robust_stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Insertion sort: windows are short, and are sorted for every point. */
static void sort(double *v, size_t n)
{
	if (n > TFE__WINDOW_MAX) {
		qsort(v, n, sizeof *v, ascending);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		double x = v[i];
		size_t k = i;
		for (; k > 0 && v[k - 1] > x; k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
}

double tfe__median(double *v, size_t n)
{
	if (n == 0)
		return 0;
	sort(v, n);
	return n % 2 ? v[n / 2] : v[n / 2 - 1] / 2 + v[n / 2] / 2;
}

double tfe__window_median(const double *v, size_t n)
{
	double copy[TFE__WINDOW_MAX];
	n = n < TFE__WINDOW_MAX ? n : TFE__WINDOW_MAX;
	memcpy(copy, v, n * sizeof *v);
	return tfe__median(copy, n);
}

double tfe__slope(const double *v, size_t n)
{
	double slopes[TFE__WINDOW_MAX * (TFE__WINDOW_MAX - 1) / 2];
	size_t pairs = 0;
	n = n < TFE__WINDOW_MAX ? n : TFE__WINDOW_MAX;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			slopes[pairs++] = (v[j] - v[i]) / (double)(j - i);
	return tfe__median(slopes, pairs);
}

/* The reduction of the variance by ties: t (t - 1) (2t + 5), summed over groups of t equal
 * values. */
static double tied(const double *v, size_t n)
{
	double copy[TFE__WINDOW_MAX], sum = 0;
	memcpy(copy, v, n * sizeof *v);
	sort(copy, n);
	for (size_t i = 0; i < n;) {
		size_t j = i;
		while (j < n && copy[j] == copy[i])
			j++;
		double t = (double)(j - i);
		sum += t * (t - 1) * (2 * t + 5);
		i = j;
	}
	return sum;
}

double tfe__trend(const double *v, size_t n)
{
	n = n < TFE__WINDOW_MAX ? n : TFE__WINDOW_MAX;
	if (n < 3)
		return 0;
	double s = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			s += (v[j] > v[i]) - (v[j] < v[i]);
	double m = (double)n;
	double variance = (m * (m - 1) * (2 * m + 5) - tied(v, n)) / 18;
	if (!(variance > 0))
		return 0;
	return s > 0 ? (s - 1) / sqrt(variance) : s < 0 ? (s + 1) / sqrt(variance) : 0;
}
