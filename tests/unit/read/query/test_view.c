/* read/query: the answers of views, compared with every point. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/made.h"

#include "read/run/series.h"

static void columns_are_what_every_point_says(void **state)
{
	(void)state;
	static const double weights[] = {0, 0.6, 0.999};
	for (int shape = 0; shape < SHAPES; shape++)
		for (size_t n = 1; n < 60000; n = n * 5 + 3) {
			struct made m;
			made_init(&m, n);
			fill(&m, shape, n);
			tfe_view view = tfe_series_view(&m.series);
			for (int k = 0; k < 18; k++) {
				tfe_axis axis = k % 3;
				double x0, x1;
				if (!tfe_view_get_extent(&view, axis, &x0, &x1))
					continue;
				if (k >= 9) { /* a part of the series */
					double span = x1 - x0;
					x0 += span * uniform() * 0.9;
					x1 = x0 + span * 0.1 * uniform();
				}
				check_columns(&m, axis, x0, x1, weights[k / 3 % 3],
					      1 + random64() % 300);
			}
			made_release(&m);
		}
}

static void columns_refuse_what_makes_no_sense(void **state)
{
	(void)state;
	struct made m;
	tfe_column c[2];
	made_init(&m, 10);
	tfe_view view = tfe_series_view(&m.series);
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 0, 1, 0, c, 2), TFE_OK);
	assert_int_equal(c[0].count, 0);
	assert_true(isnan(c[0].min));
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 1, 1, 0, c, 2), TFE_E_ARG);
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 0, NAN, 0, c, 2), TFE_E_ARG);
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 0, INFINITY, 0, c, 2),
			 TFE_E_ARG);
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 0, 1, 1, c, 2), TFE_E_ARG);
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 0, 1, NAN, c, 2), TFE_E_ARG);
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 0, 1, 0, c, 0), TFE_E_ARG);
	made_release(&m);
}

static void nearest_is_the_nearest(void **state)
{
	(void)state;
	for (int shape = 0; shape < SHAPES; shape++)
		for (size_t n = 0; n < 30000; n = n * 4 + 1) {
			struct made m;
			made_init(&m, n);
			fill(&m, shape, n);
			tfe_view view = tfe_series_view(&m.series);
			for (int k = 0; k < 12; k++) {
				tfe_axis axis = k % 3;
				double x0 = 0, x1 = 0;
				bool any = tfe_view_get_extent(&view, axis, &x0, &x1);
				double x = k < 3 ? -INFINITY
						 : x0 + (x1 - x0) * (uniform() * 1.2 - 0.1);
				uint64_t got = tfe_view_nearest(&view, axis, x);
				if (!n)
					assert_int_equal(got, 0);
				if (!any)
					continue;
				x = x < x0 || isnan(x) ? x0 : x > x1 ? x1 : x;
				uint64_t best = 0;
				double distance = INFINITY;
				for (size_t i = 0; i < n; i++) {
					double d = fabs(x_of(&m, axis, &m.points[i]) - x);
					if (d < distance) {
						distance = d;
						best = i;
					}
				}
				if (isfinite(distance))
					assert_int_equal(got, best);
			}
			made_release(&m);
		}
}

static void info_is_what_every_point_says(void **state)
{
	(void)state;
	for (int shape = 0; shape < SHAPES; shape++) {
		size_t n = 40000;
		struct made m;
		made_init(&m, n);
		fill(&m, shape, n);
		tfe_view view = tfe_series_view(&m.series);
		tfe_series_info info = TFE_SERIES_INFO_INIT;
		tfe_view_get_info(&view, &info);
		tfe_column all = {0};
		int64_t min_step = 0, max_step = 0;
		double min = INFINITY, max = -INFINITY;
		for (size_t i = 0; i < n; i++) {
			double v = m.points[i].value;
			put(&all, v);
			if (isfinite(v) && v < min) {
				min = v;
				min_step = m.points[i].step;
			}
			if (isfinite(v) && v > max) {
				max = v;
				max_step = m.points[i].step;
			}
		}
		assert_int_equal(info.count, n);
		assert_true(info.min == min);
		assert_true(info.max == max);
		assert_int_equal(info.min_step, min_step);
		assert_int_equal(info.max_step, max_step);
		assert_int_equal(info.nonfinite, all.nan + all.posinf + all.neginf);
		assert_int_equal(info.first_step, m.points[0].step);
		assert_int_equal(info.last_step, m.points[n - 1].step);
		assert_true(same_double(info.last, m.points[n - 1].value));
		made_release(&m);
	}
}

static void smoothed_is_tensorboards(void **state)
{
	(void)state;
	struct made m;
	size_t n = 5000;
	made_init(&m, n);
	fill(&m, JITTER, n);
	double *want = calloc(n, sizeof *want);
	tfe_view view = tfe_series_view(&m.series);
	for (double w = 0; w < 1; w += 0.333) {
		smooth_all(&m, w, want);
		for (size_t i = 0; i < n; i += 37) {
			double got;
			assert_int_equal(tfe_view_get_smoothed(&view, i, w, &got), TFE_OK);
			assert_true(same_double(got, want[i]));
		}
	}
	double got;
	assert_int_equal(tfe_view_get_smoothed(&view, n, 0.5, &got), TFE_E_ARG);
	free(want);
	made_release(&m);
}

static void constant_series_stay(void **state)
{
	(void)state;
	struct made m;
	made_init(&m, 3000);
	for (int i = 0; i < 3000; i++)
		add(&m, i, i, 0.1);
	tfe_view view = tfe_series_view(&m.series);
	double got;
	assert_int_equal(tfe_view_get_smoothed(&view, 2900, 0.9, &got), TFE_OK);
	assert_true(got == 0.1);
	made_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_what_every_point_says),
		cmocka_unit_test(columns_refuse_what_makes_no_sense),
		cmocka_unit_test(nearest_is_the_nearest),
		cmocka_unit_test(info_is_what_every_point_says),
		cmocka_unit_test(smoothed_is_tensorboards),
		cmocka_unit_test(constant_series_stay),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
