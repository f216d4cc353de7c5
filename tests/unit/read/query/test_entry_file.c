/* read/query: the event file that contains an entry, in runs of one and of several files. */
#include "unit/logs.h"

#include <math.h>

#include <tfevents/series.h>

#include "read/query/entry_file.h"

static const char first[] = "run/events.out.tfevents.1", second[] = "run/events.out.tfevents.2";

static tfe_logdir *load(const tfe_logdir_options *options)
{
	const char *path = logs_folder;
	tfe_logdir *logdir;
	assert_int_equal(tfe_logdir_open(&path, 1, options, &logdir, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	return logdir;
}

/* Writes points at the steps [from, to), one per second from `wall_time` on. */
static void scalars(const char *file, const char *tag, int from, int to, double wall_time)
{
	for (int i = from; i < to; i++)
		logs_scalar(file, tag, i, wall_time + i - from, (float)i);
}

static void check(const tfe_logdir *logdir, const char *tag, int64_t step, bool finite,
		  const char *want)
{
	const tfe_run *run = tfe_logdir_run_at(logdir, 0);
	tfe_view view = tfe_series_view(tfe_run_find_series(run, tag));
	const char *file = tfe__entry_file(&view, step, finite);
	if (strcmp(file, *want ? logs_path(want) : ""))
		fail_msg("%s at step %d is in %s, not in %s", tag, (int)step, file, want);
}

static void one_file_has_everything(void **state)
{
	(void)state;
	scalars(first, "loss", 0, 3, 100);
	tfe_logdir *logdir = load(NULL);
	check(logdir, "loss", 1, true, first);
	assert_string_equal(tfe__run_first_file(tfe_logdir_run_at(logdir, 0)), logs_path(first));
	tfe_logdir_close(logdir);
}

static void a_restart_is_in_the_later_file(void **state)
{
	(void)state;
	scalars(first, "loss", 0, 3000, 1000);
	scalars(first, "once", 0, 1, 1000);
	scalars(second, "loss", 2500, 4000, 9000);
	scalars(second, "later", 0, 10, 9000);
	tfe_logdir *logdir = load(NULL);
	check(logdir, "loss", 0, true, first);
	check(logdir, "loss", 2499, true, first);
	check(logdir, "loss", 2500, true, second);
	check(logdir, "loss", 3999, true, second);
	check(logdir, "loss", 4000, true, "");
	check(logdir, "once", 0, true, first);
	check(logdir, "later", 5, true, second);
	tfe_logdir_close(logdir);
}

/* Two programs write one series at the same time: steps and wall times do not distinguish them. */
static void concurrent_files_are_distinguished(void **state)
{
	(void)state;
	scalars(first, "loss", 0, 2000, 1000);
	scalars(second, "loss", 0, 1500, 1000.5);
	logs_scalar(second, "loss", 1500, 2500.5, NAN);
	scalars(second, "loss", 1501, 2500, 2501.5);
	const tfe_logdir_options keep = {.size = sizeof keep, .restarts = TFE_RESTARTS_KEEP};
	tfe_logdir *logdir = load(NULL);
	/* One series that is ordered by step does not record the file of each point. */
	check(logdir, "loss", 1499, true, "");
	tfe_logdir_close(logdir);
	logdir = load(&keep);
	check(logdir, "loss", 1499, true, first);
	check(logdir, "loss", 1500, true, first);
	check(logdir, "loss", 1500, false, second);
	check(logdir, "loss", 2499, true, second);
	tfe_logdir_close(logdir);
}

/* Two files are followed while both grow: the entries of a series alternate between them. */
static void alternating_files_are_distinguished(void **state)
{
	(void)state;
	enum { ROUNDS = 10, POINTS = 5 };
	const tfe_logdir_options keep = {.size = sizeof keep, .restarts = TFE_RESTARTS_KEEP};
	tfe_logdir *logdir = NULL;
	for (int round = 0; round < ROUNDS; round++) {
		int step = round * POINTS;
		scalars(first, "a", step, step + POINTS, 1000 + step);
		scalars(second, "a", 1000 + step, 1000 + step + POINTS, 1000.5 + step);
		if (!logdir)
			logdir = load(&keep);
		else
			assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	}
	check(logdir, "a", 0, true, first);
	check(logdir, "a", 12, true, first);
	check(logdir, "a", 1012, true, second);
	check(logdir, "a", (ROUNDS - 1) * POINTS, true, first);
	check(logdir, "a", 1000 + ROUNDS * POINTS - 1, true, second);
	tfe_logdir_close(logdir);
}

/* Single points that alternate would need more memory for their origins than for themselves. */
static void too_many_changes_are_not_recorded(void **state)
{
	(void)state;
	tfe_logdir *logdir = NULL;
	for (int i = 0; i < 40; i++) {
		logs_scalar(i % 2 ? second : first, "a", i, 1000 + i, 0);
		if (!logdir)
			logdir = load(NULL);
		else
			assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	}
	check(logdir, "a", 39, true, "");
	tfe_logdir_close(logdir);
}

/* A file appears whose name sorts before a loaded one: everything is reread in the right order. */
static void a_file_that_appears_before_is_found(void **state)
{
	(void)state;
	scalars(second, "loss", 10, 20, 2000);
	tfe_logdir *logdir = load(NULL);
	check(logdir, "loss", 15, true, second);
	scalars(first, "loss", 0, 10, 1000);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	check(logdir, "loss", 5, true, first);
	check(logdir, "loss", 15, true, second);
	tfe_logdir_close(logdir);
}

/* If the budget caused points to be dropped, their file is still found. */
static void dropped_points_have_their_file(void **state)
{
	(void)state;
	static struct logs_message batch, event, summary, value;
	for (int i = 0; i < 200000; i++) {
		value.n = summary.n = 0;
		logs_text(&value, 1, "loss");
		logs_float(&value, 2, (float)i);
		logs_bytes(&summary, 1, value.data, value.n);
		logs_event(&event, i, 1000 + i);
		logs_bytes(&event, 5, summary.data, summary.n);
		logs_frame(&batch, &event);
		if (batch.n > 60000 || i == 99999 || i == 199999)
			logs_flush(i < 100000 ? first : second, &batch);
	}
	const tfe_logdir_options options = {.size = sizeof options, .memory_bytes = 1 << 20};
	tfe_logdir *logdir = load(&options);
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(logdir, &progress);
	assert_true(progress.dropped > 0);
	check(logdir, "loss", 1, true, first);
	check(logdir, "loss", 150000, true, second);
	check(logdir, "loss", 199999, true, second);
	tfe_logdir_close(logdir);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, logs_make, logs_remove)
	const struct CMUnitTest tests[] = {
		TEST(one_file_has_everything),
		TEST(a_restart_is_in_the_later_file),
		TEST(concurrent_files_are_distinguished),
		TEST(alternating_files_are_distinguished),
		TEST(too_many_changes_are_not_recorded),
		TEST(a_file_that_appears_before_is_found),
		TEST(dropped_points_have_their_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
