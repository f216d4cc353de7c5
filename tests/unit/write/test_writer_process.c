/* write: the end of a process, its forks, and its death. Each scenario runs in another process:
 * this program, started again. */
#include <signal.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "unit/logdir_bytes.h"

#include <tfevents/reader.h>
#include <tfevents/writer.h>

#ifdef __SANITIZE_ADDRESS__
/* In a child of a process with threads, LeakSanitizer searches for the parent's threads, and may
 * wait for them for ever. The runtime, a shared library, finds the function only if it is
 * exported. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}
#endif

/* Waits until the writer's thread has started, if the program is about to fork under a sanitizer.
 * At the start of a thread the sanitizer's runtime allocates memory. Unlike malloc it does not
 * release its locks in the child of a fork, which would wait for them for ever. Without a sanitizer
 * a fork may happen at any time. */
static void before_fork_under_a_sanitizer(tfe_writer *w)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	if (tfe_writer_flush(w))
		_exit(89);
#else
	(void)w;
#endif
}

static tfe_writer *must_open(const char *dir, double flush_interval_s)
{
	const tfe_writer_options options = {.size = sizeof options,
					    .flush_interval_s = flush_interval_s};
	tfe_writer *w;
	if (tfe_writer_open(dir, &options, &w, NULL))
		_exit(90);
	before_fork_under_a_sanitizer(w);
	return w;
}

static void must_add(tfe_writer *w, const char *tag, int first, int n)
{
	for (int i = first; i < first + n; i++)
		if (tfe_writer_add_scalar(w, tag, i, 1))
			_exit(91);
}

/* Starts this program again to run a scenario. */
static pid_t start(const char *story, const char *dir)
{
	pid_t pid = fork();
	if (pid == 0) {
		execl("/proc/self/exe", "story", story, dir, (char *)NULL);
		_exit(99);
	}
	assert_true(pid > 0);
	return pid;
}

