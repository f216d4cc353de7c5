/* summary: histograms of values: rows, moments, types, uniform rows. */
#include <math.h>
#include <string.h>

#include "unit/inject.h"
#include "unit/summary/limits.h"

#include <tfevents/histogram.h>

#include "summary/buckets.h"

/* Returns the count of the bucket of limits that contains x. */
static double count_at(const tfe_histogram *h, double x)
{
	for (size_t i = 0; i < h->rows; i++)
		if (h->row[i].left <= x && (x < h->row[i].right || i + 1 == h->rows))
			return h->row[i].count;
	return -1;
}

static void check_rows(const tfe_histogram *h)
{
	double total = 0;
	for (size_t i = 0; i < h->rows; i++) {
		const tfe_bucket *r = &h->row[i];
		assert_true(r->left <= r->right);
		if (i != 0) {
			assert_true(h->row[i - 1].right == r->left);
			assert_true(r->count + h->row[i - 1].count > 0);
		}
		total += r->count;
	}
	assert_true(total == h->num);
	if (h->rows) {
		assert_true(h->row[0].count > 0);
		assert_true(h->row[h->rows - 1].count > 0);
		assert_true(h->row[0].left == h->min);
		assert_true(h->row[h->rows - 1].right == h->max);
	}
}

static void rows_and_moments_of_floats(void **state)
{
	(void)state;
	enum { N = 5000 };
	static float x[N];
	uint64_t counts[TFE__BUCKETS] = {0};
	double sum = 0, squares = 0, min = INFINITY, max = -INFINITY;
	make_limits(limits);
	for (int i = 0; i < N; i++) {
		x[i] = (float)(sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform()));
		counts[search(limits, (double)x[i])]++;
		sum += (double)x[i];
		squares += (double)x[i] * (double)x[i];
		min = fmin(min, (double)x[i]);
		max = fmax(max, (double)x[i]);
	}
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	assert_int_equal(tfe_histogram_count(&h, x, TFE_DTYPE_FLOAT32, N), TFE_OK);
	check_rows(&h);
	for (int i = 0; i < N; i++)
		assert_true(count_at(&h, (double)x[i]) ==
			    (double)counts[search(limits, (double)x[i])]);
	assert_true(h.exact);
	assert_true(h.min == min);
	assert_true(h.max == max);
	assert_true(h.num == N);
	assert_int_equal(h.nonfinite, 0);
	assert_true(fabs(h.sum - sum) < 1e-9);
	assert_true(fabs(h.sum_squares - squares) < 1e-8);
	tfe_histogram_release(&h);
}

static void nonfinite_values_are_counted_apart(void **state)
{
	(void)state;
	enum { N = 3000 };
	static float x[N];
	static double d[N];
	for (int i = 0; i < N; i++)
		d[i] = x[i] = i % 3 == 0    ? NAN
			      : i % 7 == 0  ? -INFINITY
			      : i % 11 == 0 ? INFINITY
					    : 2.0f;
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	for (int k = 0; k < 2; k++) {
		tfe_status status = k ? tfe_histogram_count(&h, d, TFE_DTYPE_FLOAT64, N)
				      : tfe_histogram_count(&h, x, TFE_DTYPE_FLOAT32, N);
		assert_int_equal(status, TFE_OK);
		assert_int_equal(h.rows, 1);
		assert_true(h.row[0].left == 2);
		assert_true(h.row[0].right == 2);
		assert_true(h.num + (double)h.nonfinite == N);
		assert_true(h.sum == 2 * h.num);
		assert_true(h.sum_squares == 4 * h.num);
	}
	double big[] = {1e308, 1e308, -1.0};
	assert_int_equal(tfe_histogram_count(&h, big, TFE_DTYPE_FLOAT64, 3), TFE_OK);
	assert_true(h.num == 3);
	assert_int_equal(h.nonfinite, 0);
	assert_true(isinf(h.sum));
	check_rows(&h);
	for (int i = 0; i < N; i++)
		x[i] = NAN;
	assert_int_equal(tfe_histogram_count(&h, x, TFE_DTYPE_FLOAT32, N), TFE_OK);
	assert_int_equal(h.rows, 0);
	assert_true(h.num == 0);
	assert_int_equal(h.nonfinite, N);
	assert_true(h.min == 0);
	assert_true(h.max == 0);
	assert_int_equal(tfe_histogram_count(&h, NULL, TFE_DTYPE_FLOAT32, 0), TFE_OK);
	assert_int_equal(h.rows, 0);
	assert_true(h.num == 0);
	assert_int_equal(h.nonfinite, 0);
	tfe_histogram_release(&h);
}

