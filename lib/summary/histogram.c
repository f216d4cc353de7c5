/* summary: counts the values of a tensor into a tfe_histogram. */
/* Values that are loaded, measured and counted while in the first-level cache. */
#include <tfevents/histogram.h>

#include <math.h>

#include "base/alloc.h"
#include "summary/array_walk.h"
#include "summary/buckets.h"
#include "summary/parts.h"
#include "summary/tally.h"
#include "summary/values.h"

enum { BLOCK = 1024 };

void tfe_histogram_init(tfe_histogram *h, const tfe_allocator *allocator)
{
	*h = (tfe_histogram){.allocator = tfe__allocator_or_default(allocator)};
}

void tfe_histogram_release(tfe_histogram *h)
{
	tfe__free(&h->allocator, h->row);
	h->row = NULL;
	h->rows = 0;
}

static void add_block(struct tfe__tally *t, struct tfe__moments m, size_t n)
{
	if (t->num == 0 || m.min < t->moments.min)
		t->moments.min = m.min;
	if (t->num == 0 || m.max > t->moments.max)
		t->moments.max = m.max;
	t->moments.sum += m.sum;
	t->moments.sum_squares += m.sum_squares;
	t->num += (double)n;
}

/* A block of values as floats or doubles, without those that are not finite, measured: *out is
 * where they are, either the caller's own memory or `room`. Returns how many there are. */
#define DEFINE_TAKE(name, type, own, load, measure)                                                \
	static size_t name(const type **out, type *room, struct tfe__tally *t, const void *values, \
			   tfe_dtype dtype, size_t first, size_t n)                                \
	{                                                                                          \
		const type *x = room;                                                              \
		if (dtype == own && (uintptr_t)values % _Alignof(type) == 0)                       \
			x = (const type *)values + first;                                          \
		else                                                                               \
			load(room, values, dtype, first, n);                                       \
		struct tfe__moments m = measure(x, n);                                             \
		if (!isfinite(m.sum)) {                                                            \
			size_t kept = 0;                                                           \
			for (size_t i = 0; i < n; i++)                                             \
				if (isfinite(x[i]))                                                \
					room[kept++] = x[i];                                       \
			t->nonfinite += n - kept;                                                  \
			if (kept == 0)                                                             \
				return 0;                                                          \
			n = kept;                                                                  \
			x = room;                                                                  \
			m = measure(x, n);                                                         \
		}                                                                                  \
		add_block(t, m, n);                                                                \
		*out = x;                                                                          \
		return n;                                                                          \
	}

DEFINE_TAKE(take_floats, float, TFE_DTYPE_FLOAT32, tfe__values_load_float, tfe__moments_float)
DEFINE_TAKE(take_doubles, double, TFE_DTYPE_FLOAT64, tfe__values_load_double, tfe__moments_double)

#define DEFINE_COUNT(name, type, take, count)                                                      \
	static void name(struct tfe__tally *t, struct tfe__bucket_counts *counts,                  \
			 const void *values, tfe_dtype dtype, size_t n)                            \
	{                                                                                          \
		type room[BLOCK];                                                                  \
		const type *x = room;                                                              \
		for (size_t i = 0; i < n; i += BLOCK) {                                            \
			size_t block = n - i < BLOCK ? n - i : BLOCK;                              \
			block = take(&x, room, t, values, dtype, i, block);                        \
			count(x, block, counts);                                                   \
		}                                                                                  \
	}

DEFINE_COUNT(count_floats, float, take_floats, tfe__buckets_count_float)
DEFINE_COUNT(count_doubles, double, take_doubles, tfe__buckets_count_double)

static void count_exponential(struct tfe__tally *t, double *sums, const tfe_array *values, size_t n)
{
	struct tfe__bucket_counts counts = {0};
	struct tfe__array_walk walk;
	const void *run;
	tfe__array_walk_init(&walk, values, n);
	while ((n = tfe__array_walk_next(&walk, &run, SIZE_MAX)))
		if (tfe__values_fit_float(values->dtype))
			count_floats(t, &counts, run, values->dtype, n);
		else
			count_doubles(t, &counts, run, values->dtype, n);
	for (size_t i = 0; i < TFE__BUCKETS; i++) {
		uint64_t sum = 0;
		for (size_t lane = 0; lane < TFE__LANES; lane++)
			sum += counts.lane[lane][i];
		sums[i] = (double)sum;
	}
}

/* Counts as tf.summary.histogram does: floor((x - min) / width) in double; the last bucket is
 * closed. */
static void count_uniform(tfe_histogram *h, const tfe_array *values, size_t n)
{
	struct tfe__tally again = {0};
	struct tfe__array_walk walk;
	const void *run;
	double room[BLOCK];
	const double *x = room;
	const struct tfe__parts parts = tfe__parts_of(h->min, h->max, h->rows);
	tfe__array_walk_init(&walk, values, n);
	while ((n = tfe__array_walk_next(&walk, &run, BLOCK))) {
		n = take_doubles(&x, room, &again, run, values->dtype, 0, n);
		for (size_t j = 0; j < n; j++)
			h->row[tfe__parts_find(&parts, x[j])].count++;
	}
}

static tfe_status count_array(tfe_histogram *h, const tfe_array *values, size_t n, size_t buckets)
{
	struct tfe__tally t = {0};
	if (!buckets) {
		double counts[TFE__BUCKETS];
		count_exponential(&t, counts, values, n);
		return tfe__tally_exponential(&t, counts, h);
	}
	struct tfe__array_walk walk;
	const void *run;
	double room[BLOCK];
	const double *x;
	size_t block;
	tfe__array_walk_init(&walk, values, n);
	while ((block = tfe__array_walk_next(&walk, &run, BLOCK)))
		take_doubles(&x, room, &t, run, values->dtype, 0, block);
	tfe_status status = tfe__tally_uniform(&t, buckets, h);
	if (!status && h->rows > 1)
		count_uniform(h, values, n);
	return status;
}

static tfe_status count_values(tfe_histogram *h, const void *values, tfe_dtype dtype, size_t n,
			       size_t buckets)
{
	if (!tfe__values_are_numbers(dtype) || (n && !values) || n > INT64_MAX / 16)
		return TFE_E_ARG;
	const int64_t shape = (int64_t)n;
	const tfe_array array = {values, dtype, 1, &shape, NULL};
	return count_array(h, &array, n, buckets);
}

tfe_status tfe_histogram_count(tfe_histogram *h, const void *values, tfe_dtype dtype, size_t n)
{
	return count_values(h, values, dtype, n, 0);
}

tfe_status tfe_histogram_count_uniform(tfe_histogram *h, const void *values, tfe_dtype dtype,
				       size_t n, size_t buckets)
{
	return buckets ? count_values(h, values, dtype, n, buckets) : TFE_E_ARG;
}

tfe_status tfe_histogram_count_array(tfe_histogram *h, const tfe_array *values,
				     const tfe_array *weights, size_t buckets)
{
	size_t n, n_weights;
	if (tfe__array_wrong(values, &n) || !tfe__values_are_numbers(values->dtype))
		return TFE_E_ARG;
	if (!weights)
		return count_array(h, values, n, buckets);
	if (tfe__array_wrong(weights, &n_weights) || !tfe__values_are_numbers(weights->dtype) ||
	    n_weights != n)
		return TFE_E_ARG;
	return tfe__tally_weighted(h, values, weights, n, buckets);
}
