/* summary: the rows of a histogram that stand out from their neighbours. */
#include <math.h>

#include "histogram_rules.h"
#include "unit/inject.h"

#include <tfevents/histogram.h>

#include "summary/histogram.h"

/* Makes rows of the given counts and of width 1, from 0 on, and returns their moments. */
static tfe_moments moments_of(const double *count, size_t n)
{
	double rows[32][3];
	tfe_histogram h;
	tfe_moments m = TFE_MOMENTS_INIT;
	for (size_t i = 0; i < n; i++) {
		rows[i][0] = (double)i;
		rows[i][1] = (double)i + 1;
		rows[i][2] = count[i];
	}
	tfe_histogram_init(&h, NULL);
	assert_int_equal(tfe__histogram_from_rows(&h, (const double(*)[3])rows, n), TFE_OK);
	tfe_histogram_get_moments(&h, &m);
	tfe_histogram_release(&h);
	return m;
}

#define MOMENTS(...)                                                                               \
	moments_of((const double[]){__VA_ARGS__}, sizeof((double[]){__VA_ARGS__}) / sizeof(double))

static void expect(tfe_moments m, double roughness, double peak, double low, double high)
{
	assert_float_equal(m.roughness, roughness, 1e-9);
	assert_float_equal(m.peak, peak, 1e-9);
	assert_float_equal(m.ends[0], low, 1e-9);
	assert_float_equal(m.ends[1], high, 1e-9);
}

static void smooth_rows_have_no_peaks(void **state)
{
	(void)state;
	expect(MOMENTS(10, 40, 160, 300, 160, 40, 10), 0, 0, 0, 0);
	expect(MOMENTS(100, 100, 100, 100), 0, 0, 0, 0);
	expect(MOMENTS(4, 0, 3, 0, 4), 0, 0, 0, 0); /* too few values */
	expect(MOMENTS(90, 100, 120, 100, 110, 95), 0, 0, 0, 0);
	expect(MOMENTS(1000), 0, 0, 0, 0);
	expect(MOMENTS(300, 200, 0, 0, 0, 0, 200, 300), 0, 0, 0, 0);
	/* Far outliers leave a few steep rows of equal width. */
	expect(MOMENTS(1, 0, 0, 200, 600, 200, 0, 0, 1), 0, 0, 0, 0);
}

static void peaks_exceed_their_neighbours(void **state)
{
	(void)state;
	tfe_moments m = MOMENTS(100, 100, 400, 100, 100, 100, 100, 200);
	expect(m, 1 / 3., 0.25, 0, 1 / 12.);
	assert_float_equal(m.peak_at, 2.5, 1e-9);
	m = MOMENTS(500, 100, 100, 100, 200, 0, 0);
	expect(m, 0.5, 0, 0.4, 0.1);
	/* The higher neighbour counts, and the density that it rises to. */
	expect(MOMENTS(1000, 2000, 5000, 1000, 1000), 0.1, 0.1, 0, 0);
}

static void gaps_are_roughness(void **state)
{
	(void)state;
	expect(MOMENTS(100, 0, 100, 100, 0, 100, 100), 0.6, 0, 0.2, 0);
	expect(MOMENTS(100, 0, 100, 0, 100, 0, 100), 1, 0.25, 0.25, 0.25);
}

/* Rows of very different widths: the noise of a narrow row is that of its few values. */
static void widths_count(void **state)
{
	(void)state;
	const double rows[][3] = {
		{0, 1, 100}, {1, 1, 50}, {1, 2, 100}, {2, 2.01, 3}, {2.01, 4, 150}};
	tfe_histogram h;
	tfe_moments m = TFE_MOMENTS_INIT;
	tfe_histogram_init(&h, NULL);
	assert_int_equal(tfe__histogram_from_rows(&h, rows, 5), TFE_OK);
	tfe_histogram_get_moments(&h, &m);
	expect(m, 50 / 403., 50 / 403., 0, 0);
	assert_float_equal(m.peak_at, 1, 1e-9);
	tfe_histogram_release(&h);
}

static void extreme_rows(void **state)
{
	(void)state;
	const double rows[][3] = {{-1.7e308, -1e308, 10},
				  {-1e308, 1e308, 1e15},
				  {1e308, 1e308, 20},
				  {1e308, 1.7e308, 5}};
	tfe_histogram h;
	tfe_moments m = TFE_MOMENTS_INIT;
	tfe_histogram_init(&h, NULL);
	assert_int_equal(tfe__histogram_from_rows(&h, rows, 4), TFE_OK);
	tfe_histogram_get_moments(&h, &m);
	assert_true(m.roughness >= 0);
	assert_true(m.roughness <= 1);
	assert_true(m.peak >= 0);
	assert_true(m.peak <= 1);
	assert_true(isfinite(m.peak_at));
	tfe_histogram_release(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(smooth_rows_have_no_peaks),
		cmocka_unit_test(peaks_exceed_their_neighbours),
		cmocka_unit_test(gaps_are_roughness),
		cmocka_unit_test(widths_count),
		cmocka_unit_test(extreme_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
