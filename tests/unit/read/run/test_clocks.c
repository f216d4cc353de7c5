/* read/run: names, wall times and modification times that contradict each other, and files that
 * come and go. */
#include <fcntl.h>

#include "unit/runs.h"

static const tfe_logdir_options supersede = {.restarts = TFE_RESTARTS_SUPERSEDE};

static void set_modified(const char *name, time_t seconds)
{
	const struct timespec times[2] = {{.tv_sec = seconds}, {.tv_sec = seconds}};
	assert_int_equal(utimensat(AT_FDCWD, logs_path(name), times, 0), 0);
}

static void copy(const char *from, const char *to)
{
	char command[2200];
	snprintf(command, sizeof command, "cp '%s' '%s'", logs_path(from), logs_path(to));
	assert_int_equal(system(command), 0);
}

static void reload(tfe_logdir *d)
{
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
}

/* The only damage of the run is that the clocks of two files disagree. */
static void expect_clock(const tfe_logdir *d, const char *earlier, const char *later)
{
	const tfe_run *run = find_run(d, ".");
	tfe_damage damage = TFE_DAMAGE_INIT;
	assert_int_equal(tfe_run_damage_count(run), 1);
	assert_int_equal(tfe_run_get_damage(run, 0, &damage), TFE_OK);
	assert_int_equal(damage.kind, TFE_DAMAGE_KIND_CLOCK);
	assert_string_equal(damage.path, logs_path(earlier));
	assert_non_null(strstr(damage.reason, logs_path(later)));
}

static void expect_superseded(const tfe_logdir *d, uint64_t points)
{
	assert_int_equal(info_of(d, ".").superseded, points);
	assert_int_equal(tfe_run_damage_count(find_run(d, ".")), 0);
}

/* --- clocks ----------------------------------------------------------------------------------- */

/* The machine's clock was set back by a day between two starts: names and wall times order the
 * second start first. */
static void a_clock_that_was_set_back_supersedes_nothing(void **state)
{
	(void)state;
	static const char first[] = "events.out.tfevents.1700100000.node";
	static const char second[] = "events.out.tfevents.1700013600.node";
	scalars(first, "loss", 0, 199, 1700100000);
	scalars(second, "loss", 150, 299, 1700013600);
	set_modified(first, 1700100200);
	set_modified(second, 1700100500);
	tfe_logdir *d = load_logs(supersede);
	assert_int_equal(info_of(d, ".").superseded, 0);
	assert_int_equal(points_of(d, ".", "loss"), 350);
	expect_clock(d, second, first);
	tfe_logdir_close(d);
}

static const char first[] = "events.out.tfevents.1700000000.node",
		  second[] = "events.out.tfevents.1700100000.node";

static void write_resumed(void)
{
	scalars(first, "loss", 0, 199, 1700000000);
	scalars(second, "loss", 150, 299, 1700100000);
}

/* Two nodes train at the same time, and the clock of one is ahead by more than the job lasts. */
static void a_node_whose_clock_is_ahead_supersedes_nothing(void **state)
{
	(void)state;
	static const char a[] = "events.out.tfevents.1700000000.a",
			  b[] = "events.out.tfevents.1700003600.b";
	scalars(a, "loss", 0, 199, 1700000000);
	scalars(b, "loss", 0, 199, 1700003600);
	set_modified(a, 1700000200);
	set_modified(b, 1700000200);
	tfe_logdir *d = load_logs(supersede);
	assert_int_equal(info_of(d, ".").superseded, 0);
	assert_int_equal(points_of(d, ".", "loss"), 400);
	expect_clock(d, a, b);
	tfe_logdir_close(d);
	/* A resume on a node whose clock is always ahead is one. */
	set_modified(a, 1699990200);
	d = load_logs(supersede);
	expect_superseded(d, 200);
	tfe_logdir_close(d);
}

/* A copy that does not preserve modification times may copy the files of a run in any order. */
static void copied_files_supersede_as_the_originals(void **state)
{
	(void)state;
	write_resumed();
	set_modified(second, 1800000000);
	set_modified(first, 1800000020);
	tfe_logdir *d = load_logs(supersede);
	expect_superseded(d, 50);
	tfe_logdir_close(d);
}

