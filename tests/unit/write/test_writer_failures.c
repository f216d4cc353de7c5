/* write: writes that fail: the queue meanwhile, the reports, the contents of the file.
 *
 * wraps: write ftruncate pthread_create */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "unit/inject_write.h"
#include "unit/logdir_bytes.h"

#include <tfevents/writer.h>

static tfe_writer *open_writer(const char *dir, const tfe_writer_options *options,
			       tfe_writer_stats *stats)
{
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(dir, options, &w, NULL), TFE_OK);
	tfe_writer_get_stats(w, stats);
	return w;
}

static void no_more_failures(void)
{
	inject_write_fail(0, 0, 0);
}

static void what_could_not_be_written_is_written_later(void **state)
{
	(void)state;
	const struct {
		int number;
		const char *message;
	} errors[] = {
		{ENOSPC, "cannot write: No space left on device"},
		{EIO, "cannot write: "},
		{EDQUOT, "cannot write: "},
		{EROFS, "cannot write: the file system has become read-only: "},
	};
	for (int e = 0; e < 4; e++) {
		char *dir = make_logdir();
		tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
		tfe_writer *w = open_writer(dir, NULL, &stats);
		tfe_error error = TFE_ERROR_INIT;
		inject_write_fail(1, SIZE_MAX, errors[e].number);
		for (int i = 0; i < 100; i++)
			assert_int_equal(tfe_writer_add_scalar(w, "loss", i, 1), TFE_OK);
		for (int again = 0; again < 2; again++) {
			assert_int_equal(tfe_writer_flush(w), TFE_E_IO);
			tfe_writer_get_error(w, &error);
			assert_int_equal(error.status, TFE_E_IO);
			assert_int_equal(error.sys_errno, errors[e].number);
			assert_ptr_equal(strstr(error.message, errors[e].message), error.message);
			assert_string_equal(error.path, stats.path);
		}
		check_steps(stats.path, 0);
		/* Events are still accepted. */
		for (int i = 100; i < 150; i++)
			assert_int_equal(tfe_writer_add_scalar(w, "loss", i, 1), TFE_OK);
		no_more_failures();
		assert_int_equal(tfe_writer_flush(w), TFE_OK);
		tfe_writer_get_error(w, &error);
		assert_int_equal(error.status, TFE_OK);
		check_steps(stats.path, 150);
		assert_int_equal(tfe_writer_close(w), TFE_OK);
		check_steps(stats.path, 150);
		remove_logdir(dir);
	}
}

/* The writer tries again by itself, also without a flush. */
static void a_failure_passes_by_itself(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	const tfe_writer_options options = {.size = sizeof options, .flush_interval_s = 0.001};
	tfe_writer *w = open_writer(dir, &options, &stats);
	inject_write_fail(1, 2, ENOSPC);
	assert_int_equal(tfe_writer_add_scalar(w, "loss", 0, 1), TFE_OK);
	for (uint64_t before = stats.bytes_written; stats.bytes_written == before;) {
		sched_yield();
		tfe_writer_get_stats(w, &stats);
	}
	assert_true(atomic_load(&inject_write.calls) == 3);
	check_steps(stats.path, 1);
	no_more_failures();
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	remove_logdir(dir);
}

/* Each write in turn fails, or writes half of the bytes: no event is lost or truncated. */
static void any_write_may_fail(void **state)
{
	(void)state;
	const int errors[] = {0, EIO, EINTR, ENOSPC};
	for (size_t n = 1; n <= 12; n++) {
		for (int e = 0; e < 4; e++) {
			char *dir = make_logdir();
			tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
			inject_write_fail(n, 2, errors[e]);
			tfe_writer *w;
			while (tfe_writer_open(dir, NULL, &w, NULL) != TFE_OK)
				assert_int_equal(for_each_file(dir, NULL, NULL), 0);
			tfe_writer_get_stats(w, &stats);
			for (int i = 0; i < 60; i++) {
				assert_int_equal(tfe_writer_add_scalar(w, "loss", i, 1), TFE_OK);
				if (i % 10 == 9)
					(void)!tfe_writer_flush(w);
			}
			assert_int_equal(tfe_writer_close(w), TFE_OK);
			no_more_failures();
			check_steps(stats.path, 60);
			remove_logdir(dir);
		}
	}
}

