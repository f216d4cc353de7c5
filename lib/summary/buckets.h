/* summary: TensorBoard's exponential buckets and the bucket of a number. */
#ifndef TFE_SUMMARY_BUCKETS_H
#define TFE_SUMMARY_BUCKETS_H

#include <stddef.h>
#include <stdint.h>

/* The limits are 1e-12 and its products with 1.1, each computed from the one before, below 1e20;
 * their negatives; and 0. Bucket i contains limit[i - 1] <= x < limit[i]; the first and the last
 * bucket extend to the infinities. */
enum {
	TFE__POSITIVE_LIMITS = 774,
	TFE__LIMITS = 2 * TFE__POSITIVE_LIMITS + 1,
	TFE__BUCKETS = TFE__LIMITS + 1,
	TFE__LANES = 4
};

/* The positive limits in ascending order, followed by INFINITY. */
extern const double tfe__positive_limits[TFE__POSITIVE_LIMITS + 1];

/* The i-th limit, i from 0 to TFE__LIMITS - 1. */
static inline double tfe__bucket_limit(size_t i)
{
	if (i > TFE__POSITIVE_LIMITS)
		return tfe__positive_limits[i - TFE__POSITIVE_LIMITS - 1];
	return i == TFE__POSITIVE_LIMITS ? 0 : -tfe__positive_limits[TFE__POSITIVE_LIMITS - 1 - i];
}

/* A cell contains the positive floats with the same exponent and the same first four mantissa bits;
 * these upper bits are its index. Its value is the number of limits at or before its start times
 * 2^20. If a limit lies in the cell, 2^20 - t is added, where t is the lower 19 bits of the first
 * float that reaches the limit. The upper bits of the sum of a cell and the lower bits of a float
 * are then the number of limits that the float reaches. */
enum { TFE__BUCKET_CELL_SHIFT = 19, TFE__BUCKET_CELLS = 1 << (31 - TFE__BUCKET_CELL_SHIFT) };
extern const uint32_t tfe__bucket_cells[TFE__BUCKET_CELLS];

/* Successive values often fall into the same bucket. They are counted in separate lanes, so no
 * increment waits for the previous one. The count of a bucket is the sum of its lanes. */
struct tfe__bucket_counts {
	uint64_t lane[TFE__LANES][TFE__BUCKETS];
};

/* The bucket of a finite value. */
size_t tfe__bucket_of(double x);

/* Adds n finite values, with AVX2 if the processor has it. */
void tfe__buckets_count_float(const float *x, size_t n, struct tfe__bucket_counts *counts);

/* The same without AVX2. */
void tfe__buckets_count_float_portable(const float *x, size_t n, struct tfe__bucket_counts *counts);

/* Adds the first values of n with AVX2, a multiple of 8, in the same lanes as the functions above.
 * Returns their number. It may be called only if tfe__has_avx2() of avx2.h returns true. */
size_t tfe__buckets_count_float_avx2(const float *x, size_t n, struct tfe__bucket_counts *counts);

/* Adds n finite values. */
void tfe__buckets_count_double(const double *x, size_t n, struct tfe__bucket_counts *counts);

#endif
