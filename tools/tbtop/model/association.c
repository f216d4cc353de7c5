/* model: rank correlation and correlation ratio. */
#include "tbtop/model/association.h"

#include <math.h>
#include <stdlib.h>

#include "common/memory.h"

struct ranked {
	double value;
	size_t at;
};

static int by_value(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	return (x->value > y->value) - (x->value < y->value);
}

/* Writes the ranks from 1; equal values have their mean rank. */
static void find_ranks(const double *values, size_t n, double *rank)
{
	struct ranked *order = need_zeroed(n + 1, sizeof *order);
	for (size_t i = 0; i < n; i++)
		order[i] = (struct ranked){values[i], i};
	qsort(order, n, sizeof *order, by_value);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && order[end].value == order[i].value;)
			end++;
		for (size_t k = i; k < end; k++)
			rank[order[k].at] = (double)(i + end + 1) / 2;
	}
	free(order);
}

static double correlation(const double *x, const double *y, size_t n)
{
	double mean = (double)(n + 1) / 2, xx = 0, yy = 0, xy = 0;
	for (size_t i = 0; i < n; i++) {
		xx += (x[i] - mean) * (x[i] - mean);
		yy += (y[i] - mean) * (y[i] - mean);
		xy += (x[i] - mean) * (y[i] - mean);
	}
	return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : NAN;
}

double rank_correlation(const double *x, const double *y, size_t n)
{
	double *rank_x = need_zeroed(n + 1, sizeof *rank_x);
	double *rank_y = need_zeroed(n + 1, sizeof *rank_y);
	find_ranks(x, n, rank_x);
	find_ranks(y, n, rank_y);
	double r = correlation(rank_x, rank_y, n);
	free(rank_x);
	free(rank_y);
	return r;
}

double correlation_ratio(const size_t *group, size_t n_groups, const double *y, size_t n)
{
	double *rank = need_zeroed(n + 1, sizeof *rank);
	double *sum = need_zeroed(n_groups + 1, sizeof *sum);
	double *count = need_zeroed(n_groups + 1, sizeof *count);
	double mean = (double)(n + 1) / 2, between = 0, all = 0;
	find_ranks(y, n, rank);
	for (size_t i = 0; i < n; i++) {
		sum[group[i]] += rank[i];
		count[group[i]]++;
		all += (rank[i] - mean) * (rank[i] - mean);
	}
	for (size_t i = 0; i < n_groups; i++) {
		double off = count[i] > 0 ? sum[i] / count[i] - mean : 0;
		between += count[i] * off * off;
	}
	free(rank);
	free(sum);
	free(count);
	return all > 0 ? sqrt(between / all) : NAN;
}
