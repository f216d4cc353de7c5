/* summary: what can be computed from the rows of a histogram. Within a row values are taken as spread evenly. */
#include "summary/histogram.h"

#include <math.h>

static double total(const tfe_histogram *h)
{
	double sum = 0;
	for (size_t i = 0; i < h->rows; i++)
		sum += h->row[i].count;
	return sum;
}

double tfe_histogram_mean(const tfe_histogram *h)
{
	return h->num > 0 ? h->sum / h->num : 0;
}

double tfe_histogram_stddev(const tfe_histogram *h)
{
	if (!(h->num > 0))
		return 0;
	double mean = h->sum / h->num;
	double variance = h->sum_squares / h->num - mean * mean;
	/* The difference of two large numbers may be anything when the spread is small, but no deviation exceeds half
	 * the range (Popoviciu's inequality). */
	double most = h->max / 2 - h->min / 2;
	return variance > 0 ? fmin(sqrt(variance), most) : 0;
}

/* The share of a row's values that lies below x. */
static double share_below(const tfe_bucket *row, double x)
{
	if (row->right <= x)
		return row->left < x ? 1 : 0; /* a point mass at x is not below it */
	if (row->left >= x)
		return 0;
	return (x / 2 - row->left / 2) / (row->right / 2 - row->left / 2);
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
	double x = row->left * (1 - share) + row->right * share;
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

/* A narrow row that holds 0 is all zeros; in a wide one (uniform rows) they are what stands out above its
 * neighbours. */
double tfe_histogram_zeros(const tfe_histogram *h)
{
	double range = h->max - h->min;
	for (size_t i = 0; i < h->rows; i++) {
		const tfe_bucket *b = &h->row[i];
		if (b->left > 0 || b->right < 0 ||
		    (b->right == 0 && b->left < 0 && i + 1 < h->rows))
			continue;
		double width = b->right - b->left;
		if (width <= 1e-6 * range)
			return b->count;
		double level = 0, sides = 0;
		if (i > 0) {
			level += b[-1].count / fmax(b[-1].right - b[-1].left, width);
			sides++;
		}
		if (i + 1 < h->rows) {
			level += b[1].count / fmax(b[1].right - b[1].left, width);
			sides++;
		}
		double expected = sides > 0 ? width * level / sides : b->count;
		return fmax(0, b->count - expected);
	}
	return 0;
}

void tfe_histogram_shape(const tfe_histogram *h, double *skewness, double *excess_kurtosis)
{
	*skewness = *excess_kurtosis = 0;
	double n = total(h), scale = fmax(fabs(h->min), fabs(h->max)), mean = 0;
	if (!(n > 0) || !(scale > 0) || isinf(scale))
		return;
	/* In units of `scale`, so that no power overflows. A row's values are m + u, u even on [-w, w]. */
	for (size_t i = 0; i < h->rows; i++)
		mean += h->row[i].count / n * (h->row[i].left / scale + h->row[i].right / scale) /
			2;
	double m2 = 0, m3 = 0, m4 = 0;
	for (size_t i = 0; i < h->rows; i++) {
		double left = h->row[i].left / scale, right = h->row[i].right / scale;
		double p = h->row[i].count / n, m = (left + right) / 2 - mean;
		double w2 = (right - left) * (right - left) / 4;
		m2 += p * (m * m + w2 / 3);
		m3 += p * (m * m * m + m * w2);
		m4 += p * (m * m * m * m + 2 * m * m * w2 + w2 * w2 / 5);
	}
	/* Below the rounding error of the mean there is no spread to speak of. */
	if (m2 <= 1e-28)
		return;
	*skewness = m3 / (m2 * sqrt(m2));
	*excess_kurtosis = m4 / (m2 * m2) - 3;
}

void tfe_histogram_rebin(const tfe_histogram *h, double lo, double hi, double *bins, size_t n)
{
	for (size_t b = 0; b < n; b++)
		bins[b] = 0;
	double width = (hi - lo) / (double)n;
	if (!(width > 0) || isinf(width))
		return;
	for (size_t i = 0; i < h->rows; i++) {
		const tfe_bucket *row = &h->row[i];
		if (row->count <= 0 || row->right < lo || row->left > hi)
			continue;
		double first = fmax((row->left - lo) / width, 0);
		size_t b = first < (double)n ? (size_t)first : n - 1;
		if (row->left == row->right) {
			bins[b] += row->count;
			continue;
		}
		for (; b < n; b++) {
			double left = lo + (double)b * width;
			double right = b + 1 < n ? lo + (double)(b + 1) * width : hi;
			if (left >= row->right)
				break;
			double share = share_below(row, right) - share_below(row, left);
			bins[b] += share > 0 ? row->count * share : 0;
		}
	}
}
