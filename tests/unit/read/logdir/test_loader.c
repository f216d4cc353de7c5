/* read/logdir: threads that read while directories are searched, and the number of notifications.
 *
 * wraps: pthread_cond_wait pthread_mutex_unlock */
#include <stdlib.h>
#include <sys/ioctl.h>

#include "unit/loaded.h"

#include "read/logdir/loader.h"
#include "read/logdir/scan.h"

enum { RUNS = 8 };

/* Opens a log directory of runs with one point each, with this number of threads. */
static tfe_logdir *open_runs(unsigned threads)
{
	for (int i = 0; i < RUNS; i++) {
		char name[32];
		snprintf(name, sizeof name, "run_%d/events.tfevents.1", i);
		logs_scalar(name, "t", 0, 100, 1);
	}
	return open_logs((tfe_logdir_options){.threads = threads});
}

/* The loading threads of a log directory, as seen by the functions below. */
static struct {
	tfe_logdir *logdir;
	/* The number of threads that wait for work; protected by the lock of the log directory. */
	size_t waiting;
	pthread_cond_t changed;
} watched = {.changed = PTHREAD_COND_INITIALIZER};

int __real_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *lock);
int __wrap_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *lock);
int __real_pthread_mutex_unlock(pthread_mutex_t *lock);
int __wrap_pthread_mutex_unlock(pthread_mutex_t *lock);

int __wrap_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *lock)
{
	bool for_work = watched.logdir && condition == &watched.logdir->work;
	if (for_work) {
		watched.waiting++;
		pthread_cond_broadcast(&watched.changed);
	}
	int status = __real_pthread_cond_wait(condition, lock);
	watched.waiting -= for_work;
	return status;
}

int __wrap_pthread_mutex_unlock(pthread_mutex_t *lock)
{
	if (watched.logdir && lock == &watched.logdir->lock)
		pthread_cond_broadcast(&watched.changed);
	return __real_pthread_mutex_unlock(lock);
}

/* Waits until `most` threads read a run, or all `threads` read or wait for work; returns the number
 * of reading threads. */
static size_t await_readers(tfe_logdir *d, size_t most, size_t threads)
{
	pthread_mutex_lock(&d->lock);
	while (d->busy < most && d->busy + watched.waiting < threads)
		__real_pthread_cond_wait(&watched.changed, &d->lock);
	size_t readers = d->busy;
	pthread_mutex_unlock(&d->lock);
	return readers;
}

/* Prevents all progress with a run. */
static void hold(tfe_logdir *d, bool held)
{
	for (size_t i = 0; i < tfe__list_count(&d->runs); i++) {
		struct tfe_run *run = tfe__list_at(&d->runs, i);
		if (held)
			pthread_mutex_lock(&run->filling);
		else
			pthread_mutex_unlock(&run->filling);
	}
}

static void reads_beside_the_scan(unsigned threads, size_t beside)
{
	tfe_logdir *d = open_runs(threads);
	watched.logdir = d;
	watched.waiting = 0;
	assert_int_equal(tfe__scan_all(d->scan), TFE_OK);
	assert_int_equal(tfe_logdir_run_count(d), RUNS);
	hold(d, true);
	assert_int_equal(tfe__loader_start(d, NULL), TFE_OK);
	assert_int_equal(await_readers(d, threads, threads), beside);
	tfe__loader_scanned(d);
	assert_int_equal(await_readers(d, threads, SIZE_MAX), threads);
	hold(d, false);
	tfe__loader_wait(d);
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(d, &progress);
	assert_int_equal(progress.points, RUNS);
	tfe_logdir_close(d);
	watched.logdir = NULL;
}

static void one_thread_less_reads_while_folders_are_looked_into(void **state)
{
	(void)state;
	reads_beside_the_scan(4, 3);
}

static void one_thread_alone_reads_at_once(void **state)
{
	(void)state;
	reads_beside_the_scan(1, 1);
}

static int bytes_reported(const tfe_logdir *d)
{
	int n = -1;
	assert_int_equal(ioctl(tfe_logdir_fd(d), FIONREAD, &n), 0);
	return n;
}

static void changes_are_reported_once_until_acknowledged(void **state)
{
	(void)state;
	tfe_logdir *d = open_runs(2);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(tfe_logdir_load(d), TFE_OK);
		assert_int_equal(bytes_reported(d), 1);
		tfe_logdir_acknowledge(d);
		assert_int_equal(bytes_reported(d), 0);
		for (int run = 0; run < 2; run++)
			logs_scalar(run ? "run_1/events.tfevents.1" : "run_0/events.tfevents.1",
				    "t", i + 1, 101 + i, 1);
	}
	tfe_logdir_close(d);
}

/* The file that was begun first is found last. */
static void a_run_is_read_when_all_files_of_its_folder_are_known(void **state)
{
	(void)state;
	enum { FILES = 60, LOADS = 20 };
	for (int i = 0; i < FILES; i++) {
		char name[48], tag[8];
		snprintf(name, sizeof name, "run/%02d.tfevents.%d", i, 200 - i);
		snprintf(tag, sizeof tag, "%02d", FILES - 1 - i);
		logs_scalar(name, tag, 0, 200 - i, 1);
	}
	for (int n = 0; n < LOADS; n++) {
		tfe_logdir *d = open_logs((tfe_logdir_options){.threads = 4});
		assert_int_equal(tfe_logdir_load(d), TFE_OK);
		const tfe_run *run = tfe_logdir_run_at(d, 0);
		assert_int_equal(tfe_run_series_count(run), FILES);
		for (int i = 0; i < FILES; i++)
			assert_int_equal(atoi(tfe_series_tag(tfe_run_series_at(run, i))), i);
		tfe_logdir_close(d);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_thread_less_reads_while_folders_are_looked_into),
		TEST(one_thread_alone_reads_at_once),
		TEST(changes_are_reported_once_until_acknowledged),
		TEST(a_run_is_read_when_all_files_of_its_folder_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