static void every_type_is_counted_as_the_number_it_is(void **state)
{
	(void)state;
	const int8_t i8[] = {-128, -1, 0, 1, 127};
	const uint8_t u8[] = {0, 1, 255};
	const int16_t i16[] = {INT16_MIN, 5, INT16_MAX};
	const uint16_t u16[] = {0, 65535};
	const int32_t i32[] = {INT32_MIN, 0, INT32_MAX};
	const uint32_t u32[] = {7, UINT32_MAX};
	const int64_t i64[] = {INT64_MIN, 3};
	const uint64_t u64[] = {1, UINT64_MAX};
	const uint16_t f16[] = {0x3c00, 0xc000, 0x0001, 0x7c00, 0x7e01, 0x7bff, 0x8000, 0x83ff};
	const uint16_t bf16[] = {0x3f80, 0xc000, 0xff80};
	const struct {
		tfe_dtype dtype;
		const void *values;
		size_t n;
		double min, max, num, sum;
	} cases[] = {
		{TFE_DTYPE_INT8, i8, 5, -128, 127, 5, -1},
		{TFE_DTYPE_UINT8, u8, 3, 0, 255, 3, 256},
		{TFE_DTYPE_INT16, i16, 3, -32768, 32767, 3, 4},
		{TFE_DTYPE_UINT16, u16, 2, 0, 65535, 2, 65535},
		{TFE_DTYPE_INT32, i32, 3, -2147483648.0, 2147483647.0, 3, -1},
		{TFE_DTYPE_UINT32, u32, 2, 7, 4294967295.0, 2, 4294967302.0},
		{TFE_DTYPE_INT64, i64, 2, -0x1p63, 3, 2, -0x1p63},
		{TFE_DTYPE_UINT64, u64, 2, 1, 0x1p64, 2, 0x1p64},
		{TFE_DTYPE_FLOAT16, f16, 8, -2, 65504, 6, 65503 + 0x1p-24 - 0x1p-14 + 0x1p-24},
		{TFE_DTYPE_BFLOAT16, bf16, 3, -2, 1, 2, -1},
	};
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (int v2 = 0; v2 < 2; v2++) {
			assert_int_equal(v2 ? tfe_histogram_count_uniform(&h, cases[i].values,
									  cases[i].dtype,
									  cases[i].n, 10)
					    : tfe_histogram_count(&h, cases[i].values,
								  cases[i].dtype, cases[i].n),
					 TFE_OK);
			assert_true(h.min == cases[i].min);
			assert_true(h.max == cases[i].max);
			assert_true(h.num == cases[i].num);
			assert_true(h.sum == cases[i].sum);
		}
	}
	assert_int_equal(tfe_histogram_count(&h, i8, TFE_DTYPE_STRING, 1), TFE_E_ARG);
	assert_int_equal(tfe_histogram_count(&h, i8, TFE_DTYPE_BOOL, 1), TFE_E_ARG);
	assert_int_equal(tfe_histogram_count(&h, NULL, TFE_DTYPE_FLOAT32, 1), TFE_E_ARG);
	assert_int_equal(tfe_histogram_count(&h, (const char *)f16 + 1, TFE_DTYPE_FLOAT16, 7),
			 TFE_OK);
	tfe_histogram_release(&h);
}

static void uniform_rows_are_those_of_tf_summary(void **state)
{
	(void)state;
	enum { N = 4000, K = 30 };
	static double x[N];
	double counts[K] = {0}, min = INFINITY, max = -INFINITY;
	for (int i = 0; i < N; i++) {
		x[i] = pow(uniform(), 3) * 17 - 5;
		min = fmin(min, x[i]);
		max = fmax(max, x[i]);
	}
	double width = (max - min) / K;
	for (int i = 0; i < N; i++)
		counts[(int)fmin(floor((x[i] - min) / width), K - 1)]++;
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	assert_int_equal(tfe_histogram_count_uniform(&h, x, TFE_DTYPE_FLOAT64, N, K), TFE_OK);
	assert_int_equal(h.rows, K);
	for (int i = 0; i < K; i++) {
		assert_true(h.row[i].count == counts[i]);
		assert_true(h.row[i].left == (i ? min + i * width : min));
		assert_true(h.row[i].right == (i < K - 1 ? min + (i + 1) * width : max));
	}
	const double same[] = {3, 3, NAN, 3}, far[] = {-1.7e308, 1.7e308, 0, 1.6e308};
	assert_int_equal(tfe_histogram_count_uniform(&h, same, TFE_DTYPE_FLOAT64, 4, K), TFE_OK);
	assert_int_equal(h.rows, 1);
	assert_true(h.row[0].left == 3);
	assert_true(h.row[0].right == 3);
	assert_true(h.row[0].count == 3);
	assert_int_equal(tfe_histogram_count_uniform(&h, far, TFE_DTYPE_FLOAT64, 4, 4), TFE_OK);
	assert_true(h.row[0].count == 1);
	assert_true(h.row[2].count == 1);
	assert_true(h.row[3].count == 2);
	assert_true(h.row[1].right == 0);
	assert_int_equal(tfe_histogram_count_uniform(&h, x, TFE_DTYPE_FLOAT64, 0, K), TFE_OK);
	assert_int_equal(h.rows, 0);
	assert_int_equal(tfe_histogram_count_uniform(&h, x, TFE_DTYPE_FLOAT64, 4, 0), TFE_E_ARG);
	tfe_histogram_release(&h);
}

