/* read/run: the kinds of values: a series for each tag and kind, and values that cannot be used. */

#include "unit/runs.h"

#include <math.h>

#include <tfevents/cursor.h>
#include <tfevents/dtype.h>

static struct logs_message event, value, part, inner;

static void begin_value(const char *tag)
{
	value.n = 0;
	logs_text(&value, 1, tag);
}

static void end_value(int64_t step)
{
	logs_value_event(&event, step, 1000 + (double)step, &value);
	logs_append("events.tfevents.1", &event);
}

static void put_plugin(const char *plugin)
{
	part.n = inner.n = 0;
	logs_text(&inner, 1, plugin);
	logs_bytes(&part, 1, inner.data, inner.n);
	logs_bytes(&value, 9, part.data, part.n);
}

/* Puts a tensor with raw content into the value. */
static void put_tensor(int dtype, const int64_t *dims, size_t rank, const void *data, size_t n)
{
	static struct logs_message dim;
	part.n = inner.n = 0;
	for (size_t i = 0; i < rank; i++) {
		dim.n = 0;
		logs_number(&dim, 1, (uint64_t)dims[i]);
		logs_bytes(&inner, 2, dim.data, dim.n);
	}
	logs_number(&part, 1, (uint64_t)dtype);
	logs_bytes(&part, 2, inner.data, inner.n);
	if (n)
		logs_bytes(&part, 4, data, n);
	logs_bytes(&value, 8, part.data, part.n);
}

static void scalar(const char *tag, int64_t step, float number)
{
	begin_value(tag);
	logs_float(&value, 2, number);
	end_value(step);
}

static void picture(const char *tag, int64_t step)
{
	begin_value(tag);
	part.n = 0;
	logs_number(&part, 1, 1);
	logs_text(&part, 4, "png");
	logs_bytes(&value, 4, part.data, part.n);
	end_value(step);
}

/* A histogram of TensorFlow 1. */
static void histogram(const char *tag, int64_t step, const double *limits, size_t n_limits,
		      const double *counts, size_t n_counts)
{
	begin_value(tag);
	part.n = 0;
	logs_double(&part, 1, 0);
	logs_double(&part, 2, 1);
	logs_double(&part, 3, 2);
	logs_bytes(&part, 6, limits, n_limits * sizeof *limits);
	logs_bytes(&part, 7, counts, n_counts * sizeof *counts);
	logs_bytes(&value, 5, part.data, part.n);
	end_value(step);
}

static const double ascending[] = {0, 1, 2}, ones[] = {1, 1, 1};

static uint64_t count_of(const tfe_run *run, const char *tag, tfe_kind kind)
{
	const tfe_series *series = tfe_run_find_series_of_kind(run, tag, kind);
	return series ? tfe_series_view(series).count : 0;
}

/* --- several kinds under one tag -------------------------------------------------------------- */

