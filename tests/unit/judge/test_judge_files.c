/* judge: findings about files: many damaged places, wrong checksums, texts, cut ends. */
#include "logs.h"

#include <poll.h>
#include <sys/time.h>
#include <time.h>

#include <tfevents/judge.h>

static const char name[] = "run/events.out.tfevents.1";

static tfe_logdir *logdir;
static tfe_judge *judge;

static void open_all(void)
{
	const char *path = logs_folder;
	assert_int_equal(tfe_logdir_open(&path, 1, NULL, &logdir, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	assert_int_equal(tfe_judge_open(logdir, NULL, &judge, NULL), TFE_OK);
	assert_int_equal(tfe_judge_run(judge), TFE_OK);
}

static void close_all(void)
{
	tfe_judge_close(judge);
	tfe_logdir_close(logdir);
}

static void load_again(void)
{
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	assert_int_equal(tfe_judge_run(judge), TFE_OK);
}

static tfe_judge_finding finding_at(size_t i)
{
	tfe_judge_finding finding = TFE_JUDGE_FINDING_INIT;
	assert_int_equal(tfe_judge_get_finding(judge, i, &finding), TFE_OK);
	assert_string_equal(finding.rule, "damaged_file");
	return finding;
}

static uint64_t damaged_places(void)
{
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(tfe_logdir_run_at(logdir, 0), &info);
	return info.damaged_places;
}

/* Appends records with one scalar, and changes the last byte of each. */
static void append_wrong(int from, int n)
{
	static struct logs_message batch, event;
	for (int i = from; i < from + n; i++) {
		logs_scalar_event(&event, "loss", i, 1e9 + i, 1);
		logs_add(name, &batch, &event);
		batch.data[batch.n - 1] ^= 1;
	}
	logs_flush(name, &batch);
}

static void append_text(const char *text)
{
	static struct logs_message bytes;
	bytes.n = strlen(text);
	memcpy(bytes.data, text, bytes.n);
	logs_flush(name, &bytes);
}

/* --- many places ------------------------------------------------------------------------------ */

static void the_first_places_are_findings_and_the_others_are_counted(void **state)
{
	(void)state;
	logs_scalar(name, "loss", 0, 1e9, 1);
	append_wrong(1, 3000);
	logs_scalar(name, "loss", 3001, 1e9, 1);
	open_all();
	assert_int_equal(damaged_places(), 3000);
	assert_int_equal(tfe_judge_finding_count(judge), 21);
	for (size_t i = 1; i < 20; i++)
		assert_true(finding_at(i - 1).offset < finding_at(i).offset);
	assert_int_equal(finding_at(0).count, 1);
	assert_int_equal(finding_at(20).count, 2980);
	assert_non_null(strstr(finding_at(20).message, "2980 more damaged places"));
	assert_non_null(strstr(finding_at(20).causes[0], "the disk was full"));
	assert_false(finding_at(20).unread);
	append_wrong(3002, 10);
	load_again();
	assert_int_equal(finding_at(20).count, 2990);
	close_all();
}

/* --- checksums -------------------------------------------------------------------------------- */

static bool is_wrong_writer(const tfe_judge_finding *finding)
{
	return strstr(finding->causes[0], "computes the checksum") &&
	       strstr(finding->actions[0], "--fix-checksums");
}

static void a_program_that_computes_checksums_wrongly_is_recognised(void **state)
{
	(void)state;
	append_wrong(0, 50);
	open_all();
	for (size_t i = 0; i < 21; i++) {
		tfe_judge_finding finding = finding_at(i);
		assert_true(is_wrong_writer(&finding));
		assert_int_equal(finding.severity, TFE_SEVERITY_ERROR);
	}
	append_wrong(50, 10);
	load_again();
	tfe_judge_finding finding = finding_at(20);
	assert_true(is_wrong_writer(&finding));
	assert_int_equal(finding.count, 40);
	/* A record with a right checksum: the others are damaged. */
	logs_scalar(name, "loss", 60, 1e9, 1);
	load_again();
	finding = finding_at(0);
	assert_false(is_wrong_writer(&finding));
	assert_int_equal(tfe_judge_finding_count(judge), 21);
	close_all();
}

static void the_file_version_may_have_a_right_checksum(void **state)
{
	(void)state;
	static struct logs_message event;
	logs_event(&event, 0, 1e9);
	logs_text(&event, 3, "brain.Event:2");
	logs_append(name, &event);
	append_wrong(0, 3);
	open_all();
	tfe_judge_finding finding = finding_at(0);
	assert_true(is_wrong_writer(&finding));
	close_all();
}

static void expect_plain_damage(void)
{
	open_all();
	tfe_judge_finding finding = finding_at(0);
	assert_false(is_wrong_writer(&finding));
	close_all();
}

static void damaged_records_are_not_taken_for_wrong_checksums(void **state)
{
	(void)state;
	static struct logs_message event, batch;
	append_wrong(0, 2); /* too few */
	expect_plain_damage();
	event.n = 0;
	logs_text(&event, 1, "training data, not an event");
	logs_add(name, &batch, &event);
	batch.data[batch.n - 1] ^= 1;
	logs_flush(name, &batch);
	append_wrong(2, 10);
	expect_plain_damage();
}

/* --- texts ------------------------------------------------------------------------------------ */

static const char pointer[] = "version https://git-lfs.github.com/spec/v1\n"
			      "oid sha256:0123456789abcdef\nsize 18342\n";

static void a_pointer_is_an_error_until_the_file_is_fetched(void **state)
{
	(void)state;
	append_text(pointer);
	open_all();
	assert_int_equal(tfe_judge_finding_count(judge), 1);
	tfe_judge_finding finding = finding_at(0);
	assert_int_equal(finding.severity, TFE_SEVERITY_ERROR);
	assert_non_null(strstr(finding.message, "git-lfs pointer"));
	assert_non_null(strstr(finding.actions[0], "git lfs pull"));
	assert_int_equal(damaged_places(), 1);
	logs_scalar("other/fetched", "loss", 0, 1e9, 1);
	assert_int_equal(rename(logs_path("other/fetched"), logs_path(name)), 0);
	load_again();
	assert_int_equal(tfe_judge_finding_count(judge), 0);
	assert_int_equal(damaged_places(), 0);
	close_all();
}

/* Waits until there are `n` findings about a directory that is followed. */
static void wait_for(size_t n)
{
	for (;;) {
		struct pollfd news = {.fd = tfe_logdir_fd(logdir), .events = POLLIN};
		tfe_logdir_acknowledge(logdir);
		assert_int_equal(tfe_judge_run(judge), TFE_OK);
		if (tfe_judge_finding_count(judge) == n)
			return;
		assert_int_equal(poll(&news, 1, 60000), 1);
	}
}

/* A view that follows the directory shows what a fresh start shows. */
static void texts_are_recognised_while_a_directory_is_followed(void **state)
{
	(void)state;
	const char *path = logs_folder;
	append_text(pointer);
	assert_int_equal(tfe_logdir_open(&path, 1, NULL, &logdir, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_watch(logdir), TFE_OK);
	assert_int_equal(tfe_judge_open(logdir, NULL, &judge, NULL), TFE_OK);
	wait_for(1);
	assert_non_null(strstr(finding_at(0).message, "git-lfs pointer"));
	/* The content, written over the pointer as git does it, and a text before records. */
	logs_scalar("other/fetched", "loss", 0, 1e9, 1);
	assert_int_equal(rename(logs_path("other/fetched"), logs_path(name)), 0);
	wait_for(0);
	append_text("a logger wrote into the event file\n");
	logs_scalar(name, "loss", 1, 1e9, 1);
	wait_for(1);
	assert_non_null(strstr(finding_at(0).message, "length checksum mismatch"));
	close_all();
}

static void a_text_is_no_damage(void **state)
{
	(void)state;
	append_text("fileFormatVersion: 2\nguid: 5f0c\n");
	open_all();
	assert_int_equal(tfe_judge_finding_count(judge), 1);
	assert_int_equal(finding_at(0).severity, TFE_SEVERITY_INFO);
	assert_non_null(strstr(finding_at(0).message, "a YAML file"));
	assert_int_equal(damaged_places(), 0);
	append_text("more: of it\n");
	load_again();
	assert_int_equal(tfe_judge_finding_count(judge), 1);
	assert_int_equal(damaged_places(), 0);
	close_all();
}

/* The result is the same whether the records are there at the first reading or come later. */
static void a_text_before_records_is_damage(void **state)
{
	(void)state;
	for (int late = 0; late < 2; late++) {
		append_text("WARNING: a logger wrote into the event file\n");
		if (late)
			open_all();
		logs_scalar(name, "loss", 0, 1e9, 1);
		if (late)
			load_again();
		else
			open_all();
		assert_int_equal(tfe_judge_finding_count(judge), 1);
		assert_int_equal(finding_at(0).severity, TFE_SEVERITY_ERROR);
		assert_int_equal(finding_at(0).offset, 0);
		assert_true(finding_at(0).value == 44);
		assert_int_equal(damaged_places(), 1);
		close_all();
		assert_int_equal(unlink(logs_path(name)), 0);
	}
}

/* --- cut ends --------------------------------------------------------------------------------- */

/* A file whose last record, at the given time, is followed by a part of another one. */
static void append_cut(double wall_time)
{
	static struct logs_message event;
	for (int i = 0; i < 10; i++)
		logs_scalar(name, "loss", i, wall_time - 10 + i, (float)(10 - i));
	logs_scalar_event(&event, "loss", 10, wall_time, 1);
	logs_append_part(name, &event, 20);
}

static void a_cut_end_is_a_finding_once_the_run_is_quiet(void **state)
{
	(void)state;
	append_cut((double)time(NULL) - 7200);
	open_all();
	assert_int_equal(tfe_judge_finding_count(judge), 1);
	assert_int_equal(finding_at(0).severity, TFE_SEVERITY_INFO);
	assert_non_null(strstr(finding_at(0).message, "ends inside a record"));
	assert_true(finding_at(0).value == 20);
	assert_int_equal(damaged_places(), 0);
	close_all();
}

static void a_record_that_may_still_be_written_is_no_finding(void **state)
{
	(void)state;
	append_cut((double)time(NULL) - 60);
	open_all();
	assert_int_equal(tfe_judge_finding_count(judge), 0);
	/* Another session writes on: the run is not quiet. */
	logs_scalar("run/events.out.tfevents.2", "loss", 20, (double)time(NULL), 1);
	load_again();
	assert_int_equal(tfe_judge_finding_count(judge), 0);
	close_all();
}

/* The beginning of another file adds nothing, in whatever order the two are read. */
static void a_cut_copy_is_no_finding(void **state)
{
	(void)state;
	static const char *const copies[] = {"run/.events.out.tfevents.1.a",
					     "run/events.out.tfevents.1.a"};
	static struct logs_message event;
	const double begin = (double)time(NULL) - 7200;
	for (int i = 0; i < 10; i++)
		logs_scalar(name, "loss", i, begin + i, (float)(10 - i));
	for (size_t c = 0; c < 2; c++) {
		for (int i = 0; i < 5; i++)
			logs_scalar(copies[c], "loss", i, begin + i, (float)(10 - i));
		logs_scalar_event(&event, "loss", 5, begin + 5, 5);
		logs_append_part(copies[c], &event, 20);
		open_all();
		assert_int_equal(tfe_judge_finding_count(judge), 0);
		close_all();
		assert_int_equal(unlink(logs_path(copies[c])), 0);
	}
}

/* An interval of an hour: ten of them have not passed. */
static void slow_runs_are_quiet_later(void **state)
{
	(void)state;
	static struct logs_message event;
	double now = (double)time(NULL);
	for (int i = 0; i < 10; i++)
		logs_scalar(name, "loss", i, now - 3600 * (14 - i), (float)(10 - i));
	logs_scalar_event(&event, "loss", 10, now, 1);
	logs_append_part(name, &event, 20);
	open_all();
	assert_int_equal(tfe_judge_finding_count(judge), 0);
	close_all();
}

static void without_times_the_file_tells_when_it_was_written(void **state)
{
	(void)state;
	static struct logs_message event;
	logs_event(&event, 1, 0);
	logs_append_part(name, &event, 20);
	open_all();
	assert_int_equal(tfe_judge_finding_count(judge), 0);
	close_all();
	const struct timeval times[2] = {{.tv_sec = time(NULL) - 7200},
					 {.tv_sec = time(NULL) - 7200}};
	assert_int_equal(utimes(logs_path(name), times), 0);
	open_all();
	assert_int_equal(tfe_judge_finding_count(judge), 1);
	close_all();
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, logs_make, logs_remove)
	const struct CMUnitTest tests[] = {
		TEST(the_first_places_are_findings_and_the_others_are_counted),
		TEST(a_program_that_computes_checksums_wrongly_is_recognised),
		TEST(the_file_version_may_have_a_right_checksum),
		TEST(damaged_records_are_not_taken_for_wrong_checksums),
		TEST(a_pointer_is_an_error_until_the_file_is_fetched),
		TEST(texts_are_recognised_while_a_directory_is_followed),
		TEST(a_text_is_no_damage),
		TEST(a_text_before_records_is_damage),
		TEST(a_cut_end_is_a_finding_once_the_run_is_quiet),
		TEST(a_record_that_may_still_be_written_is_no_finding),
		TEST(a_cut_copy_is_no_finding),
		TEST(slow_runs_are_quiet_later),
		TEST(without_times_the_file_tells_when_it_was_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
