/* write: histograms of arrays with strides and weights, and of buckets counted elsewhere. */
#include <math.h>

#include "unit/kinds.h"

/* Every second column of a matrix of five columns, from the last to the first. */
static const float matrix[3][5] = {{1, 9, 2, 9, 3}, {4, 9, 5, 9, NAN}, {-6, 9, 0, 9, 8}};
static const float picked[] = {3, 2, 1, NAN, 5, 4, 8, 0, -6};
static const int64_t shape[] = {3, 3}, strides[] = {sizeof matrix[0], -2 * (int64_t)sizeof(float)};
static const tfe_array view = {&matrix[0][4], TFE_DTYPE_FLOAT32, 2, shape, strides};
static const double weights[] = {1, 2, 2, 5, 0.5, 1, 0, 3, 1};
static const tfe_array weight_array = {weights, TFE_DTYPE_FLOAT64, 2, shape, NULL};

static void assert_equal_histograms(const tfe_histogram *a, const tfe_histogram *b)
{
	assert_true(a->min == b->min);
	assert_true(a->max == b->max);
	assert_true(a->num == b->num);
	assert_true(a->sum == b->sum);
	assert_true(a->sum_squares == b->sum_squares);
	assert_int_equal(a->nonfinite, b->nonfinite);
	assert_int_equal(a->rows, b->rows);
	assert_memory_equal(a->row, b->row, a->rows * sizeof *a->row);
}

static void strides_change_nothing(void **state)
{
	(void)state;
	for (size_t buckets = 0; buckets < 8; buckets += 7) {
		tfe_histogram a, b;
		tfe_histogram_init(&a, NULL);
		tfe_histogram_init(&b, NULL);
		assert_int_equal(tfe_histogram_count_array(&a, &view, NULL, buckets), TFE_OK);
		assert_int_equal(buckets ? tfe_histogram_count_uniform(
						   &b, picked, TFE_DTYPE_FLOAT32, 9, buckets)
					 : tfe_histogram_count(&b, picked, TFE_DTYPE_FLOAT32, 9),
				 TFE_OK);
		assert_equal_histograms(&a, &b);
		assert_int_equal(a.nonfinite, 1);
		tfe_histogram_release(&a);
		tfe_histogram_release(&b);
	}
}

/* Integer weights count a value as often. */
static void weights_repeat_values(void **state)
{
	(void)state;
	enum { N = 3000 };
	static double values[N], times[N], repeated[4 * N];
	size_t n = 0;
	for (size_t i = 0; i < N; i++) {
		values[i] = sin((double)i) * exp((double)(i % 50) - 25);
		times[i] = (double)(i * 7 % 4);
		for (size_t k = 0; k < i * 7 % 4; k++)
			repeated[n++] = values[i];
	}
	const int64_t length = N;
	const tfe_array v = {values, TFE_DTYPE_FLOAT64, 1, &length, NULL};
	const tfe_array t = {times, TFE_DTYPE_FLOAT64, 1, &length, NULL};
	for (size_t buckets = 0; buckets < 31; buckets += 30) {
		tfe_histogram a, b;
		tfe_histogram_init(&a, NULL);
		tfe_histogram_init(&b, NULL);
		assert_int_equal(tfe_histogram_count_array(&a, &v, &t, buckets), TFE_OK);
		assert_int_equal(buckets ? tfe_histogram_count_uniform(
						   &b, repeated, TFE_DTYPE_FLOAT64, n, buckets)
					 : tfe_histogram_count(&b, repeated, TFE_DTYPE_FLOAT64, n),
				 TFE_OK);
		assert_true(fabs(a.sum - b.sum) <= 1e-9 * fabs(b.sum));
		assert_true(fabs(a.sum_squares - b.sum_squares) <= 1e-9 * b.sum_squares);
		a.sum = b.sum; /* added in another order */
		a.sum_squares = b.sum_squares;
		assert_equal_histograms(&a, &b);
		tfe_histogram_release(&a);
		tfe_histogram_release(&b);
	}
}

static void values_without_weight_do_not_count(void **state)
{
	(void)state;
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	assert_int_equal(tfe_histogram_count_array(&h, &view, &weight_array, 0), TFE_OK);
	assert_true(h.num == 10.5);
	assert_true(h.min == -6);
	assert_true(h.max == 5); /* 8 has the weight 0 */
	assert_true(h.sum == 3 + 4 + 2 + 2.5 + 4 - 6);
	assert_int_equal(h.nonfinite, 1);
	const double zeros[9] = {0};
	const tfe_array nothing = {zeros, TFE_DTYPE_FLOAT64, 2, shape, NULL};
	assert_int_equal(tfe_histogram_count_array(&h, &view, &nothing, 5), TFE_OK);
	assert_int_equal(h.rows, 0);
	assert_true(h.num == 0);
	/* All values are equal. */
	const float same[] = {2, 2, 2};
	const int64_t three = 3;
	const tfe_array equal = {same, TFE_DTYPE_FLOAT32, 1, &three, NULL};
	const tfe_array some = {weights, TFE_DTYPE_FLOAT64, 1, &three, NULL};
	assert_int_equal(tfe_histogram_count_array(&h, &equal, &some, 5), TFE_OK);
	assert_int_equal(h.rows, 1);
	assert_true(h.row[0].count == 5);
	tfe_histogram_release(&h);
}

