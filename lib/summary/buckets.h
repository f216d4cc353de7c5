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
	TFE__BUCKETS = TFE__LIMITS + 1,
	TFE__LANES = 4
};

/* The limits, ascending. */
extern double tfe__bucket_limits[TFE__LIMITS];

/* Values that follow each other are often of one bucket: they are counted in lanes, so that no count waits for the one
 * before. A bucket's count is the sum of its lanes. */
struct tfe__bucket_counts {
	uint64_t lane[TFE__LANES][TFE__BUCKETS];
};

/* Adds n finite values. */
void tfe__buckets_count_float(const float *x, size_t n, struct tfe__bucket_counts *counts);
void tfe__buckets_count_double(const double *x, size_t n, struct tfe__bucket_counts *counts);

#endif
