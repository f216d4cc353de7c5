/* read/logdir: the scanner at its limits: memory, depth, threads that cannot be started.
 *
 * wraps: pthread_create */
#include <errno.h>
#include <poll.h>
#include <pthread.h>

#include "unit/loaded.h"

#include <tfevents/logdir.h>
#include <tfevents/series.h>

#include "read/logdir/scan.h"

/* The number of the first thread that cannot be started; all later ones fail too. 0: none. */
static int refused_from, asked;

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*start)(void *), void *context);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*start)(void *), void *context);

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*start)(void *), void *context)
{
	if (refused_from && ++asked >= refused_from)
		return EAGAIN;
	return __real_pthread_create(thread, attributes, start, context);
}

/* --- memory ----------------------------------------------------------------------------------- */

/* Returns the number of items that a limit excludes; the reason for several of them begins with
 * `reason`. */
static uint64_t left_out(const tfe_logdir *d, const char *reason)
{
	uint64_t count = 0;
	for (size_t i = 0; i < tfe_logdir_damage_count(d); i++) {
		tfe_damage damage = TFE_DAMAGE_INIT;
		tfe_logdir_get_damage(d, i, &damage);
		if (strncmp(damage.reason, reason, strlen(reason)))
			continue;
		assert_int_equal(count, 0);
		assert_int_equal(damage.kind, TFE_DAMAGE_KIND_LIMIT);
		assert_non_null(strstr(damage.path, logs_folder));
		assert_non_null(strstr(damage.reason, "the memory limit is reached"));
		assert_non_null(strstr(damage.reason, "--memory"));
		count = damage.count;
	}
	return count;
}

enum { MEMORY = 16 << 20 };

static void check_memory(const tfe_logdir *d)
{
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(d, &progress);
	assert_true(progress.memory_bytes < MEMORY + MEMORY / 2);
}

static void many_directories_have_their_limit(void **state)
{
	(void)state;
	enum { N = 15000 };
	char name[32];
	for (int i = 0; i < N; i++) {
		snprintf(name, sizeof name, "%d", i);
		assert_int_equal(mkdir(logs_path(name), 0777), 0);
	}
	tfe_logdir *d = open_logs((tfe_logdir_options){.memory_bytes = MEMORY});
	tfe_progress progress = TFE_PROGRESS_INIT;
	for (int again = 0; again < 2; again++) {
		assert_int_equal(tfe_logdir_load(d), TFE_OK);
		tfe_logdir_get_progress(d, &progress);
		assert_true(progress.directories > 1000);
		assert_true(progress.directories < N);
		assert_int_equal(progress.directories + left_out(d, "directories not searched"),
				 N + 1);
		check_memory(d);
	}
	tfe_logdir_close(d);
	d = open_logs((tfe_logdir_options){0});
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	tfe_logdir_get_progress(d, &progress);
	assert_int_equal(progress.directories, N + 1);
	assert_int_equal(tfe_logdir_damage_count(d), 0);
	tfe_logdir_close(d);
}

static void many_files_have_their_limit(void **state)
{
	(void)state;
	enum { N = 16000 };
	char name[64];
	for (int i = 0; i < N; i++) {
		snprintf(name, sizeof name, "a/%d.tfevents", i);
		logs_version(name, i);
	}
	tfe_logdir *d = open_logs((tfe_logdir_options){.memory_bytes = MEMORY});
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(d, &progress);
	assert_true(progress.files > 300);
	assert_true(progress.files < N);
	assert_int_equal(progress.files + left_out(d, "event files not read"), N);
	check_memory(d);
	tfe_logdir_close(d);
}

static void many_runs_have_their_limit(void **state)
{
	(void)state;
	enum { N = 4000 };
	char name[64];
	for (int i = 0; i < N; i++) {
		snprintf(name, sizeof name, "%d/1.tfevents", i);
		logs_scalar(name, "t", 1, 1, 1);
	}
	tfe_logdir *d = open_logs((tfe_logdir_options){.memory_bytes = MEMORY});
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(d, &progress);
	assert_true(tfe_logdir_run_count(d) > 100);
	assert_int_equal(progress.files + left_out(d, "event files not read") +
				 left_out(d, "directories not searched"),
			 N);
	check_memory(d);
	tfe_logdir_close(d);
}

