/* base: the size at the beginning of structs, handled by one rule in every function that reads or
 * fills one. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "unit/logdir_bytes.h"

#include <tfevents/logdir.h>
#include <tfevents/reader.h>
#include <tfevents/series.h>
#include <tfevents/train.h>
#include <tfevents/writer.h>

#include "base/options.h"

/* --- the functions, each called with a struct of options that begins with its size --- */

static tfe_status open_writer(const char *dir, const void *options, tfe_error *error)
{
	tfe_writer *w;
	tfe_status status = tfe_writer_open(dir, options, &w, error);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	return status;
}

static tfe_status open_callback(const char *dir, const void *options, tfe_error *error)
{
	tfe_callback *cb;
	tfe_status status = tfe_callback_open(dir, options, &cb, error);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	return status;
}

static tfe_status open_callback_writer(const char *dir, const void *options, tfe_error *error)
{
	const tfe_callback_options of_callback = {.size = sizeof of_callback, .writer = options};
	return open_callback(dir, &of_callback, error);
}

static tfe_status open_reader(const char *dir, const void *options, tfe_error *error)
{
	char path[8192];
	snprintf(path, sizeof path, "%.4000s/events.out.tfevents.1", dir);
	FILE *f = fopen(path, "ab");
	assert_non_null(f);
	assert_int_equal(fclose(f), 0);
	tfe_reader *r;
	tfe_status status = tfe_reader_open(path, options, &r, error);
	tfe_reader_close(r);
	return status;
}

static tfe_status open_logdir(const char *dir, const void *options, tfe_error *error)
{
	tfe_logdir *d;
	tfe_status status = tfe_logdir_open(&dir, 1, options, &d, error);
	tfe_logdir_close(d);
	return status;
}

static const struct {
	const char *type;
	size_t size;
	tfe_status (*open)(const char *dir, const void *options, tfe_error *error);
} functions[] = {
	{"tfe_writer_options", sizeof(tfe_writer_options), open_writer},
	{"tfe_callback_options", sizeof(tfe_callback_options), open_callback},
	{"tfe_writer_options", sizeof(tfe_writer_options), open_callback_writer},
	{"tfe_reader_options", sizeof(tfe_reader_options), open_reader},
	{"tfe_logdir_options", sizeof(tfe_logdir_options), open_logdir},
};

/* A struct of any type: its size, and space for fields beyond the type's size. */
union sized {
	size_t size;
	unsigned char bytes[2048];
	void *aligned;
};

static void remove_tree(char *dir)
{
	const char *const runs[] = {"train", "validation"};
	for (size_t i = 0; i < 2; i++) {
		char path[4200];
		snprintf(path, sizeof path, "%.4000s/%s", dir, runs[i]);
		if (access(path, F_OK) == 0) {
			for_each_file(path, remove_file, NULL);
			assert_int_equal(rmdir(path), 0);
		}
	}
	remove_logdir(dir);
}

static void check(size_t i, const union sized *options, tfe_status want)
{
	char *dir = make_logdir();
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = functions[i].open(dir, options, &error);
	if (status != want)
		fail_msg("%s (%zu) of size %zu: status %d", functions[i].type, i, options->size,
			 (int)status);
	if (want) {
		assert_int_equal(error.status, want);
		assert_non_null(strstr(error.message, functions[i].type));
		assert_non_null(strstr(error.message, "size"));
	}
	remove_tree(dir);
}

static void every_function_has_the_same_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		const size_t size = functions[i].size;
		/* A struct whose size is not set or is impossible is refused. */
		const size_t wrong[] = {0,        1,        sizeof(size_t) - 1,           size - 1,
					size + 1, SIZE_MAX, SIZE_MAX - sizeof(size_t) + 1};
		for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++)
			check(i, &(union sized){.size = wrong[k]}, TFE_E_ARG);
		check(i, &(union sized){.size = size}, TFE_OK);
		/* An older caller has fewer fields; the bytes after them are not read. */
		union sized older = {.size = sizeof(size_t)};
		memset(older.bytes + sizeof(size_t), 0xff, sizeof older - sizeof(size_t));
		check(i, &older, TFE_OK);
		/* A newer caller has more fields, and may use those that this library knows. */
		union sized newer = {.size = size + 64};
		check(i, &newer, TFE_OK);
		newer.bytes[size + 63] = 1;
		check(i, &newer, TFE_E_ARG);
		newer.size = size;
		check(i, &newer, TFE_OK);
	}
}

