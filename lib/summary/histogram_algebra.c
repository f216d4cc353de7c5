/* summary: statistics of the rows of a histogram. The values of a row count as spread evenly. */
#include "summary/histogram.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "summary/parts.h"

static double total(const tfe_histogram *h)
{
	double sum = 0;
	for (size_t i = 0; i < h->rows; i++)
		sum += h->row[i].count;
	return sum;
}

/* A unit in which min and max lie within [-1, 1], so no power of a value overflows; 0 if all values
 * are 0. */
static double unit_of(const tfe_histogram *h)
{
	return fmax(fabs(h->min), fabs(h->max));
}

/* The mean of the rows in that unit; `n` is the total count. */
static double mean_of_rows(const tfe_histogram *h, double n, double unit)
{
	double mean = 0;
	for (size_t i = 0; i < h->rows; i++)
		if (h->row[i].count > 0)
			mean += h->row[i].count / n *
				(h->row[i].left / unit + h->row[i].right / unit) / 2;
	return mean;
}

/* The contribution of one row to the variance: its values are m + u from the mean, u uniform on
 * [-w, w]. */
static double variance_of_row(double m, double w2)
{
	return m * m + w2 / 3;
}

/* The variance of the rows in the square of that unit. */
static double variance_of_rows(const tfe_histogram *h, double n, double unit)
{
	double mean = mean_of_rows(h, n, unit), m2 = 0;
	for (size_t i = 0; i < h->rows; i++) {
		double left = h->row[i].left / unit, right = h->row[i].right / unit;
		double m = (left + right) / 2 - mean, w2 = (right - left) * (right - left) / 4;
		m2 += h->row[i].count / n * variance_of_row(m, w2);
	}
	return m2;
}

double tfe_histogram_mean(const tfe_histogram *h)
{
	if (!(h->num > 0))
		return 0;
	double mean = h->sum / h->num, unit = unit_of(h);
	if (!isfinite(mean) && unit > 0 && total(h) > 0)
		mean = mean_of_rows(h, total(h), unit) * unit;
	return fmin(fmax(mean, h->min), h->max);
}

double tfe_histogram_stddev(const tfe_histogram *h)
{
	if (!(h->num > 0))
		return 0;
	double mean = h->sum / h->num;
	double variance = h->sum_squares / h->num - mean * mean;
	/* The difference of two large numbers is inaccurate for a small deviation, but no standard
	 * deviation exceeds half the range (Popoviciu's inequality). */
	double most = h->max / 2 - h->min / 2, unit = unit_of(h);
	/* The squares have full precision. */
	bool squares = isfinite(variance) && unit * unit > 1e-280;
	if (!squares && unit > 0 && total(h) > 0)
		return fmin(sqrt(variance_of_rows(h, total(h), unit)) * unit, most);
	return variance > 0 ? fmin(sqrt(variance), most) : 0;
}

/* The share of the values of a row that lies below x. */
static double share_below(const tfe_bucket *row, double x)
{
	if (row->right <= x)
		return row->left < x ? 1 : 0; /* equal values at x are not below x */
	if (row->left >= x)
		return 0;
	double width = row->right - row->left;
	if (isinf(width)) /* halves are exact for numbers of this size and do not overflow */
		return (x / 2 - row->left / 2) / (row->right / 2 - row->left / 2);
	return (x - row->left) / width;
}

double tfe_histogram_below(const tfe_histogram *h, double x)
{
	double below = 0;
	for (size_t i = 0; i < h->rows; i++)
		below += h->row[i].count * share_below(&h->row[i], x);
	return below;
}

static double value_in_row(const tfe_bucket *row, double share)
{
	double width = row->right - row->left;
	double x = row->left + width * share; /* x ascends with the share */
	if (isinf(width))
		x = row->left * (1 - share) + row->right * share;
	return fmin(fmax(x, row->left), row->right);
}

