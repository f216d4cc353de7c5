/* read: the rows of a histogram out of a value of a file. */
#include "read/rows.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "summary/histogram.h"

/* Takes rows (owned from now on), and drops empty ones at both ends. TFE_E_DAMAGED when they do not ascend. */
static tfe_status set_rows(tfe_histogram *h, tfe_bucket *row, size_t n)
{
	size_t first = 0;
	tfe__free(&h->allocator, h->row);
	h->row = row;
	while (n > first && !(row[n - 1].count > 0))
		n--;
	while (first < n && !(row[first].count > 0))
		first++;
	h->rows = n - first;
	if (h->rows)
		memmove(row, row + first, h->rows * sizeof *row);
	for (size_t i = 0; i < h->rows; i++) {
		bool ascends =
			row[i].left <= row[i].right && (!i || row[i - 1].right <= row[i].left);
		if (!ascends || !(row[i].count >= 0) || !isfinite(row[i].left) ||
		    !isfinite(row[i].right) || !isfinite(row[i].count)) {
			h->rows = 0;
			return TFE_E_DAMAGED;
		}
	}
	return TFE_OK;
}

/* As TensorBoard turns them: each bucket begins where the one before ends; the first that is not empty begins at the least
 * value and the last ends at the greatest (tensorboard/data_compat.py, _migrate_histogram_value). */
static tfe_status from_buckets(tfe_histogram *h, const tfe_value *v)
{
	size_t n = v->buckets.count < v->bucket_limits.count ? v->buckets.count
							     : v->bucket_limits.count;
	tfe_bucket *row = tfe__alloc_zeroed(&h->allocator, n ? n : 1, sizeof *row);
	if (!row)
		return TFE_E_NOMEM;
	size_t first = n, last = 0;
	for (size_t i = 0; i < n; i++) {
		row[i].right = tfe_doubles_at(&v->bucket_limits, i);
		row[i].left = i ? row[i - 1].right : row[i].right;
		row[i].count = tfe_doubles_at(&v->buckets, i);
		if (row[i].count > 0) {
			first = first < i ? first : i;
			last = i;
		}
	}
	if (first < n && v->min <= row[first].right)
		row[first].left = v->min;
	if (first < n && v->max >= row[last].left)
		row[last].right = v->max;
	tfe_status status = set_rows(h, row, n);
	h->min = v->min;
	h->max = v->max;
	h->num = v->num;
	h->sum = v->sum;
	h->sum_squares = v->sum_squares;
	h->exact = true;
	h->nonfinite = !isfinite(h->min) || !isfinite(h->max) || !isfinite(h->sum) ||
		       !isfinite(h->sum_squares);
	return status;
}

/* A tensor with a row of left edge, right edge and count for each bucket. */
static tfe_status from_tensor(tfe_histogram *h, const tfe_tensor *tensor)
{
	size_t n = (size_t)(tensor->count / 3);
	double(*rows)[3] = tfe__alloc_zeroed(&h->allocator, n ? n : 1, sizeof *rows);
	if (!rows)
		return TFE_E_NOMEM;
	tfe_elements elements;
	tfe_number number;
	tfe_elements_init(&elements, tensor);
	for (size_t i = 0; i < 3 * n && tfe_elements_next(&elements, &number); i++)
		rows[i / 3][i % 3] = number.value;
	tfe_status status = tfe__histogram_from_rows(h, (const double(*)[3])rows, n);
	tfe__free(&h->allocator, rows);
	return status;
}

tfe_status tfe__histogram_fill(tfe_histogram *h, const tfe_value *v)
{
	tfe__free(&h->allocator, h->row);
	*h = (tfe_histogram){.allocator = h->allocator};
	/* TensorFlow 1 names the plugin with the first value only, so the kind may be any tensor. */
	if (v->kind == TFE_KIND_HISTOGRAM && v->tensor.dtype == TFE_INVALID)
		return from_buckets(h, v);
	if (v->tensor.bad || v->tensor.rank != 2 || v->tensor.dims[1] != 3)
		return TFE_E_DAMAGED;
	return from_tensor(h, &v->tensor);
}
