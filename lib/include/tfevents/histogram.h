/* Histograms in the two formats of TensorBoard, and statistics of their buckets. */
#ifndef TFEVENTS_HISTOGRAM_H
#define TFEVENTS_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/array.h>
#include <tfevents/dtype.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* One row of a histogram: `count` values in [left, right); the last row also contains right. A row
 * with left == right contains equal values. */
typedef struct tfe_bucket {
	double left, right, count;
} tfe_bucket;

/* The distribution of a tensor at one step. Rows ascend, do not overlap and lie within [min, max].
 * Empty rows at both ends are removed, so an empty histogram has no rows.
 *
 * An exact histogram (counted, or read from a HistogramProto) has the moments of the values
 * themselves. For others (read from a [k,3] tensor) sum and sum_squares are estimated from values
 * spread evenly in each row. Several adjacent empty rows may be one row. Values that are not finite
 * are counted separately and enter neither rows nor moments. Files do not contain that count: in a
 * histogram that was read, `nonfinite` is 1 if min, max, sum or sum_squares is NaN or infinite, or
 * if the rows of a tensor indicate it (docs/formats.md). */
typedef struct tfe_histogram {
	double min, max;         /* smallest and largest value; 0 when empty */
	double num;              /* number of finite values */
	double sum, sum_squares; /* of the finite values */
	bool exact;              /* whether sum and sum_squares were measured on the values */
	uint64_t nonfinite;      /* number of NaN and infinite values */
	size_t rows;
	tfe_bucket *row;
	tfe_allocator allocator; /* owns `row` */
} tfe_histogram;

/* Initialises an empty histogram. A NULL allocator means malloc. Ownership: h belongs to the
 * caller, who calls tfe_histogram_release. */
TFE_API void tfe_histogram_init(tfe_histogram *h, const tfe_allocator *allocator);
TFE_API void tfe_histogram_release(tfe_histogram *h);

/* Counts `n` values of type `dtype` (float16/32/64, bfloat16 or any integer) into TensorBoard's
 * exponential buckets: the limits are v *= 1.1 from 1e-12 to below 1e20, their negatives, and 0. A
 * value equal to a limit belongs to the bucket above it. Earlier content of `h` is replaced.
 * Returns TFE_E_ARG for another dtype, or TFE_E_NOMEM. */
TFE_API TFE_MUST_CHECK tfe_status tfe_histogram_count(tfe_histogram *h, const void *values,
						      tfe_dtype dtype, size_t n);

/* Counts into `buckets` rows of equal width over [min, max], as tf.summary.histogram does (v2).
 * Otherwise like tfe_histogram_count. */
TFE_API TFE_MUST_CHECK tfe_status tfe_histogram_count_uniform(tfe_histogram *h, const void *values,
							      tfe_dtype dtype, size_t n,
							      size_t buckets);

/* Counts the elements of an array of numbers, without a copy of it: into exponential buckets
 * (`buckets` 0) or into `buckets` rows of equal width. `weights` has as many elements in the same
 * order, finite and not negative; num, sum, sum_squares and the counts are then sums of weights,
 * and elements of weight 0 do not count. NULL: each counts once. Returns TFE_E_ARG or
 * TFE_E_NOMEM. */
TFE_API TFE_MUST_CHECK tfe_status tfe_histogram_count_array(tfe_histogram *h,
							    const tfe_array *values,
							    const tfe_array *weights,
							    size_t buckets);

/* A histogram that was counted elsewhere, as HistogramProto stores it: counts[i] values lie between
 * limits[i - 1] and limits[i]; the first bucket begins at the smallest number. */
typedef struct tfe_histogram_buckets {
	double min, max, num, sum, sum_squares; /* of the values */
	const double *limits;                   /* ascending; the last one may be infinite */
	const double *counts;                   /* not negative */
	size_t n;
} tfe_histogram_buckets;

/* Mean and population standard deviation of the values; 0 for an empty histogram. */
TFE_API double tfe_histogram_mean(const tfe_histogram *h);
TFE_API double tfe_histogram_stddev(const tfe_histogram *h);

/* The number of values below x, from 0 to num. Values count as spread evenly in each row. */
TFE_API double tfe_histogram_below(const tfe_histogram *h, double x);

/* The value below which the share q (0 to 1) of the values lies, interpolated linearly within a
 * row; 0 for an empty histogram. */
TFE_API double tfe_histogram_quantile(const tfe_histogram *h, double q);

/* The number of values that are exactly 0, from 0 to num; an estimate if the row that contains 0 is
 * wide. */
TFE_API double tfe_histogram_zeros(const tfe_histogram *h);

/* Skewness and excess kurtosis of the rows, in closed form within each row; both are 0 if the
 * standard deviation is 0. */
TFE_API void tfe_histogram_get_shape(const tfe_histogram *h, double *skewness,
				     double *excess_kurtosis);

#define TFE_MOMENTS_QUANTILES 7

/* The summary of a histogram. Without values all fields are 0, except a stddev of NaN. */
typedef struct tfe_moments {
	size_t size;
	double num, min, max; /* as in tfe_histogram */
	double mean;
	double stddev; /* NaN if `nonfinite` is above 0 */
	/* Moments of the rows; kurtosis is excess kurtosis: see tfe_histogram_get_shape. */
	double skewness, kurtosis;
	double zeros; /* share of values that are 0, from 0 to 1: see tfe_histogram_zeros */
	/* The values below which 6.68, 15.87, 30.85, 50, 69.15, 84.13 and 93.32 % of the values
	 * lie, as TensorBoard's distributions show them. */
	double quantile[TFE_MOMENTS_QUANTILES];
	/* Hash of range and rows: equal for equal ones, otherwise almost surely different. */
	uint32_t fingerprint;
	bool constant; /* all values are equal to (min + max) / 2, up to one part in a million */
	/* Rows that hold more or fewer values than the rows beside them let expect, beyond chance,
	 * as shares of all values. The five numbers are about 0 for smooth distributions. */
	double roughness;     /* all differences, at most 1 */
	double peak, peak_at; /* the largest excess within the range, and the middle of its row */
	double ends[2];       /* the excess of the first and of the last row */
} tfe_moments;

#define TFE_MOMENTS_INIT TFE_SIZED(tfe_moments)

/* Computes the moments of a histogram. */
TFE_API void tfe_histogram_get_moments(const tfe_histogram *h, tfe_moments *moments);

/* Distributes the rows over `n` bins of equal width on [lo, hi]. Counts are divided in proportion
 * to the overlap, as in TensorBoard's histogram dashboard; values outside are ignored. */
TFE_API void tfe_histogram_rebin(const tfe_histogram *h, double lo, double hi, double *bins,
				 size_t n);

TFE_END_DECLS

#endif
