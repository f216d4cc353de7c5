/* summary: TensorBoard's exponential buckets, and which of them a number falls into.
 *
 * A search over 1549 limits for each of a million weights would take longer than a training step. But a number's
 * exponent and first four bits of mantissa say it nearly: such a cell is at most 6.25 % wide and limits are 10 %
 * apart, so that at most one limit lies in it. One look-up and one comparison of bits are exact. */
#include "summary/buckets.h"

#include <math.h>
#include <string.h>

enum {
	MANTISSA_BITS = 4,
	FLOAT_SHIFT = 23 - MANTISSA_BITS,
	DOUBLE_SHIFT = 52 - MANTISSA_BITS,
	FLOAT_CELLS = 1 << (8 + MANTISSA_BITS),
	/* Of doubles only those from 2^-41 to 2^67 are told apart: all limits lie between. */
	DOUBLE_FIRST = (1023 - 41) << MANTISSA_BITS,
	DOUBLE_CELLS = (41 + 67) << MANTISSA_BITS,
	ZERO = TFE__POSITIVE_LIMITS + 1 /* the bucket that begins at 0 */
};

/* Numbers whose magnitude has bits below `limit` are in bucket[0], the others of the cell in bucket[1]. */
struct cell {
	uint64_t limit;
	uint32_t bucket[2];
};

/* Filled in before main, never written again. [0] is for positive numbers, [1] for negative ones. */
double tfe__bucket_limits[TFE__LIMITS];
static struct cell float_cells[2][FLOAT_CELLS];
static struct cell double_cells[2][DOUBLE_CELLS];

static uint32_t float_bits(float x)
{
	uint32_t bits;
	memcpy(&bits, &x, sizeof bits);
	return bits;
}

static uint64_t double_bits(double x)
{
	uint64_t bits;
	memcpy(&bits, &x, sizeof bits);
	return bits;
}

/* The bits of the first magnitude that has passed `limit`: reached it, or, for negative numbers, exceeded it. */
static uint64_t float_threshold(double limit, int negative)
{
	float f = (float)limit;
	if ((double)f < limit || (negative && (double)f <= limit))
		f = nextafterf(f, INFINITY);
	return float_bits(f);
}

static uint64_t double_threshold(double limit, int negative)
{
	return double_bits(negative ? nextafter(limit, INFINITY) : limit);
}

/* Fills the cells of one sign. Cell i begins at the magnitude with the bits (first + i) << shift. */
static void fill(struct cell *cells, unsigned n, uint64_t first, int shift, int negative,
		 uint64_t (*threshold)(double limit, int negative))
{
	const double *limits = tfe__bucket_limits + ZERO;
	unsigned passed = 0; /* limits that the cell's first magnitude has passed */
	uint64_t next = threshold(limits[0], negative);
	for (unsigned i = 0; i < n; i++) {
		uint64_t begin = (first + i) << shift, end = (first + i + 1) << shift;
		if (next <= begin) {
			passed++;
			next = passed < TFE__POSITIVE_LIMITS ? threshold(limits[passed], negative)
							     : UINT64_MAX;
		}
		uint32_t below = negative ? ZERO - 1 - passed : ZERO + passed;
		uint32_t above = negative ? below - 1 : below + 1;
		cells[i] = next < end ? (struct cell){next, {below, above}}
				      : (struct cell){UINT64_MAX, {below, below}};
	}
}

__attribute__((constructor)) static void fill_tables(void)
{
	double v = 1e-12;
	for (int i = 0; i < TFE__POSITIVE_LIMITS; i++, v *= 1.1) {
		tfe__bucket_limits[ZERO + i] = v;
		tfe__bucket_limits[ZERO - 2 - i] = -v;
	}
	for (int negative = 0; negative < 2; negative++) {
		fill(float_cells[negative], FLOAT_CELLS, 0, FLOAT_SHIFT, negative, float_threshold);
		fill(double_cells[negative], DOUBLE_CELLS, DOUBLE_FIRST, DOUBLE_SHIFT, negative,
		     double_threshold);
	}
	/* -0 equals 0, and so belongs to the bucket above it. */
	float_cells[1][0] = (struct cell){1, {ZERO, ZERO - 1}};
}

void tfe__buckets_count_float(const float *x, size_t n, uint64_t *counts)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t bits = float_bits(x[i]), magnitude = bits & 0x7fffffff;
		const struct cell *cell = &float_cells[bits >> 31][magnitude >> FLOAT_SHIFT];
		counts[cell->bucket[magnitude >= cell->limit]]++;
	}
}

void tfe__buckets_count_double(const double *x, size_t n, uint64_t *counts)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t bits = double_bits(x[i] + 0.0); /* -0 becomes 0 */
		uint64_t magnitude = bits & INT64_MAX;
		int64_t at = (int64_t)(magnitude >> DOUBLE_SHIFT) - DOUBLE_FIRST;
		at = at < 0 ? 0 : at < DOUBLE_CELLS ? at : DOUBLE_CELLS - 1;
		const struct cell *cell = &double_cells[bits >> 63][at];
		counts[cell->bucket[magnitude >= cell->limit]]++;
	}
}
