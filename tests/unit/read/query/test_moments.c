/* read/query: the moments of each histogram in the index, compared with the histogram in the
 * file. */
#include <float.h>
#include <math.h>

#include "unit/loaded.h"

#include <tfevents/writer.h>

static void near(double is, double want)
{
	if (fabs(is - want) > 1e-6 * fabs(want))
		fail_msg("%.9g instead of %.9g", is, want);
}

static void agree(const tfe_view *view, uint64_t i)
{
	static const double shares[TFE_MOMENTS_QUANTILES] = {0.0668, 0.1587, 0.3085, 0.5,
							     0.6915, 0.8413, 0.9332};
	tfe_moments m = TFE_MOMENTS_INIT;
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	assert_int_equal(tfe_view_read_histogram(view, i, &h), TFE_OK);
	assert_int_equal(tfe_view_get_moments(view, i, &m), TFE_OK);
	assert_true(m.num == h.num);
	near(m.mean, tfe_histogram_mean(&h));
	near(m.stddev, tfe_histogram_stddev(&h));
	near(m.min, h.min);
	near(m.max, h.max);
	near(m.zeros, h.num > 0 ? tfe_histogram_zeros(&h) / h.num : 0);
	for (size_t k = 0; k < TFE_MOMENTS_QUANTILES; k++)
		near(m.quantile[k], tfe_histogram_quantile(&h, shares[k]));
	tfe_moments own = TFE_MOMENTS_INIT;
	tfe_histogram_get_moments(&h, &own);
	near(m.skewness, own.skewness);
	near(m.kurtosis, own.kurtosis);
	assert_int_equal(m.fingerprint, own.fingerprint);
	assert_int_equal(m.constant, own.constant);
	const double unit = 0.51 / UINT16_MAX;
	assert_true(fabs(m.roughness - own.roughness) < unit);
	assert_true(fabs(m.peak - own.peak) < unit);
	assert_true(fabs(m.peak_at - own.peak_at) <= unit * (h.max - h.min));
	assert_true(fabs(m.ends[0] - own.ends[0]) < unit);
	assert_true(fabs(m.ends[1] - own.ends[1]) < unit);
	tfe_histogram_release(&h);
}

/* The number fills several chunks. */
enum { ENTRIES = 400 };

