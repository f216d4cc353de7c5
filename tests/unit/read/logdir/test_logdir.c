/* read/logdir: log directories: the runs that are found, and the reports about the rest. */
#include <errno.h>
#include <fcntl.h>

#include "unit/runs.h"

static void runs_have_the_names_of_their_folders(void **state)
{
	(void)state;
	logs_scalar("events.out.tfevents.1.host", "a", 1, 1, 1);
	logs_scalar("x/y/my.tfevents", "b", 1, 1, 1);
	logs_scalar("x/no-events", "c", 1, 1, 1);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	assert_int_equal(tfe_logdir_run_count(d), 2);
	assert_int_equal(points_of(d, ".", "a"), 1);
	assert_int_equal(points_of(d, "x/y", "b"), 1);
	assert_null(tfe_run_find_series(find_run(d, "."), "b"));
	tfe_progress p = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(d, &p);
	assert_int_equal(p.files, 2);
	assert_int_equal(p.directories, 3);
	assert_int_equal(p.points, 2);
	assert_int_equal(p.bytes_read, p.bytes_total);
	assert_true(p.loaded);
	assert_true(info_of(d, ".").loaded);
	tfe_logdir_close(d);
}

static void named_and_single_paths(void **state)
{
	(void)state;
	logs_scalar("one/events.tfevents.1", "a", 1, 1, 1);
	logs_scalar("two/sub/events.tfevents.1", "a", 1, 1, 1);
	logs_scalar("two/sub/events.tfevents.2", "a", 2, 2, 1);
	char named[1100];
	snprintf(named, sizeof named, "base:%s", logs_path("two"));
	const char *paths[] = {logs_path("one"), named, logs_path("two/sub/events.tfevents.2")};
	tfe_logdir *d;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe_logdir_open(paths, 3, NULL, &d, &error), TFE_OK);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_int_equal(tfe_logdir_run_count(d), 2);
	assert_int_equal(points_of(d, logs_path("one"), "a"), 1);
	assert_int_equal(points_of(d, "base/sub", "a"), 2);
	tfe_logdir_close(d);
	d = open_path(logs_path("two/sub/events.tfevents.2"), (tfe_logdir_options){0});
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_int_equal(tfe_logdir_run_count(d), 1);
	assert_string_equal(steps_of(d, ".", "a"), "2");
	tfe_logdir_close(d);
}

static void a_missing_path_is_said(void **state)
{
	(void)state;
	const char *path = logs_path("not/here");
	tfe_logdir *d;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe_logdir_open(&path, 1, NULL, &d, &error), TFE_E_NOTFOUND);
	assert_null(d);
	assert_string_equal(error.path, path);
	assert_int_equal(error.sys_errno, ENOENT);
	assert_int_equal(tfe_logdir_open(&path, 0, NULL, &d, &error), TFE_E_ARG);
	tfe_logdir_close(NULL);
}

static void links_are_followed_but_not_in_circles(void **state)
{
	(void)state;
	logs_scalar("a/events.tfevents.1", "t", 1, 1, 1);
	assert_int_equal(symlink("a", logs_path("b")), 0);
	assert_int_equal(symlink("..", logs_path("a/up")), 0);
	assert_int_equal(symlink(".", logs_path("a/self")), 0);
	assert_int_equal(symlink("nowhere", logs_path("a/broken.tfevents")), 0);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	assert_int_equal(tfe_logdir_run_count(d), 1);
	assert_int_equal(points_of(d, "a", "t"), 1);
	assert_int_equal(tfe_run_alias_count(find_run(d, "a")), 1);
	assert_string_equal(tfe_run_alias_at(find_run(d, "a"), 0), "b");
	assert_int_equal(tfe_logdir_damage_count(d), 1);
	tfe_logdir_close(d);
}

static void odd_things_are_said_not_waited_for(void **state)
{
	(void)state;
	logs_scalar("a/events.tfevents.1", "t", 1, 1, 1);
	assert_int_equal(mkfifo(logs_path("a/events.out.tfevents.fifo"), 0666), 0);
	assert_int_equal(mkdir(logs_path("a/events.out.tfevents.7"), 0777), 0);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_int_equal(tfe_logdir_damage_count(d), 2);
	tfe_damage damage = TFE_DAMAGE_INIT;
	tfe_logdir_get_damage(d, 0, &damage);
	assert_string_equal(damage.path, logs_path("a/events.out.tfevents.7"));
	tfe_logdir_get_damage(d, 1, &damage);
	assert_string_equal(damage.reason, "is a FIFO, not an event file");
	assert_int_equal(damage.kind, TFE_DAMAGE_KIND_NO_EVENT_FILE);
	assert_int_equal(damage.sys_errno, 0);
	assert_int_equal(damage.offset, -1);
	tfe_logdir_close(d);
}

static void what_cannot_be_read_is_said(void **state)
{
	(void)state;
	logs_scalar("a/events.tfevents.1", "t", 1, 1, 1);
	logs_scalar("b/events.tfevents.1", "t", 1, 1, 1);
	logs_scalar("c/events.tfevents.1", "t", 1, 1, 1);
	assert_int_equal(chmod(logs_path("b"), 0), 0);
	assert_int_equal(chmod(logs_path("c/events.tfevents.1"), 0), 0);
	/* The superuser can read everything, so the test runs as another user. */
	bool root = geteuid() == 0;
	assert_int_equal(chmod(logs_folder, 0755), 0);
	int reached = root && seteuid(65534) ? -1 : open(logs_folder, O_RDONLY);
	if (reached < 0) { /* a directory that only the superuser can reach */
		if (root)
			assert_int_equal(seteuid(0), 0);
		skip();
	}
	close(reached);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	if (root)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(tfe_logdir_damage_count(d), 1);
	assert_int_equal(tfe_run_damage_count(find_run(d, "c")), 1);
	tfe_damage damage = TFE_DAMAGE_INIT;
	tfe_logdir_get_damage(d, 0, &damage);
	assert_int_equal(damage.kind, TFE_DAMAGE_KIND_UNREADABLE);
	assert_int_equal(damage.sys_errno, EACCES);
	tfe_run_get_damage(find_run(d, "c"), 0, &damage);
	assert_int_equal(damage.sys_errno, EACCES);
	tfe_logdir_close(d);
}

static void damage_costs_itself_only(void **state)
{
	(void)state;
	const char *file = "events.tfevents.1";
	scalars(file, "t", 0, 4, 100);
	static struct logs_message garbage = {.n = 100};
	logs_append(file, &garbage); /* framed as a record, but not an event */
	scalars(file, "t", 5, 9, 100);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	assert_string_equal(steps_of(d, ".", "t"), "0 1 2 3 4 5 6 7 8 9");
	assert_int_equal(tfe_run_damage_count(find_run(d, ".")), 1);
	tfe_damage damage = TFE_DAMAGE_INIT;
	tfe_run_get_damage(find_run(d, "."), 0, &damage);
	assert_string_equal(damage.path, logs_path(file));
	assert_int_equal(damage.bytes, 116);
	tfe_run_get_damage(find_run(d, "."), 7, &damage);
	assert_string_equal(damage.path, "");
	tfe_logdir_close(d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(runs_have_the_names_of_their_folders),
		TEST(named_and_single_paths),
		TEST(a_missing_path_is_said),
		TEST(links_are_followed_but_not_in_circles),
		TEST(odd_things_are_said_not_waited_for),
		TEST(what_cannot_be_read_is_said),
		TEST(damage_costs_itself_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
