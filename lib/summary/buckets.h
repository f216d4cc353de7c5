/* summary: TensorBoard's exponential buckets, and which of them a number falls into. */
#ifndef TFE_SUMMARY_BUCKETS_H
#define TFE_SUMMARY_BUCKETS_H

#include <stddef.h>
#include <stdint.h>

/* Limits are 1e-12, then each 1.1 times the one before, below 1e20; the same negative; and 0. Bucket i holds
 * limit[i - 1] <= x < limit[i]; the first and the last are open to the infinities. */
enum {
	TFE__POSITIVE_LIMITS = 774,
	TFE__LIMITS = 2 * TFE__POSITIVE_LIMITS + 1,
	TFE__BUCKETS = TFE__LIMITS + 1
};

/* The limits, ascending. */
extern double tfe__bucket_limits[TFE__LIMITS];

/* Adds n finite values to counts[TFE__BUCKETS]. */
void tfe__buckets_count_float(const float *x, size_t n, uint64_t *counts);
void tfe__buckets_count_double(const double *x, size_t n, uint64_t *counts);

#endif
