/* common: trend and noise of a series. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/spread.h"

static void slope_is_that_of_the_least_squares_line(void **state)
{
	(void)state;
	struct spread s = {0};
	assert_true(isnan(spread_slope(&s)));
	/* The values are far from the origin, where sums of squares would cancel. */
	for (int i = 0; i < 1000; i++)
		spread_add(&s, 1e9 + i, 5 - 0.25 * i + (i % 2 ? 0.01 : -0.01));
	assert_float_equal(spread_slope(&s), -0.25, 1e-5);

	struct spread flat = {0};
	spread_add(&flat, 3, 1);
	spread_add(&flat, 3, 2);
	assert_true(isnan(spread_slope(&flat)));
}

static void smoothness_tells_a_curve_from_noise(void **state)
{
	(void)state;
	struct spread curve = {0}, noise = {0}, constant = {0};
	uint32_t random = 1;
	for (int i = 0; i < 20000; i++) {
		random = random * 1664525u + 1013904223u;
		spread_add(&curve, i, exp(-i / 2000.0));
		spread_add(&noise, i, random >> 8);
		spread_add(&constant, i, 0.1);
	}
	assert_true(spread_smoothness(&curve) > 0.999);
	assert_float_equal(spread_smoothness(&noise), 0, 0.03);
	assert_float_equal(spread_smoothness(&constant), 1, 0);
}

static void what_is_not_finite_is_passed_over(void **state)
{
	(void)state;
	struct spread s = {0};
	for (int i = 0; i < 4; i++) {
		spread_add(&s, i, i);
		spread_add(&s, i, i % 2 ? NAN : INFINITY);
	}
	assert_int_equal(s.count, 4);
	assert_float_equal(spread_slope(&s), 1, 1e-12);
}

/* The smallest and the largest values give the same results as other values, scaled. */
static void values_of_any_size_are_measured(void **state)
{
	(void)state;
	static const double sizes[] = {1, 1e300, DBL_MAX / 2, 1e-300, 1e-310};
	struct spread one;
	for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
		struct spread s;
		spread_init(&s, sizes[k]);
		for (int i = 0; i < 100; i++)
			spread_add(&s, i, sizes[k] * cos(i / 10.0));
		if (k == 0)
			one = s;
		assert_float_equal(spread_smoothness(&s), spread_smoothness(&one), 1e-9);
		assert_true(fabs(spread_slope(&s) / sizes[k] - spread_slope(&one)) < 1e-9);
	}
	struct spread ends;
	spread_init(&ends, DBL_MAX);
	for (int i = 0; i < 10; i++)
		spread_add(&ends, i, i % 2 ? DBL_MAX : -DBL_MAX);
	assert_true(isfinite(spread_slope(&ends)));
	assert_true(spread_smoothness(&ends) < -0.5);
	spread_init(&ends, NAN);
	spread_init(&ends, 0);
	assert_int_equal(ends.exponent, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slope_is_that_of_the_least_squares_line),
		cmocka_unit_test(smoothness_tells_a_curve_from_noise),
		cmocka_unit_test(what_is_not_finite_is_passed_over),
		cmocka_unit_test(values_of_any_size_are_measured),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
