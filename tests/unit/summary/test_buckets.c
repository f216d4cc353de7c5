/* summary: TensorBoard's buckets and their lookup tables, compared with a search over the
 * limits. */
#include <math.h>
#include <string.h>

#include "unit/summary/limits.h"

#include <tfevents/histogram.h>

#include "summary/avx2.h"
#include "summary/buckets.h"
#include "summary/moments.h"

static struct tfe__bucket_counts counted;

static void check_double(double x)
{
	memset(&counted, 0, sizeof counted);
	tfe__buckets_count_double(&x, 1, &counted);
	if (counted.lane[0][search(limits, x)] != 1)
		fail_msg("double %a is not in bucket %zu", x, search(limits, x));
}

static void check_float(float x)
{
	memset(&counted, 0, sizeof counted);
	tfe__buckets_count_float(&x, 1, &counted);
	if (counted.lane[0][search(limits, (double)x)] != 1)
		fail_msg("float %a is not in bucket %zu", (double)x, search(limits, (double)x));
	check_double((double)x);
}

/* The committed limits are bit for bit the running product, followed by infinity. */
static void limits_are_the_running_product(void **state)
{
	(void)state;
	make_limits(limits);
	for (size_t i = 0; i < TFE__LIMITS; i++) {
		double limit = tfe__bucket_limit(i);
		if (memcmp(&limit, &limits[i], sizeof limit) != 0)
			fail_msg("limit %zu is %a, must be %a", i, limit, limits[i]);
	}
	assert_true(isinf(tfe__positive_limits[TFE__POSITIVE_LIMITS]));
}

static uint32_t bits_of(float f)
{
	uint32_t bits;
	memcpy(&bits, &f, sizeof bits);
	return bits;
}

/* Returns the bits of the first float that has reached a limit. No limit is a float, so no float
 * equals one. */
static uint32_t first_float(double limit)
{
	float f = (float)limit;
	assert_true((double)f != limit);
	return bits_of((double)f < limit ? nextafterf(f, INFINITY) : f);
}

/* Computes every committed cell from the limits. */
static void cells_are_those_of_the_limits(void **state)
{
	(void)state;
	make_limits(limits);
	const double *positive = limits + TFE__POSITIVE_LIMITS + 1;
	uint32_t reached = 0;
	for (uint32_t i = 0; i < TFE__BUCKET_CELLS; i++) {
		const uint32_t begin = i << TFE__BUCKET_CELL_SHIFT, end = (i + 1)
									  << TFE__BUCKET_CELL_SHIFT;
		while (reached < TFE__POSITIVE_LIMITS && first_float(positive[reached]) <= begin)
			reached++;
		uint32_t cell = reached << 20;
		if (reached < TFE__POSITIVE_LIMITS && first_float(positive[reached]) < end)
			cell += (1u << 20) - (first_float(positive[reached]) - begin);
		/* A double is compared with one limit only. */
		if (reached + 1 < TFE__POSITIVE_LIMITS)
			assert_true(first_float(positive[reached + 1]) > end);
		if (tfe__bucket_cells[i] != cell)
			fail_msg("cell %u is 0x%08x, must be 0x%08x", i, tfe__bucket_cells[i],
				 cell);
	}
	assert_int_equal(reached, TFE__POSITIVE_LIMITS);
}

static void buckets_are_those_of_a_search_at_and_around_every_limit(void **state)
{
	(void)state;
	make_limits(limits);
	for (size_t i = 0; i < TFE__LIMITS; i++) {
		check_double(limits[i]);
		check_double(nextafter(limits[i], INFINITY));
		check_double(nextafter(limits[i], -INFINITY));
		float f = (float)limits[i];
		check_float(f);
		check_float(nextafterf(f, INFINITY));
		check_float(nextafterf(f, -INFINITY));
	}
	const double ends[] = {0.0,
			       -0.0,
			       5e-324,
			       -5e-324,
			       0x1p-1022,
			       -0x1p-1022,
			       1e300,
			       -1e300,
			       1.7976931348623157e308,
			       -1.7976931348623157e308};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		check_double(ends[i]);
	const float float_ends[] = {0.0f,           -0.0f,           1e-45f, -1e-45f,
				    3.40282347e38f, -3.40282347e38f, 1e-38f};
	for (size_t i = 0; i < sizeof float_ends / sizeof *float_ends; i++)
		check_float(float_ends[i]);
}

static void buckets_are_those_of_a_search_for_random_numbers(void **state)
{
	(void)state;
	make_limits(limits);
	for (int i = 0; i < 300000; i++) {
		uint64_t bits = random_bits();
		uint32_t half = (uint32_t)bits;
		double d;
		float f;
		memcpy(&d, &bits, sizeof d);
		memcpy(&f, &half, sizeof f);
		if (isfinite(d))
			check_double(d);
		if (isfinite(f))
			check_float(f);
		check_double(pow(10, uniform() * 40 - 15) * (bits & 1 ? 1 : -1));
	}
}

/* Non-finite numbers are an error of the caller; reads and counts stay within the tables
 * nevertheless. */
