/* read/query: cursors have all points of a series under any memory budget, beside other cursors.
 * They report files that change and failed allocations.
 *
 * wraps: pread */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>

#include "unit/read/query/cursors.h"
#include "unit/inject.h"

#include <tfevents/writer.h>

static _Atomic(uint64_t) bytes_read;
ssize_t __real_pread(int fd, void *to, size_t n, off_t offset);
ssize_t __wrap_pread(int fd, void *to, size_t n, off_t offset);

ssize_t __wrap_pread(int fd, void *to, size_t n, off_t offset)
{
	ssize_t got = __real_pread(fd, to, n, offset);
	atomic_fetch_add(&bytes_read, got > 0 ? (uint64_t)got : 0);
	return got;
}

static void several_are_used_in_turns(void **state)
{
	(void)state;
	enum { N = 8, STEPS = 12000 };
	add_events("a/events.tfevents.1", 12, 0, STEPS);
	add_events("b/events.tfevents.1", 12, 0, STEPS);
	tfe_logdir *d = load();
	static const int tags[N] = {0, 11, 5, 5, 3, 0, 10, 5};
	tfe_cursor *cursor[N];
	int64_t step[N] = {0};
	for (int i = 0; i < N; i++) {
		char tag[16];
		snprintf(tag, sizeof tag, "t%d", tags[i]);
		const tfe_series *series = series_of(d, (size_t)i % 2, tag);
		assert_true(info_of(series).dropped > 0);
		cursor[i] = open_cursor(series);
	}
	for (int turn = 0; turn < 8; turn++)
		for (int i = 0; i < N; i++)
			assert_int_equal(read_some(cursor[i], tags[i], &step[i], 100 + (size_t)i),
					 100 + (size_t)i);
	/* Other cursors continue after one is closed. */
	static const int order[N] = {3, 0, 7, 4, 1, 6, 2, 5};
	for (int i = 0; i < N; i++) {
		int k = order[i];
		if (i % 2)
			read_rest(cursor[k], tags[k], step[k], STEPS);
		tfe_cursor_close(cursor[k]);
	}
	tfe_progress p = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(d, &p);
	assert_true(p.memory_bytes <= MIB);
	tfe_logdir_close(d);
}

static void the_end_is_no_error(void **state)
{
	(void)state;
	add_events("events.tfevents.1", 12, 0, 12000);
	tfe_logdir *d = load();
	tfe_point point;
	tfe_error error = TFE_ERROR_INIT;
	size_t got = 7;
	tfe_cursor *cursor = open_cursor(series_of(d, 0, "t1"));
	assert_int_equal(tfe_cursor_next(cursor, &point, 0, &got), TFE_OK);
	assert_int_equal(got, 0);
	read_rest(cursor, 1, 0, 12000);
	for (int i = 0; i < 3; i++)
		assert_int_equal(read_some(cursor, 1, &(int64_t){12000}, 10), 0);
	assert_int_equal(tfe_cursor_position(cursor), 12000);
	tfe_cursor_get_error(cursor, &error);
	assert_int_equal(error.status, TFE_OK);
	tfe_cursor_close(cursor);
	tfe_cursor_close(NULL);
	tfe_logdir_close(d);
}

static void options_are_taken(void **state)
{
	(void)state;
	add_events("events.tfevents.1", 12, 0, 12000);
	tfe_logdir *d = load();
	const tfe_series *series = series_of(d, 0, "t2");
	tfe_cursor_options o = {.size = sizeof o, .first = 7000};
	tfe_cursor *cursor;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe_cursor_open(series, &o, &cursor, NULL), TFE_OK);
	assert_int_equal(tfe_cursor_position(cursor), 7000);
	read_rest(cursor, 2, 7000, 12000);
	tfe_cursor_close(cursor);
	o.first = 12001;
	assert_int_equal(tfe_cursor_open(series, &o, &cursor, NULL), TFE_OK);
	assert_int_equal(read_some(cursor, 2, &(int64_t){0}, 10), 0);
	tfe_cursor_close(cursor);
	assert_int_equal(tfe_cursor_open(NULL, &o, &cursor, &error), TFE_E_ARG);
	assert_null(cursor);
	assert_non_null(strstr(error.message, "series"));
	o.size = 0;
	assert_int_equal(tfe_cursor_open(series, &o, &cursor, &error), TFE_E_ARG);
	assert_null(cursor);
	assert_non_null(strstr(error.message, "tfe_cursor_options"));
	tfe_logdir_close(d);
}