static void fields_that_the_caller_does_not_have_are_zero(void **state)
{
	(void)state;
	struct {
		size_t size;
		int64_t a, b;
	} to, given = {sizeof given, 1, 2};
	assert_int_equal(tfe__options_copy(&to, sizeof to, &given, "given", NULL), TFE_OK);
	assert_int_equal(to.b, 2);
	given.size = 16;
	assert_int_equal(tfe__options_copy(&to, sizeof to, &given, "given", NULL), TFE_OK);
	assert_int_equal(to.size, sizeof to);
	assert_int_equal(to.a, 1);
	assert_int_equal(to.b, 0);
	assert_int_equal(tfe__options_copy(&to, sizeof to, NULL, "given", NULL), TFE_OK);
	assert_int_equal(to.size, sizeof to);
	assert_int_equal(to.a, 0);
}

/* --- the functions that fill a struct that begins with its size ------------------------------- */

/* One handle of each type, each with data to report. */
static struct {
	char *dir, path[8192];
	tfe_writer *writer;
	tfe_callback *callback;
	tfe_reader *reader;
	tfe_logdir *logdir;
	const tfe_run *run;
	tfe_view scalars, histograms;
	tfe_histogram histogram;
	tfe_health *health;
} it;

static tfe_status fill_writer_stats(void *to)
{
	tfe_writer_get_stats(it.writer, to);
	return TFE_OK;
}

static tfe_status fill_writer_error(void *to)
{
	tfe_writer_get_error(it.writer, to);
	return TFE_OK;
}

static tfe_status fill_callback_error(void *to)
{
	tfe_callback_get_error(it.callback, to);
	return TFE_OK;
}

static tfe_status fill_callback_finding(void *to)
{
	return tfe_callback_get_finding(it.callback, 0, to);
}

static tfe_status fill_reason(void *to)
{
	bool stop;
	return tfe_callback_check_stop(it.callback, TFE_SEVERITY_INFO, &stop, to);
}

static tfe_status fill_event(void *to)
{
	tfe_reader *r;
	assert_int_equal(tfe_reader_open(it.path, NULL, &r, NULL), TFE_OK);
	tfe_status status = tfe_reader_next(r, to);
	/* A refused call loses no event. */
	tfe_event first = {.size = sizeof first, .offset = 1};
	if (status && !tfe_reader_next(r, &first))
		assert_int_equal(first.offset, 0);
	tfe_reader_close(r);
	return status;
}

static tfe_status fill_value(void *to)
{
	tfe_event event = TFE_EVENT_INIT;
	tfe_reader *r;
	assert_int_equal(tfe_reader_open(it.path, NULL, &r, NULL), TFE_OK);
	assert_int_equal(tfe_reader_next(r, &event), TFE_OK);
	tfe_status status = tfe_event_next(&event, to);
	tfe_reader_close(r);
	return status;
}

static tfe_status fill_reader_gap(void *to)
{
	tfe_reader_get_gap(it.reader, to);
	return TFE_OK;
}

static tfe_status fill_reader_error(void *to)
{
	tfe_reader_get_error(it.reader, to);
	return TFE_OK;
}

static tfe_status fill_logdir_error(void *to)
{
	tfe_logdir_get_error(it.logdir, to);
	return TFE_OK;
}

static tfe_status fill_progress(void *to)
{
	tfe_logdir_get_progress(it.logdir, to);
	return TFE_OK;
}

static tfe_status fill_logdir_damage(void *to)
{
	tfe_logdir_get_damage(it.logdir, 0, to);
	return TFE_OK;
}

static tfe_status fill_run_info(void *to)
{
	tfe_run_get_info(it.run, to);
	return TFE_OK;
}

static tfe_status fill_run_damage(void *to)
{
	tfe_run_get_damage(it.run, 0, to);
	return TFE_OK;
}

static tfe_status fill_series_info(void *to)
{
	tfe_view_get_info(&it.scalars, to);
	return TFE_OK;
}

static tfe_status fill_view_moments(void *to)
{
	return tfe_view_get_moments(&it.histograms, 0, to);
}

static tfe_status fill_histogram_moments(void *to)
{
	tfe_histogram_get_moments(&it.histogram, to);
	return TFE_OK;
}

static tfe_status fill_finding(void *to)
{
	return tfe_health_get_finding(it.health, 0, to);
}

/* Fills the error that the library reports beside a status. */
static tfe_status fill_error(void *to)
{
	tfe_reader *r;
	assert_int_equal(tfe_reader_open("/nowhere", NULL, &r, to), TFE_E_NOTFOUND);
	return TFE_OK;
}

static tfe_status fill_threshold(void *to)
{
	return tfe_threshold_get(0, to);
}