static void must_end_well(pid_t pid)
{
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* --- exit ------------------------------------------------------------------------------------- */

/* Two writers have written nothing, and nobody closes them. */
static void exit_without_close(const char *dir)
{
	tfe_writer *a = must_open(dir, 3600), *b = must_open(dir, 3600);
	must_add(a, "a", 0, 1000);
	must_add(b, "b", 0, 500);
	exit(0);
}

static void exit_flushes(void **state)
{
	(void)state;
	char *dir = make_logdir();
	must_end_well(start("exit_without_close", dir));
	assert_int_equal(events_in(dir), 1502);
	remove_logdir(dir);
}

/* --- fork ------------------------------------------------------------------------------------- */

struct seen {
	int files, events[4];
	int64_t sum[4]; /* the sum of 1 + step */
	char names[4][8192];
};

static void note_event(const tfe_event *event, void *context)
{
	struct seen *s = context;
	s->events[s->files]++;
	s->sum[s->files] += 1 + event->step;
}

static void note_file(const char *path, void *context)
{
	struct seen *s = context;
	assert_true(s->files < 4);
	for_each_event(path, note_event, s);
	snprintf(s->names[s->files++], sizeof s->names[0], "%s", path);
}

/* Returns the file with this number of events besides its version. */
static int file_of(const struct seen *s, int events)
{
	for (int i = 0; i < s->files; i++)
		if (s->events[i] == 1 + events)
			return i;
	fail_msg("no file has %d events", events);
	return 0;
}

/* Events that the parent had queued belong to the parent; the child's first add opens another
 * file. */
static void fork_and_add(const char *dir)
{
	tfe_writer *w = must_open(dir, 3600);
	must_add(w, "parent", 0, 10);
	pid_t child = fork();
	if (child == 0) {
		tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
		tfe_writer_get_stats(w, &stats);
		if (stats.events || stats.path[0])
			_exit(92);
		must_add(w, "child", 100, 5);
		if (tfe_writer_flush(w) || tfe_writer_close(w))
			_exit(93);
		exit(0);
	}
	must_add(w, "parent", 10, 3);
	int status;
	if (waitpid(child, &status, 0) != child || status)
		_exit(94);
	_exit(tfe_writer_close(w) ? 95 : 0);
}

/* Children that add nothing create no file and write no event of the parent, however they end. */
static void fork_and_leave(const char *dir)
{
	tfe_writer *w = must_open(dir, 3600);
	must_add(w, "parent", 0, 10);
	for (int how = 0; how < 3; how++) {
		pid_t child = fork();
		if (child == 0) {
			if (how == 0)
				_exit(0);
			if (how == 1 && tfe_writer_close(w))
				_exit(96);
			exit(0);
		}
		int status;
		if (waitpid(child, &status, 0) != child || status)
			_exit(97);
	}
	_exit(tfe_writer_close(w) ? 98 : 0);
}

/* The error of a parent that cannot write is not an error of its child. */
static void fork_and_close(const char *dir)
{
	struct rlimit limit;
	tfe_writer *w = must_open(dir, 3600);
	must_add(w, "parent", 0, 10);
	if (getrlimit(RLIMIT_FSIZE, &limit))
		_exit(70);
	limit.rlim_cur = 50; /* the first record fits */
	if (setrlimit(RLIMIT_FSIZE, &limit) || tfe_writer_flush(w) != TFE_E_IO)
		_exit(71);
	pid_t child = fork();
	if (child == 0) {
		tfe_error error = TFE_ERROR_INIT;
		if (tfe_writer_finish(w))
			_exit(72);
		tfe_writer_get_error(w, &error);
		_exit(error.status || tfe_writer_close(w) ? 73 : 0);
	}
	int status;
	if (waitpid(child, &status, 0) != child || status)
		_exit(74);
	limit.rlim_cur = limit.rlim_max;
	_exit(setrlimit(RLIMIT_FSIZE, &limit) || tfe_writer_close(w) ? 75 : 0);
}

/* One child is flushed by its own exit, and one continues in place of the other. */
static void fork_twice(const char *dir)
{
	tfe_writer *w = must_open(dir, 3600);
	must_add(w, "parent", 0, 1);
	pid_t child = fork();
	if (child == 0) {
		must_add(w, "child", 0, 1);
		before_fork_under_a_sanitizer(w);
		must_add(w, "child", 1, 1); /* the writer waits while the child forks */
		pid_t grandchild = fork();
		if (grandchild == 0) {
			must_add(w, "grandchild", 0, 3);
			exit(0);
		}
		int status;
		if (waitpid(grandchild, &status, 0) != grandchild || status)
			_exit(80);
		exit(0);
	}
	int status;
	if (waitpid(child, &status, 0) != child || status)
		_exit(81);
	exit(0);
}

static void a_child_has_its_own_file(void **state)
{
	(void)state;
#ifdef __SANITIZE_THREAD__
	/* TSan's runtime ends a forked child whose thread gets the stack of one of the parent's
	 * ("dup thread with used id"); a program of ten lines shows it as well. */
	print_message("# TSan does not let a forked child start a thread\n");
	skip();
#endif
	char *dir = make_logdir();
	pid_t pid = start("fork_and_add", dir);
	must_end_well(pid);
	struct seen s = {0};
	assert_int_equal(for_each_file(dir, note_file, &s), 2);
	int parent = file_of(&s, 13), child = file_of(&s, 5);
	assert_int_equal(s.sum[parent], 1 + 13 + 78); /* steps 0 to 12 */
	assert_int_equal(s.sum[child], 1 + 5 + 510);  /* steps 100 to 104 */
	char own[32];
	snprintf(own, sizeof own, ".%d.", (int)pid);
	assert_non_null(strstr(s.names[parent], own));
	assert_null(strstr(s.names[child], own));
	remove_logdir(dir);
}

static void a_child_that_does_not_add_writes_nothing(void **state)
{
	(void)state;
	char *dir = make_logdir();
	must_end_well(start("fork_and_leave", dir));
	struct seen s = {0};
	assert_int_equal(for_each_file(dir, note_file, &s), 1);
	assert_int_equal(s.events[0], 11);
	remove_logdir(dir);
}

static void a_childs_close_returns_no_error_of_the_parent(void **state)
{
	(void)state;
	char *dir = make_logdir();
	must_end_well(start("fork_and_close", dir));
	assert_int_equal(events_in(dir), 11);
	remove_logdir(dir);
}

static void children_of_children(void **state)
{
	(void)state;
	char *dir = make_logdir();
	must_end_well(start("fork_twice", dir));
	struct seen s = {0};
	assert_int_equal(for_each_file(dir, note_file, &s), 3);
	for (int events = 1; events <= 3; events++)
		file_of(&s, events);
	remove_logdir(dir);
}

/* --- kill -9 ---------------------------------------------------------------------------------- */

/* Adds as fast as possible; then waits to be killed, if that takes long. */
static void add_for_ever(const char *dir)
{
	tfe_writer *w = must_open(dir, 0.01);
	must_add(w, "loss", 0, 100000);
	for (;;)
		pause();
}

/* Adds a hundred events and waits to be killed. */
static void add_and_wait(const char *dir)
{
	tfe_writer *w = must_open(dir, 0.01);
	must_add(w, "loss", 0, 100);
	for (;;)
		pause();
}

/* Returns the number of whole events of a file, where the k-th must have step k. At most one record
 * may be truncated. */
static int64_t whole_events(const char *path)
{
	tfe_reader *r;
	assert_int_equal(tfe_reader_open(path, NULL, &r, NULL), TFE_OK);
	tfe_event event = TFE_EVENT_INIT;
	tfe_status status;
	int64_t n = -1;
	for (; (status = tfe_reader_next(r, &event)) == TFE_OK; n++)
		assert_int_equal(event.step, n < 0 ? 0 : n);
	assert_int_equal(status, TFE_E_AGAIN);
	tfe_gap gap = TFE_GAP_INIT;
	tfe_reader_get_gap(r, &gap);
	assert_true(gap.bytes < 64);
	tfe_reader_close(r);
	return n;
}

static void newest_path(const char *path, void *context)
{
	char *newest = context;
	if (strcmp(path, newest) > 0)
		snprintf(newest, 8192, "%s", path);
}

static void kill_it(pid_t pid)
{
	int status;
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
}

/* Waits until the directory's only file has at least n events; returns its path. The event is a
 * write to that file by another process. */
static void await_events(const char *dir, int64_t n, char path[8192])
{
	char events[4096];
	int watch = inotify_init1(IN_CLOEXEC);
	assert_int_not_equal(watch, -1);
	assert_int_not_equal(inotify_add_watch(watch, dir, IN_CREATE | IN_MODIFY), -1);
	for (;;) {
		path[0] = '\0';
		if (for_each_file(dir, newest_path, path) == 1 && whole_events(path) >= n)
			break;
		assert_int_not_equal(read(watch, events, sizeof events), -1);
	}
	close(watch);
}

static void a_killed_process_leaves_whole_records(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++) {
		char *dir = make_logdir(), path[8192];
		pid_t pid = start("add_for_ever", dir);
		await_events(dir, 1 + i * 5000, path);
		int64_t before = whole_events(path);
		kill_it(pid);
		assert_true(whole_events(path) >= before);
		/* The next start continues in a new file, and does not change that one. */
		size_t n, after;
		free(read_whole_file(path, &n));
		must_end_well(start("exit_without_close", dir));
		free(read_whole_file(path, &after));
		assert_int_equal(after, n);
		assert_int_equal(for_each_file(dir, NULL, NULL), 3);
		remove_logdir(dir);
	}
}