static void a_tag_has_a_series_of_each_kind(void **state)
{
	(void)state;
	for (int step = 0; step < 100; step++) {
		histogram("w", step, ascending, 3, ones, 3);
		picture("w", step);
		scalar("w", step, 1);
		scalar("loss", step, 1);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	const tfe_run *run = find_run(d, ".");
	assert_int_equal(tfe_run_series_count(run), 4);
	assert_int_equal(count_of(run, "w", TFE_KIND_HISTOGRAM), 100);
	assert_int_equal(count_of(run, "w", TFE_KIND_IMAGE), 100);
	assert_int_equal(count_of(run, "w", TFE_KIND_SCALAR), 100);
	assert_int_equal(count_of(run, "loss", TFE_KIND_SCALAR), 100);
	assert_int_equal(count_of(run, "loss", TFE_KIND_IMAGE), 0);
	assert_null(tfe_run_find_series_of_kind(run, "v", TFE_KIND_SCALAR));
	assert_ptr_equal(tfe_run_find_series(run, "w"),
			 tfe_run_find_series_of_kind(run, "w", TFE_KIND_HISTOGRAM));
	assert_int_equal(tfe_run_damage_count(run), 0);
	tfe_logdir_close(d);
}

/* A tensor of another plugin is no point of the scalars of its tag, however often it comes. */
static void a_tensor_of_another_plugin_is_no_scalar(void **state)
{
	(void)state;
	const float number = 7;
	for (int step = 0; step < 200; step++) {
		scalar("t", step, 1);
		begin_value("t");
		put_tensor(TFE_DTYPE_FLOAT32, NULL, 0, &number, sizeof number);
		put_plugin("tensor");
		end_value(step);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	const tfe_run *run = find_run(d, ".");
	assert_int_equal(count_of(run, "t", TFE_KIND_SCALAR), 200);
	assert_int_equal(count_of(run, "t", TFE_KIND_TENSOR), 200);
	tfe_logdir_close(d);
}

/* TensorFlow 1 names the plugin with the first value of a tag only. */
static void a_tensor_without_a_plugin_joins_the_series_that_it_fits(void **state)
{
	(void)state;
	const double rows[] = {0, 1, 5};
	const int64_t dims[] = {1, 3};
	for (int step = 0; step < 40; step++) {
		begin_value("t");
		put_tensor(TFE_DTYPE_FLOAT64, dims, 2, rows, sizeof rows);
		if (!step)
			put_plugin("histograms");
		end_value(step);
		begin_value("t");
		put_tensor(TFE_DTYPE_FLOAT64, NULL, 0, rows, sizeof *rows);
		if (!step)
			put_plugin("scalars");
		end_value(step);
		begin_value("t");
		put_tensor(TFE_DTYPE_FLOAT64, dims + 1, 1, rows, sizeof rows);
		end_value(step);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	const tfe_run *run = find_run(d, ".");
	assert_int_equal(tfe_run_series_count(run), 3);
	assert_int_equal(count_of(run, "t", TFE_KIND_HISTOGRAM), 40);
	assert_int_equal(count_of(run, "t", TFE_KIND_SCALAR), 40);
	assert_int_equal(count_of(run, "t", TFE_KIND_TENSOR), 40);
	assert_int_equal(tfe_run_damage_count(run), 0);
	tfe_logdir_close(d);
}

static void a_complex_number_is_no_scalar(void **state)
{
	(void)state;
	const float number[] = {1, 2};
	begin_value("z");
	put_tensor(TFE_DTYPE_COMPLEX64, NULL, 0, number, sizeof number);
	put_plugin("scalars");
	end_value(0);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	const tfe_run *run = find_run(d, ".");
	assert_int_equal(count_of(run, "z", TFE_KIND_SCALAR), 0);
	assert_int_equal(count_of(run, "z", TFE_KIND_TENSOR), 1);
	assert_int_equal(tfe_run_damage_count(run), 1);
	tfe_logdir_close(d);
}

static void hyperparameters_have_an_empty_tensor_or_no_value(void **state)
{
	(void)state;
	static const int64_t none[] = {0};
	for (int step = 0; step < 4; step++) {
		begin_value("_hparams_/experiment");
		if (step % 2)
			put_tensor(TFE_DTYPE_FLOAT32, none, 1, NULL, 0);
		put_plugin("hparams");
		end_value(step);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	const tfe_run *run = find_run(d, ".");
	assert_int_equal(tfe_run_series_count(run), 1);
	assert_int_equal(count_of(run, "_hparams_/experiment", TFE_KIND_EMPTY), 4);
	assert_int_equal(tfe_run_damage_count(run), 0);
	tfe_logdir_close(d);
}

/* --- restarts and the memory budget ----------------------------------------------------------- */

enum { STEPS = 30000 };

static uint64_t read_all(const tfe_series *series)
{
	tfe_point points[512];
	tfe_cursor *cursor;
	uint64_t n = 0;
	size_t got = 1;
	assert_int_equal(tfe_cursor_open(series, NULL, &cursor, NULL), TFE_OK);
	while (got) {
		assert_int_equal(tfe_cursor_next(cursor, points, 512, &got), TFE_OK);
		for (size_t i = 0; i < got; i++)
			assert_int_equal(points[i].step, (n + i) % STEPS);
		n += got;
	}
	tfe_cursor_close(cursor);
	return n;
}

static void each_kind_is_read_again(void **state)
{
	(void)state;
	static struct logs_message batch;
	for (int step = 0; step < STEPS; step++) {
		begin_value("t");
		logs_float(&value, 2, (float)step);
		logs_value_event(&event, step, step, &value);
		logs_add("events.tfevents.1", &batch, &event);
		begin_value("t");
		part.n = 0;
		logs_text(&part, 4, "png");
		logs_bytes(&value, 4, part.data, part.n);
		logs_value_event(&event, step, step, &value);
		logs_add("events.tfevents.1", &batch, &event);
		begin_value("t");
		put_plugin("hparams");
		logs_value_event(&event, step, step, &value);
		logs_add("events.tfevents.1", &batch, &event);
	}
	logs_flush("events.tfevents.1", &batch);
	tfe_logdir *d = load_logs((tfe_logdir_options){.memory_bytes = 1 << 20});
	const tfe_run *run = find_run(d, ".");
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view view = tfe_series_view(tfe_run_find_series_of_kind(run, "t", TFE_KIND_IMAGE));
	tfe_view_get_info(&view, &info);
	assert_true(info.dropped + info.left_out > 0); /* so the file is read again */
	assert_int_equal(tfe_run_series_count(run), 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(read_all(tfe_run_series_at(run, i)), STEPS);
	tfe_logdir_close(d);
}

/* --- integers --------------------------------------------------------------------------------- */

/* A scalar of a type of 64 bits. */
static void integer(const char *name, int dtype, int64_t step, double wall_time, uint64_t bits)
{
	begin_value("n");
	put_tensor(dtype, NULL, 0, &bits, sizeof bits);
	put_plugin("scalars");
	logs_value_event(&event, step, wall_time, &value);
	logs_append(name, &event);
}

static uint64_t bits_of(const tfe_number *n)
{
	uint64_t bits;
	if (n->type == TFE_NUMBER_TYPE_SIGNED)
		return (uint64_t)n->i;
	if (n->type == TFE_NUMBER_TYPE_UNSIGNED)
		return n->u;
	memcpy(&bits, &n->value, sizeof bits);
	return bits;
}

static void integers_keep_all_digits(void **state)
{
	(void)state;
	enum { OLD = 3, MANY = 2000 };
	static const struct {
		int dtype;
		uint64_t bits;
		tfe_number_type type;
	} all[] = {
		{TFE_DTYPE_FLOAT64, 0x3ff8000000000000, TFE_NUMBER_TYPE_FLOAT},
		{TFE_DTYPE_INT64, 1700000000123456789, TFE_NUMBER_TYPE_SIGNED},
		{TFE_DTYPE_INT64, 1700000000123456768, TFE_NUMBER_TYPE_SIGNED}, /* a float64 */
		{TFE_DTYPE_INT64, (uint64_t)INT64_MAX, TFE_NUMBER_TYPE_SIGNED},
		{TFE_DTYPE_INT64, (uint64_t)INT64_MIN, TFE_NUMBER_TYPE_SIGNED},
		{TFE_DTYPE_INT64, (uint64_t)(INT64_MIN + 1), TFE_NUMBER_TYPE_SIGNED},
		{TFE_DTYPE_FLOAT64, 0x43d0000000000000, TFE_NUMBER_TYPE_FLOAT}, /* 2^62 */
		{TFE_DTYPE_UINT64, UINT64_MAX, TFE_NUMBER_TYPE_UNSIGNED},
		{TFE_DTYPE_UINT64, UINT64_MAX - 2, TFE_NUMBER_TYPE_UNSIGNED},
		{TFE_DTYPE_UINT64, (uint64_t)INT64_MAX + 1, TFE_NUMBER_TYPE_UNSIGNED},
		{TFE_DTYPE_UINT64, (1ULL << 53) + 1, TFE_NUMBER_TYPE_SIGNED},
		{TFE_DTYPE_INT64, (uint64_t) - ((1LL << 53) + 1), TFE_NUMBER_TYPE_SIGNED},
	};
	enum { N = sizeof all / sizeof *all };
	static tfe_point points[N * MANY];
	static tfe_number numbers[N * MANY];
	/* What a restart supersedes is copied around. */
	for (int i = 0; i < N * MANY; i++)
		integer("events.tfevents.1", all[i % N].dtype, i, i, all[i % N].bits);
	integer("events.tfevents.2", TFE_DTYPE_INT64, N * MANY - OLD, 1e6, 7);
	for (size_t memory = 0; memory < 2; memory++) {
		tfe_logdir *d = load_logs((tfe_logdir_options){.memory_bytes = memory << 20});
		tfe_cursor *cursor;
		size_t n = 0, got = 1;
		assert_int_equal(tfe_cursor_open(tfe_run_find_series(find_run(d, "."), "n"), NULL,
						 &cursor, NULL),
				 TFE_OK);
		for (; got; n += got)
			assert_int_equal(tfe_cursor_next_numbers(cursor, points + n, numbers + n,
								 N * MANY - n, &got),
					 TFE_OK);
		tfe_cursor_close(cursor);
		for (size_t i = 0; i + OLD < N * MANY; i++) {
			assert_int_equal(points[i].step, i);
			assert_int_equal(numbers[i].type, all[i % N].type);
			assert_true(numbers[i].value == points[i].value);
			assert_int_equal(bits_of(&numbers[i]), all[i % N].bits);
		}
		assert_true(numbers[n - 1].value == 7);
		assert_int_equal(numbers[n - 1].type, TFE_NUMBER_TYPE_FLOAT);
		tfe_logdir_close(d);
	}
}

/* --- values that cannot be used --------------------------------------------------------------- */

static void assert_damage(const tfe_run *run, size_t i, const char *tag, const char *reason)
{
	tfe_damage damage = TFE_DAMAGE_INIT;
	tfe_run_get_damage(run, i, &damage);
	assert_int_equal(damage.kind, TFE_DAMAGE_KIND_VALUE);
	assert_string_equal(damage.tag, tag);
	assert_string_equal(damage.reason, reason);
}

static void histograms_that_cannot_be_used_are_reported(void **state)
{
	(void)state;
	static const double unsorted[] = {0, 2, 1}, nan[] = {0, NAN, 2}, negative[] = {1, -1, 1},
			    infinite[] = {1, INFINITY, 1}, huge[] = {1e308, 1e308, 1e308};
	static const struct {
		const double *limits, *counts;
		size_t n_limits, n_counts;
		const char *reason;
	} cases[] = {
		{ascending, ones, 3, 2, "a histogram has more limits than counts"},
		{ascending, ones, 2, 3, "a histogram has more counts than limits"},
		{unsorted, ones, 3, 3, "the limits of a histogram are not sorted"},
		{nan, ones, 3, 3, "a histogram has a limit that is NaN"},
		{ascending, negative, 3, 3, "a histogram has a negative count"},
		{ascending, infinite, 3, 3, "a histogram has a count that is not finite"},
		{ascending, huge, 3, 3, "the counts of a histogram have no finite sum"},
	};
	enum { N = sizeof cases / sizeof *cases };
	char tag[16];
	for (int i = 0; i < N; i++) {
		snprintf(tag, sizeof tag, "bad%d", i);
		histogram("good", i, ascending, 3, ones, 3);
		histogram(tag, i, cases[i].limits, cases[i].n_limits, cases[i].counts,
			  cases[i].n_counts);
		histogram("good", i, cases[i].limits, cases[i].n_limits, cases[i].counts,
			  cases[i].n_counts);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	const tfe_run *run = find_run(d, ".");
	assert_int_equal(tfe_run_series_count(run), 1);
	assert_int_equal(count_of(run, "good", TFE_KIND_HISTOGRAM), N);
	assert_int_equal(tfe_run_damage_count(run), 2 * N);
	for (int i = 0; i < N; i++) {
		snprintf(tag, sizeof tag, "bad%d", i);
		assert_damage(run, 2 * (size_t)i, tag, cases[i].reason);
		assert_damage(run, 2 * (size_t)i + 1, "good", cases[i].reason);
	}
	tfe_logdir_close(d);
}

static void tensors_that_cannot_be_used_are_reported(void **state)
{
	(void)state;
	static const double nan = NAN, rows[] = {0, 1, -5, 2, 1, 5};
	static const int64_t dims[] = {1, 3, 5000}, three[] = {3};
	static const struct {
		const char *plugin;
		int dtype;
		const int64_t *dims;
		size_t rank;
		const void *data;
		size_t bytes;
		const char *reason;
		uint64_t kept; /* as a tensor */
	} cases[] = {
		{"scalars", 77, NULL, 0, rows, 8, "a tensor of an unknown element type", 0},
		{"scalars", 11, NULL, 0, rows, 8, "a tensor of an element type that cannot be read",
		 0},
		{"scalars", TFE_DTYPE_FLOAT64, three, 1, rows, 8,
		 "a tensor whose data do not fill its shape", 0},
		{"tensor", TFE_DTYPE_FLOAT32, NULL, 0, rows, 8,
		 "a tensor whose data do not fill its shape", 0},
		{"scalars", TFE_DTYPE_FLOAT64, three, 1, rows, 24,
		 "a tensor of the plugin scalars that is not one real number", 1},
		{"histograms", TFE_DTYPE_FLOAT64, three, 1, rows, 24,
		 "a tensor of the plugin histograms whose shape is not [k, 3]", 1},
		{"text", TFE_DTYPE_FLOAT64, three, 1, rows, 24,
		 "a tensor of the plugin text without text", 1},
		{"histograms", TFE_DTYPE_FLOAT64, dims, 2, rows, 24,
		 "a histogram has a negative count", 0},
		{"histograms", TFE_DTYPE_FLOAT64, dims, 2, rows + 3, 24,
		 "the limits of a histogram are not sorted", 0},
		{"histograms", TFE_DTYPE_FLOAT64, dims, 2, &nan, 0,
		 "a tensor whose data do not fill its shape", 0},
	};
	enum { N = sizeof cases / sizeof *cases };
	char tag[16];
	for (int i = 0; i < N; i++) {
		snprintf(tag, sizeof tag, "bad%d", i);
		begin_value(tag);
		put_tensor(cases[i].dtype, cases[i].dims, cases[i].rank, cases[i].data,
			   cases[i].bytes);
		put_plugin(cases[i].plugin);
		end_value(i);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	const tfe_run *run = find_run(d, ".");
	assert_int_equal(tfe_run_damage_count(run), N);
	for (int i = 0; i < N; i++) {
		snprintf(tag, sizeof tag, "bad%d", i);
		assert_damage(run, (size_t)i, tag, cases[i].reason);
		assert_int_equal(count_of(run, tag, TFE_KIND_TENSOR), cases[i].kept);
	}
	tfe_logdir_close(d);
}

/* One stored element stands for all: -1 is a negative count in each row. */
static void a_histogram_of_copies_is_checked(void **state)
{
	(void)state;
	static const double numbers[] = {-1, 1};
	for (int i = 0; i < 2; i++) {
		begin_value(i ? "good" : "bad");
		part.n = 0;
		logs_number(&part, 1, TFE_DTYPE_FLOAT64);
		logs_bytes(&part, 2, "\x12\x03\x08\x88\x27\x12\x02\x08\x03", 9); /* [5000, 3] */
		logs_double(&part, 6, numbers[i]);
		logs_bytes(&value, 8, part.data, part.n);
		put_plugin("histograms");
		end_value(i);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	const tfe_run *run = find_run(d, ".");
	tfe_moments moments = TFE_MOMENTS_INIT;
	assert_int_equal(tfe_run_damage_count(run), 1);
	assert_damage(run, 0, "bad", "a histogram has a negative count");
	tfe_view view = tfe_series_view(tfe_run_find_series(run, "good"));
	assert_int_equal(tfe_view_get_moments(&view, 0, &moments), TFE_OK);
	assert_true(moments.num == 5000);
	tfe_logdir_close(d);
}

/* The tags of skipped values are no way to fill the memory. */
static void long_tags_of_skipped_values_are_cut(void **state)
{
	(void)state;
	static char tag[3001];
	for (size_t i = 0; i + 2 < sizeof tag; i += 2)
		memcpy(tag + i, "\xc3\xa4", 2);
	memmove(tag + 1, tag, sizeof tag - 3);
	tag[sizeof tag - 2] = '\0';
	*tag = 'x'; /* so that byte 1024 is within a character */
	histogram(tag, 0, ascending, 3, ones, 2);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	tfe_damage damage = TFE_DAMAGE_INIT;
	tfe_run_get_damage(find_run(d, "."), 0, &damage);
	assert_int_equal(strlen(damage.tag), 1023);
	tfe_logdir_close(d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_tag_has_a_series_of_each_kind),
		TEST(a_tensor_of_another_plugin_is_no_scalar),
		TEST(a_tensor_without_a_plugin_joins_the_series_that_it_fits),
		TEST(a_complex_number_is_no_scalar),
		TEST(hyperparameters_have_an_empty_tensor_or_no_value),
		TEST(each_kind_is_read_again),
		TEST(integers_keep_all_digits),
		TEST(histograms_that_cannot_be_used_are_reported),
		TEST(tensors_that_cannot_be_used_are_reported),
		TEST(a_histogram_of_copies_is_checked),
		TEST(long_tags_of_skipped_values_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