static void many_odd_entries_have_their_limit(void **state)
{
	(void)state;
	enum { N = 12000 };
	char name[300];
	for (int i = 0; i < N; i++) {
		snprintf(name, sizeof name, "%0200d.tfevents", i);
		assert_int_equal(mkfifo(logs_path(name), 0666), 0);
	}
	tfe_logdir *d = open_logs((tfe_logdir_options){.memory_bytes = MEMORY});
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	check_memory(d);
	uint64_t counted = 0, listed = 0;
	for (size_t i = 0; i < tfe_logdir_damage_count(d); i++) {
		tfe_damage damage = TFE_DAMAGE_INIT;
		tfe_logdir_get_damage(d, i, &damage);
		counted += damage.count;
		listed += !damage.count;
	}
	assert_int_equal(counted + listed, N);
	tfe_logdir_close(d);
}

/* Names are built when they are requested, and their number is bounded. */
static void many_names_have_their_limit(void **state)
{
	(void)state;
	enum { RUNS = 40, LINKS = 1200 };
	char name[300];
	for (int i = 0; i < RUNS; i++) {
		snprintf(name, sizeof name, "r/%0200d/1.tfevents", i);
		logs_scalar(name, "t", 1, 1, 1);
	}
	for (int i = 0; i < LINKS; i++) {
		snprintf(name, sizeof name, "l%d", i);
		assert_int_equal(symlink("r", logs_path(name)), 0);
	}
	tfe_logdir *d = open_logs((tfe_logdir_options){.memory_bytes = MEMORY});
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_int_equal(tfe_logdir_damage_count(d), 0);
	assert_int_equal(tfe_run_alias_count(tfe_logdir_run_at(d, 0)), 1000);
	size_t fewest = SIZE_MAX;
	for (size_t i = 0; i < tfe_logdir_run_count(d); i++) {
		size_t n = tfe_run_alias_count(tfe_logdir_run_at(d, i));
		fewest = n < fewest ? n : fewest;
		assert_null(tfe_run_alias_at(tfe_logdir_run_at(d, i), n));
	}
	assert_true(fewest < 1000);
	assert_int_equal(tfe_logdir_damage_count(d), 1);
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(d, &progress);
	assert_true(progress.memory_bytes < MEMORY);
	tfe_logdir_close(d);
}

static void deep_directories_have_their_limit(void **state)
{
	(void)state;
	char name[300] = "";
	for (size_t i = 0; i < 66; i++)
		snprintf(name + 2 * i, 3, "d/");
	snprintf(name + 132, sizeof name - 132, "1.tfevents");
	logs_scalar(name, "t", 1, 1, 1);
	tfe_logdir *d = open_logs((tfe_logdir_options){0});
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_int_equal(tfe_logdir_run_count(d), 0);
	assert_int_equal(tfe_logdir_damage_count(d), 1);
	tfe_damage damage = TFE_DAMAGE_INIT;
	tfe_logdir_get_damage(d, 0, &damage);
	assert_int_equal(damage.count, 1);
	assert_non_null(strstr(damage.reason, "64 levels deep"));
	tfe_logdir_close(d);
}

/* --- following -------------------------------------------------------------------------------- */

static void wait_for_change(tfe_logdir *d, const char *why)
{
	struct pollfd fd = {.fd = tfe_logdir_fd(d), .events = POLLIN};
	if (poll(&fd, 1, 60000) != 1)
		fail_msg("%s", why);
	tfe_logdir_acknowledge(d);
}

/* Returns whether this tree must be polled once it is watched. */
static void nobody_looks_without_need(void **state)
{
	(void)state;
	logs_scalar("a/1.tfevents", "t", 1, 1, 1);
	logs_scalar("b/c/1.tfevents", "t", 1, 1, 1);
	assert_int_equal(symlink("a", logs_path("latest")), 0);
	tfe_logdir *d = open_logs((tfe_logdir_options){0});
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_int_equal(tfe_logdir_run_count(d), 2);
	/* The watching thread sleeps by now, or is about to. */
	assert_false(tfe__scan_must_poll(d->scan));
	assert_true(tfe__scan_is_settled(d->scan));
	tfe_logdir_close(d);
}

static void wait_for_points(tfe_logdir *d, const tfe_run *run, const char *tag)
{
	const tfe_series *series;
	while (!(series = tfe_run_find_series(run, tag)) || !tfe_series_view(series).count)
		wait_for_change(d, "points are missing");
}

