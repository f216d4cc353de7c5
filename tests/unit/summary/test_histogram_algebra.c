/* summary: results computed from the rows of a histogram, compared with sums over thin slices of
 * them. */
#include <float.h>
#include <math.h>

#include "histogram_rules.h"
#include "unit/inject.h"

#include <tfevents/histogram.h>

#include "summary/histogram.h"

static uint64_t seed = 1;

static double uniform(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return ((double)(seed >> 11) + 0.5) / 9007199254740992.0;
}

enum { SLICES = 2000 };

/* Returns the middle of slice i of a row, at which the values of the slice are assumed. */
static double slice(const tfe_bucket *r, int i)
{
	return r->left + (r->right - r->left) * (i + 0.5) / SLICES;
}

static void make(tfe_histogram *h, int rows)
{
	double edges[64][3], at = uniform() * 10 - 7;
	for (int i = 0; i < rows; i++) {
		double gap = uniform() < 0.2 ? uniform() : 0,
		       width = uniform() < 0.2 ? 0 : uniform() * 2;
		edges[i][0] = at + gap;
		edges[i][1] = at = at + gap + width;
		edges[i][2] = uniform() < 0.2 ? 0 : floor(uniform() * 1000);
	}
	edges[0][2] = edges[rows - 1][2] = 5;
	assert_int_equal(tfe__histogram_from_rows(h, (const double(*)[3])edges, (size_t)rows),
			 TFE_OK);
}

static double brute_below(const tfe_histogram *h, double x)
{
	double below = 0;
	for (size_t i = 0; i < h->rows; i++)
		for (int s = 0; s < SLICES; s++)
			below += slice(&h->row[i], s) < x ? h->row[i].count / SLICES : 0;
	return below;
}

static void below_and_quantile_invert_each_other(void **state)
{
	(void)state;
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	for (int t = 0; t < 50; t++) {
		make(&h, 2 + t % 20);
		double range = h.max - h.min;
		for (int i = -2; i < 20; i++) {
			double x = h.min + range * (i + uniform()) / 17;
			assert_true(fabs(tfe_histogram_below(&h, x) - brute_below(&h, x)) <=
				    1000.0 / SLICES + 1e-9);
		}
		for (int i = 0; i <= 20; i++) {
			double q = i / 20.0, x = tfe_histogram_quantile(&h, q),
			       tiny = 1e-9 * (1 + fabs(x));
			assert_true(tfe_histogram_below(&h, x - tiny) <= q * h.num + 1e-4);
			assert_true(tfe_histogram_below(&h, x + tiny) >= q * h.num - 1e-4);
		}
		assert_true(tfe_histogram_quantile(&h, 0) == h.min);
		assert_true(tfe_histogram_quantile(&h, 1) == h.max);
		assert_true(tfe_histogram_quantile(&h, -3) == h.min);
		assert_true(tfe_histogram_quantile(&h, 7) == h.max);
		assert_true(tfe_histogram_quantile(&h, NAN) == h.min);
	}
	tfe_histogram_release(&h);
}

static void mean_spread_and_shape(void **state)
{
	(void)state;
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	for (int t = 0; t < 50; t++) {
		make(&h, 2 + t % 20);
		double mean = 0, m2 = 0, m3 = 0, m4 = 0;
		for (size_t i = 0; i < h.rows; i++)
			for (int s = 0; s < SLICES; s++)
				mean += slice(&h.row[i], s) * h.row[i].count / SLICES / h.num;
		for (size_t i = 0; i < h.rows; i++) {
			for (int s = 0; s < SLICES; s++) {
				double d = slice(&h.row[i], s) - mean,
				       p = h.row[i].count / SLICES / h.num;
				m2 += p * d * d;
				m3 += p * d * d * d;
				m4 += p * d * d * d * d;
			}
		}
		double skewness, kurtosis;
		tfe_histogram_get_shape(&h, &skewness, &kurtosis);
		assert_false(h.exact);
		assert_true(fabs(tfe_histogram_mean(&h) - mean) < 1e-9);
		assert_true(fabs(tfe_histogram_stddev(&h) - sqrt(m2)) < 1e-5);
		assert_true(fabs(skewness - m3 / pow(m2, 1.5)) < 1e-4);
		assert_true(fabs(kurtosis - (m4 / (m2 * m2) - 3)) < 1e-4);
	}
	tfe_histogram_release(&h);
}

