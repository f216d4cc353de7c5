/* The ticks of figures: few, at round values, with labels that differ and are exact. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/figure_ticks.h"

static struct figure_axis axis_of(double low, double high, enum figure_scale scale)
{
	struct figure_axis a;
	figure_axis_make(&a, low, high, scale);
	figure_axis_ticks(&a, 8, false);
	return a;
}

/* Returns all labels of an axis, separated by blanks. */
static const char *labels_of(double low, double high, enum figure_scale scale)
{
	static char text[TICKS * TICK_LABEL];
	struct figure_axis a = axis_of(low, high, scale);
	*text = '\0';
	for (size_t i = 0; i < a.n; i++) {
		strcat(text, i ? " " : "");
		strcat(text, a.label[i]);
	}
	return text;
}

static void labels_are_short_and_differ(void **state)
{
	(void)state;
	assert_string_equal(labels_of(0, 1, FIGURE_LINEAR), "0.0 0.2 0.4 0.6 0.8 1.0");
	assert_string_equal(labels_of(0, 9e-5, FIGURE_LINEAR), "0 2e-5 4e-5 6e-5 8e-5");
	assert_string_equal(labels_of(0, 3e6, FIGURE_LINEAR), "0 5e5 1e6 1.5e6 2e6 2.5e6 3e6");
	assert_string_equal(
		labels_of(1000000, 1000000.6, FIGURE_LINEAR),
		"1000000.0 1000000.1 1000000.2 1000000.3 1000000.4 1000000.5 1000000.6");
	assert_string_equal(labels_of(0.500001, 0.500005, FIGURE_LINEAR),
			    "0.500001 0.500002 0.500003 0.500004 0.500005");
	assert_string_equal(labels_of(1e-6, 1e-3, FIGURE_LOG), "1e-6 1e-5 0.0001 0.001");
	assert_string_equal(labels_of(0.45, 0.6, FIGURE_LOG),
			    "0.46 0.48 0.50 0.52 0.54 0.56 0.58 0.60");
}

static double random_number(void)
{
	double size = pow(10, (double)(random() % 30) - 15);
	return (random() % 2 ? 1 : -1) * (double)(random() % 100000) / 1000 * size;
}

/* Checks the labels of an axis. */
static void check(const struct figure_axis *a)
{
	for (size_t i = 0; i < a->n; i++) {
		char *end;
		double read = strtod(a->label[i], &end);
		double step = a->n > 1 ? fabs(a->tick[1] - a->tick[0]) : fabs(a->tick[0]);
		assert_ptr_not_equal(a->label[i], end);
		assert_int_equal(*end, 0);
		if (!(fabs(read - a->tick[i]) <= 1e-6 * step + 1e-13 * fabs(a->tick[i])))
			fail_msg("%s is not %.17g", a->label[i], a->tick[i]);
		if (i && !strcmp(a->label[i - 1], a->label[i]))
			fail_msg("%s is repeated from %.17g to %.17g", a->label[i], a->low,
				 a->high);
	}
}

static void labels_of_any_range_are_exact(void **state)
{
	(void)state;
	srandom(1);
	for (int i = 0; i < 20000; i++) {
		double low = random_number(), far = random_number();
		double high =
			random() % 2 ? far : low + fabs(low) * 1e-9 * (double)(random() % 1000);
		struct figure_axis a = axis_of(fmin(low, high), fmax(low, high), FIGURE_LINEAR);
		check(&a);
		low = fabs(low) + 1e-12;
		high = fabs(high) + 1e-12;
		a = axis_of(fmin(low, high), fmax(low, high), FIGURE_LOG);
		check(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_are_short_and_differ),
		cmocka_unit_test(labels_of_any_range_are_exact),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