static void a_full_queue_drops_while_writing_fails(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	const tfe_writer_options options = {.size = sizeof options, .queue_bytes = 4096};
	tfe_writer *w = open_writer(dir, &options, &stats);
	inject_write_fail(1, SIZE_MAX, ENOSPC);
	assert_int_equal(tfe_writer_add_scalar(w, "loss", 0, 1), TFE_OK);
	assert_int_equal(tfe_writer_flush(w), TFE_E_IO);
	int taken = 1, dropped = 0;
	for (; dropped < 100; dropped++)
		while (tfe_writer_add_scalar(w, "loss", taken, 1) == TFE_OK)
			taken++;
	assert_int_equal(tfe_writer_add_scalar(w, "loss", 0, 1), TFE_E_IO);
	tfe_writer_get_stats(w, &stats);
	assert_int_equal(stats.events, taken);
	assert_int_equal(stats.dropped, dropped + 1);
	no_more_failures();
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	assert_int_equal(tfe_writer_add_scalar(w, "loss", taken, 1), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	check_steps(stats.path, taken + 1);
	remove_logdir(dir);
}

static void finish_gives_up_in_time(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_error error = TFE_ERROR_INIT;
	const tfe_writer_options options = {.size = sizeof options, .close_timeout_s = 0.02};
	tfe_writer *w = open_writer(dir, &options, &stats);
	for (int i = 0; i < 10; i++)
		assert_int_equal(tfe_writer_add_scalar(w, "loss", i, 1), TFE_OK);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	inject_write_fail(1, SIZE_MAX, ENOSPC);
	for (int i = 10; i < 17; i++)
		assert_int_equal(tfe_writer_add_scalar(w, "loss", i, 1), TFE_OK);
	assert_int_equal(tfe_writer_finish(w), TFE_E_IO);
	tfe_writer_get_stats(w, &stats);
	assert_int_equal(stats.dropped, 7);
	tfe_writer_get_error(w, &error);
	assert_int_equal(error.sys_errno, ENOSPC);
	assert_string_equal(error.path, stats.path);
	no_more_failures();
	assert_int_equal(tfe_writer_close(w), TFE_E_IO);
	check_steps(stats.path, 10);
	remove_logdir(dir);
}

/* The error of pthread_create(3); 0: none. */
static int no_thread;

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*function)(void *), void *context);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*function)(void *), void *context);

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*function)(void *), void *context)
{
	return no_thread ? no_thread : __real_pthread_create(thread, attributes, function, context);
}

static void a_thread_that_cannot_be_started_is_an_error_of_the_system(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer *w;
	tfe_error error = TFE_ERROR_INIT;
	no_thread = EAGAIN;
	assert_int_equal(tfe_writer_open(dir, NULL, &w, &error), TFE_E_IO);
	no_thread = 0;
	assert_null(w);
	assert_int_equal(error.status, TFE_E_IO);
	assert_int_equal(error.sys_errno, EAGAIN);
	assert_non_null(strstr(error.message, "cannot start the writer thread: "));
	assert_non_null(strstr(error.path, dir));
	assert_int_equal(for_each_file(dir, NULL, NULL), 0);
	remove_logdir(dir);
}