static void write_steps(int64_t from, int64_t to)
{
	tfe_writer *w;
	tfe_error error = TFE_ERROR_INIT;
	float x[64];
	assert_int_equal(tfe_writer_open(logs_folder, NULL, &w, &error), TFE_OK);
	for (int64_t step = from; step < to; step++) {
		for (int k = 0; k < 64; k++)
			x[k] = (float)(k % 5 ? sin((double)step + k) * (1 + k) : 0);
		tfe_writer_add_histogram(w, "v1", step, x, TFE_DTYPE_FLOAT32, 64);
		tfe_writer_add_histogram_v2(w, "v2", step, x, TFE_DTYPE_FLOAT32, 64, 30);
		tfe_writer_add_histogram(w, "none", step, x, TFE_DTYPE_FLOAT32, 0);
		tfe_writer_add_scalar(w, "loss", step, 1);
	}
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

static void moments_are_those_of_the_histogram(void **state)
{
	(void)state;
	static const char *const tags[] = {"v1", "v2", "none"};
	write_steps(0, ENTRIES);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	for (size_t t = 0; t < 3; t++) {
		tfe_view view = view_of_tag(d, tags[t]);
		assert_int_equal(view.count, ENTRIES);
		for (uint64_t i = 0; i < ENTRIES; i++)
			agree(&view, i);
	}
	tfe_moments m = TFE_MOMENTS_INIT;
	tfe_view view = view_of_tag(d, "v1");
	assert_int_equal(tfe_view_get_moments(&view, ENTRIES, &m), TFE_E_ARG);
	assert_int_equal(tfe_view_get_moments(&view, 7, &m), TFE_OK);
	assert_true(m.zeros == 13. / 64);
	assert_true(m.min < -30);
	assert_true(m.max > 30);
	view = view_of_tag(d, "loss");
	assert_int_equal(tfe_view_get_moments(&view, 0, &m), TFE_E_ARG);
	tfe_logdir_close(d);
}

static void a_restart_leaves_out_those_that_it_repeats(void **state)
{
	(void)state;
	write_steps(0, ENTRIES);
	write_steps(250, 300);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	tfe_view view = view_of_tag(d, "v1");
	assert_int_equal(view.count, 300);
	for (uint64_t i = 0; i < 300; i++)
		agree(&view, i);
	tfe_logdir_close(d);
}

/* Writes a histogram as a tensor with these elements. */
static void put_tensor(const char *tag, int64_t rows, const double *elements, size_t n)
{
	static struct logs_message event, value, tensor, shape, dim;
	const int64_t dims[] = {rows, 3};
	event.n = value.n = tensor.n = shape.n = 0;
	for (size_t i = 0; i < 2; i++) {
		dim.n = 0;
		logs_number(&dim, 1, (uint64_t)dims[i]);
		logs_bytes(&shape, 2, dim.data, dim.n);
	}
	logs_number(&tensor, 1, TFE_DTYPE_FLOAT64);
	logs_bytes(&tensor, 2, shape.data, shape.n);
	for (size_t i = 0; i < n; i++)
		logs_double(&tensor, 6, elements[i]);
	logs_text(&value, 1, tag);
	logs_bytes(&value, 8, tensor.data, tensor.n);
	logs_bytes(&value, 9, "\x0a\x0c\x0a\x0ahistograms", 14);
	logs_value_event(&event, 3, 3, &value);
	logs_append("events.tfevents.1", &event);
}

static void what_the_index_cannot_tell_is_read(void **state)
{
	(void)state;
	const double one = 7, backwards[] = {1, 2, 5, 0, 1, 5};
	const double rounded[] = {-1, 0.30000000000000004, 4, 0.3, 1, 6};
	put_tensor("constant", 1000, &one, 1);
	put_tensor("backwards", 2, backwards, 6);
	put_tensor("rounded", 2, rounded, 6);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	tfe_moments m = TFE_MOMENTS_INIT;
	tfe_view view = view_of_tag(d, "constant");
	agree(&view, 0);
	assert_int_equal(tfe_view_get_moments(&view, 0, &m), TFE_OK);
	assert_true(m.num == 7000);
	assert_true(m.min == 7);
	assert_true(m.stddev == 0);
	assert_null(tfe_run_find_series(tfe_logdir_run_at(d, 0), "backwards"));
	view = view_of_tag(d, "rounded");
	agree(&view, 0);
	assert_int_equal(tfe_view_get_moments(&view, 0, &m), TFE_OK);
	assert_true(m.num == 10);
	assert_true(m.max == 1);
	/* After the file is deleted, the index has the data. */
	assert_int_equal(unlink(logs_path("events.tfevents.1")), 0);
	assert_int_equal(tfe_view_get_moments(&view, 0, &m), TFE_OK);
	view = view_of_tag(d, "constant");
	assert_int_equal(tfe_view_get_moments(&view, 0, &m), TFE_E_IO);
	tfe_logdir_close(d);
}

static void put_proto(double min, double max, double sum, double sum_squares)
{
	static struct logs_message event, value, h;
	const double limits[] = {0, 1, 2}, counts[] = {0, 4, 2};
	event.n = value.n = h.n = 0;
	logs_double(&h, 1, min);
	logs_double(&h, 2, max);
	logs_double(&h, 3, 6);
	logs_double(&h, 4, sum);
	logs_double(&h, 5, sum_squares);
	logs_bytes(&h, 6, limits, sizeof limits);
	logs_bytes(&h, 7, counts, sizeof counts);
	logs_text(&value, 1, "h");
	logs_bytes(&value, 5, h.data, h.n);
	logs_value_event(&event, 3, 3, &value);
	logs_append("events.tfevents.1", &event);
}

static void values_that_are_not_finite_are_reported(void **state)
{
	(void)state;
	put_proto(0, 2, 5, 7);
	put_proto(0, 2, 5, NAN);
	put_proto(0, 2, INFINITY, 7);
	put_proto(0, 1e300, 6e299, 1e300);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	tfe_view view = view_of_tag(d, "h");
	tfe_moments m = TFE_MOMENTS_INIT;
	assert_int_equal(tfe_view_get_moments(&view, 0, &m), TFE_OK);
	assert_true(isfinite(m.stddev));
	assert_int_equal(tfe_view_get_moments(&view, 1, &m), TFE_OK);
	assert_true(isnan(m.stddev));
	assert_true(m.num == 6);
	assert_int_equal(tfe_view_get_moments(&view, 2, &m), TFE_OK);
	assert_true(isnan(m.stddev));
	assert_true(m.num == 6);
	assert_int_equal(tfe_view_get_moments(&view, 3, &m), TFE_OK);
	assert_true(isfinite(m.stddev));
	assert_true(m.max == 1e300);
	agree(&view, 3);
	tfe_logdir_close(d);
}

/* Doubles beyond the range of float32, large and small, and both in one histogram. */
static void moments_keep_their_magnitude(void **state)
{
	(void)state;
	static const double most[] = {1e50, 1e308, 1e-50, 1e39, 1e-39, 4e-320, 1};
	static const double least[] = {-1e50, -1e308, -1e-50, 0, 0, 0, 1e-45};
	enum { N = sizeof most / sizeof *most };
	char tag[16];
	for (int i = 0; i < N; i++) {
		double rows[] = {least[i], most[i], 6};
		snprintf(tag, sizeof tag, "v2_%d", i);
		put_tensor(tag, 1, rows, 3);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	for (int i = 0; i < N; i++) {
		tfe_moments m = TFE_MOMENTS_INIT;
		snprintf(tag, sizeof tag, "v2_%d", i);
		tfe_view view = view_of_tag(d, tag);
		agree(&view, 0);
		assert_int_equal(tfe_view_get_moments(&view, 0, &m), TFE_OK);
		assert_true(m.min == least[i]);
		assert_true(m.max == most[i]);
		assert_true(isfinite(m.stddev));
	}
	tfe_logdir_close(d);
}

/* The squares of finite values may overflow. */
static void sums_that_overflow_are_finite_values(void **state)
{
	(void)state;
	put_proto(-1e308, 1e308, 0, INFINITY);
	put_proto(1e307, 1e308, INFINITY, INFINITY);
	put_proto(0, 1e100, 0, INFINITY);
	put_proto(-INFINITY, 1e308, -INFINITY, INFINITY);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	tfe_view view = view_of_tag(d, "h");
	for (uint64_t i = 0; i < 4; i++) {
		tfe_moments m = TFE_MOMENTS_INIT;
		assert_int_equal(tfe_view_get_moments(&view, i, &m), TFE_OK);
		assert_int_equal(isfinite(m.stddev) != 0, i < 2);
	}
	tfe_logdir_close(d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(moments_are_those_of_the_histogram),
		TEST(a_restart_leaves_out_those_that_it_repeats),
		TEST(what_the_index_cannot_tell_is_read),
		TEST(values_that_are_not_finite_are_reported),
		TEST(moments_keep_their_magnitude),
		TEST(sums_that_overflow_are_finite_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