static void those_in_memory_are_passed_over_to(void **state)
{
	(void)state;
	add_events("events.tfevents.1", 12, 0, 12000);
	tfe_logdir *d = load();
	const tfe_series *series = series_of(d, 0, "t2");
	tfe_series_info info = info_of(series), same = TFE_SERIES_INFO_INIT;
	tfe_cursor_options o = {.size = sizeof o, .in_memory = true};
	tfe_cursor *cursor;
	int64_t steps[700];
	double values[700];
	size_t n = 1;
	uint64_t points = 0;
	assert_int_equal(tfe_cursor_open(series, &o, &cursor, NULL), TFE_OK);
	uint64_t before = atomic_load(&bytes_read);
	for (; n; points += n) {
		assert_int_equal(tfe_cursor_next_values(cursor, steps, values, 700, &n), TFE_OK);
		uint64_t first = tfe_cursor_position(cursor) - n;
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(steps[i], first + i);
			assert_true(values[i] == (double)value_of(2, steps[i]));
		}
	}
	assert_true(points > 0);
	assert_true(info.dropped > 0);
	assert_int_equal(points + info.dropped, info.count);
	assert_int_equal(tfe_cursor_get_info(cursor, &same), TFE_OK);
	assert_int_equal(same.dropped, info.dropped);
	assert_int_equal(atomic_load(&bytes_read), before);
	tfe_cursor_close(cursor);
	tfe_logdir_close(d);
}

/* Each point takes about 14 bytes: more than the 8 MiB that a reread keeps. */
static void a_large_series_is_read_once(void **state)
{
	(void)state;
	enum { STEPS = 700000 };
	struct stat st;
	for (int64_t step = 0; step < STEPS; step++)
		add_event("events.tfevents.1", 1, step,
			  1e9 + (double)((uint64_t)step * 2654435761U % 4294967296U));
	logs_flush("events.tfevents.1", &batch);
	assert_int_equal(stat(logs_path("events.tfevents.1"), &st), 0);
	tfe_logdir *d = load();
	tfe_cursor *cursor = open_cursor(series_of(d, 0, "t0"));
	tfe_point points[1000];
	size_t got = 1;
	int64_t step = 0;
	uint64_t before = atomic_load(&bytes_read);
	while (got) {
		assert_int_equal(tfe_cursor_next(cursor, points, 1000, &got), TFE_OK);
		for (size_t i = 0; i < got; i++, step++)
			if (points[i].step != step || points[i].value != (double)value_of(0, step))
				fail_msg("step %d instead of %d", (int)points[i].step, (int)step);
	}
	assert_int_equal(step, STEPS);
	uint64_t bytes = atomic_load(&bytes_read) - before;
	assert_in_range(bytes, (uint64_t)st.st_size, (uint64_t)st.st_size * 11 / 10);
	tfe_cursor_close(cursor);
	tfe_logdir_close(d);
}

static void following_series_are_read_together(void **state)
{
	(void)state;
	struct stat st;
	add_events("events.tfevents.1", 30, 0, 12000);
	assert_int_equal(stat(logs_path("events.tfevents.1"), &st), 0);
	tfe_logdir *d = load();
	const tfe_run *run = tfe_logdir_run_at(d, 0);
	uint64_t before = atomic_load(&bytes_read);
	for (size_t i = 0; i < tfe_run_series_count(run); i++) {
		tfe_cursor *cursor = open_cursor(tfe_run_series_at(run, i));
		read_rest(cursor, (int)i, 0, 12000);
		tfe_cursor_close(cursor);
	}
	uint64_t bytes = atomic_load(&bytes_read) - before;
	assert_in_range(bytes, (uint64_t)st.st_size, (uint64_t)st.st_size * 11 / 10);
	tfe_logdir_close(d);
}

/* --- files that change ------------------------------------------------------------------------ */

static void overwrite(const char *name, off_t offset, uint8_t byte)
{
	int fd = open(logs_path(name), O_WRONLY);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, &byte, 1, offset), 1);
	assert_int_equal(close(fd), 0);
}

static void assert_fails(const tfe_series *series, tfe_status status, const char *name,
			 int sys_errno)
{
	tfe_cursor *cursor = open_cursor(series);
	tfe_point points[1000];
	tfe_error error = TFE_ERROR_INIT;
	size_t got = 1;
	tfe_status last = TFE_OK;
	while (!last && got)
		last = tfe_cursor_next(cursor, points, 1000, &got);
	assert_int_equal(last, status);
	assert_int_equal(got, 0);
	tfe_cursor_get_error(cursor, &error);
	assert_int_equal(error.status, status);
	assert_int_equal(error.sys_errno, sys_errno);
	assert_string_equal(error.path, logs_path(name));
	assert_true(*error.message);
	tfe_cursor_close(cursor);
}

