/* summary: builds a tfe_histogram from any data of a file. */
#include "summary/histogram.h"

#include <float.h>
#include <math.h>

#include "base/alloc.h"

/* Rows under construction: clipped, ascending, without empty rows at both ends. */
struct bucket_rows {
	tfe_bucket *row;
	size_t n;
	double total;
};

/* Adds a row, which must not start before the last one. Leading empty rows are skipped. */
static void add_row(struct bucket_rows *rows, double left, double right, double count)
{
	if (rows->n == 0 && count == 0)
		return;
	if (rows->n && left < rows->row[rows->n - 1].right)
		left = rows->row[rows->n - 1].right;
	rows->row[rows->n++] = (tfe_bucket){left, right < left ? left : right, count};
	rows->total += count;
}

/* Estimates the moments from values spread evenly in each row. */
static void estimate_moments(tfe_histogram *h)
{
	h->exact = false;
	h->sum = h->sum_squares = 0;
	for (size_t i = 0; i < h->rows; i++) {
		const tfe_bucket *r = &h->row[i];
		double middle = r->left / 2 + r->right / 2, half = r->right / 2 - r->left / 2;
		h->sum += r->count * middle;
		h->sum_squares += r->count * (middle * middle + half * half / 3);
	}
}

/* Moves `made` into the histogram, and `moments` too if they are finite and match the rows. */
static tfe_status take_rows(tfe_histogram *h, struct bucket_rows *made,
			    const tfe_histogram *moments, uint64_t nonfinite)
{
	tfe_allocator allocator = h->allocator;
	if (!isfinite(made->total)) {
		tfe__free(&allocator, made->row);
		return TFE_E_DAMAGED;
	}
	while (made->n && made->row[made->n - 1].count == 0)
		made->n--;
	tfe__free(&allocator, h->row);
	*h = (tfe_histogram){.num = made->total,
			     .nonfinite = nonfinite,
			     .rows = made->n,
			     .row = made->row,
			     .allocator = allocator};
	if (made->n) {
		h->min = made->row[0].left;
		h->max = made->row[made->n - 1].right;
	}
	bool exact = moments && isfinite(moments->sum) && isfinite(moments->sum_squares);
	if (exact && !nonfinite) {
		h->exact = true;
		h->sum = moments->sum;
		h->sum_squares = moments->sum_squares;
	} else {
		estimate_moments(h);
	}
	return TFE_OK;
}

static bool is_count(double count)
{
	return count >= 0 && isfinite(count);
}

/* Whether all values of a histogram were finite. The sums of large values may overflow. */
static bool is_finite(const tfe_histogram *moments, double num)
{
	double size = fmax(fabs(moments->min), fabs(moments->max));
	double sum = moments->sum, squares = moments->sum_squares;
	return isfinite(size) && (isfinite(sum) || (isinf(sum) && isinf(size * num))) &&
	       (isfinite(squares) || (isinf(squares) && isinf(size * size * num)));
}

tfe_status tfe__histogram_from_limits(tfe_histogram *h, const tfe_histogram *moments,
				      const double *limits, size_t n_limits, const double *counts,
				      size_t n_counts)
{
	if (n_limits != n_counts)
		return TFE_E_DAMAGED;
	size_t n = n_counts, first = n, last = 0;
	for (size_t i = 0; i < n; i++) {
		if (isnan(limits[i]) || (i && limits[i] < limits[i - 1]) || !is_count(counts[i]))
			return TFE_E_DAMAGED;
		if (counts[i] > 0) {
			first = first < n ? first : i;
			last = i;
		}
	}
	struct bucket_rows made = {0};
	double num = 0;
	for (size_t i = 0; i < n; i++)
		num += counts[i];
	bool finite = is_finite(moments, num);
	if (first < n) {
		made.row =
			tfe__realloc_array(&h->allocator, NULL, last - first + 1, sizeof *made.row);
		if (!made.row)
			return TFE_E_NOMEM;
		/* If the stored range is invalid, the outermost limits are the best estimate. */
		bool range = finite && moments->min <= moments->max;
		double lowest = first ? limits[first - 1] : limits[first], highest = limits[last];
		if (isinf(lowest))
			lowest = highest < 0 ? highest : 0;
		if (isinf(highest))
			highest = lowest;
		if (isinf(highest)) /* every limit is infinite */
			lowest = highest = highest < 0 ? -DBL_MAX : DBL_MAX;
		double min = range ? moments->min : lowest, max = range ? moments->max : highest;
		double left = min;
		for (size_t i = first; i <= last; i++) {
			double right = i < last ? fmin(fmax(limits[i], min), max) : max;
			add_row(&made, left, right, counts[i]);
			left = right;
		}
	}
	return take_rows(h, &made, moments, !finite);
}

tfe_status tfe__histogram_from_rows(tfe_histogram *h, const double (*rows)[3], size_t k)
{
	struct bucket_rows made = {0};
	uint64_t nonfinite = 0;
	double before = -INFINITY;
	for (size_t i = 0; i < k; i++) {
		if (!is_count(rows[i][2]))
			return TFE_E_DAMAGED;
		if (!isfinite(rows[i][0]) || !isfinite(rows[i][1])) {
			nonfinite = 1;
			continue;
		}
		/* The mark of our writer for values that are not finite. */
		if (rows[i][2] == 0 && signbit(rows[i][2]))
			nonfinite = 1;
		if (rows[i][0] < before || rows[i][1] < rows[i][0])
			return TFE_E_DAMAGED;
		before = rows[i][0];
	}
	if (k) {
		made.row = tfe__realloc_array(&h->allocator, NULL, k, sizeof *made.row);
		if (!made.row)
			return TFE_E_NOMEM;
	}
	for (size_t i = 0; i < k; i++)
		if (isfinite(rows[i][0]) && isfinite(rows[i][1]))
			add_row(&made, rows[i][0], rows[i][1], rows[i][2]);
	return take_rows(h, &made, NULL, nonfinite);
}
