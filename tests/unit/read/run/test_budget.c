/* read/run: the memory budget: dropped points are reread, and drawn with lower resolution until
 * then.
 *
 * wraps: pthread_mutex_trylock */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

#include "unit/read/run/budgeted.h"

#include <tfevents/cursor.h>

#include "read/query/resident.h"

static void put_histogram(struct logs_message *value, int i, int64_t step)
{
	static struct logs_message h;
	double edges[2] = {0, (double)step + 1};
	h.n = 0;
	logs_double(&h, 2, edges[1]);
	logs_double(&h, 3, 1);
	logs_bytes(&h, 6, edges, sizeof edges);
	edges[1] = 1;
	logs_bytes(&h, 7, edges, sizeof edges);
	put_scalar(value, i, step);
	value->n -= 5;
	logs_bytes(value, 5, h.data, h.n);
}

static tfe_cursor *cursor_of(const tfe_series *series)
{
	tfe_cursor *cursor;
	assert_int_equal(tfe_cursor_open(series, NULL, &cursor, NULL), TFE_OK);
	return cursor;
}

/* Compares the points of a cursor with those of the other view. */
static void assert_exact(tfe_cursor *cursor, const tfe_view *whole)
{
	uint64_t at = 0;
	size_t n;
	tfe_point a[500], b[500];
	for (;;) {
		assert_int_equal(tfe_cursor_next(cursor, a, 500, &n), TFE_OK);
		if (!n)
			break;
		assert_int_equal(tfe_view_get_points(whole, at, b, n), n);
		assert_memory_equal(a, b, n * sizeof *a);
		at += n;
		assert_int_equal(tfe_cursor_position(cursor), at);
	}
	assert_int_equal(at, whole->count);
}

static void assert_same_info(tfe_cursor *a, tfe_cursor *b)
{
	tfe_series_info x = TFE_SERIES_INFO_INIT, y = TFE_SERIES_INFO_INIT;
	assert_int_equal(tfe_cursor_get_info(a, &x), TFE_OK);
	assert_int_equal(tfe_cursor_get_info(b, &y), TFE_OK);
	assert_int_equal(x.dropped + x.left_out, 0);
	assert_string_equal(x.tag, y.tag);
	assert_int_equal(x.count, y.count);
	assert_int_equal(x.superseded, y.superseded);
	assert_int_equal(x.first_step, y.first_step);
	assert_int_equal(x.last_step, y.last_step);
	assert_int_equal(x.min_step, y.min_step);
	assert_int_equal(x.max_step, y.max_step);
	assert_int_equal(x.nonfinite, y.nonfinite);
	assert_true(x.first_wall_time == y.first_wall_time);
	assert_true(x.last_wall_time == y.last_wall_time);
	assert_true(x.last == y.last);
	assert_true(x.min == y.min);
	assert_true(x.max == y.max);
}

/* Compares all series of a directory that was loaded within a budget with one that was loaded
 * without. */
static void assert_all_exact(const tfe_logdir *small, const tfe_logdir *large)
{
	assert_int_equal(tfe_logdir_run_count(small), tfe_logdir_run_count(large));
	for (size_t r = 0; r < tfe_logdir_run_count(small); r++) {
		const tfe_run *run = tfe_logdir_run_at(small, r);
		assert_int_equal(tfe_run_series_count(run),
				 tfe_run_series_count(tfe_logdir_run_at(large, r)));
		for (size_t i = 0; i < tfe_run_series_count(run); i++) {
			const tfe_series *series = tfe_run_series_at(run, i);
			tfe_view whole = view_at(large, r, i);
			tfe_cursor *exact = cursor_of(series), *same = cursor_of(whole.series),
				   *sum = cursor_of(series);
			uint32_t a, b;
			assert_exact(exact, &whole);
			assert_same_info(exact, same);
			assert_int_equal(tfe_cursor_get_crc32(sum, &a), TFE_OK);
			assert_int_equal(tfe_cursor_get_crc32(same, &b), TFE_OK);
			assert_int_equal(a, b);
			tfe_cursor_close(exact);
			tfe_cursor_close(same);
			tfe_cursor_close(sum);
		}
	}
}

static uint64_t dropped_in(const tfe_logdir *d)
{
	uint64_t dropped = 0;
	for (size_t r = 0; r < tfe_logdir_run_count(d); r++)
		for (size_t i = 0; i < tfe_run_series_count(tfe_logdir_run_at(d, r)); i++) {
			tfe_series_info info = TFE_SERIES_INFO_INIT;
			tfe_view view = view_at(d, r, i);
			tfe_view_get_info(&view, &info);
			dropped += info.dropped;
		}
	return dropped;
}

