/* summary: histograms read from files, valid and invalid. */
#include <float.h>
#include <math.h>

#include "unit/inject.h"

#include "summary/histogram.h"

static tfe_status from_limits(tfe_histogram *h, double min, double max, size_t n,
			      const double *limits, const double *counts)
{
	tfe_histogram moments = {.min = min, .max = max, .num = 6, .sum = 10, .sum_squares = 30};
	return tfe__histogram_from_limits(h, &moments, limits, n, counts, n);
}

static void limits_become_rows_between_min_and_max(void **state)
{
	(void)state;
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	const double limits[] = {-2, -1, 0, 1, 2, DBL_MAX}, counts[] = {0, 1, 0, 2, 3, 0};
	assert_int_equal(from_limits(&h, -1.5, 1.75, 6, limits, counts), TFE_OK);
	assert_true(h.exact);
	assert_true(h.num == 6);
	assert_true(h.sum == 10);
	assert_true(h.sum_squares == 30);
	assert_int_equal(h.nonfinite, 0);
	assert_int_equal(h.rows, 4);
	assert_true(h.row[0].left == -1.5);
	assert_true(h.row[0].right == -1);
	assert_true(h.row[0].count == 1);
	assert_true(h.row[1].left == -1);
	assert_true(h.row[1].right == 0);
	assert_true(h.row[1].count == 0);
	assert_true(h.row[3].left == 1);
	assert_true(h.row[3].right == 1.75);
	assert_true(h.row[3].count == 3);
	assert_true(h.min == -1.5);
	assert_true(h.max == 1.75);

	const double none[6] = {0};
	assert_int_equal(from_limits(&h, DBL_MAX, -DBL_MAX, 6, limits, none), TFE_OK);
	assert_int_equal(h.rows, 0);
	assert_true(h.num == 0);
	assert_true(h.min == 0);
	assert_true(h.max == 0);
	tfe_histogram_release(&h);
}

static void moments_that_are_not_numbers_are_said_and_estimated(void **state)
{
	(void)state;
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	const double limits[] = {0, 1, 2, DBL_MAX}, counts[] = {0, 4, 2, 0};
	assert_int_equal(from_limits(&h, NAN, NAN, 4, limits, counts), TFE_OK);
	assert_int_equal(h.nonfinite, 1);
	assert_false(h.exact);
	assert_int_equal(h.rows, 2);
	assert_true(h.min == 0);
	assert_true(h.max == 2);
	assert_true(h.sum == 4 * 0.5 + 2 * 1.5);
	/* A reversed or missing range is ignored. */
	assert_int_equal(from_limits(&h, 5, -5, 4, limits, counts), TFE_OK);
	assert_int_equal(h.nonfinite, 0);
	assert_int_equal(h.rows, 2);
	assert_true(h.min == 0);
	assert_true(h.max == 2);
	/* A range within the limits clips them. */
	assert_int_equal(from_limits(&h, 1.5, 1.75, 4, limits, counts), TFE_OK);
	assert_true(h.min == 1.5);
	assert_true(h.max == 1.75);
	assert_true(h.row[0].left == 1.5);
	assert_true(h.row[0].right == 1.5);
	const double ends[] = {-INFINITY, INFINITY}, one[] = {1, 1};
	assert_int_equal(from_limits(&h, NAN, 0, 2, ends, one), TFE_OK);
	assert_true(isfinite(h.min));
	assert_true(isfinite(h.max));
	assert_true(h.num == 2);
	tfe_histogram_release(&h);
}