static tfe_status count_twice(const tfe_allocator *allocator, void *context)
{
	(void)context;
	const float few[] = {1, 2}, more[] = {1, 20, 300, 4000};
	tfe_histogram h;
	tfe_histogram_init(&h, allocator);
	tfe_status status = tfe_histogram_count(&h, few, TFE_DTYPE_FLOAT32, 2);
	if (!status) {
		status = tfe_histogram_count_uniform(&h, more, TFE_DTYPE_FLOAT32, 4, 30);
		/* After a failure the histogram is unchanged. */
		assert_true(h.num == (status ? 2 : 4));
		assert_true(h.row[0].left == 1);
	}
	tfe_histogram_release(&h);
	return status;
}

/* Ranges that exceed every double, and ranges so small that the width of a row rounds to zero. */
static void uniform_rows_of_extreme_ranges(void **state)
{
	(void)state;
	const double most = 1.7976931348623157e308, least = 5e-324;
	const double ends[][2] = {
		{-most, most}, {-most, 1}, {-1, most}, {0, least}, {-least, least}};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		const double values[] = {ends[i][0], ends[i][0] / 2 + ends[i][1] / 2, ends[i][1]};
		tfe_histogram h;
		tfe_histogram_init(&h, NULL);
		assert_int_equal(tfe_histogram_count_uniform(&h, values, TFE_DTYPE_FLOAT64, 3, 30),
				 TFE_OK);
		assert_int_equal(h.rows, 30);
		double total = 0;
		for (size_t k = 0; k < h.rows; k++) {
			assert_true(isfinite(h.row[k].left));
			assert_true(isfinite(h.row[k].right));
			assert_true(h.row[k].left <= h.row[k].right);
			total += h.row[k].count;
		}
		assert_true(total == 3);
		assert_true(h.row[0].left == ends[i][0]);
		assert_true(h.row[29].right == ends[i][1]);
		tfe_histogram_release(&h);
	}
}

static void failed_allocations_leave_it_as_it_was(void **state)
{
	(void)state;
	assert_int_equal(inject_every_allocation(count_twice, NULL), 2);
}

/* Aligned memory is counted in place: the caller's values do not change, including NaN, and
 * unaligned values count the same. */
static void the_callers_values_are_only_read(void **state)
{
	(void)state;
	enum { N = 3000 };
	static float x[N], before[N];
	static char shifted[sizeof x + 1];
	for (int i = 0; i < N; i++)
		x[i] = i % 7 == 3 ? NAN : (float)i - 1000;
	memcpy(before, x, sizeof x);
	memcpy(shifted + 1, x, sizeof x);
	tfe_histogram a, b;
	tfe_histogram_init(&a, NULL);
	tfe_histogram_init(&b, NULL);
	assert_int_equal(tfe_histogram_count(&a, x, TFE_DTYPE_FLOAT32, N), TFE_OK);
	assert_int_equal(tfe_histogram_count(&b, shifted + 1, TFE_DTYPE_FLOAT32, N), TFE_OK);
	assert_memory_equal(x, before, sizeof x);
	assert_int_equal(a.nonfinite, b.nonfinite);
	assert_true(a.nonfinite > 400);
	assert_true(a.sum == b.sum);
	assert_int_equal(a.rows, b.rows);
	assert_memory_equal(a.row, b.row, a.rows * sizeof *a.row);
	tfe_histogram_release(&a);
	tfe_histogram_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_callers_values_are_only_read),
		cmocka_unit_test(rows_and_moments_of_floats),
		cmocka_unit_test(nonfinite_values_are_counted_apart),
		cmocka_unit_test(every_type_is_counted_as_the_number_it_is),
		cmocka_unit_test(uniform_rows_are_those_of_tf_summary),
		cmocka_unit_test(uniform_rows_of_extreme_ranges),
		cmocka_unit_test(failed_allocations_leave_it_as_it_was),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