/* --- points ----------------------------------------------------------------------------------- */

static void points_are_dropped_and_read_again(void **state)
{
	(void)state;
	add_scalars("a/events.tfevents.1", 12, 0, 12000);
	add_scalars("b/events.tfevents.1", 12, 0, 12000);
	tfe_logdir *small = load(MIB), *large = load(0);
	tfe_progress p = progress_of(small), q = progress_of(large);
	assert_true(q.memory_bytes > MIB);
	assert_true(p.memory_bytes <= MIB);
	assert_int_equal(dropped_in(large), 0);
	assert_true(dropped_in(small) > 50000);
	assert_int_equal(p.left_out, 0);
	assert_int_equal(p.dropped, dropped_in(small));
	assert_int_equal(q.dropped + q.left_out, 0);
	assert_all_exact(small, large);
	assert_true(progress_of(small).memory_bytes <= MIB);
	tfe_logdir_close(small);
	tfe_logdir_close(large);
}

static void a_series_larger_than_the_budget_is_read_in_parts(void **state)
{
	(void)state;
	add_scalars("events.tfevents.1", 1, 0, 1500000);
	tfe_logdir *small = load(MIB), *large = load(0);
	assert_true(dropped_in(small) > 0);
	assert_all_exact(small, large);
	tfe_logdir_close(small);
	tfe_logdir_close(large);
}

/* The same tag has another value after the restart. */
static void put_other_scalar(struct logs_message *value, int i, int64_t step)
{
	put_scalar(value, i, step * 3);
}

static void restarts_are_exact(void **state)
{
	(void)state;
	add_scalars("events.tfevents.1", 8, 0, 20000);
	logs_version("events.tfevents.2", 2e9);
	for (int64_t step = 7777; step < 18000; step++)
		add_event("events.tfevents.2", step, 2e9 + (double)step, 0, 8, put_other_scalar);
	logs_flush("events.tfevents.2", &batch);
	tfe_logdir *small = load(MIB), *large = load(0);
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(tfe_logdir_run_at(large, 0), &info);
	assert_int_equal(info.superseded, 8 * (20000 - 7777));
	tfe_run_get_info(tfe_logdir_run_at(small, 0), &info);
	assert_int_equal(info.superseded,
			 8 * (20000 - 7777)); /* the steps are even, so they are exact at once */
	assert_all_exact(small, large);
	tfe_logdir_close(small);
	tfe_logdir_close(large);
}

/* Appends one event of `tags` scalars at a step, with this wall time. */
static void add_scalars_at(const char *name, int tags, int64_t step, double wall_time)
{
	add_event(name, step, wall_time, 0, tags, put_scalar);
}

/* Returns the step of the i-th event of a session; the distances are uneven. */
static int64_t uneven(int64_t i)
{
	return 3 * i + i * i % 7 % 3;
}

/* Writes four sessions of `tags` series, each of which starts before the last step of the previous
 * one. */
static void add_sessions(const char *folder, int tags, int64_t events)
{
	for (int64_t session = 0; session < 4; session++) {
		char name[64];
		snprintf(name, sizeof name, "%sevents.tfevents.%d", folder, (int)session);
		logs_version(name, 1e9 * (double)(session + 1));
		for (int64_t i = session * events / 5; i < events * (session + 3) / 5; i++)
			add_scalars_at(name, tags, uneven(i),
				       1e9 * (double)(session + 1) + (double)i / 7);
		logs_flush(name, &batch);
	}
}

static void uneven_restarts_are_exact(void **state)
{
	(void)state;
	add_sessions("many/", 40, 4000);
	add_sessions("one/", 1, 60000);
	tfe_logdir *small = load(MIB), *large = load(0);
	assert_true(dropped_in(small) > 0);
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(tfe_logdir_run_at(large, 0), &info);
	assert_int_equal(info.restarts, 3);
	assert_all_exact(small, large);
	tfe_logdir_close(small);
	tfe_logdir_close(large);
}

/* --- many runs -------------------------------------------------------------------------------- */

static _Atomic(uint64_t) trylocks;
int __real_pthread_mutex_trylock(pthread_mutex_t *lock);
int __wrap_pthread_mutex_trylock(pthread_mutex_t *lock);

int __wrap_pthread_mutex_trylock(pthread_mutex_t *lock)
{
	atomic_fetch_add(&trylocks, 1);
	return __real_pthread_mutex_trylock(lock);
}

