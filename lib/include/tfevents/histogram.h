/* Histograms as TensorBoard keeps them, and what can be computed from their buckets. */
#ifndef TFEVENTS_HISTOGRAM_H
#define TFEVENTS_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/dtype.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* One row of a histogram: `count` values in [left, right), the last row closed on the right.
 * A row with left == right is a point mass. */
typedef struct tfe_bucket {
	double left, right, count;
} tfe_bucket;

/* The distribution of a tensor at one step. Rows ascend, do not overlap and lie within [min, max];
 * empty rows at both ends are left out, so an empty histogram has no row.
 *
 * Exact histograms (counted, or read from a HistogramProto) carry the moments of the values themselves;
 * for the others (read from a [k,3] tensor) sum and sum_squares are estimated, values spread evenly in
 * each row. Runs of empty rows may be one row. Non-finite values are counted apart and enter neither rows nor moments. Files hold no such counts:
 * in a histogram read back, `nonfinite` is 1 when min, max, sum or sum_squares is NaN or infinite, or a
 * row of a tensor says so (docs/formats.md). */
typedef struct tfe_histogram {
	double min, max;         /* smallest and largest value; 0 when empty */
	double num;              /* how many (finite) values */
	double sum, sum_squares; /* of the values */
	bool exact;              /* whether sum and sum_squares were measured on the values */
	uint64_t nonfinite;      /* NaN and infinities seen */
	size_t rows;
	tfe_bucket *row;
	tfe_allocator allocator; /* owns `row` */
} tfe_histogram;

/* Prepares an empty histogram; allocator may be NULL for malloc. Pair with tfe_histogram_release. */
TFE_API void tfe_histogram_init(tfe_histogram *h, const tfe_allocator *allocator);
TFE_API void tfe_histogram_release(tfe_histogram *h);

/* Counts `n` values of type `dtype` (float16/32/64, bfloat16 or any integer) into TensorBoard's
 * exponential buckets: limits v *= 1.1 from 1e-12 below 1e20, mirrored, and 0; a value equal to a limit
 * goes to the bucket above it. Replaces what `h` held.
 * Returns TFE_E_ARG for another dtype, TFE_E_NOMEM. */
TFE_API TFE_MUST_CHECK tfe_status tfe_histogram_count(tfe_histogram *h, const void *values,
						      tfe_dtype dtype, size_t n);

/* The same into `buckets` rows of equal width over [min, max], the way tf.summary.histogram does (v2). */
TFE_API TFE_MUST_CHECK tfe_status tfe_histogram_count_uniform(tfe_histogram *h, const void *values,
							      tfe_dtype dtype, size_t n,
							      size_t buckets);

/* Mean and standard deviation (population); 0 when empty. */
TFE_API double tfe_histogram_mean(const tfe_histogram *h);
TFE_API double tfe_histogram_stddev(const tfe_histogram *h);

/* How many values lie below x (values spread evenly in each row), from 0 to num. */
TFE_API double tfe_histogram_below(const tfe_histogram *h, double x);

/* The value below which the share q (0 to 1) of the values lies, linear within a row; 0 when empty. */
TFE_API double tfe_histogram_quantile(const tfe_histogram *h, double q);

/* How many values are 0 exactly, from 0 to num: an estimate where a row that holds 0 is wide. */
TFE_API double tfe_histogram_zeros(const tfe_histogram *h);

/* Skewness and excess kurtosis from the rows, in closed form within each; both 0 when the spread is. */
TFE_API void tfe_histogram_get_shape(const tfe_histogram *h, double *skewness,
				     double *excess_kurtosis);

/* A histogram in a few numbers. Without values all are 0, but for a stddev of NaN. */
#define TFE_MOMENTS_QUANTILES 7

typedef struct tfe_moments {
	size_t size;
	double num, min, max; /* as in tfe_histogram */
	double mean;
	double stddev;             /* NaN where `nonfinite` is above 0 */
	double skewness, kurtosis; /* from the rows; excess kurtosis: see tfe_histogram_get_shape */
	double zeros; /* the share of values that are 0, from 0 to 1: see tfe_histogram_zeros */
	/* Below which lie 6.68, 15.87, 30.85, 50, 69.15, 84.13 and 93.32 % of the values, as TensorBoard's distributions
	 * show them. */
	double quantile[TFE_MOMENTS_QUANTILES];
	uint32_t fingerprint; /* of range and rows: equal for equal ones, and hardly for others */
	bool constant; /* all values are the same, (min + max) / 2, but for one part in a million */
} tfe_moments;

#define TFE_MOMENTS_INIT TFE_SIZED(tfe_moments)

TFE_API void tfe_histogram_get_moments(const tfe_histogram *h, tfe_moments *moments);

/* Spreads the rows over `n` bins of equal width on [lo, hi], counts in proportion to the overlap, as
 * TensorBoard's histogram dashboard does; what lies outside is left out. */
TFE_API void tfe_histogram_rebin(const tfe_histogram *h, double lo, double hi, double *bins,
				 size_t n);

TFE_END_DECLS

#endif