static void damaged_histograms_are_refused(void **state)
{
	(void)state;
	tfe_histogram h, moments = {.max = 1};
	tfe_histogram_init(&h, NULL);
	const double good[] = {0, 1, 2}, unsorted[] = {0, 2, 1}, nan[] = {0, NAN, 2};
	const double ones[] = {1, 1, 1}, negative[] = {1, -1, 1}, huge[] = {1e308, 1e308, 1e308};
	const double infinite[] = {1, INFINITY, 1};
	assert_int_equal(tfe__histogram_from_limits(&h, &moments, good, 3, ones, 3), TFE_OK);
	assert_int_equal(tfe__histogram_from_limits(&h, &moments, good, 3, ones, 2), TFE_E_DAMAGED);
	assert_int_equal(tfe__histogram_from_limits(&h, &moments, unsorted, 3, ones, 3),
			 TFE_E_DAMAGED);
	assert_int_equal(tfe__histogram_from_limits(&h, &moments, nan, 3, ones, 3), TFE_E_DAMAGED);
	assert_int_equal(tfe__histogram_from_limits(&h, &moments, good, 3, negative, 3),
			 TFE_E_DAMAGED);
	assert_int_equal(tfe__histogram_from_limits(&h, &moments, good, 3, huge, 3), TFE_E_DAMAGED);
	assert_int_equal(tfe__histogram_from_limits(&h, &moments, good, 3, infinite, 3),
			 TFE_E_DAMAGED);
	assert_int_equal(tfe__histogram_from_limits(&h, &moments, good, 3, nan, 3), TFE_E_DAMAGED);
	assert_true(h.num == 3);
	assert_int_equal(h.rows, 3); /* unchanged */
	assert_int_equal(tfe__histogram_from_limits(&h, &moments, NULL, 0, NULL, 0), TFE_OK);

	const double backwards[][3] = {{0, 1, 1}, {-1, 0, 1}}, inside_out[][3] = {{1, 0, 1}};
	const double bad_count[][3] = {{0, 1, -1}}, nan_count[][3] = {{0, 1, NAN}};
	assert_int_equal(tfe__histogram_from_rows(&h, backwards, 2), TFE_E_DAMAGED);
	assert_int_equal(tfe__histogram_from_rows(&h, inside_out, 1), TFE_E_DAMAGED);
	assert_int_equal(tfe__histogram_from_rows(&h, bad_count, 1), TFE_E_DAMAGED);
	assert_int_equal(tfe__histogram_from_rows(&h, nan_count, 1), TFE_E_DAMAGED);
	tfe_histogram_release(&h);
}

static void rows_of_a_tensor(void **state)
{
	(void)state;
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	/* The rows that tf.summary.histogram writes if all values are equal, and if there are
	 * none. */
	const double same[][3] = {{4, 4, 0}, {4, 4, 0}, {4, 4, 9}}, none[3][3] = {{0}};
	assert_int_equal(tfe__histogram_from_rows(&h, same, 3), TFE_OK);
	assert_int_equal(h.rows, 1);
	assert_true(h.min == 4);
	assert_true(h.max == 4);
	assert_true(h.num == 9);
	assert_true(h.sum == 36);
	assert_int_equal(tfe__histogram_from_rows(&h, none, 3), TFE_OK);
	assert_int_equal(h.rows, 0);
	assert_true(h.num == 0);
	assert_int_equal(tfe__histogram_from_rows(&h, NULL, 0), TFE_OK);
	/* Edges that overlap by rounding, and the edges of data with NaN. */
	const double rounded[][3] = {{0, 1.0000001, 1}, {1, 2, 1}},
		     nan[][3] = {{NAN, NAN, 3}, {NAN, NAN, 1}};
	assert_int_equal(tfe__histogram_from_rows(&h, rounded, 2), TFE_OK);
	assert_true(h.row[1].left == 1.0000001);
	assert_true(h.max == 2);
	assert_false(h.exact);
	assert_int_equal(tfe__histogram_from_rows(&h, nan, 2), TFE_OK);
	assert_int_equal(h.rows, 0);
	assert_int_equal(h.nonfinite, 1);
	/* The rows that the library's writer writes for non-finite values. */
	const double reported[][3] = {{1, 1, -0.0}, {1, 2, 3}};
	assert_int_equal(tfe__histogram_from_rows(&h, reported, 2), TFE_OK);
	assert_int_equal(h.rows, 1);
	assert_true(h.num == 3);
	assert_true(h.min == 1);
	assert_int_equal(h.nonfinite, 1);
	tfe_histogram_release(&h);
}

static tfe_status read_both(const tfe_allocator *allocator, void *context)
{
	(void)context;
	const double limits[] = {1, 2}, counts[] = {1, 1}, rows[][3] = {{0, 1, 1}};
	tfe_histogram h;
	tfe_histogram_init(&h, allocator);
	tfe_status status = from_limits(&h, 0.5, 2, 2, limits, counts);
	if (!status)
		status = tfe__histogram_from_rows(&h, rows, 1);
	tfe_histogram_release(&h);
	return status;
}

static void failed_allocations(void **state)
{
	(void)state;
	assert_int_equal(inject_every_allocation(read_both, NULL), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_become_rows_between_min_and_max),
		cmocka_unit_test(moments_that_are_not_numbers_are_said_and_estimated),
		cmocka_unit_test(damaged_histograms_are_refused),
		cmocka_unit_test(rows_of_a_tensor),
		cmocka_unit_test(failed_allocations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