static void runs_without_room_cost_no_search_of_the_others(void **state)
{
	(void)state;
	enum { RUNS = 800, STEPS = 300 };
	for (int i = 0; i < RUNS; i++) {
		char name[64];
		snprintf(name, sizeof name, "r%d/events.tfevents.1", i);
		add_scalars(name, 2, 0, STEPS);
	}
	atomic_store(&trylocks, 0);
	tfe_logdir *d = load(MIB);
	tfe_progress p = progress_of(d);
	assert_true(p.left_out > RUNS);
	/* A search of the other runs for each value without space would repeatedly lock all of
	 * them. */
	assert_true(atomic_load(&trylocks) < 100 * RUNS);
	tfe_logdir_close(d);
}

/* --- charts ----------------------------------------------------------------------------------- */

static void extremes_are_drawn_and_nothing_else_is_made_up(void **state)
{
	(void)state;
	enum { COLUMNS = 50 };
	add_scalars("events.tfevents.1", 20, 0, 20000);
	tfe_logdir *small = load(MIB), *large = load(0);
	static const double windows[][2] = {{0, 19999}, {4000, 4700}, {4320, 4322}, {-100, 40000}};
	for (size_t w = 0; w < 4; w++) {
		tfe_view coarse = view_at(small, 0, 3), fine = view_at(large, 0, 3);
		tfe_column a[COLUMNS], b[COLUMNS];
		double x0 = windows[w][0], x1 = windows[w][1], most = -INFINITY;
		assert_int_equal(
			tfe_view_get_columns(&coarse, TFE_AXIS_STEP, x0, x1, 0, a, COLUMNS),
			TFE_OK);
		assert_int_equal(tfe_view_get_columns(&fine, TFE_AXIS_STEP, x0, x1, 0, b, COLUMNS),
				 TFE_OK);
		for (int i = 0; i < COLUMNS; i++) {
			if (a[i].count && a[i].max > most)
				most = a[i].max;
			/* The exact extremes of the column lie within the drawn ones. */
			if (!a[i].count || !b[i].count)
				continue;
			assert_true(a[i].min <= b[i].min);
			assert_true(a[i].max >= b[i].max);
			assert_true(a[i].first >= a[i].min);
			assert_true(a[i].first <= a[i].max);
			assert_true(a[i].last >= a[i].min);
			assert_true(a[i].last <= a[i].max);
		}
		assert_true(most == 1e6);
		assert_int_equal(tfe_view_get_columns(&coarse, TFE_AXIS_WALL, 1e9, 1e9 + 5000, 0.9,
						      a, COLUMNS),
				 TFE_OK);
	}
	tfe_logdir_close(small);
	tfe_logdir_close(large);
}

static void what_is_held_can_be_asked_for(void **state)
{
	(void)state;
	add_scalars("events.tfevents.1", 20, 0, 20000);
	tfe_logdir *d = load(MIB);
	tfe_view view = view_at(d, 0, 5);
	uint64_t held = 0, at = 0;
	while ((at = tfe__view_resident(&view, at)) < view.count) {
		tfe_point point;
		assert_int_equal(tfe_view_get_points(&view, at, &point, 1), 1);
		assert_int_equal(point.step, at);
		assert_true(point.value == (double)value_of(5, (int64_t)at));
		held++;
		at++;
	}
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&view, &info);
	assert_int_equal(held + info.dropped, view.count);
	assert_true(info.dropped > 0);
	/* For dropped points the answer is the nearest known point, marked as such. */
	for (int i = 0; i < 100; i++) {
		tfe_point point;
		uint64_t near = tfe_view_nearest(&view, TFE_AXIS_STEP, i * 200);
		double smoothed;
		assert_int_equal(tfe_view_get_points(&view, near, &point, 1), 1);
		assert_true(point.value == (double)value_of(5, (int64_t)near));
		assert_int_equal(tfe_view_get_smoothed(&view, near, 0.5, &smoothed), TFE_OK);
	}
	tfe_logdir_close(d);
}

/* --- names, places ---------------------------------------------------------------------------- */

