/* summary: finds the exponential bucket of a number with a lookup table.
 *
 * A binary search over 1549 limits for each of a million weights would take longer than a training
 * step. The exponent of a number and its first four mantissa bits nearly determine its bucket: such
 * a cell is at most 6.25 % wide and limits are 10 % apart, so a cell contains at most one limit.
 * One lookup and one addition are exact for floats, because no limit is a float; doubles are
 * compared with that limit. */
#include "summary/buckets.h"

#include <string.h>

#include "summary/avx2.h"

enum {
	MANTISSA_BITS = 23 - TFE__BUCKET_CELL_SHIFT,
	COUNT_SHIFT = 20,
	BELOW = (1 << TFE__BUCKET_CELL_SHIFT) - 1, /* the bits of a float below those of its cell */
	/* Doubles use the cells of floats; their exponents have another bias. */
	DOUBLE_SHIFT = 52 - MANTISSA_BITS,
	DOUBLE_BIAS = (1023 - 127) << MANTISSA_BITS,
	ZERO = TFE__POSITIVE_LIMITS + 1 /* the bucket that starts at 0 */
};

/* The buckets of negative numbers mirror those of positive ones. The code does not branch on the
 * sign: half of all weights are negative, and the processor would mispredict the branch. -0 counts
 * as positive. */

static size_t float_bucket(float x)
{
	uint32_t bits;
	memcpy(&bits, &x, sizeof bits);
	uint32_t magnitude = bits & INT32_MAX;
	int64_t negative = (int32_t)(bits & (0 - magnitude)) >> 31; /* -1 or 0 */
	uint32_t cell = tfe__bucket_cells[magnitude >> TFE__BUCKET_CELL_SHIFT];
	int64_t reached = (cell + (magnitude & BELOW)) >> COUNT_SHIFT;
	return (size_t)(ZERO + (reached ^ negative));
}

static size_t double_bucket(double x)
{
	uint64_t bits, limit;
	memcpy(&bits, &x, sizeof bits);
	const uint64_t most = (uint64_t)(1023 + 127) << 52; /* 2^127, above all limits */
	uint64_t magnitude = bits & INT64_MAX;
	int64_t negative = (int64_t)(bits & (0 - magnitude)) >> 63;
	magnitude = magnitude < most ? magnitude : most;
	int64_t at = (int64_t)(magnitude >> DOUBLE_SHIFT) - DOUBLE_BIAS;
	int64_t reached = tfe__bucket_cells[at > 0 ? at : 0] >> COUNT_SHIFT;
	memcpy(&limit, &tfe__positive_limits[reached], sizeof limit);
	/* A negative number that equals a limit belongs to the bucket above it. */
	reached += magnitude >= limit - (uint64_t)negative;
	return (size_t)(ZERO + (reached ^ negative));
}

size_t tfe__bucket_of(double x)
{
	return double_bucket(x);
}

#define DEFINE_COUNT(name, type, bucket)                                                           \
	void name(const type *x, size_t n, struct tfe__bucket_counts *counts)                      \
	{                                                                                          \
		size_t i = 0;                                                                      \
		for (; i + TFE__LANES <= n; i += TFE__LANES) {                                     \
			counts->lane[0][bucket(x[i])]++;                                           \
			counts->lane[1][bucket(x[i + 1])]++;                                       \
			counts->lane[2][bucket(x[i + 2])]++;                                       \
			counts->lane[3][bucket(x[i + 3])]++;                                       \
		}                                                                                  \
		for (; i < n; i++)                                                                 \
			counts->lane[0][bucket(x[i])]++;                                           \
	}

DEFINE_COUNT(tfe__buckets_count_float_portable, float, float_bucket)
DEFINE_COUNT(tfe__buckets_count_double, double, double_bucket)

void tfe__buckets_count_float(const float *x, size_t n, struct tfe__bucket_counts *counts)
{
	size_t done = 0;
#ifdef TFE__AVX2
	if (tfe__has_avx2())
		done = tfe__buckets_count_float_avx2(x, n, counts);
#endif
	tfe__buckets_count_float_portable(x + done, n - done, counts);
}
