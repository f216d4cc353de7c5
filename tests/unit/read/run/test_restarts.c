/* read/run: restarts: the points that a later start supersedes. */
#include "unit/runs.h"

static const tfe_logdir_options supersede = {.restarts = TFE_RESTARTS_SUPERSEDE},
				keep = {.restarts = TFE_RESTARTS_KEEP},
				tensorboard = {.restarts = TFE_RESTARTS_TENSORBOARD};

static void expect_steps(tfe_logdir_options o, const char *tag, const char *steps)
{
	tfe_logdir *d = load_logs(o);
	assert_string_equal(steps_of(d, ".", tag), steps);
	tfe_logdir_close(d);
}

static void a_later_file_that_goes_back_supersedes(void **state)
{
	(void)state;
	scalars("events.tfevents.1", "loss", 0, 5, 100);
	scalars("events.tfevents.1", "lr", 0, 5, 100);
	scalars("events.tfevents.1", "val", 4, 4, 104);
	scalars("events.tfevents.2", "loss", 3, 7, 200);
	scalars("events.tfevents.2", "lr", 3, 7, 200);
	expect_steps(supersede, "loss", "0 1 2 3 4 5 6 7");
	expect_steps(supersede, "lr", "0 1 2 3 4 5 6 7");
	expect_steps(supersede, "val", "");
	expect_steps(keep, "loss", "0 1 2 3 4 5 3 4 5 6 7");
	tfe_logdir *d = load_logs(supersede);
	assert_int_equal(info_of(d, ".").restarts, 1);
	assert_int_equal(info_of(d, ".").superseded, 7);
	tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, "."), "loss"));
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&view, &info);
	assert_int_equal(info.superseded, 3);
	tfe_logdir_close(d);
}

static void files_written_side_by_side_stay(void **state)
{
	(void)state;
	scalars("events.tfevents.1", "loss", 0, 5, 100);
	scalars("events.tfevents.2", "loss", 0, 5, 101);
	expect_steps(supersede, "loss", "0 0 1 1 2 2 3 3 4 4 5 5");
	expect_steps(keep, "loss", "0 1 2 3 4 5 0 1 2 3 4 5");
}

static void another_programs_file_stays(void **state)
{
	(void)state;
	scalars("events.tfevents.1", "loss", 0, 5, 100);
	scalars("events.tfevents.2", "test", 0, 3, 200); /* an evaluation */
	scalars("events.tfevents.3", "test", 0, 3, 300); /* another evaluation */
	expect_steps(supersede, "loss", "0 1 2 3 4 5");
	expect_steps(supersede, "test", "0 1 2 3");
}

static void what_is_logged_at_each_start_is_no_restart(void **state)
{
	(void)state;
	logs_scalar("events.tfevents.1", "parameters", 0, 100, 42);
	scalars("events.tfevents.1", "loss", 0, 5, 100);
	logs_scalar("events.tfevents.2", "parameters", 0, 200, 42);
	scalars("events.tfevents.2", "loss", 6, 8, 200);
	expect_steps(supersede, "loss", "0 1 2 3 4 5 6 7 8");
	expect_steps(supersede, "parameters", "0");
}

static void steps_that_repeat_in_one_file_stay(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++)
		logs_scalar("events.tfevents.1", "t", 0, 100 + i, (float)i);
	scalars("events.tfevents.1", "u", 5, 6, 200);
	scalars("events.tfevents.1", "u", 3, 4, 300);
	expect_steps(supersede, "t", "0 0 0 0");
	expect_steps(supersede, "u", "5 6 3 4");
	/* Without a file version TensorBoard treats any step back as a restart. */
	expect_steps(tensorboard, "t", "0 0 0 0");
	expect_steps(tensorboard, "u", "3 4");
}

static void a_session_start_supersedes(void **state)
{
	(void)state;
	const char *file = "events.tfevents.1";
	logs_version(file, 99);
	logs_session(file, 0, 99, 1);
	scalars(file, "loss", 0, 5, 100);
	scalars(file, "val", 5, 5, 105);
	logs_session(file, 3, 200, 1);
	scalars(file, "loss", 3, 4, 200);
	expect_steps(supersede, "loss", "0 1 2 3 4");
	expect_steps(supersede, "val", "");
	expect_steps(tensorboard, "loss", "0 1 2 3 4");
	expect_steps(keep, "loss", "0 1 2 3 4 5 3 4");
}

static void many_restarts_of_many_series_supersede(void **state)
{
	(void)state;
	enum { SERIES = 2000, LIVES = 12, STEPS = 5, BACK = 2 };
	const char *file = "events.tfevents.1";
	static struct logs_message event, session, summary, v;
	logs_version(file, 99);
	session.n = 0;
	logs_number(&session, 1, 1);
	for (int64_t life = 0, step = 0; life < LIVES; life++, step -= BACK) {
		logs_event(&event, step, 100);
		logs_bytes(&event, 7, session.data, session.n);
		logs_append(file, &event);
		for (int i = 0; i < STEPS; i++, step++) {
			summary.n = 0;
			for (int k = 0; k < SERIES; k++) {
				char tag[16];
				snprintf(tag, sizeof tag, "t%d", k);
				v.n = 0;
				logs_text(&v, 1, tag);
				logs_float(&v, 2, 1);
				logs_bytes(&summary, 1, v.data, v.n);
			}
			logs_summary_event(&event, step, 100, &summary);
			logs_append(file, &event);
		}
	}
	tfe_logdir *d = load_logs(supersede);
	const tfe_run_info info = info_of(d, ".");
	assert_int_equal(info.restarts, LIVES - 1);
	assert_int_equal(info.superseded, (LIVES - 1) * BACK * SERIES);
	assert_int_equal(points_of(d, ".", "t0"), LIVES * (STEPS - BACK) + BACK);
	assert_int_equal(points_of(d, ".", "t1999"), LIVES * (STEPS - BACK) + BACK);
	tfe_logdir_close(d);
}

static void tensorboard_remembers_only_the_first_start(void **state)
{
	(void)state;
	const char *file = "events.tfevents.1";
	logs_version(file, 99);
	scalars(file, "loss", 0, 5, 100);
	logs_session(file, 3, 200, 1); /* torch's purge_step */
	scalars(file, "loss", 3, 4, 200);
	expect_steps(supersede, "loss", "0 1 2 3 4");
	expect_steps(tensorboard, "loss", "0 1 2 3 4 5 3 4");
}

static void a_stop_at_the_end_means_finished(void **state)
{
	(void)state;
	const char *file = "events.tfevents.1";
	scalars(file, "loss", 0, 1, 100);
	logs_session(file, 2, 200, 2);
	tfe_logdir *d = load_logs(supersede);
	assert_true(info_of(d, ".").finished);
	assert_true(info_of(d, ".").first_wall_time == 100);
	assert_true(info_of(d, ".").last_wall_time == 200);
	scalars(file, "loss", 2, 2, 300);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_false(info_of(d, ".").finished);
	assert_int_equal(points_of(d, ".", "loss"), 3);
	tfe_logdir_close(d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_later_file_that_goes_back_supersedes),
		TEST(files_written_side_by_side_stay),
		TEST(another_programs_file_stays),
		TEST(what_is_logged_at_each_start_is_no_restart),
		TEST(steps_that_repeat_in_one_file_stay),
		TEST(a_session_start_supersedes),
		TEST(many_restarts_of_many_series_supersede),
		TEST(tensorboard_remembers_only_the_first_start),
		TEST(a_stop_at_the_end_means_finished),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
