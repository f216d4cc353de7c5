/* summary: counted values on their way to a tfe_histogram. */
#ifndef TFE_SUMMARY_TALLY_H
#define TFE_SUMMARY_TALLY_H

#include <stdint.h>

#include <tfevents/array.h>
#include <tfevents/histogram.h>

#include "summary/moments.h"

/* Statistics of values besides their buckets. */
struct tfe__tally {
	struct tfe__moments moments; /* of the finite values; 0 if there are none */
	double num;                  /* the number of finite values, or the sum of their weights */
	uint64_t nonfinite;          /* the number of other values */
};

/* Replaces the content of a histogram by the exponential buckets `counts` (TFE__BUCKETS of them).
 * Returns TFE_E_NOMEM; then the histogram is unchanged. */
tfe_status tfe__tally_exponential(const struct tfe__tally *t, const double *counts,
				  tfe_histogram *h) TFE_MUST_CHECK;

/* Replaces the content of a histogram by rows of equal width over the range of the values, which
 * are empty yet: `buckets` rows, one row with all values if these are equal, or none. Returns
 * TFE_E_NOMEM; then the histogram is unchanged. */
tfe_status tfe__tally_uniform(const struct tfe__tally *t, size_t buckets,
			      tfe_histogram *h) TFE_MUST_CHECK;

/* Counts the values of two valid arrays of n elements each with weights, into exponential buckets
 * (buckets 0) or rows of equal width. Returns TFE_E_ARG for a weight that is negative or not
 * finite, or TFE_E_NOMEM; then the histogram is unchanged. */
tfe_status tfe__tally_weighted(tfe_histogram *h, const tfe_array *values, const tfe_array *weights,
			       size_t n, size_t buckets) TFE_MUST_CHECK;

#endif