/* A file of the run is copied beside the original a day after its end. */
static void a_late_copy_beside_the_original_contradicts_nothing(void **state)
{
	(void)state;
	write_resumed();
	set_modified(first, 1700000200);
	set_modified(second, 1700100300);
	tfe_logdir *d = load_logs(supersede);
	expect_superseded(d, 50);
	copy(first, "events.out.tfevents.1700000000.node.copy");
	set_modified("events.out.tfevents.1700000000.node.copy", 1700200000);
	reload(d);
	expect_superseded(d, 50);
	assert_int_equal(points_of(d, ".", "loss"), 300);
	tfe_logdir_close(d);
}

/* A modification time changes while the content stays: the decision is that of a fresh start. */
static void a_later_modification_time_is_considered(void **state)
{
	(void)state;
	write_resumed();
	set_modified(first, 1700000200);
	set_modified(second, 1700100300);
	tfe_logdir *d = load_logs(supersede);
	expect_superseded(d, 50);
	set_modified(first, 1700200000);
	reload(d);
	assert_int_equal(info_of(d, ".").superseded, 0);
	expect_clock(d, first, second);
	set_modified(first, 1700000200);
	reload(d);
	expect_superseded(d, 50);
	tfe_logdir_close(d);
}

/* --- files that come and go ------------------------------------------------------------------- */

static void a_deleted_file_is_forgotten_while_others_are_left(void **state)
{
	(void)state;
	write_resumed();
	tfe_logdir *d = load_logs(supersede);
	assert_int_equal(points_of(d, ".", "loss"), 300);
	assert_int_equal(unlink(logs_path(second)), 0);
	reload(d);
	expect_superseded(d, 0);
	assert_int_equal(points_of(d, ".", "loss"), 200);
	assert_int_equal(info_of(d, ".").files, 1);
	assert_int_equal(info_of(d, ".").bytes_total, info_of(d, ".").bytes_read);
	/* The data of a run without files stay. */
	assert_int_equal(unlink(logs_path(first)), 0);
	reload(d);
	assert_true(info_of(d, ".").gone);
	assert_int_equal(points_of(d, ".", "loss"), 200);
	tfe_logdir_close(d);
}

static void a_renamed_file_is_read_once(void **state)
{
	(void)state;
	write_resumed();
	tfe_logdir *d = load_logs(supersede);
	assert_int_equal(rename(logs_path(second), logs_path("events.out.tfevents.1700100000.b")),
			 0);
	reload(d);
	expect_superseded(d, 50);
	assert_int_equal(points_of(d, ".", "loss"), 300);
	assert_int_equal(info_of(d, ".").files, 2);
	tfe_logdir_close(d);
}

/* An earlier file is empty when the later one is read. */
static void a_file_may_get_its_first_record_late(void **state)
{
	(void)state;
	fclose(fopen(logs_path(first), "wb"));
	scalars(second, "loss", 150, 299, 1700100000);
	tfe_logdir *d = load_logs(supersede);
	expect_superseded(d, 0);
	scalars(first, "loss", 0, 199, 1700000000);
	reload(d);
	expect_superseded(d, 50);
	assert_int_equal(points_of(d, ".", "loss"), 300);
	tfe_logdir_close(d);
}

/* --- copies ----------------------------------------------------------------------------------- */

/* A copy of a file that has restarts and repeated steps of its own. */
static void a_copy_adds_nothing_whatever_its_content(void **state)
{
	(void)state;
	scalars(first, "loss", 0, 99, 1700000000);
	logs_session(first, 50, 1700000100, 1);
	scalars(first, "loss", 50, 119, 1700000100);
	for (int i = 0; i < 5; i++)
		logs_scalar(first, "again", 7, 1700000300, 1);
	tfe_logdir *d = load_logs(supersede);
	expect_superseded(d, 50);
	copy(first, "events.out.tfevents.1700000000.node.copy");
	copy(first, "events.out.tfevents.1700000500.node");
	reload(d);
	for (int i = 0; i < 2; i++) {
		expect_superseded(d, 50);
		assert_int_equal(points_of(d, ".", "loss"), 120);
		assert_int_equal(points_of(d, ".", "again"), 5);
		assert_int_equal(info_of(d, ".").bytes_read, info_of(d, ".").bytes_total);
		tfe_logdir_close(d);
		d = load_logs(supersede);
	}
	/* The original is deleted: the copy stands for it. */
	assert_int_equal(unlink(logs_path(first)), 0);
	reload(d);
	expect_superseded(d, 50);
	assert_int_equal(points_of(d, ".", "loss"), 120);
	/* The copy gets points of its own. */
	scalars("events.out.tfevents.1700000500.node", "loss", 120, 129, 1700000600);
	reload(d);
	assert_int_equal(points_of(d, ".", "loss"), 130);
	expect_superseded(d, 50);
	tfe_logdir_close(d);
}

