/* read/query: a cursor on a watched directory has the points that the series had when it was
 * opened, in any thread. */
#include <pthread.h>

#include "unit/read/query/cursors.h"

static void what_comes_later_changes_nothing(void **state)
{
	(void)state;
	add_events("a/events.tfevents.1", 2, 0, 8000);
	tfe_logdir *d = watch(MIB);
	const tfe_series *series = series_of(d, 0, "t1");
	tfe_series_info info = info_of(series), after = TFE_SERIES_INFO_INIT;
	assert_int_equal(info.dropped, 0);
	tfe_cursor *begun = open_cursor(series), *fresh = open_cursor(series);
	int64_t step = 0;
	assert_int_equal(read_some(begun, 1, &step, 100), 100);
	/* The previous points are dropped, and half of them are superseded. */
	add_events("a/events.tfevents.1", 2, 8000, 100000);
	wait_for(d, series, 100000);
	assert_true(info_of(series).dropped > 10000);
	logs_version("a/events.tfevents.2", 2e9);
	for (step = 4000; step < 9000; step++)
		add_event("a/events.tfevents.2", 2, step, 2e9 + (double)step);
	logs_flush("a/events.tfevents.2", &batch);
	wait_for(d, series, 9000);
	read_rest(begun, 1, 100, 8000);
	read_rest(fresh, 1, 0, 8000);
	assert_int_equal(tfe_cursor_get_info(fresh, &after), TFE_OK);
	assert_int_equal(after.count, 8000);
	assert_int_equal(after.superseded, 0);
	assert_int_equal(after.last_step, info.last_step);
	assert_true(after.last == info.last);
	assert_true(after.min == info.min);
	assert_true(after.max == info.max);
	tfe_cursor_close(begun);
	tfe_cursor_close(fresh);
	tfe_logdir_close(d);
}

/* Two files are written alternately: points are in the order in which they were loaded. */
static void points_keep_their_order(void **state)
{
	(void)state;
	enum { TURNS = 6, STEPS = 20000 };
	static const char *const names[] = {"events.tfevents.1", "events.tfevents.2"};
	add_events(names[0], 2, 0, 1);
	add_events(names[1], 2, 1, 2);
	tfe_logdir *d = watch(MIB);
	const tfe_series *series = series_of(d, 0, "t0");
	wait_for(d, series, 2);
	for (int turn = 0; turn < TURNS; turn++) {
		add_events(names[turn % 2], 2, 2 + turn * STEPS, 2 + (turn + 1) * STEPS);
		wait_for(d, series, 2 + (uint64_t)(turn + 1) * STEPS);
	}
	assert_true(info_of(series).dropped > 0);
	tfe_cursor *cursor = open_cursor(series);
	read_rest(cursor, 0, 0, 2 + TURNS * STEPS);
	tfe_cursor_close(cursor);
	tfe_logdir_close(d);
}

struct reader {
	pthread_t thread;
	const tfe_logdir *logdir;
	int wrong;
};

/* The function asserts nothing: assertions work in the test's own thread only. */
static void *read_everything(void *context)
{
	struct reader *r = context;
	for (size_t run = 0; run < tfe_logdir_run_count(r->logdir); run++)
		for (int tag = 0; tag < 6; tag++) {
			char name[16];
			tfe_cursor *cursor;
			tfe_point points[500];
			size_t got = 1;
			int64_t step = 0;
			snprintf(name, sizeof name, "t%d", tag);
			const tfe_series *series =
				tfe_run_find_series(tfe_logdir_run_at(r->logdir, run), name);
			if (!series || tfe_cursor_open(series, NULL, &cursor, NULL)) {
				r->wrong++;
				continue;
			}
			while (got && !tfe_cursor_next(cursor, points, 500, &got))
				for (size_t i = 0; i < got; i++, step++)
					r->wrong += points[i].step != step ||
						    points[i].value != (double)value_of(tag, step);
			r->wrong += got || step < 10000;
			tfe_cursor_close(cursor);
		}
	return NULL;
}

static void threads_have_cursors_of_their_own(void **state)
{
	(void)state;
	enum { THREADS = 3 };
	add_events("a/events.tfevents.1", 6, 0, 10000);
	add_events("b/events.tfevents.1", 6, 0, 10000);
	tfe_logdir *d = watch(MIB);
	struct reader readers[THREADS] = {0};
	wait_for(d, series_of(d, 0, "t5"), 10000);
	wait_for(d, series_of(d, 1, "t5"), 10000);
	for (int i = 0; i < THREADS; i++) {
		readers[i].logdir = d;
		assert_int_equal(
			pthread_create(&readers[i].thread, NULL, read_everything, &readers[i]), 0);
	}
	add_events("a/events.tfevents.1", 6, 10000, 15000);
	add_events("b/events.tfevents.1", 6, 10000, 15000);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(readers[i].thread, NULL), 0);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(readers[i].wrong, 0);
	wait_for(d, series_of(d, 0, "t5"), 15000);
	tfe_logdir_close(d);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, logs_make, logs_remove)
	const struct CMUnitTest tests[] = {
		TEST(what_comes_later_changes_nothing),
		TEST(points_keep_their_order),
		TEST(threads_have_cursors_of_their_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