static const struct {
	const char *name;
	size_t size;
	tfe_status (*fill)(void *to);
	bool returns_status;
} fillers[] = {
	{"tfe_writer_get_stats", sizeof(tfe_writer_stats), fill_writer_stats, false},
	{"tfe_writer_get_error", sizeof(tfe_error), fill_writer_error, false},
	{"tfe_callback_get_error", sizeof(tfe_error), fill_callback_error, false},
	{"tfe_callback_get_finding", sizeof(tfe_finding), fill_callback_finding, true},
	{"tfe_callback_check_stop", sizeof(tfe_finding), fill_reason, true},
	{"tfe_reader_next", sizeof(tfe_event), fill_event, true},
	{"tfe_event_next", sizeof(tfe_value), fill_value, true},
	{"tfe_reader_get_gap", sizeof(tfe_gap), fill_reader_gap, false},
	{"tfe_reader_get_error", sizeof(tfe_error), fill_reader_error, false},
	{"tfe_logdir_get_error", sizeof(tfe_error), fill_logdir_error, false},
	{"tfe_logdir_get_progress", sizeof(tfe_progress), fill_progress, false},
	{"tfe_logdir_get_damage", sizeof(tfe_damage), fill_logdir_damage, false},
	{"tfe_run_get_info", sizeof(tfe_run_info), fill_run_info, false},
	{"tfe_run_get_damage", sizeof(tfe_damage), fill_run_damage, false},
	{"tfe_view_get_info", sizeof(tfe_series_info), fill_series_info, false},
	{"tfe_view_get_moments", sizeof(tfe_moments), fill_view_moments, true},
	{"tfe_histogram_get_moments", sizeof(tfe_moments), fill_histogram_moments, false},
	{"tfe_health_get_finding", sizeof(tfe_finding), fill_finding, true},
	{"tfe_threshold_get", sizeof(tfe_threshold), fill_threshold, true},
	{"an error beside a status", sizeof(tfe_error), fill_error, false},
};

static void open_all(void)
{
	const double values[] = {1, 2, 3};
	it.dir = make_logdir();
	assert_int_equal(tfe_writer_open(it.dir, NULL, &it.writer, NULL), TFE_OK);
	tfe_writer_add_scalar(it.writer, "loss", 1, 2);
	tfe_writer_add_histogram(it.writer, "weight", 1, values, TFE_DTYPE_FLOAT64, 3);
	assert_int_equal(tfe_writer_flush(it.writer), TFE_OK);
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer_get_stats(it.writer, &stats);
	snprintf(it.path, sizeof it.path, "%s", stats.path);
	assert_int_equal(tfe_reader_open(it.path, NULL, &it.reader, NULL), TFE_OK);
	const char *dir = it.dir;
	assert_int_equal(tfe_logdir_open(&dir, 1, NULL, &it.logdir, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_load(it.logdir), TFE_OK);
	it.run = tfe_logdir_run_at(it.logdir, 0);
	it.scalars = tfe_series_view(tfe_run_find_series(it.run, "loss"));
	it.histograms = tfe_series_view(tfe_run_find_series(it.run, "weight"));
	tfe_histogram_init(&it.histogram, NULL);
	assert_int_equal(tfe_histogram_count(&it.histogram, values, TFE_DTYPE_FLOAT64, 3), TFE_OK);
	assert_int_equal(tfe_health_open(NULL, &it.health), TFE_OK);
	assert_int_equal(tfe_health_add_scalar(it.health, "loss", 0, (double)NAN), TFE_OK);
	assert_int_equal(tfe_health_judge(it.health), TFE_OK);
	assert_int_equal(tfe_callback_open(it.dir, NULL, &it.callback, NULL), TFE_OK);
	const tfe_metric logs[] = {{"loss", (double)NAN}};
	assert_int_equal(tfe_callback_epoch_end(it.callback, 0, logs, 1), TFE_OK);
	assert_int_equal(tfe_callback_judge(it.callback), TFE_OK);
}

static void close_all(void)
{
	assert_int_equal(tfe_callback_close(it.callback, NULL), TFE_OK);
	tfe_health_close(it.health);
	tfe_histogram_release(&it.histogram);
	tfe_logdir_close(it.logdir);
	tfe_reader_close(it.reader);
	assert_int_equal(tfe_writer_close(it.writer), TFE_OK);
	remove_tree(it.dir);
}

static bool all_are(const unsigned char *bytes, size_t n, unsigned char value)
{
	for (size_t i = 0; i < n; i++)
		if (bytes[i] != value)
			return false;
	return true;
}

/* Calls a function with a struct whose size field is `size`. */
static void fill(size_t i, union sized *to, size_t size, tfe_status want)
{
	memset(to, 0xee, sizeof *to);
	to->size = size;
	tfe_status status = fillers[i].fill(to);
	if (status != (fillers[i].returns_status ? want : TFE_OK))
		fail_msg("%s, size %zu: status %d", fillers[i].name, size, (int)status);
	if (to->size != size)
		fail_msg("%s, size %zu: the size became %zu", fillers[i].name, size, to->size);
}

static void every_result_has_the_same_rule(void **state)
{
	(void)state;
	open_all();
	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
		const size_t size = fillers[i].size, word = sizeof(size_t);
		const size_t wrong[] = {0, 1, word - 1, size + 1, SIZE_MAX - word + 1};
		union sized whole, part;
		for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
			fill(i, &part, wrong[k], TFE_E_ARG);
			if (!all_are(part.bytes + word, sizeof part - word, 0xee))
				fail_msg("%s filled a struct of size %zu", fillers[i].name,
					 wrong[k]);
		}
		fill(i, &whole, size, TFE_OK);
		assert_true(all_are(whole.bytes + size, sizeof whole - size, 0xee));
		assert_false(all_are(whole.bytes + word, size - word, 0xee));
		/* A newer caller: fields that this library does not know are zero. */
		fill(i, &part, size + 64, TFE_OK);
		assert_true(all_are(part.bytes + size, 64, 0));
		assert_true(all_are(part.bytes + size + 64, sizeof part - size - 64, 0xee));
		/* An older caller: the library does not write after the caller's fields. */
		for (size_t smaller = word; smaller < size; smaller += word) {
			fill(i, &part, smaller, TFE_OK);
			assert_true(all_are(part.bytes + smaller, sizeof part - smaller, 0xee));
		}
	}
	close_all();
}