static void what_is_older_than_the_interval_is_not_lost(void **state)
{
	(void)state;
	char *dir = make_logdir(), path[8192];
	pid_t pid = start("add_and_wait", dir);
	await_events(dir, 100, path); /* nobody flushed, and the process is alive */
	kill_it(pid);
	assert_int_equal(whole_events(path), 100);
	remove_logdir(dir);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*live)(const char *dir);
	} stories[] = {
		{"exit_without_close", exit_without_close},
		{"fork_and_add", fork_and_add},
		{"fork_and_leave", fork_and_leave},
		{"fork_and_close", fork_and_close},
		{"fork_twice", fork_twice},
		{"add_for_ever", add_for_ever},
		{"add_and_wait", add_and_wait},
	};
	for (size_t i = 0; argc == 3 && i < sizeof stories / sizeof *stories; i++)
		if (strcmp(argv[1], stories[i].name) == 0)
			stories[i].live(argv[2]);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exit_flushes),
		cmocka_unit_test(a_child_has_its_own_file),
		cmocka_unit_test(a_child_that_does_not_add_writes_nothing),
		cmocka_unit_test(a_childs_close_returns_no_error_of_the_parent),
		cmocka_unit_test(children_of_children),
		cmocka_unit_test(a_killed_process_leaves_whole_records),
		cmocka_unit_test(what_is_older_than_the_interval_is_not_lost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
