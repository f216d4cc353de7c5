/* summary: the histogram of a decoded value. */
#include "summary/histogram_value.h"

#include "base/alloc.h"
#include "summary/histogram.h"

static void copy_doubles(double *to, const tfe_doubles *from)
{
	for (size_t i = 0; i < from->count; i++)
		to[i] = tfe_doubles_at(from, i);
}

/* Converts buckets as TensorBoard does: each bucket starts where the previous one ends; the first
 * bucket that is not empty starts at the minimum, and the last ends at the maximum
 * (tensorboard/data_compat.py, _migrate_histogram_value). */
static tfe_status from_buckets(tfe_histogram *h, const tfe_value *v)
{
	size_t n = v->buckets.count, n_limits = v->bucket_limits.count;
	const tfe_histogram moments = {
		.min = v->min, .max = v->max, .sum = v->sum, .sum_squares = v->sum_squares};
	if (n != n_limits)
		return TFE_E_DAMAGED;
	double *limits = tfe__alloc_zeroed(&h->allocator, n ? n : 1, 2 * sizeof *limits);
	if (!limits)
		return TFE_E_NOMEM;
	double *counts = limits + n;
	copy_doubles(limits, &v->bucket_limits);
	copy_doubles(counts, &v->buckets);
	tfe_status status = tfe__histogram_from_limits(h, &moments, limits, n, counts, n);
	tfe__free(&h->allocator, limits);
	return status;
}

/* Converts a tensor with a row of left edge, right edge and count for each bucket. */
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
	/* TensorFlow 1 writes the plugin name only with the first value, so a later value may have
	 * kind tensor. */
	if (v->kind == TFE_KIND_HISTOGRAM && v->tensor.dtype == TFE_DTYPE_INVALID)
		return from_buckets(h, v);
	if (v->tensor.bad || v->tensor.rank != 2 || v->tensor.dims[1] != 3)
		return TFE_E_DAMAGED;
	return from_tensor(h, &v->tensor);
}
