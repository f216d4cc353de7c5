/* The percentiles of histograms equal TensorBoard's. The expected values are those of
 * tensorboard/plugins/distribution/compressor.py; TBTOP_PERCENTILES names a file with more cases,
 * which tests/compat/percentiles.py writes. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tbtop/cache/hists.h"

enum { ROWS = 5 };

static const struct {
	const char *name;
	tfe_bucket row[ROWS];
	size_t rows;
	double percentile[HIST_PERCENTILES];
} cases[] = {
	{"even",
	 {{-1, 0, 50}, {0, 1, 50}},
	 2,
	 {-1, -0.8664, -0.6826, -0.383, 0, 0.383, 0.6826, 0.8664, 1}},
	{"skewed",
	 {{-2.5, -1, 3}, {-1, -0.25, 17}, {-0.25, 0.5, 120.5}, {0.5, 0.75, 44}, {0.75, 9, 1}},
	 5,
	 {-2.5, -0.58567352941176476, -0.19125197095435684, -0.018298236514522837,
	  0.20280082987551873, 0.42389989626556024, 0.58841562500000011, 0.68527613636363638, 9}},
	{"a gap",
	 {{0, 1, 50}, {1, 2, 0}, {2, 3, 0}, {3, 4, 50}},
	 4,
	 {0, 0.1336, 0.3174, 0.617, 3, 3.383, 3.6826, 3.8664, 4}},
	{"a gap at a percentile",
	 {{0, 1, 668}, {1, 2, 0}, {2, 3, 919}, {3, 7, 8413}},
	 4,
	 {0, 2, 3, 3.7122310709616069, 4.6227267324378936, 5.5332223939141798, 6.2454534648757871,
	  6.6823962914537027, 7}},
	{"one value", {{3.25, 3.25, 7}}, 1, {3.25, 3.25, 3.25, 3.25, 3.25, 3.25, 3.25, 3.25, 3.25}},
	{"one row", {{2, 4, 9}}, 1, {2, 2.1336, 2.3174, 2.617, 3, 3.383, 3.6826, 3.8664, 4}},
	{"a point with tails",
	 {{-1, 0, 0.5}, {0, 0, 99}, {0, 100, 0.5}},
	 3,
	 {-1, 0, 0, 0, 0, 0, 0, 0, 100}},
	{"nothing", {{0}}, 0, {0}},
	{"rows without values", {{1, 2, 0}, {2, 3, 0}}, 2, {0}},
};

static void expect_percentiles(const char *name, tfe_bucket *rows, size_t n, const double *want)
{
	double got[HIST_PERCENTILES], size = 1e-300;
	tfe_histogram h = {.rows = n, .row = rows};
	hist_percentiles(&h, got);
	for (size_t i = 0; i < n; i++)
		size = fmax(size, fmax(fabs(rows[i].left), fabs(rows[i].right)));
	for (int p = 0; p < HIST_PERCENTILES; p++)
		if (!(fabs(got[p] - want[p]) <= 1e-12 * size))
			fail_msg("%s, percentile %d: %.17g, not %.17g", name, p, got[p], want[p]);
}

static void percentiles_equal_tensorboards(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		tfe_bucket rows[ROWS];
		for (size_t k = 0; k < ROWS; k++)
			rows[k] = cases[i].row[k];
		expect_percentiles(cases[i].name, rows, cases[i].rows, cases[i].percentile);
	}
}

static void read_numbers(FILE *in, double *numbers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(fscanf(in, "%lf", &numbers[i]), 1);
}

static void percentiles_equal_those_of_a_file(void **state)
{
	(void)state;
	enum { MOST = 64 };
	FILE *in = fopen(getenv("TBTOP_PERCENTILES"), "r");
	size_t n = 0;
	int read = 0;
	assert_non_null(in);
	for (; fscanf(in, "%zu", &n) == 1; read++) {
		tfe_bucket rows[MOST];
		double row[3], want[HIST_PERCENTILES];
		assert_in_range(n, 1, MOST);
		for (size_t i = 0; i < n; i++) {
			read_numbers(in, row, 3);
			rows[i] = (tfe_bucket){row[0], row[1], row[2]};
		}
		read_numbers(in, want, HIST_PERCENTILES);
		expect_percentiles("a case of the file", rows, n, want);
	}
	fclose(in);
	assert_in_range(read, 100, 1000);
}

int main(void)
{
	const struct CMUnitTest stored[] = {
		cmocka_unit_test(percentiles_equal_tensorboards),
	};
	const struct CMUnitTest computed[] = {
		cmocka_unit_test(percentiles_equal_those_of_a_file),
	};
	return getenv("TBTOP_PERCENTILES") ? cmocka_run_group_tests(computed, NULL, NULL)
					   : cmocka_run_group_tests(stored, NULL, NULL);
}