static void buckets_stay_within_their_tables(void **state)
{
	(void)state;
	const double doubles[] = {NAN, -NAN, INFINITY, -INFINITY};
	const float floats[] = {NAN, -NAN, INFINITY, -INFINITY};
	memset(&counted, 0, sizeof counted);
	tfe__buckets_count_double(doubles, 4, &counted);
	tfe__buckets_count_float(floats, 4, &counted);
	for (size_t lane = 0; lane < TFE__LANES; lane++) {
		uint64_t total = 0;
		for (size_t i = 0; i < TFE__BUCKETS; i++)
			total += counted.lane[lane][i];
		/* Each lane counts its own values only. */
		assert_int_equal(total, 2);
	}
	assert_int_equal(counted.lane[2][TFE__BUCKETS - 1], 2);
	assert_int_equal(counted.lane[3][0], 2);
}

/* --- AVX2 ------------------------------------------------------------------------------------- */

enum { MOST = 1100 };

/* Values of all kinds: special ones, the neighbourhood of limits, random bits, usual weights. */
static float any_float(void)
{
	static const float special[] = {
		0.0f, -0.0f, 1e-45f, -1e-45f, 1e-39f,    -1e-39f,        INFINITY,       -INFINITY,
		NAN,  -NAN,  1e-12f, -1e-12f, 0x1p-126f, 3.40282347e38f, -3.40282347e38f};
	const uint32_t bits = (uint32_t)random_bits();
	const float limit = (float)limits[bits / 8 % TFE__LIMITS];
	float f;
	switch (bits % 4) {
	case 0:
		return special[bits / 4 % (sizeof special / sizeof *special)];
	case 1:
		return bits & 4 ? limit : nextafterf(limit, bits & 8192 ? INFINITY : -INFINITY);
	case 2:
		memcpy(&f, &bits, sizeof f);
		return f;
	default:
		return (float)(uniform() - 0.5);
	}
}

static inline bool same(double a, double b)
{
	return isnan(a) ? isnan(b) : !memcmp(&a, &b, sizeof a);
}

/* The counts of each lane and all moments are the same bits, whatever the number of values and the
 * alignment of the first one. */
static void avx2_gives_the_same_counts_and_moments(void **state)
{
	(void)state;
#ifdef TFE__AVX2
	static struct tfe__bucket_counts portable, unused;
	make_limits(limits);
	if (!tfe__has_avx2())
		skip();
	for (size_t n = 1; n <= MOST; n += n < 300 ? 1 : 13) {
		float room[MOST + 8], *x = room + n % 8;
		bool finite = n % 2; /* as the values that are counted in fact */
		for (size_t i = 0; i < n; i++)
			do {
				x[i] = any_float();
			} while (finite && !isfinite(x[i]));
		memset(&counted, 0, sizeof counted);
		memset(&portable, 0, sizeof portable);
		tfe__buckets_count_float(x, n, &counted);
		assert_int_equal(tfe__buckets_count_float_avx2(x, n, &unused), n - n % 8);
		tfe__buckets_count_float_portable(x, n, &portable);
		assert_memory_equal(&counted, &portable, sizeof counted);
		const struct tfe__moments a = tfe__moments_float(x, n);
		const struct tfe__moments b = tfe__moments_float_portable(x, n);
		assert_true(same(a.min, b.min));
		assert_true(same(a.max, b.max));
		assert_true(same(a.sum, b.sum));
		assert_true(same(a.sum_squares, b.sum_squares));
	}
#else
	skip();
#endif
}

/* A tensor with strides is counted as its values one by one, also those that are not finite. */
static void strided_values_have_the_same_counts(void **state)
{
	(void)state;
	enum { ROWS = 40, COLUMNS = 25, STRIDE = 3 };
	static float x[ROWS * COLUMNS * STRIDE];
	static struct tfe__bucket_counts portable;
	const int64_t shape[] = {COLUMNS, ROWS}; /* transposed */
	const int64_t strides[] = {STRIDE * sizeof *x, COLUMNS * STRIDE * sizeof *x};
	const tfe_array array = {x, TFE_DTYPE_FLOAT32, 2, shape, strides};
	tfe_histogram h;
	uint64_t nonfinite = 0;
	make_limits(limits);
	for (size_t i = 0; i < sizeof x / sizeof *x; i++)
		x[i] = any_float();
	for (size_t i = 0; i < sizeof x / sizeof *x; i += STRIDE)
		if (isfinite(x[i]))
			tfe__buckets_count_float_portable(&x[i], 1, &portable);
		else
			nonfinite++;
	tfe_histogram_init(&h, NULL);
	assert_int_equal(tfe_histogram_count_array(&h, &array, NULL, 0), TFE_OK);
	assert_true(nonfinite > 0);
	assert_int_equal(h.nonfinite, nonfinite);
	for (size_t i = 0, row = 0; i < TFE__BUCKETS; i++) {
		if (!portable.lane[0][i])
			continue;
		while (h.row[row].count == 0)
			row++;
		assert_true(h.row[row++].count == (double)portable.lane[0][i]);
	}
	tfe_histogram_release(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_are_the_running_product),
		cmocka_unit_test(cells_are_those_of_the_limits),
		cmocka_unit_test(buckets_are_those_of_a_search_at_and_around_every_limit),
		cmocka_unit_test(buckets_are_those_of_a_search_for_random_numbers),
		cmocka_unit_test(buckets_stay_within_their_tables),
		cmocka_unit_test(avx2_gives_the_same_counts_and_moments),
		cmocka_unit_test(strided_values_have_the_same_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
