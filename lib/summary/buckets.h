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

/* The limits above 0, ascending, and behind them INFINITY. */
extern const double tfe__positive_limits[TFE__POSITIVE_LIMITS + 1];

/* The i-th limit, from 0 to TFE__LIMITS - 1. */
static inline double tfe__bucket_limit(size_t i)
{
	if (i > TFE__POSITIVE_LIMITS)
		return tfe__positive_limits[i - TFE__POSITIVE_LIMITS - 1];
	return i == TFE__POSITIVE_LIMITS ? 0 : -tfe__positive_limits[TFE__POSITIVE_LIMITS - 1 - i];
}

/* A cell is the floats of one exponent and first four bits of mantissa, by these upper bits of a
 * positive float. It holds the number of limits at or before its begin, times 2^20, and where a
 * limit lies in it 2^20 - t, with t the lower 19 bits of the first float that has reached the
 * limit. So the upper bits of the sum of the cell and the lower bits of a float are the number of
 * limits that the float has reached. */
enum { TFE__BUCKET_CELL_SHIFT = 19, TFE__BUCKET_CELLS = 1 << (31 - TFE__BUCKET_CELL_SHIFT) };
extern const uint32_t tfe__bucket_cells[TFE__BUCKET_CELLS];

/* Values that follow each other are often of one bucket: they are counted in lanes, so that no count waits for the one
 * before. A bucket's count is the sum of its lanes. */
struct tfe__bucket_counts {
	uint64_t lane[TFE__LANES][TFE__BUCKETS];
};

/* Adds n finite values. */
void tfe__buckets_count_float(const float *x, size_t n, struct tfe__bucket_counts *counts);
void tfe__buckets_count_double(const double *x, size_t n, struct tfe__bucket_counts *counts);

#endif
