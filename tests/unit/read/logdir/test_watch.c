/* read/logdir: a log directory that changes while it is watched and queried. */
#include <poll.h>

#include "unit/runs.h"

#include <tfevents/cursor.h>

/* Waits for changes until a series has this number of points. */
static void wait_for_points(tfe_logdir *d, const char *run, const char *tag, uint64_t n)
{
	while (points_of(d, run, tag) != n) {
		struct pollfd fd = {.fd = tfe_logdir_fd(d), .events = POLLIN};
		if (poll(&fd, 1, 60000) != 1)
			fail_msg("%s %s: %llu points, not %llu", run, tag,
				 (unsigned long long)points_of(d, run, tag), (unsigned long long)n);
		tfe_logdir_acknowledge(d);
	}
}

static void wait_until_gone(tfe_logdir *d, const char *run)
{
	while (!info_of(d, run).gone) {
		struct pollfd fd = {.fd = tfe_logdir_fd(d), .events = POLLIN};
		if (poll(&fd, 1, 60000) != 1)
			fail_msg("%s is still there", run);
		tfe_logdir_acknowledge(d);
	}
}

static tfe_logdir *watch(tfe_logdir_options o)
{
	tfe_logdir *d = open_logs(o);
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	return d;
}

static void follow(tfe_logdir_options o)
{
	scalars("a/events.tfevents.1", "t", 0, 1, 100);
	tfe_logdir *d = watch(o);
	assert_int_equal(points_of(d, "a", "t"), 2);
	/* grows */
	scalars("a/events.tfevents.1", "t", 2, 2, 102);
	wait_for_points(d, "a", "t", 3);
	/* files appear, in an existing run and in a new one */
	scalars("a/events.tfevents.2", "u", 0, 0, 103);
	wait_for_points(d, "a", "u", 1);
	scalars("b/c/events.tfevents.1", "t", 0, 3, 100);
	wait_for_points(d, "b/c", "t", 4);
	/* a record is written in two pieces */
	static struct logs_message event;
	logs_event(&event, 9, 110);
	logs_text(&event, 3, "brain.Event:2");
	logs_append_part("b/c/events.tfevents.1", &event, 9);
	scalars("a/events.tfevents.1", "t", 3, 3, 103);
	wait_for_points(d, "a", "t", 4);
	assert_int_equal(tfe_run_damage_count(find_run(d, "b/c")), 0);
	/* all files of a run are deleted; the loaded data stay */
	assert_int_equal(unlink(logs_path("b/c/events.tfevents.1")), 0);
	wait_until_gone(d, "b/c");
	assert_int_equal(points_of(d, "b/c", "t"), 4);
	/* the directory is deleted too, and everything comes back */
	assert_int_equal(rmdir(logs_path("b/c")), 0);
	assert_int_equal(rmdir(logs_path("b")), 0);
	scalars("b/c/events.tfevents.1", "t", 5, 6, 100);
	wait_for_points(d, "b/c", "t", 2);
	assert_false(info_of(d, "b/c").gone);
	tfe_logdir_close(d);
}

static void changes_are_reported(void **state)
{
	(void)state;
	follow((tfe_logdir_options){0});
}

static void changes_are_seen_where_nobody_tells(void **state)
{
	(void)state;
	follow((tfe_logdir_options){.poll_only = true, .poll_interval_s = 0.01});
}

static void replaced_and_cut_files_are_read_anew(void **state)
{
	(void)state;
	scalars("events.tfevents.1", "t", 0, 5, 100);
	scalars("events.tfevents.2", "u", 0, 5, 200);
	tfe_logdir *d = watch((tfe_logdir_options){0});
	tfe_view old = tfe_series_view(tfe_run_find_series(find_run(d, "."), "t"));
	/* another file replaces it */
	scalars("new", "t", 10, 12, 300);
	assert_int_equal(rename(logs_path("new"), logs_path("events.tfevents.1")), 0);
	wait_for_points(d, ".", "t", 3);
	assert_string_equal(steps_of(d, ".", "t"), "10 11 12");
	assert_int_equal(points_of(d, ".", "u"), 6);
	tfe_point p;
	assert_int_equal(tfe_view_get_points(&old, 5, &p, 1), 1);
	assert_int_equal(p.step, 5);
	/* the same file becomes shorter */
	assert_int_equal(truncate(logs_path("events.tfevents.1"), 0), 0);
	wait_for_points(d, ".", "t", 0);
	scalars("events.tfevents.1", "t", 1, 1, 400);
	wait_for_points(d, ".", "t", 1);
	/* a copy that continues the file (rsync) is not read twice */
	scalars("new", "t", 1, 1, 400);
	scalars("new", "t", 2, 2, 401);
	assert_int_equal(rename(logs_path("new"), logs_path("events.tfevents.1")), 0);
	wait_for_points(d, ".", "t", 2);
	assert_string_equal(steps_of(d, ".", "t"), "1 2");
	tfe_logdir_close(d);
}