static void set_file_limit(rlim_t bytes)
{
	struct rlimit limit;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* The process's limit on file sizes is an error at any write of the library. Its signal does not
 * kill the program, which has its own handlers and mask. */
static void a_limit_on_the_size_of_files_is_an_error(void **state)
{
	(void)state;
	char *dir = make_logdir();
	sigset_t before, after, pending;
	tfe_writer *w;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(pthread_sigmask(SIG_SETMASK, NULL, &before), 0);
	assert_false(sigismember(&before, SIGXFSZ));
	set_file_limit(10);
	tfe_status status = tfe_writer_open(dir, NULL, &w, &error);
	set_file_limit(RLIM_INFINITY);
	assert_int_equal(status, TFE_E_IO);
	assert_int_equal(error.sys_errno, EFBIG);
	assert_non_null(strstr(error.message, "the file size limit"));
	assert_int_equal(pthread_sigmask(SIG_SETMASK, NULL, &after), 0);
	assert_false(sigismember(&after, SIGXFSZ));
	assert_int_equal(for_each_file(dir, NULL, NULL), 0);
	/* A signal that the program has blocked stays pending. */
	sigset_t limit;
	sigemptyset(&limit);
	sigaddset(&limit, SIGXFSZ);
	assert_int_equal(pthread_sigmask(SIG_BLOCK, &limit, NULL), 0);
	assert_int_equal(raise(SIGXFSZ), 0);
	set_file_limit(10);
	status = tfe_writer_open(dir, NULL, &w, &error);
	set_file_limit(RLIM_INFINITY);
	assert_int_equal(status, TFE_E_IO);
	assert_int_equal(sigpending(&pending), 0);
	assert_true(sigismember(&pending, SIGXFSZ));
	const struct timespec now = {0, 0};
	assert_int_equal(sigtimedwait(&limit, NULL, &now), SIGXFSZ);
	/* The signal was sent once, not twice. */
	assert_int_equal(sigtimedwait(&limit, NULL, &now), -1);
	assert_int_equal(pthread_sigmask(SIG_SETMASK, &before, NULL), 0);
	remove_logdir(dir);
}

/* The system writes a part of a record and refuses the rest, as a full disk does. */
static void a_record_that_was_cut_is_taken_away(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer *w = open_writer(dir, NULL, &stats);
	const rlim_t limit = 100 * 1024 + 1;
	int n = 0;
	for (; n < 3000; n++)
		assert_int_equal(tfe_writer_add_scalar(w, "loss", n, 1), TFE_OK);
	set_file_limit(limit);
	assert_int_equal(tfe_writer_flush(w), TFE_E_IO);
	set_file_limit(RLIM_INFINITY);
	tfe_error error = TFE_ERROR_INIT;
	tfe_writer_get_error(w, &error);
	assert_int_equal(error.sys_errno, EFBIG);
	assert_int_equal(error.offset, limit);
	int whole = events_in(dir); /* fails if a record is truncated */
	assert_true(whole > 1000);
	assert_true(whole < 3000);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	check_steps(stats.path, n);
	remove_logdir(dir);
}

/* The error of ftruncate(2), 0 for none. */
static _Atomic(int) no_truncate;

int __real_ftruncate(int fd, off_t bytes);
int __wrap_ftruncate(int fd, off_t bytes);

int __wrap_ftruncate(int fd, off_t bytes)
{
	errno = no_truncate;
	return no_truncate ? -1 : __real_ftruncate(fd, bytes);
}

/* The file system becomes read-only after a part of a record, which cannot be removed. */
static void a_read_only_file_system_is_named_after_a_cut_record_too(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer *w = open_writer(dir, NULL, &stats);
	tfe_error error = TFE_ERROR_INIT;
	int n = 0;
	for (; n < 3000; n++)
		assert_int_equal(tfe_writer_add_scalar(w, "loss", n, 1), TFE_OK);
	no_truncate = EROFS;
	set_file_limit(100 * 1024 + 1);
	assert_int_equal(tfe_writer_flush(w), TFE_E_IO);
	set_file_limit(RLIM_INFINITY);
	assert_int_equal(tfe_writer_flush(w), TFE_E_IO);
	tfe_writer_get_error(w, &error);
	assert_int_equal(error.sys_errno, EROFS);
	assert_non_null(strstr(error.message, "the file system has become read-only"));
	no_truncate = 0;
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	check_steps(stats.path, n);
	remove_logdir(dir);
}

/* --- a full disk ------------------------------------------------------------------------------ */

static int put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	int failed = !f || fputs(text, f) < 0;
	return f ? fclose(f) || failed : 1;
}