/* An event's values are those that a caller of this version gets, for all sizes. */
static void events_of_other_sizes_have_the_same_values(void **state)
{
	(void)state;
	open_all();
	tfe_event event = TFE_EVENT_INIT;
	struct {
		tfe_event event;
		uint64_t unknown;
	} newer = {.event.size = sizeof newer};
	assert_int_equal(tfe_reader_next(it.reader, &event), TFE_OK);
	assert_int_equal(tfe_reader_next(it.reader, &newer.event), TFE_OK);
	tfe_value value = TFE_VALUE_INIT;
	struct {
		tfe_value value;
		uint64_t unknown;
	} longer = {.value.size = sizeof longer, .unknown = 1};
	assert_int_equal(tfe_event_next(&newer.event, &longer.value), TFE_OK);
	assert_int_equal(longer.value.kind, TFE_KIND_SCALAR);
	assert_true(longer.value.scalar == 2);
	assert_int_equal(longer.value.size, sizeof longer);
	assert_int_equal(longer.unknown, 0);
	assert_int_equal(newer.event.size, sizeof newer);
	assert_int_equal(tfe_event_next(&newer.event, &value), TFE_E_NOTFOUND);
	/* An event that no reader filled has no values. */
	tfe_event none = TFE_EVENT_INIT;
	assert_int_equal(tfe_event_next(&none, &value), TFE_E_NOTFOUND);
	newer.event = none;
	newer.event.size = sizeof newer;
	assert_int_equal(tfe_event_next(&newer.event, &value), TFE_E_NOTFOUND);
	event.size = 0;
	assert_int_equal(tfe_event_next(&event, &value), TFE_E_ARG);
	event.size = sizeof event;
	value.size = 0;
	assert_int_equal(tfe_event_next(&event, &value), TFE_E_ARG);
	value.size = sizeof value;
	assert_int_equal(tfe_event_next(&event, &value), TFE_OK);
	assert_int_equal(value.kind, TFE_KIND_FILE_VERSION);
	close_all();
}

/* Moments are also read by the library. */
static void moments_are_read_by_the_same_rule(void **state)
{
	(void)state;
	tfe_health *health;
	assert_int_equal(tfe_health_open(NULL, &health), TFE_OK);
	tfe_moments moments = {.size = sizeof moments, .num = 1};
	assert_int_equal(tfe_health_add_moments(health, "w", 0, &moments), TFE_OK);
	moments.size = 0;
	assert_int_equal(tfe_health_add_moments(health, "w", 1, &moments), TFE_E_ARG);
	moments.size = 2 * sizeof(size_t);
	assert_int_equal(tfe_health_add_moments(health, "w", 2, &moments), TFE_OK);
	tfe_health_close(health);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_function_has_the_same_rule),
		cmocka_unit_test(fields_that_the_caller_does_not_have_are_zero),
		cmocka_unit_test(every_result_has_the_same_rule),
		cmocka_unit_test(events_of_other_sizes_have_the_same_values),
		cmocka_unit_test(moments_are_read_by_the_same_rule),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