/* --- records ---------------------------------------------------------------------------------- */

static const double limits[] = {0, 1, INFINITY}, counts[] = {2, 0, 3.5};
static const tfe_histogram_buckets raw = {-1, 4, 5.5, 7, NAN, limits, counts, 3};

static tfe_status all(tfe_writer *w)
{
	tfe_status status = tfe_writer_add_histogram_array(w, "v1", 1, &view, NULL, 0);
	if (!status)
		status = tfe_writer_add_histogram_array(w, "v2", 1, &view, &weight_array, 3);
	return status ? status : tfe_writer_add_histogram_buckets(w, "raw", 1, &raw);
}

static void bytes_are_golden(void **state)
{
	(void)state;
	kinds_check_golden("histogram", all);
}

static tfe_status weighted(tfe_writer *w)
{
	return tfe_writer_add_histogram_array(w, "v2", 1, &view, &weight_array, 3);
}
static tfe_status buckets(tfe_writer *w)
{
	return tfe_writer_add_histogram_buckets(w, "raw", 1, &raw);
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	kinds_check_memory(weighted);
	kinds_check_memory(buckets);
}

static tfe_status no_values(tfe_writer *w)
{
	return tfe_writer_add_histogram_array(w, "h", 0, NULL, NULL, 0);
}
static tfe_status texts(tfe_writer *w)
{
	const tfe_array a = {matrix, TFE_DTYPE_STRING, 0, NULL, NULL};
	return tfe_writer_add_histogram_array(w, "h", 0, &a, NULL, 0);
}
static tfe_status add_weights(tfe_writer *w, double weight, tfe_dtype dtype, size_t rank)
{
	const float value = 1;
	const int64_t two = 2;
	const double both[2] = {weight, weight};
	const tfe_array v = {&value, TFE_DTYPE_FLOAT32, 0, NULL, NULL};
	const tfe_array a = {both, dtype, rank, &two, NULL};
	return tfe_writer_add_histogram_array(w, "h", 0, &v, &a, 0);
}
static tfe_status negative_weight(tfe_writer *w)
{
	return add_weights(w, -1, TFE_DTYPE_FLOAT64, 0);
}
static tfe_status nan_weight(tfe_writer *w)
{
	return add_weights(w, NAN, TFE_DTYPE_FLOAT64, 0);
}
static tfe_status complex_weight(tfe_writer *w)
{
	return add_weights(w, 1, TFE_DTYPE_COMPLEX128, 0);
}
static tfe_status two_weights(tfe_writer *w)
{
	return add_weights(w, 1, TFE_DTYPE_FLOAT64, 1);
}
static tfe_status many_rows(tfe_writer *w)
{
	const float one = 1;
	return tfe_writer_add_histogram_v2(w, "h", 0, &one, TFE_DTYPE_FLOAT32, 1, 1000000000);
}
static tfe_status many_rows_of_an_array(tfe_writer *w)
{
	const float one = 1;
	const tfe_array a = {.data = &one, .dtype = TFE_DTYPE_FLOAT32};
	return tfe_writer_add_histogram_array(w, "h", 0, &a, NULL, SIZE_MAX);
}
static tfe_status no_buckets(tfe_writer *w)
{
	return tfe_writer_add_histogram_buckets(w, "h", 0, NULL);
}
#define WITH(name, change)                                                                         \
	static tfe_status name(tfe_writer *w)                                                      \
	{                                                                                          \
		tfe_histogram_buckets b = raw;                                                     \
		change;                                                                            \
		return tfe_writer_add_histogram_buckets(w, "h", 0, &b);                            \
	}
static const double falling[] = {0, 2, 1}, nan_limit[] = {0, NAN, 1}, minus[] = {1, -1, 1};
WITH(no_limits, b.limits = NULL)
WITH(zero_buckets, b.n = 0)
WITH(reversed_range, b.min = 9)
WITH(negative_number, b.num = -1)
WITH(falling_limits, b.limits = falling)
WITH(limit_of_nan, b.limits = nan_limit)
WITH(negative_count, b.counts = minus)
WITH(infinite_count, b.counts = limits)

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {
		{no_values, "the values: the array is missing"},
		{texts, "the values: the type"},
		{negative_weight, "weight is negative"},
		{nan_weight, "weight is negative or not finite"},
		{complex_weight, "the weights: the type"},
		{two_weights, "2 weights for 1 values"},
		{many_rows, "1000000000 buckets are more"},
		{many_rows_of_an_array, "buckets are more"},
		{no_buckets, "buckets are missing"},
		{no_limits, "buckets are missing"},
		{zero_buckets, "buckets are missing"},
		{reversed_range, "min is above max"},
		{negative_number, "num is negative"},
		{falling_limits, "limit 2"},
		{limit_of_nan, "limit 1"},
		{negative_count, "count 1"},
		{infinite_count, "count 2"},
	};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strides_change_nothing),
		cmocka_unit_test(weights_repeat_values),
		cmocka_unit_test(values_without_weight_do_not_count),
		cmocka_unit_test(bytes_are_golden),
		cmocka_unit_test(memory_may_be_missing),
		cmocka_unit_test(wrong_arguments_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