static void files_that_change_are_named(void **state)
{
	(void)state;
	struct stat st;
	static const char *const names[] = {"a/events.tfevents.1", "b/events.tfevents.1",
					    "c/events.tfevents.1", "d/events.tfevents.1",
					    "d/events.tfevents.2", "e/events.tfevents.1"};
	for (size_t i = 0; i < 6; i++)
		add_events(names[i], 6, i == 4 ? 10000 : 0, i == 4 ? 10100 : 10000);
	tfe_logdir *d = load();
	const tfe_series *series[5];
	for (size_t i = 0; i < 5; i++) {
		series[i] = series_of(d, i, "t1");
		assert_true(info_of(series[i]).dropped > 0);
	}
	/* A damaged record in a run of the right length. */
	assert_int_equal(stat(logs_path(names[0]), &st), 0);
	overwrite(names[0], st.st_size / 2, 0xff);
	assert_fails(series[0], TFE_E_DAMAGED, names[0], 0);
	assert_int_equal(truncate(logs_path(names[1]), st.st_size / 3), 0);
	assert_fails(series[1], TFE_E_DAMAGED, names[1], 0);
	assert_int_equal(unlink(logs_path(names[2])), 0);
	assert_fails(series[2], TFE_E_IO, names[2], ENOENT);
	assert_int_equal(unlink(logs_path(names[4])), 0);
	assert_fails(series[3], TFE_E_IO, names[4], ENOENT);
	/* Other series can be read, and files that grew as well. */
	add_events(names[5], 6, 10000, 11000);
	tfe_cursor *cursor = open_cursor(series[4]);
	read_rest(cursor, 1, 0, 10000);
	tfe_cursor_close(cursor);
	tfe_logdir_close(d);
}

static void a_file_that_changes_between_two_calls_is_named(void **state)
{
	(void)state;
	enum { STEPS = 800000 };
	struct stat st;
	add_events("events.tfevents.1", 1, 0, STEPS);
	tfe_logdir *d = load();
	tfe_cursor *cursor = open_cursor(series_of(d, 0, "t0"));
	tfe_point points[1000];
	tfe_error error = TFE_ERROR_INIT;
	int64_t step = 0;
	size_t got;
	assert_int_equal(read_some(cursor, 0, &step, 1000), 1000);
	assert_int_equal(stat(logs_path("events.tfevents.1"), &st), 0);
	assert_int_equal(truncate(logs_path("events.tfevents.1"), st.st_size / 2), 0);
	tfe_status status;
	do
		status = tfe_cursor_next(cursor, points, 1000, &got);
	while (!status && got);
	assert_int_equal(status, TFE_E_DAMAGED);
	tfe_cursor_get_error(cursor, &error);
	assert_string_equal(error.path, logs_path("events.tfevents.1"));
	assert_true(tfe_cursor_position(cursor) < STEPS);
	tfe_cursor_close(cursor);
	tfe_logdir_close(d);
}

/* --- other kinds ------------------------------------------------------------------------------ */

static void texts_can_be_fetched(void **state)
{
	(void)state;
	enum { TEXTS = 30000 };
	tfe_writer *w;
	char text[32];
	assert_int_equal(tfe_writer_open(logs_folder, NULL, &w, NULL), TFE_OK);
	for (int i = 0; i < TEXTS; i++) {
		snprintf(text, sizeof text, "text %d", i);
		tfe_writer_add_text(w, "note", i, text);
	}
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	tfe_logdir *d = load_with(MIB / 4, NULL);
	const tfe_series *series = series_of(d, 0, "note");
	assert_true(info_of(series).dropped > 0);
	tfe_cursor *cursor = open_cursor(series);
	static const uint64_t entries[] = {0, 17, TEXTS / 2, TEXTS - 1, 4};
	for (size_t i = 0; i < 5; i++) {
		tfe_fetched *fetched;
		tfe_blobs blobs;
		tfe_bytes bytes;
		assert_int_equal(tfe_cursor_fetch(cursor, entries[i], &fetched), TFE_OK);
		tfe_blobs_init(&blobs, tfe_fetched_value(fetched));
		assert_true(tfe_blobs_next(&blobs, &bytes));
		snprintf(text, sizeof text, "text %d", (int)entries[i]);
		assert_int_equal(bytes.size, strlen(text));
		assert_memory_equal(bytes.data, text, bytes.size);
		tfe_fetched_release(fetched);
	}
	tfe_cursor_close(cursor);
	tfe_logdir_close(d);
}

static void assert_message(const tfe_cursor *cursor, const char *part)
{
	tfe_error error = TFE_ERROR_INIT;
	tfe_cursor_get_error(cursor, &error);
	assert_int_equal(error.status, TFE_E_ARG);
	if (!strstr(error.message, part))
		fail_msg("\"%s\" instead of %s", error.message, part);
}

