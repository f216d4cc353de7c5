/* summary: TensorBoard's buckets and their lookup tables, compared with a search over the
 * limits. */
#include <math.h>
#include <string.h>

#include "unit/summary/limits.h"

#include "summary/buckets.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_are_the_running_product),
		cmocka_unit_test(cells_are_those_of_the_limits),
		cmocka_unit_test(buckets_are_those_of_a_search_at_and_around_every_limit),
		cmocka_unit_test(buckets_are_those_of_a_search_for_random_numbers),
		cmocka_unit_test(buckets_stay_within_their_tables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
