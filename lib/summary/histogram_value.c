/* summary: the histogram of a decoded value. */
#include "summary/histogram_value.h"

#include <math.h>

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

/* TensorFlow 1 writes the plugin name only with the first value, so a later value may have kind
 * tensor. */
static bool has_buckets(const tfe_value *v)
{
	return v->kind == TFE_KIND_HISTOGRAM && v->tensor.dtype == TFE_DTYPE_INVALID;
}

static bool has_rows(const tfe_tensor *t)
{
	return !t->bad && t->rank == 2 && t->dims[1] == 3;
}

tfe_status tfe__histogram_fill(tfe_histogram *h, const tfe_value *v)
{
	tfe__free(&h->allocator, h->row);
	*h = (tfe_histogram){.allocator = h->allocator};
	if (has_buckets(v))
		return from_buckets(h, v);
	return has_rows(&v->tensor) ? from_tensor(h, &v->tensor) : TFE_E_DAMAGED;
}

/* --- damage ----------------------------------------------------------------------------------- */

static const char *damage_of_count(double count)
{
	if (count < 0)
		return "a histogram has a negative count";
	return isfinite(count) ? NULL : "a histogram has a count that is not finite";
}

static const char *damage_of_limits(double before, double limit)
{
	if (isnan(limit))
		return "a histogram has a limit that is NaN";
	return limit < before ? "the limits of a histogram are not sorted" : NULL;
}

static const char *damage_of_buckets(const tfe_value *v)
{
	size_t limits = v->bucket_limits.count, counts = v->buckets.count;
	if (limits != counts)
		return limits > counts ? "a histogram has more limits than counts"
				       : "a histogram has more counts than limits";
	double before = -INFINITY;
	for (size_t i = 0; i < counts; i++) {
		double limit = tfe_doubles_at(&v->bucket_limits, i);
		const char *damage = damage_of_limits(before, limit);
		if (!damage)
			damage = damage_of_count(tfe_doubles_at(&v->buckets, i));
		if (damage)
			return damage;
		before = limit;
	}
	return NULL;
}

/* Rows with an edge that is not finite are skipped, except for their count. */
static const char *damage_of_rows(const tfe_tensor *tensor)
{
	tfe_elements elements;
	tfe_number left, right, count;
	double before = -INFINITY;
	tfe_elements_init(&elements, tensor);
	while (tfe_elements_next(&elements, &left) && tfe_elements_next(&elements, &right) &&
	       tfe_elements_next(&elements, &count)) {
		const char *damage = damage_of_count(count.value);
		bool finite = isfinite(left.value) && isfinite(right.value);
		if (!damage && finite)
			damage = damage_of_limits(before, left.value);
		if (!damage && finite)
			damage = damage_of_limits(left.value, right.value);
		if (damage)
			return damage;
		before = finite ? left.value : before;
	}
	return NULL;
}

const char *tfe__histogram_damage(const tfe_value *v)
{
	const char *damage = has_buckets(v)          ? damage_of_buckets(v)
			     : !has_rows(&v->tensor) ? "the shape of a histogram is not [k, 3]"
						     : damage_of_rows(&v->tensor);
	return damage ? damage : "the counts of a histogram have no finite sum";
}