/* The count equals that of a fresh start, however often a skipped file is written. */
static void what_is_left_out_is_counted_once(void **state)
{
	(void)state;
	enum { N = 16000, WRITES = 10 };
	char name[64];
	for (int i = 0; i < N; i++) {
		snprintf(name, sizeof name, "a/%05d.tfevents", i);
		logs_version(name, i);
	}
	for (int polls = 0; polls < 2; polls++) {
		tfe_logdir *d = open_logs((tfe_logdir_options){
			.memory_bytes = MEMORY, .poll_only = polls, .poll_interval_s = 0.02});
		assert_int_equal(tfe_logdir_watch(d), TFE_OK);
		assert_int_equal(tfe_logdir_load(d), TFE_OK);
		uint64_t before = left_out(d, "event files not read");
		assert_true(before > 0);
		for (int i = 0; i < WRITES; i++) {
			snprintf(name, sizeof name, "a/%05d.tfevents", N - 1 - i % 2);
			logs_version(name, i);
		}
		snprintf(name, sizeof name, "a/new-%d.tfevents", polls);
		logs_version(name, 1);
		/* Changes of a directory are reported, or found by polling, in their order. */
		snprintf(name, sizeof name, "t%d", polls);
		logs_scalar("a/00000.tfevents", name, 1, 1, 1);
		wait_for_points(d, tfe_logdir_run_at(d, 0), name);
		while (left_out(d, "event files not read") == before)
			wait_for_change(d, "a file that is left out is not counted");
		assert_int_equal(left_out(d, "event files not read"), before + 1);
		tfe_logdir_close(d);
	}
}

/* Directories disappear one by one, or with their parent. */
static void many_directories_may_go(void **state)
{
	(void)state;
	enum { N = 300 };
	char name[64];
	for (int i = 0; i < N; i++) {
		snprintf(name, sizeof name, "x/%d/y/1.tfevents", i);
		logs_scalar(name, "t", 1, 1, 1);
	}
	tfe_logdir *d = open_logs((tfe_logdir_options){0});
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_int_equal(tfe_logdir_run_count(d), N);
	assert_int_equal(rename(logs_path("x"), logs_path("../x-of-test-scan")), 0);
	for (size_t i = 0; i < N; i++) {
		tfe_run_info info = TFE_RUN_INFO_INIT;
		for (tfe_run_get_info(tfe_logdir_run_at(d, i), &info); !info.gone;
		     tfe_run_get_info(tfe_logdir_run_at(d, i), &info))
			wait_for_change(d, "a run is still there");
	}
	assert_int_equal(rename(logs_path("../x-of-test-scan"), logs_path("x")), 0);
	for (size_t i = 0; i < N; i++) {
		tfe_run_info info = TFE_RUN_INFO_INIT;
		for (tfe_run_get_info(tfe_logdir_run_at(d, i), &info); info.gone;
		     tfe_run_get_info(tfe_logdir_run_at(d, i), &info))
			wait_for_change(d, "a run is not back");
	}
	assert_int_equal(tfe_logdir_run_count(d), N);
	tfe_logdir_close(d);
}

/* --- threads ---------------------------------------------------------------------------------- */

static void expect_error(const tfe_logdir *d, const char *message)
{
	tfe_error error = TFE_ERROR_INIT;
	tfe_logdir_get_error(d, &error);
	assert_int_equal(error.status, TFE_E_IO);
	assert_int_equal(error.sys_errno, EAGAIN);
	assert_non_null(strstr(error.message, message));
}

static void a_thread_that_cannot_be_started_is_reported(void **state)
{
	(void)state;
	tfe_error error = TFE_ERROR_INIT;
	logs_scalar("a/1.tfevents", "t", 1, 1, 1);
	tfe_logdir *d = open_logs((tfe_logdir_options){.threads = 2});
	tfe_logdir_get_error(d, &error);
	assert_int_equal(error.status, TFE_OK);
	asked = 0;
	refused_from = 1;
	assert_int_equal(tfe_logdir_load(d), TFE_E_IO);
	expect_error(d, "cannot start a loading thread: ");
	assert_int_equal(tfe_logdir_watch(d), TFE_E_IO);
	expect_error(d, "cannot start a loading thread: ");
	/* One of two threads is enough to load; then none is left to watch. */
	asked = 0;
	refused_from = 2;
	assert_int_equal(tfe_logdir_watch(d), TFE_E_IO);
	expect_error(d, "cannot start the watching thread: ");
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	tfe_logdir_get_error(d, &error);
	assert_int_equal(error.status, TFE_OK);
	assert_int_equal(tfe_logdir_run_count(d), 1);
	refused_from = 0;
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	tfe_logdir_close(d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(many_directories_have_their_limit),
		TEST(many_files_have_their_limit),
		TEST(many_runs_have_their_limit),
		TEST(many_odd_entries_have_their_limit),
		TEST(many_names_have_their_limit),
		TEST(deep_directories_have_their_limit),
		TEST(nobody_looks_without_need),
		TEST(what_is_left_out_is_counted_once),
		TEST(many_directories_may_go),
		TEST(a_thread_that_cannot_be_started_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