static void degenerate_histograms_have_plain_answers(void **state)
{
	(void)state;
	tfe_histogram h;
	double a = 1, b = 1, bins[3] = {9, 9, 9};
	tfe_histogram_init(&h, NULL);
	tfe_histogram_get_shape(&h, &a, &b);
	tfe_histogram_rebin(&h, 0, 1, bins, 3);
	assert_true(a == 0);
	assert_true(b == 0);
	assert_true(bins[0] == 0);
	assert_true(bins[2] == 0);
	assert_true(tfe_histogram_mean(&h) == 0);
	assert_true(tfe_histogram_stddev(&h) == 0);
	assert_true(tfe_histogram_quantile(&h, 0.5) == 0);
	assert_true(tfe_histogram_below(&h, 1) == 0);

	/* A constant, for which the difference of the squares is only rounding error. */
	static float x[1000];
	for (int i = 0; i < 1000; i++)
		x[i] = 12345.678f;
	assert_int_equal(tfe_histogram_count(&h, x, TFE_DTYPE_FLOAT32, 1000), TFE_OK);
	tfe_histogram_get_shape(&h, &a, &b);
	assert_true(a == 0);
	assert_true(b == 0);
	assert_true(tfe_histogram_stddev(&h) == 0);
	assert_true(tfe_histogram_below(&h, (double)x[0]) == 0);
	assert_true(tfe_histogram_below(&h, (double)x[0] + 1) == 1000);
	assert_true(tfe_histogram_quantile(&h, 0.3) == (double)x[0]);

	double far[] = {-1.7e308, 1.7e308};
	assert_int_equal(tfe_histogram_count_uniform(&h, far, TFE_DTYPE_FLOAT64, 2, 2), TFE_OK);
	tfe_histogram_get_shape(&h, &a, &b);
	assert_true(fabs(a) < 1e-9);
	assert_true(fabs(b + 1.2) < 1e-9); /* two equal halves: a box */
	assert_true(fabs(tfe_histogram_below(&h, 0) - 1) < 1e-9);
	tfe_histogram_release(&h);
}

static void rebin_spreads_rows_by_overlap(void **state)
{
	(void)state;
	tfe_histogram h;
	double bins[7];
	tfe_histogram_init(&h, NULL);
	for (int t = 0; t < 50; t++) {
		make(&h, 2 + t % 20);
		double lo = h.min + (h.max - h.min) * (uniform() - 0.3),
		       hi = lo + (h.max - h.min) * (0.1 + uniform());
		tfe_histogram_rebin(&h, lo, hi, bins, 7);
		for (int b = 0; b < 7; b++) {
			double left = lo + (hi - lo) * b / 7, right = lo + (hi - lo) * (b + 1) / 7,
			       want = 0;
			for (size_t i = 0; i < h.rows; i++)
				for (int s = 0; s < SLICES; s++) {
					double x = slice(&h.row[i], s);
					want += left <= x && x < right ? h.row[i].count / SLICES
								       : 0;
				}
			assert_true(fabs(bins[b] - want) < 2 * 1000.0 / SLICES);
		}
		tfe_histogram_rebin(&h, h.min, h.max, bins, 7);
		double total = 0;
		for (int b = 0; b < 7; b++)
			total += bins[b];
		assert_true(fabs(total - h.num) < 1e-6);
	}
	tfe_histogram_rebin(&h, 1, 1, bins, 7);
	assert_true(bins[3] == 0);
	tfe_histogram_rebin(&h, NAN, 1, bins, 7);
	tfe_histogram_rebin(&h, -INFINITY, 1, bins, 7);
	tfe_histogram_release(&h);
}

