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
	FLOAT_BELOW = (1 << FLOAT_SHIFT) - 1, /* the bits that a cell does not look at */
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

/* The same in half the space: `limit` is of the bits below the cell's. */
struct float_cell {
	uint32_t limit;
	uint16_t bucket[2];
};

/* Filled in before main, never written again. [0] is for positive numbers, [1] for negative ones. */
double tfe__bucket_limits[TFE__LIMITS];
static struct float_cell float_cells[2 * FLOAT_CELLS]; /* by the upper bits, the sign among them */
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

static void fill_float_cells(int negative)
{
	struct cell cells[FLOAT_CELLS];
	fill(cells, FLOAT_CELLS, 0, FLOAT_SHIFT, negative, float_threshold);
	if (negative) /* -0 equals 0, and so belongs to the bucket above it. */
		cells[0] = (struct cell){1, {ZERO, ZERO - 1}};
	for (unsigned i = 0; i < FLOAT_CELLS; i++) {
		const struct cell *c = &cells[i];
		float_cells[negative * FLOAT_CELLS + i] = (struct float_cell){
			c->limit == UINT64_MAX ? UINT32_MAX : (uint32_t)c->limit & FLOAT_BELOW,
			{(uint16_t)c->bucket[0], (uint16_t)c->bucket[1]},
		};
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
		fill_float_cells(negative);
		fill(double_cells[negative], DOUBLE_CELLS, DOUBLE_FIRST, DOUBLE_SHIFT, negative,
		     double_threshold);
	}
}

static unsigned float_bucket(float x)
{
	uint32_t bits = float_bits(x);
	const struct float_cell *cell = &float_cells[bits >> FLOAT_SHIFT];
	return cell->bucket[(bits & FLOAT_BELOW) >= cell->limit];
}

static unsigned double_bucket(double x)
{
	uint64_t bits = double_bits(x + 0.0); /* -0 becomes 0 */
	uint64_t magnitude = bits & INT64_MAX;
	int64_t at = (int64_t)(magnitude >> DOUBLE_SHIFT) - DOUBLE_FIRST;
	at = at < 0 ? 0 : at < DOUBLE_CELLS ? at : DOUBLE_CELLS - 1;
	const struct cell *cell = &double_cells[bits >> 63][at];
	return cell->bucket[magnitude >= cell->limit];
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

DEFINE_COUNT(tfe__buckets_count_float, float, float_bucket)
DEFINE_COUNT(tfe__buckets_count_double, double, double_bucket)
