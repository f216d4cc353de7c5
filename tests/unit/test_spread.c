/* common: trend and noise of a series. */
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
	/* Far from the origin, where sums of squares would cancel. */
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slope_is_that_of_the_least_squares_line),
		cmocka_unit_test(smoothness_tells_a_curve_from_noise),
		cmocka_unit_test(what_is_not_finite_is_passed_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