static void zeros_stand_out(void **state)
{
	(void)state;
	static const double point[][3] = {{-1, 0, 10}, {0, 0, 7}, {0, 1, 10}};
	static const double wide[][3] = {{-3, -1, 20}, {-1, 1, 50}, {1, 3, 20}};
	static const double away[][3] = {{1, 2, 3}, {2, 3, 4}};
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	assert_true(tfe_histogram_zeros(&h) == 0);
	assert_int_equal(tfe__histogram_from_rows(&h, point, 3), TFE_OK);
	assert_true(tfe_histogram_zeros(&h) == 7);
	assert_int_equal(tfe__histogram_from_rows(&h, wide, 3), TFE_OK);
	assert_true(fabs(tfe_histogram_zeros(&h) - 30) < 1e-9);
	assert_int_equal(tfe__histogram_from_rows(&h, away, 2), TFE_OK);
	assert_true(tfe_histogram_zeros(&h) == 0);
	tfe_histogram_release(&h);
}

static void expect_order(const tfe_histogram *h)
{
	const char *broken = histogram_rules_broken(h);
	if (broken)
		fail_msg("%s: %zu rows from %.17g to %.17g", broken, h->rows, h->min, h->max);
}

static void values_of_any_size_are_spread(void **state)
{
	(void)state;
	static const double sizes[] = {1,      DBL_MAX, DBL_MAX / 2, 1e300,  1e-300, 1e-307,
				       1e-310, 3e-322,  5e-323,      1e-323, 5e-324};
	enum { N = 1000, K = 30 };
	double x[N];
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
		for (int sign = -1; sign <= 1; sign++) {
			for (int i = 0; i < N; i++)
				x[i] = sizes[s] * (sign ? sign * uniform() : 2 * uniform() - 1);
			x[0] = sizes[s] * (sign ? sign : 1);
			x[1] = sign ? 0 : -x[0];
			assert_int_equal(tfe_histogram_count(&h, x, TFE_DTYPE_FLOAT64, N), TFE_OK);
			expect_order(&h);
			assert_int_equal(
				tfe_histogram_count_uniform(&h, x, TFE_DTYPE_FLOAT64, N, K),
				TFE_OK);
			assert_int_equal(h.rows, K);
			expect_order(&h);
			if (sizes[s] < 1e-310)
				continue;
			/* Evenly spread values in any unit. */
			for (int i = 0; i < K; i++) {
				assert_true(h.row[i].count > 10);
				assert_true(h.row[i].count < 70);
			}
			double range = h.max / sizes[s] - h.min / sizes[s];
			assert_true(fabs(tfe_histogram_stddev(&h) / sizes[s] - range / sqrt(12)) <
				    0.03);
			double mean = h.max / sizes[s] / 2 + h.min / sizes[s] / 2;
			assert_true(fabs(tfe_histogram_mean(&h) / sizes[s] - mean) < 0.06);
		}
	tfe_histogram_release(&h);
}

static void rows_of_any_size_are_spread(void **state)
{
	(void)state;
	static const double edge[] = {-DBL_MAX, -1e300, -1,      -1e-310, -5e-324, 0,
				      5e-324,   1e-310, DBL_MIN, 1,       1e300,   DBL_MAX};
	static const double count[] = {1, 1e-300, 5e-324, 1e300, 0, 7};
	enum { N = sizeof edge / sizeof *edge };
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	for (int i = 0; i < N; i++)
		for (int k = i; k < N; k++)
			for (int l = k; l < N; l++)
				for (int c = 0; c < 6; c++) {
					const double rows[][3] = {
						{edge[i], edge[k], count[c]},
						{edge[k], edge[l], count[(c + 1) % 6]}};
					assert_int_equal(tfe__histogram_from_rows(&h, rows, 2),
							 TFE_OK);
					if (h.rows)
						expect_order(&h);
				}
	tfe_histogram_release(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(below_and_quantile_invert_each_other),
		cmocka_unit_test(mean_spread_and_shape),
		cmocka_unit_test(degenerate_histograms_have_plain_answers),
		cmocka_unit_test(zeros_stand_out),
		cmocka_unit_test(values_of_any_size_are_spread),
		cmocka_unit_test(rows_of_any_size_are_spread),
		cmocka_unit_test(rebin_spreads_rows_by_overlap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
