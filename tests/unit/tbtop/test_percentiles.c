/* The percentiles of histograms equal TensorBoard's. The expected values are those of
 * tensorboard/plugins/distribution/compressor.py, version 2.20. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

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
	 {0, 2, 3, 3.7122310709616069, 4.6227267324378936, 5.5332223939141798,
	  6.2454534648757871, 6.6823962914537027, 7}},
	{"one value",
	 {{3.25, 3.25, 7}},
	 1,
	 {3.25, 3.25, 3.25, 3.25, 3.25, 3.25, 3.25, 3.25, 3.25}},
	{"one row",
	 {{2, 4, 9}},
	 1,
	 {2, 2.1336, 2.3174, 2.617, 3, 3.383, 3.6826, 3.8664, 4}},
	{"a point with tails",
	 {{-1, 0, 0.5}, {0, 0, 99}, {0, 100, 0.5}},
	 3,
	 {-1, 0, 0, 0, 0, 0, 0, 0, 100}},
	{"nothing", {{0}}, 0, {0}},
	{"rows without values", {{1, 2, 0}, {2, 3, 0}}, 2, {0}},
};

static void percentiles_equal_tensorboards(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		tfe_bucket rows[ROWS];
		double got[HIST_PERCENTILES];
		tfe_histogram h = {.rows = cases[i].rows, .row = rows};
		for (size_t k = 0; k < ROWS; k++)
			rows[k] = cases[i].row[k];
		hist_percentiles(&h, got);
		for (int p = 0; p < HIST_PERCENTILES; p++)
			if (!(fabs(got[p] - cases[i].percentile[p]) <=
			      1e-14 * fabs(cases[i].percentile[p])))
				fail_msg("%s, percentile %d: %.17g, not %.17g", cases[i].name, p,
					 got[p], cases[i].percentile[p]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(percentiles_equal_tensorboards),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