void tfe__histogram_quantiles(const tfe_histogram *h, const double *q, double *x, size_t n)
{
	double all = total(h), below = 0;
	size_t i = 0;
	for (size_t k = 0; k < n; k++) {
		double want = fmin(fmax(q[k], 0), 1) * all;
		while (i < h->rows && !(h->row[i].count > 0 && want <= below + h->row[i].count))
			below += h->row[i++].count;
		if (i < h->rows)
			x[k] = value_in_row(&h->row[i], (want - below) / h->row[i].count);
		else
			x[k] = h->rows ? h->row[h->rows - 1].right : 0;
	}
}

double tfe_histogram_quantile(const tfe_histogram *h, double q)
{
	double x;
	tfe__histogram_quantiles(h, &q, &x, 1);
	return x;
}

static double width_of(const tfe_bucket *row)
{
	return fmin(row->right - row->left, DBL_MAX);
}

/* A narrow row that contains 0 counts entirely as zeros; in a wide row (of equal widths) only the
 * count above that of its neighbours does. */
double tfe_histogram_zeros(const tfe_histogram *h)
{
	double range = fmin(h->max - h->min, DBL_MAX);
	for (size_t i = 0; i < h->rows; i++) {
		const tfe_bucket *b = &h->row[i];
		if (b->left > 0 || b->right < 0 ||
		    (b->right == 0 && b->left < 0 && i + 1 < h->rows))
			continue;
		double width = width_of(b), expected = 0, sides = 0;
		if (width <= 1e-6 * range)
			return b->count;
		if (i > 0) {
			expected += b[-1].count * (width / fmax(width_of(&b[-1]), width));
			sides++;
		}
		if (i + 1 < h->rows) {
			expected += b[1].count * (width / fmax(width_of(&b[1]), width));
			sides++;
		}
		return sides > 0 ? fmax(0, b->count - expected / sides) : 0;
	}
	return 0;
}

void tfe_histogram_get_shape(const tfe_histogram *h, double *skewness, double *excess_kurtosis)
{
	*skewness = *excess_kurtosis = 0;
	double n = total(h), unit = unit_of(h);
	if (!(n > 0) || !(unit > 0) || isinf(unit))
		return;
	double mean = mean_of_rows(h, n, unit), m2 = 0, m3 = 0, m4 = 0;
	for (size_t i = 0; i < h->rows; i++) {
		if (!(h->row[i].count > 0))
			continue; /* many rows beside 0 are empty */
		double left = h->row[i].left / unit, right = h->row[i].right / unit;
		double p = h->row[i].count / n, m = (left + right) / 2 - mean;
		double w2 = (right - left) * (right - left) / 4;
		m2 += p * variance_of_row(m, w2);
		m3 += p * (m * m * m + m * w2);
		m4 += p * (m * m * m * m + 2 * m * m * w2 + w2 * w2 / 5);
	}
	/* A deviation below the rounding error of the mean counts as 0. */
	if (m2 <= 1e-28)
		return;
	*skewness = m3 / (m2 * sqrt(m2));
	*excess_kurtosis = m4 / (m2 * m2) - 3;
}

/* Distributes the values of a row over the bins that it overlaps. */
static void spread_row(const tfe_bucket *row, const struct tfe__parts *parts, double *bins)
{
	size_t b = tfe__parts_find(parts, row->left);
	if (b > 0 && tfe__parts_edge(parts, b) > row->left) /* by rounding */
		b--;
	if (row->left == row->right) {
		bins[b] += row->count;
		return;
	}
	for (; b < parts->n && tfe__parts_edge(parts, b) < row->right; b++) {
		double share = share_below(row, tfe__parts_edge(parts, b + 1)) -
			       share_below(row, tfe__parts_edge(parts, b));
		bins[b] += share > 0 ? row->count * share : 0;
	}
}

void tfe_histogram_rebin(const tfe_histogram *h, double lo, double hi, double *bins, size_t n)
{
	for (size_t b = 0; b < n; b++)
		bins[b] = 0;
	if (!n || !(hi > lo) || isinf(lo) || isinf(hi))
		return;
	const struct tfe__parts parts = tfe__parts_of(lo, hi, n);
	for (size_t i = 0; i < h->rows; i++) {
		const tfe_bucket *row = &h->row[i];
		if (row->count > 0 && row->right >= lo && row->left <= hi)
			spread_row(row, &parts, bins);
	}
}