static void files_come_in_the_order_of_their_names(void **state)
{
	(void)state;
	scalars("events.tfevents.2", "t", 2, 3, 200);
	tfe_logdir *d = watch((tfe_logdir_options){0});
	assert_string_equal(steps_of(d, ".", "t"), "2 3");
	scalars("new", "t", 0, 1, 100);
	assert_int_equal(rename(logs_path("new"), logs_path("events.tfevents.1")), 0);
	wait_for_points(d, ".", "t", 4);
	assert_string_equal(steps_of(d, ".", "t"), "0 1 2 3");
	tfe_logdir_close(d);
}

/* Linked files elsewhere cause no notifications; the other files do meanwhile. */
static void linked_files_are_followed(void **state)
{
	(void)state;
	char elsewhere[1100];
	snprintf(elsewhere, sizeof elsewhere, "%s", logs_path("elsewhere/data"));
	scalars("elsewhere/data", "t", 0, 0, 100);
	logs_folders("logs/x");
	assert_int_equal(symlink(elsewhere, logs_path("logs/events.tfevents.1")), 0);
	tfe_logdir *d = open_path(logs_path("logs"), (tfe_logdir_options){.poll_interval_s = 0.02});
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	wait_for_points(d, ".", "t", 1);
	scalars("elsewhere/data", "t", 1, 1, 101);
	for (int i = 0; points_of(d, ".", "t") < 2; i++)
		scalars("logs/events.tfevents.2", "u", i, i, 100 + i);
	tfe_logdir_close(d);
}

/* The writer runs at full speed: at the end no event is missing and none is read twice. */
static void nothing_is_missed(void **state)
{
	(void)state;
	enum { N = 5000 };
	scalars("events.tfevents.1", "t", 0, 0, 100);
	tfe_logdir *d = watch((tfe_logdir_options){0});
	for (int i = 1; i < N; i++) {
		logs_scalar("events.tfevents.1", "t", i, 100 + i, (float)i);
		tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, "."), "t"));
		tfe_point last;
		assert_int_equal(tfe_view_get_points(&view, view.count - 1, &last, 1), 1);
		assert_int_equal(last.step, view.count - 1);
	}
	wait_for_points(d, ".", "t", N);
	tfe_logdir_close(d);
}

/* Makes every query repeatedly while the loader appends: each answer matches the view. */
static void ask_all(tfe_view view)
{
	tfe_column columns[50];
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_point last;
	double x0, x1, smoothed;
	uint32_t crc;
	tfe_view_get_info(&view, &info);
	assert_int_equal(info.count, view.count);
	if (!view.count)
		return;
	assert_int_equal(tfe_view_get_points(&view, view.count - 1, &last, 1), 1);
	assert_int_equal(last.step, view.count - 1);
	assert_true(info.last == last.value);
	for (tfe_axis axis = TFE_AXIS_STEP; axis <= TFE_AXIS_WALL; axis++) {
		uint64_t counted = 0;
		assert_true(tfe_view_get_extent(&view, axis, &x0, &x1));
		assert_int_equal(tfe_view_nearest(&view, axis, x1), view.count - 1);
		if (x1 <= x0)
			continue;
		for (int w = 0; w < 2; w++, counted = 0) {
			assert_int_equal(
				tfe_view_get_columns(&view, axis, x0, x1, w * 0.9, columns, 50),
				TFE_OK);
			for (int i = 0; i < 50; i++)
				counted += columns[i].count;
			assert_int_equal(counted, view.count);
		}
	}
	assert_int_equal(tfe_view_get_smoothed(&view, view.count - 1, 0.5, &smoothed), TFE_OK);
	tfe_cursor *cursor;
	assert_int_equal(tfe_cursor_open(view.series, NULL, &cursor, NULL), TFE_OK);
	assert_int_equal(tfe_cursor_get_crc32(cursor, &crc), TFE_OK);
	assert_in_range(tfe_cursor_position(cursor), view.count, UINT64_MAX);
	tfe_cursor_close(cursor);
}

static void queries_run_beside_the_loader(void **state)
{
	(void)state;
	enum { N = 20000 };
	static struct logs_message all;
	for (int i = 0; i < N; i++) {
		static struct logs_message event;
		logs_scalar_event(&event, i % 2 ? "a" : "b", i / 2, 100 + i * 0.01,
				  (float)(i % 977));
		logs_add("events.tfevents.1", &all, &event);
	}
	logs_flush("events.tfevents.1", &all);
	tfe_logdir *d = open_logs((tfe_logdir_options){.threads = 2});
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	tfe_progress progress = TFE_PROGRESS_INIT;
	do {
		tfe_logdir_get_progress(d, &progress);
		for (size_t r = 0; r < tfe_logdir_run_count(d); r++) {
			const tfe_run *run = tfe_logdir_run_at(d, r);
			for (size_t i = 0; i < tfe_run_series_count(run); i++)
				ask_all(tfe_series_view(tfe_run_series_at(run, i)));
		}
	} while (!progress.loaded);
	assert_int_equal(points_of(d, ".", "a"), N / 2);
	tfe_logdir_close(d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(changes_are_reported),
		TEST(changes_are_seen_where_nobody_tells),
		TEST(replaced_and_cut_files_are_read_anew),
		TEST(files_come_in_the_order_of_their_names),
		TEST(linked_files_are_followed),
		TEST(nothing_is_missed),
		TEST(queries_run_beside_the_loader),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