static void wrong_kinds_are_refused(void **state)
{
	(void)state;
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(logs_folder, NULL, &w, NULL), TFE_OK);
	tfe_writer_add_text(w, "note", 1, "text");
	tfe_writer_add_scalar(w, "loss", 1, 2);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	tfe_logdir *d = load_with(0, NULL);
	tfe_cursor *note = open_cursor(series_of(d, 0, "note"));
	tfe_cursor *loss = open_cursor(series_of(d, 0, "loss"));
	tfe_fetched *fetched;
	tfe_moments moments = TFE_MOMENTS_INIT;
	int64_t step;
	double value;
	size_t got;
	uint32_t crc;
	assert_int_equal(tfe_cursor_next_values(note, &step, &value, 1, &got), TFE_E_ARG);
	assert_message(note, "no scalars");
	assert_int_equal(tfe_cursor_get_crc32(note, &crc), TFE_E_ARG);
	assert_int_equal(tfe_cursor_get_moments(note, 0, &moments), TFE_E_ARG);
	assert_message(note, "no histograms");
	assert_int_equal(tfe_cursor_fetch(note, 1, &fetched), TFE_E_ARG);
	assert_message(note, "no such entry");
	assert_null(fetched);
	assert_int_equal(tfe_cursor_fetch(loss, 0, &fetched), TFE_E_ARG);
	assert_message(loss, "scalar");
	tfe_cursor_close(note);
	tfe_cursor_close(loss);
	tfe_logdir_close(d);
}

/* --- allocation failures ---------------------------------------------------------------------- */

/* Reads all points of t0 with the n-th allocation failing; then the cursor continues. Some failures
 * only cost time. Returns whether there was an n-th allocation. */
static bool read_failing(struct inject *in, const tfe_series *series, size_t n, int64_t end,
			 int *reported)
{
	tfe_cursor *cursor;
	tfe_point points[1000];
	tfe_error error = TFE_ERROR_INIT;
	size_t got = 1;
	int64_t step = 0;
	in->fail_at = atomic_load(&in->calls) + n;
	tfe_status status = tfe_cursor_open(series, NULL, &cursor, &error);
	if (!status) {
		while (!status && got) {
			status = tfe_cursor_next(cursor, points, 1000, &got);
			step += (int64_t)got;
		}
		tfe_cursor_get_error(cursor, &error);
	}
	bool failed = atomic_load(&in->calls) >= in->fail_at;
	in->fail_at = 0;
	if (status) {
		assert_int_equal(status, TFE_E_NOMEM);
		assert_int_equal(error.status, TFE_E_NOMEM);
		assert_non_null(strstr(error.message, "out of memory"));
		assert_true(failed);
		++*reported;
	}
	if (cursor)
		read_rest(cursor, 0, step, end);
	tfe_cursor_close(cursor);
	return failed;
}

/* About log(n) / log(1 + 1 / share) of n allocations fail, the first ones one by one. */
static void allocations_fail(int tags, int64_t steps, size_t share)
{
	add_events("a/events.tfevents.1", tags, 0, steps);
	add_events("b/events.tfevents.1", 12, 0, 10000);
	struct inject in = {0};
	tfe_allocator a = inject_allocator(&in);
	tfe_logdir *d = load_with(MIB, &a);
	const tfe_series *series = series_of(d, 0, "t0"), *other = series_of(d, 1, "t0");
	assert_true(info_of(series).dropped > 0);
	assert_true(info_of(other).dropped > 0);
	int reported = 0;
	for (size_t n = 1; read_failing(&in, series, n, steps, &reported); n += 1 + n / share) {
		/* The data read for this run are replaced by those of another run. */
		tfe_cursor *cursor = open_cursor(other);
		assert_int_equal(read_some(cursor, 0, &(int64_t){0}, 10), 10);
		tfe_cursor_close(cursor);
	}
	assert_true(reported > 5);
	tfe_logdir_close(d);
	assert_int_equal(atomic_load(&in.live), 0);
}

static void memory_runs_out_for_a_shared_reading(void **state)
{
	(void)state;
	allocations_fail(12, 10000, 4);
}

static void memory_runs_out_for_a_large_series(void **state)
{
	(void)state;
	allocations_fail(1, 720000, 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, logs_make, logs_remove)
	const struct CMUnitTest tests[] = {
		TEST(several_are_used_in_turns),
		TEST(the_end_is_no_error),
		TEST(options_are_taken),
		TEST(those_in_memory_are_passed_over_to),
		TEST(a_large_series_is_read_once),
		TEST(following_series_are_read_together),
		TEST(files_that_change_are_named),
		TEST(a_file_that_changes_between_two_calls_is_named),
		TEST(texts_can_be_fetched),
		TEST(wrong_kinds_are_refused),
		TEST(memory_runs_out_for_a_shared_reading),
		TEST(memory_runs_out_for_a_large_series),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