/* rsync writes the copy bit by bit, under a name that sorts first. */
static void a_growing_copy_adds_nothing(void **state)
{
	(void)state;
	char command[2200];
	write_resumed();
	tfe_logdir *d = load_logs(supersede);
	for (int bytes = 0; bytes < 6000; bytes += 700) {
		snprintf(command, sizeof command, "head -c %d '%s' >'%s/.%s.Xy1'", bytes,
			 logs_path(second), logs_folder, second);
		assert_int_equal(system(command), 0);
		reload(d);
		expect_superseded(d, 50);
		assert_int_equal(points_of(d, ".", "loss"), 300);
	}
	tfe_logdir_close(d);
}

/* Ranks write texts of equal length at equal times. */
static void texts_of_several_writers_are_kept(void **state)
{
	(void)state;
	static const char *const files[] = {"events.out.tfevents.1700000000.h0",
					    "events.out.tfevents.1700000000.h1"};
	static struct logs_message event, value, tensor;
	for (int64_t step = 0; step < 5; step++)
		for (int rank = 0; rank < 2; rank++) {
			char text[8];
			snprintf(text, sizeof text, "rank %d", rank);
			value.n = tensor.n = 0;
			logs_text(&value, 1, "gen");
			logs_number(&tensor, 1, 7);
			logs_text(&tensor, 8, text);
			logs_bytes(&value, 8, tensor.data, tensor.n);
			logs_value_event(&event, step, 1700000000 + (double)step, &value);
			logs_append(files[rank], &event);
		}
	tfe_logdir *d = load_logs(supersede);
	assert_int_equal(points_of(d, ".", "gen"), 10);
	tfe_logdir_close(d);
}

/* --- the places of restarts ------------------------------------------------------------------- */

static void restarts_have_their_steps(void **state)
{
	(void)state;
	tfe_restart restarts[3];
	write_resumed();
	scalars("events.out.tfevents.1700200000.node", "loss", 290, 310, 1700200000);
	tfe_logdir *d = load_logs(supersede);
	tfe_view view = view_of_tag(d, "loss");
	assert_int_equal(tfe_view_get_restarts(&view, restarts, 3), 2);
	assert_int_equal(restarts[0].step, 290);
	assert_int_equal(restarts[0].superseded, 10);
	assert_int_equal(restarts[1].step, 150);
	assert_int_equal(restarts[1].superseded, 50);
	assert_int_equal(tfe_view_get_restarts(&view, restarts, 1), 1);
	tfe_logdir_close(d);
	d = load_logs((tfe_logdir_options){.restarts = TFE_RESTARTS_KEEP});
	view = view_of_tag(d, "loss");
	assert_int_equal(tfe_view_get_restarts(&view, restarts, 3), 0);
	tfe_logdir_close(d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_clock_that_was_set_back_supersedes_nothing),
		TEST(a_node_whose_clock_is_ahead_supersedes_nothing),
		TEST(copied_files_supersede_as_the_originals),
		TEST(a_late_copy_beside_the_original_contradicts_nothing),
		TEST(a_later_modification_time_is_considered),
		TEST(a_deleted_file_is_forgotten_while_others_are_left),
		TEST(a_renamed_file_is_read_once),
		TEST(a_file_may_get_its_first_record_late),
		TEST(a_copy_adds_nothing_whatever_its_content),
		TEST(a_growing_copy_adds_nothing),
		TEST(texts_of_several_writers_are_kept),
		TEST(restarts_have_their_steps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
