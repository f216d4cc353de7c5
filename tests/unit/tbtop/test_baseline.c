/* tbtop: the step at which a curve first had a value, against a search through all entries. */
#include "unit/made.h"

#include "tbtop/model/model.h"
#include "tbtop/view/baseline.h"

/* Searches entry by entry. The last value that is not finite is skipped, as curves do. */
static bool search(const tfe_view *view, double smoothing, double value, int64_t *step)
{
	int direction = 0;
	for (uint64_t i = 0; i < view->count; i++) {
		tfe_point p;
		double at;
		assert_int_equal(tfe_view_get_points(view, i, &p, 1), 1);
		assert_int_equal(tfe_view_get_smoothed(view, i, smoothing, &at), TFE_OK);
		if (!isfinite(p.value) || !isfinite(at))
			continue;
		if (!direction)
			direction = at <= value ? 1 : -1;
		if (direction > 0 ? at >= value : at <= value) {
			*step = p.step;
			return true;
		}
	}
	return false;
}

static double any(double from, double to)
{
	return from + (to - from) * (double)random() / (double)0x7fffffff;
}

/* Fills a series with steps at random distances, of which some repeat, and a few values that are
 * not finite. */
static void fill_course(struct made *made, int n, int64_t start, int gap)
{
	int64_t step = start;
	double trend = any(-1, 1) / n;
	for (int i = 0; i < n; i++) {
		double value = trend * i + any(-0.2, 0.2);
		add(made, step, i, random() % 50 ? (float)value : NAN);
		step += random() % gap;
	}
}

static void the_step_is_that_of_the_first_entry(void **state)
{
	(void)state;
	static const double weights[] = {0, 0.6, 0.99};
	static const int64_t starts[] = {0, -5000, 3000000000};
	srandom(12);
	for (int round = 0; round < 60; round++) {
		struct made made;
		int n = 1 + (int)(random() % (round % 3 ? 60 : 5000));
		made_init(&made, (size_t)n);
		fill_course(&made, n, starts[round % 3], round % 2 ? 2 : 100000);
		tfe_view view = tfe_series_view(&made.series);
		for (int k = 0; k < 40; k++) {
			double value = any(-1.2, 1.2), weight = weights[k % 3];
			int64_t step = 0, expected = 0;
			bool found = search(&view, weight, value, &expected);
			assert_int_equal(curve_reaches(&view, weight, value, &step), found);
			if (found)
				assert_int_equal(step, expected);
		}
		made_release(&made);
	}
}

static void a_curve_without_values_reaches_none(void **state)
{
	(void)state;
	struct made made;
	int64_t step;
	made_init(&made, 2);
	tfe_view view = tfe_series_view(&made.series);
	assert_false(curve_reaches(&view, 0, 1, &step));
	add(&made, 5, 0, NAN);
	view = tfe_series_view(&made.series);
	assert_false(curve_reaches(&view, 0, 1, &step));
	assert_false(curve_reaches(&view, 0, NAN, &step));
	made_release(&made);
}

/* A chart of custom scalars has no curves of its own. */
static void a_chart_may_have_no_curves(void **state)
{
	(void)state;
	const struct tag chart = {0};
	assert_null(tag_curve(&chart, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_step_is_that_of_the_first_entry),
		cmocka_unit_test(a_curve_without_values_reaches_none),
		cmocka_unit_test(a_chart_may_have_no_curves),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