static void histograms_are_found_again(void **state)
{
	(void)state;
	for (int64_t step = 0; step < 20000; step++)
		add_event("events.tfevents.1", step, wall_at(step), 0, 5, put_histogram);
	logs_flush("events.tfevents.1", &batch);
	tfe_logdir *d = load(MIB);
	assert_true(progress_of(d).memory_bytes <= MIB);
	assert_true(dropped_in(d) > 0);
	const tfe_series *series = tfe_run_series_at(tfe_logdir_run_at(d, 0), 2);
	tfe_view view = tfe_series_view(series);
	tfe_cursor *cursor = cursor_of(series);
	tfe_histogram h;
	tfe_moments moments = TFE_MOMENTS_INIT;
	tfe_histogram_init(&h, NULL);
	static const uint64_t entries[] = {0, 700, 5000, 19999, 3};
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(tfe_cursor_read_histogram(cursor, entries[i], &h), TFE_OK);
		assert_true(h.max == (double)entries[i] + 1);
		assert_int_equal(tfe_cursor_get_moments(cursor, entries[i], &moments), TFE_OK);
		assert_true(moments.num == 1);
	}
	assert_int_equal(tfe_cursor_position(cursor), 0);
	tfe_cursor_close(cursor);
	assert_int_equal(tfe_view_read_histogram(&view, 700, &h), TFE_E_LIMIT);
	tfe_histogram_release(&h);
	tfe_logdir_close(d);
}

/* --- beside the loader ------------------------------------------------------------------------ */

static void ask_all(const tfe_view *view)
{
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_point points[100];
	tfe_column columns[64];
	double x0, x1, value;
	tfe_view_get_info(view, &info);
	if (!tfe_view_get_extent(view, TFE_AXIS_STEP, &x0, &x1))
		return;
	for (uint64_t at = 0; (at = tfe__view_resident(view, at)) < view->count; at += 997)
		for (size_t i = 0, n = tfe_view_get_points(view, at, points, 100); i < n; i++)
			assert_true(points[i].step == (int64_t)at + (int64_t)i);
	for (int smoothing = 0; smoothing < 2 && x1 > x0; smoothing++)
		assert_int_equal(tfe_view_get_columns(view, TFE_AXIS_STEP, x0, x1, smoothing * 0.9,
						      columns, 64),
				 TFE_OK);
	uint64_t near = tfe_view_nearest(view, TFE_AXIS_STEP, (x0 + x1) / 3);
	assert_int_equal(tfe_view_get_smoothed(view, near, 0.9, &value), TFE_OK);
}

static void queries_run_beside_dropping(void **state)
{
	(void)state;
	add_scalars("a/events.tfevents.1", 10, 0, 20000);
	add_scalars("b/events.tfevents.1", 10, 0, 20000);
	tfe_logdir *d = open_logs((tfe_logdir_options){.threads = 2, .memory_bytes = MIB});
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	tfe_view old = {0};
	do {
		for (size_t r = 0; r < tfe_logdir_run_count(d); r++)
			for (size_t i = 0; i < tfe_run_series_count(tfe_logdir_run_at(d, r)); i++) {
				tfe_view view = view_at(d, r, i);
				if (!old.count && view.count > 1000)
					old = view;
				ask_all(&view);
				if (old.count)
					ask_all(&old);
			}
	} while (!progress_of(d).loaded);
	assert_true(dropped_in(d) > 0);
	tfe_logdir_close(d);
}

/* Other threads drop chunks of runs for their own needs, while restarts copy the rest of the runs
 * (thread sanitizer). */
static void restarts_run_beside_dropping(void **state)
{
	(void)state;
	static const char *const folders[] = {"a/", "b/", "c/"};
	for (size_t i = 0; i < 3; i++)
		add_sessions(folders[i], 12, 12000);
	tfe_logdir *d = open_logs((tfe_logdir_options){.threads = 3, .memory_bytes = MIB});
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	do {
		for (size_t r = 0; r < tfe_logdir_run_count(d); r++)
			for (size_t i = 0; i < tfe_run_series_count(tfe_logdir_run_at(d, r)); i++) {
				tfe_view view = view_at(d, r, i);
				tfe_column columns[64];
				double x0, x1;
				if (tfe_view_get_extent(&view, TFE_AXIS_STEP, &x0, &x1) && x1 > x0)
					assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP,
									      x0, x1, 0, columns,
									      64),
							 TFE_OK);
			}
	} while (!progress_of(d).loaded);
	assert_true(dropped_in(d) > 0);
	tfe_logdir_close(d);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(points_are_dropped_and_read_again),
		TEST(a_series_larger_than_the_budget_is_read_in_parts),
		TEST(restarts_are_exact),
		TEST(uneven_restarts_are_exact),
		TEST(runs_without_room_cost_no_search_of_the_others),
		TEST(extremes_are_drawn_and_nothing_else_is_made_up),
		TEST(what_is_held_can_be_asked_for),
		TEST(histograms_are_found_again),
		TEST(queries_run_beside_dropping),
		TEST(restarts_run_beside_dropping),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
