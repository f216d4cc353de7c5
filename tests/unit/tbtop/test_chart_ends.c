/* view: the labels at the ends of curves: which ones remain if there are more curves than rows. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tbtop/view/chart_ends.h"

enum { CURVES = 8 };

/* Gets the values of the labels that remain in a plot of `rows` rows. */
static size_t kept(const double values[CURVES], int focused, int rows, double shown[CURVES])
{
	struct curve_columns columns[CURVES] = {0};
	struct curves curves = {.curve = columns, .n = CURVES, .parts = 1};
	struct ends ends;
	curves.y = (struct axis){.kind = SCALE_NUMBER, .lo = 0, .hi = 10};
	for (size_t i = 0; i < CURVES; i++)
		columns[i] = (struct curve_columns){.rank = i, .last = values[i], .ends = true};
	if (focused >= 0)
		columns[focused].focused = true;
	ends_choose(&ends, NULL, &curves, rows, false);
	size_t n = ends.n;
	assert_true(n + ends.hidden == CURVES);
	for (size_t i = 0; i < n; i++)
		shown[i] = ends.end[i].value;
	ends_release(&ends);
	return n;
}

static void the_highest_and_the_lowest_remain(void **state)
{
	(void)state;
	const double values[CURVES] = {3, 1, 4, 8, 5, 9, 2, 6};
	double shown[CURVES];
	assert_int_equal(kept(values, -1, 4, shown), 3);
	assert_true(shown[0] == 9);
	assert_true(shown[2] == 1);
}

static void the_lowest_number_remains_beside_nan(void **state)
{
	(void)state;
	const double values[CURVES] = {3, 1, 4, NAN, 5, 9, 2, NAN};
	double shown[CURVES];
	assert_int_equal(kept(values, -1, 5, shown), 4);
	assert_true(shown[0] == 9);
	assert_true(shown[2] == 1);
	assert_true(isnan(shown[3]));
	assert_int_equal(kept(values, 4, 5, shown), 4);
	assert_true(shown[1] == 5);
	assert_true(shown[2] == 1);
}

static void labels_of_nan_fill_what_numbers_leave(void **state)
{
	(void)state;
	const double values[CURVES] = {NAN, 1, NAN, NAN, NAN, 9, NAN, NAN};
	const double none[CURVES] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	double shown[CURVES];
	assert_int_equal(kept(values, -1, 6, shown), 5);
	assert_true(shown[0] == 9);
	assert_true(shown[1] == 1);
	assert_true(isnan(shown[2]));
	assert_int_equal(kept(none, 2, 6, shown), 5);
	assert_true(isnan(shown[4]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_highest_and_the_lowest_remain),
		cmocka_unit_test(the_lowest_number_remains_beside_nan),
		cmocka_unit_test(labels_of_nan_fill_what_numbers_leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