/* Mounts a small disk on `dir`, for this process and its children. */
static bool mount_disk(const char *dir)
{
	char map[64];
	uid_t uid = getuid();
	if (unshare(CLONE_NEWNS)) {
		if (unshare(CLONE_NEWUSER | CLONE_NEWNS))
			return false;
		snprintf(map, sizeof map, "0 %u 1", (unsigned)uid);
		if (put_file("/proc/self/uid_map", map))
			return false;
	}
	return !mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
	       !mount("tmpfs", dir, "tmpfs", 0, "size=64k");
}

static bool copy_file(const char *from, const char *to)
{
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");
	for (int c; in && out && (c = getc(in)) != EOF;)
		putc(c, out);
	bool good = in && out && !ferror(in) && !ferror(out);
	if (in)
		fclose(in);
	return out && !fclose(out) && good;
}

/* Runs in a child: fills the disk by writing, then frees space. Copies the event file from the
 * disk, which only the child sees, to `copies`, where its name is the number of its events:
 * cmocka's assertions work only in the test's process. */
static void fill_a_disk(const char *dir, const char *copies)
{
	if (!mount_disk(dir))
		_exit(77);
	char ballast[8192];
	snprintf(ballast, sizeof ballast, "%s/ballast", dir);
	FILE *f = fopen(ballast, "w");
	for (int i = 0; f && i < 32 * 1024; i++)
		putc('x', f);
	if (!f || fclose(f))
		_exit(2);
	tfe_writer *w;
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_error error = TFE_ERROR_INIT;
	if (tfe_writer_open(dir, NULL, &w, NULL))
		_exit(3);
	int n = 0;
	tfe_status status = TFE_OK;
	for (; !status && n < 5000; n++) {
		if (tfe_writer_add_scalar(w, "loss", n, 1))
			_exit(4);
		status = n % 100 == 99 ? tfe_writer_flush(w) : TFE_OK;
	}
	tfe_writer_get_error(w, &error);
	if (status != TFE_E_IO || error.sys_errno != ENOSPC)
		_exit(5);
	unlink(ballast);
	tfe_writer_get_stats(w, &stats);
	if (tfe_writer_flush(w) || tfe_writer_close(w))
		_exit(6);
	char copy[8192];
	snprintf(copy, sizeof copy, "%s/%d", copies, n);
	_exit(copy_file(stats.path, copy) ? 0 : 7);
}

static void check_copy(const char *path, void *context)
{
	(void)context;
	check_steps(path, strtol(strrchr(path, '/') + 1, NULL, 10));
}

static void a_full_disk_that_has_room_again(void **state)
{
	(void)state;
	char *dir = make_logdir(), *copies = make_logdir();
	fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		fill_a_disk(dir, copies);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	bool may_mount = WEXITSTATUS(status) != 77;
	if (may_mount) {
		assert_int_equal(WEXITSTATUS(status), 0);
		assert_int_equal(for_each_file(copies, check_copy, NULL), 1);
	}
	remove_logdir(copies);
	remove_logdir(dir);
	if (!may_mount)
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_could_not_be_written_is_written_later),
		cmocka_unit_test(a_failure_passes_by_itself),
		cmocka_unit_test(any_write_may_fail),
		cmocka_unit_test(a_full_queue_drops_while_writing_fails),
		cmocka_unit_test(finish_gives_up_in_time),
		cmocka_unit_test(a_thread_that_cannot_be_started_is_an_error_of_the_system),
		cmocka_unit_test(a_limit_on_the_size_of_files_is_an_error),
		cmocka_unit_test(a_record_that_was_cut_is_taken_away),
		cmocka_unit_test(a_read_only_file_system_is_named_after_a_cut_record_too),
		cmocka_unit_test(a_full_disk_that_has_room_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
