/* summary: counts the values of a tensor into a tfe_histogram. */
/* Values that are loaded, measured and counted while in the first-level cache. */
#include <tfevents/histogram.h>

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "summary/buckets.h"
#include "summary/moments.h"
#include "summary/parts.h"
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

/* Statistics of the values besides their buckets. */
struct tally {
	struct tfe__moments moments; /* of the finite values */
	uint64_t n, nonfinite;       /* number of finite and of other values */
};

static void add_block(struct tally *t, struct tfe__moments m, size_t n)
{
	if (t->n == 0 || m.min < t->moments.min)
		t->moments.min = m.min;
	if (t->n == 0 || m.max > t->moments.max)
		t->moments.max = m.max;
	t->moments.sum += m.sum;
	t->moments.sum_squares += m.sum_squares;
	t->n += n;
}

/* A block of values as floats or doubles, without those that are not finite, measured: *out is
 * where they are, either the caller's own memory or `room`. Returns how many there are. */
#define DEFINE_TAKE(name, type, own, load, measure)                                                \
	static size_t name(const type **out, type *room, struct tally *t, const void *values,      \
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
	static void name(struct tally *t, struct tfe__bucket_counts *counts, const void *values,   \
			 tfe_dtype dtype, size_t n)                                                \
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

static void count_exponential(struct tally *t, uint64_t *sums, const void *values, tfe_dtype dtype,
			      size_t n)
{
	struct tfe__bucket_counts counts = {0};
	if (tfe__values_fit_float(dtype))
		count_floats(t, &counts, values, dtype, n);
	else
		count_doubles(t, &counts, values, dtype, n);
	for (size_t lane = 0; lane < TFE__LANES; lane++)
		for (size_t i = 0; i < TFE__BUCKETS; i++)
			sums[i] += counts.lane[lane][i];
}

/* Converts counts[buckets] between ascending limits to rows, clipped to [min, max]. Empty rows at
 * both ends are removed, and adjacent empty rows are joined. Without `row` it only counts the
 * rows. */
static size_t make_rows(tfe_bucket *row, const uint64_t *counts, const struct tally *t)
{
	size_t rows = 0, first = 0, end = TFE__BUCKETS;
	while (first < end && counts[first] == 0)
		first++;
	while (end > first && counts[end - 1] == 0)
		end--;
	for (size_t i = first; i < end; i++) {
		bool joins = i > first && counts[i] == 0 && counts[i - 1] == 0;
		double left = i > first ? tfe__bucket_limit(i - 1) : t->moments.min;
		double right = i + 1 < end ? tfe__bucket_limit(i) : t->moments.max;
		if (joins && row)
			row[rows - 1].right = right;
		else if (row)
			row[rows] = (tfe_bucket){left, right, (double)counts[i]};
		rows += !joins;
	}
	return rows;
}

/* Allocates `rows` rows in `h` and sets the statistics of the tally. */
static tfe_status replace(tfe_histogram *h, const struct tally *t, size_t rows)
{
	tfe_bucket *row = NULL;
	if (rows) {
		row = tfe__realloc_array(&h->allocator, h->row, rows, sizeof *row);
		if (!row)
			return TFE_E_NOMEM;
	} else {
		tfe__free(&h->allocator, h->row);
	}
	*h = (tfe_histogram){
		.min = t->moments.min,
		.max = t->moments.max,
		.num = (double)t->n,
		.sum = t->moments.sum,
		.sum_squares = t->moments.sum_squares,
		.exact = true,
		.nonfinite = t->nonfinite,
		.rows = rows,
		.row = row,
		.allocator = h->allocator,
	};
	return TFE_OK;
}

tfe_status tfe_histogram_count(tfe_histogram *h, const void *values, tfe_dtype dtype, size_t n)
{
	if (!tfe__values_are_numbers(dtype) || (n && !values))
		return TFE_E_ARG;
	struct tally t = {0};
	uint64_t counts[TFE__BUCKETS] = {0};
	count_exponential(&t, counts, values, dtype, n);
	tfe_status status = replace(h, &t, make_rows(NULL, counts, &t));
	if (!status)
		make_rows(h->row, counts, &t);
	return status;
}

/* Counts as tf.summary.histogram does: floor((x - min) / width) in double; the last bucket is
 * closed. */
static void count_uniform(const struct tally *t, tfe_bucket *row, size_t buckets,
			  const void *values, tfe_dtype dtype, size_t n)
{
	struct tally again = {0};
	double room[BLOCK];
	const double *x = room;
	const struct tfe__parts parts = tfe__parts_of(t->moments.min, t->moments.max, buckets);
	for (size_t i = 0; i < n; i += BLOCK) {
		size_t block = n - i < BLOCK ? n - i : BLOCK;
		block = take_doubles(&x, room, &again, values, dtype, i, block);
		for (size_t j = 0; j < block; j++)
			row[tfe__parts_find(&parts, x[j])].count++;
	}
	for (size_t i = 0; i < buckets; i++) {
		row[i].left = tfe__parts_edge(&parts, i);
		row[i].right = tfe__parts_edge(&parts, i + 1);
	}
}

tfe_status tfe_histogram_count_uniform(tfe_histogram *h, const void *values, tfe_dtype dtype,
				       size_t n, size_t buckets)
{
	if (!tfe__values_are_numbers(dtype) || (n && !values) || buckets == 0)
		return TFE_E_ARG;
	struct tally t = {0};
	double room[BLOCK];
	const double *x;
	for (size_t i = 0; i < n; i += BLOCK)
		take_doubles(&x, room, &t, values, dtype, i, n - i < BLOCK ? n - i : BLOCK);
	bool spread = t.n && t.moments.max > t.moments.min;
	tfe_status status = replace(h, &t, spread ? buckets : t.n > 0);
	if (status || t.n == 0)
		return status;
	memset(h->row, 0, h->rows * sizeof *h->row);
	if (spread)
		count_uniform(&t, h->row, buckets, values, dtype, n);
	else
		h->row[0] = (tfe_bucket){t.moments.min, t.moments.max, (double)t.n};
	return TFE_OK;
}
