/* write: an event file, or its directory, that is deleted or moved while it is written.
 *
 * wraps: stat */
#include <errno.h>
#include <sched.h>
#include <sys/stat.h>
#include <time.h>

#include "unit/logdir_bytes.h"

#include <tfevents/writer.h>

/* The number of times that the library examined a path, and the result that it gets meanwhile. */
static atomic_int stats;
static atomic_bool other_inodes;

int __real_stat(const char *path, struct stat *st);
int __wrap_stat(const char *path, struct stat *st);

int __wrap_stat(const char *path, struct stat *st)
{
	atomic_fetch_add(&stats, 1);
	int failed = __real_stat(path, st);
	if (atomic_load(&other_inodes))
		st->st_ino += (ino_t)atomic_load(&stats);
	return failed;
}

/* A run in a folder of its own, so that both can be removed. */
struct place {
	char *folder;
	char run[4200], elsewhere[4200];
	tfe_writer_stats opened; /* of the run's writer, after open_run opened it */
};

static void make_place(struct place *p)
{
	p->folder = make_logdir();
	snprintf(p->run, sizeof p->run, "%.4000s/a/run", p->folder);
	snprintf(p->elsewhere, sizeof p->elsewhere, "%.4000s/elsewhere", p->folder);
	assert_int_equal(mkdir(p->elsewhere, 0777), 0);
}

static void remove_place(struct place *p)
{
	if (access(p->run, F_OK) == 0) {
		for_each_file(p->run, remove_file, NULL);
		assert_int_equal(rmdir(p->run), 0);
	}
	char *above = strrchr(p->run, '/');
	*above = '\0';
	(void)rmdir(p->run);
	for_each_file(p->elsewhere, remove_file, NULL);
	assert_int_equal(rmdir(p->elsewhere), 0);
	remove_logdir(p->folder);
}

/* Only flush, finish and close write. */
static tfe_writer *open_writer(const char *dir, tfe_writer_stats *opened)
{
	const tfe_writer_options options = {.size = sizeof options, .flush_interval_s = 3600};
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(dir, &options, &w, NULL), TFE_OK);
	tfe_writer_get_stats(w, opened);
	return w;
}

/* Creates the folder, and opens a writer of its run. */
static tfe_writer *open_run(struct place *p)
{
	make_place(p);
	p->opened = (tfe_writer_stats)TFE_WRITER_STATS_INIT;
	return open_writer(p->run, &p->opened);
}

static void add(tfe_writer *w, int first, int n)
{
	for (int i = first; i < first + n; i++)
		assert_int_equal(tfe_writer_add_scalar(w, "loss", i, 1), TFE_OK);
}

struct steps {
	int64_t first, n;
};

static void note_step(const tfe_event *event, void *context)
{
	struct steps *s = context;
	if (s->n > 0)
		assert_int_equal(event->step, s->first + s->n - 1);
	s->n++;
}

/* Checks that the file has its version, then the steps from `first` on. */
static void check_file(const char *path, int first, int n)
{
	struct steps s = {first, 0};
	for_each_event(path, note_step, &s);
	assert_int_equal(s.n, 1 + n);
}

/* Checks that the error names the lost file and the one that is written now. */
static void check_error(tfe_writer *w, const char *lost)
{
	tfe_error error = TFE_ERROR_INIT;
	tfe_writer_stats now = TFE_WRITER_STATS_INIT;
	tfe_writer_get_error(w, &error);
	tfe_writer_get_stats(w, &now);
	assert_int_equal(error.status, TFE_E_IO);
	assert_string_equal(error.path, lost);
	assert_non_null(strstr(error.message,
			       "was deleted or moved; the events already written to it "
			       "are no longer in the run; the writer continues in "));
	assert_string_not_equal(now.path, lost);
	assert_non_null(strstr(error.message, strrchr(now.path, '/') + 1));
}

/* --- changes of the file ---------------------------------------------------------------------- */

static void delete_file(const struct place *p, const char *path)
{
	(void)p;
	assert_int_equal(unlink(path), 0);
}

static void move_file(const struct place *p, const char *path)
{
	char to[4300];
	snprintf(to, sizeof to, "%s/moved", p->elsewhere);
	assert_int_equal(rename(path, to), 0);
}

static void replace_file(const struct place *p, const char *path)
{
	char other[4300];
	snprintf(other, sizeof other, "%s/other", p->elsewhere);
	FILE *f = fopen(other, "w");
	assert_non_null(f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(rename(other, path), 0);
}

static void remove_directories(const struct place *p, const char *path)
{
	char above[4200];
	delete_file(p, path);
	assert_int_equal(rmdir(p->run), 0);
	snprintf(above, sizeof above, "%.*s", (int)(strrchr(p->run, '/') - p->run), p->run);
	assert_int_equal(rmdir(above), 0);
}

static void move_directory(const struct place *p, const char *path)
{
	(void)path;
	assert_int_equal(rmdir(p->elsewhere), 0);
	assert_int_equal(rename(p->run, p->elsewhere), 0);
}

typedef void happening(const struct place *p, const char *path);
static happening *const happenings[] = {delete_file, move_file, replace_file, remove_directories,
					move_directory};
enum { HAPPENINGS = sizeof happenings / sizeof *happenings };

static void the_writer_continues_in_a_new_file(void **state)
{
	(void)state;
	for (int i = 0; i < HAPPENINGS; i++) {
		struct place p;
		tfe_writer_stats now = TFE_WRITER_STATS_INIT;
		tfe_writer *w = open_run(&p);
		add(w, 0, 10);
		assert_int_equal(tfe_writer_flush(w), TFE_OK);
		check_file(p.opened.path, 0, 10);
		add(w, 10, 5); /* these events wait, and are written to the new file */
		happenings[i](&p, p.opened.path);
		assert_int_equal(tfe_writer_flush(w), TFE_E_IO);
		check_error(w, p.opened.path);
		assert_int_equal(tfe_writer_flush(w), TFE_OK); /* it is reported once */
		add(w, 15, 5);
		assert_int_equal(tfe_writer_flush(w), TFE_OK);
		tfe_writer_get_stats(w, &now);
		assert_int_equal(now.events, 20);
		assert_int_equal(now.dropped, 0);
		/* The same happens once more. */
		happenings[0](&p, now.path);
		add(w, 20, 5);
		assert_int_equal(tfe_writer_flush(w), TFE_E_IO);
		check_error(w, now.path);
		tfe_writer_get_stats(w, &now);
		assert_int_equal(tfe_writer_close(w), TFE_OK);
		check_file(now.path, 20, 5);
		remove_place(&p);
	}
}

/* A flush that has nothing to write reports it too; so do finish and close. */
static void it_is_noticed_without_anything_to_write(void **state)
{
	(void)state;
	for (int i = 0; i < HAPPENINGS; i++) {
		for (int how = 0; how < 3; how++) {
			struct place p;
			tfe_writer *w = open_run(&p);
			add(w, 0, 10);
			assert_int_equal(tfe_writer_flush(w), TFE_OK);
			happenings[i](&p, p.opened.path);
			if (how == 0) {
				assert_int_equal(tfe_writer_flush(w), TFE_E_IO);
				check_error(w, p.opened.path);
			}
			if (how == 1) {
				tfe_error error = TFE_ERROR_INIT;
				assert_int_equal(tfe_writer_finish(w), TFE_E_IO);
				tfe_writer_get_error(w, &error);
				assert_string_equal(error.path, p.opened.path);
				assert_non_null(strstr(error.message, "no longer in the run"));
				assert_null(strstr(error.message, "continues"));
			}
			assert_int_equal(tfe_writer_close(w), how == 0 ? TFE_OK : TFE_E_IO);
			/* A removed directory is not created again for an empty file. */
			if (how && happenings[i] == remove_directories)
				assert_int_equal(access(p.run, F_OK), -1);
			remove_place(&p);
		}
	}
}

static void close_writes_what_waits_into_a_new_file(void **state)
{
	(void)state;
	for (int i = 0; i < HAPPENINGS; i++) {
		struct place p;
		tfe_writer_stats now = TFE_WRITER_STATS_INIT;
		tfe_writer *w = open_run(&p);
		add(w, 0, 1000);
		happenings[i](&p, p.opened.path);
		assert_int_equal(tfe_writer_finish(w), TFE_E_IO);
		check_error(w, p.opened.path);
		tfe_writer_get_stats(w, &now);
		assert_int_equal(tfe_writer_close(w), TFE_E_IO);
		check_file(now.path, 0, 1000);
		remove_place(&p);
	}
}

/* Without a flush the writer notices it too, within about a second of writing. */
static void the_thread_notices_by_itself(void **state)
{
	(void)state;
	struct place p;
	tfe_writer_stats opened = TFE_WRITER_STATS_INIT, now = TFE_WRITER_STATS_INIT;
	make_place(&p);
	const tfe_writer_options options = {.size = sizeof options, .flush_interval_s = 0.001};
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(p.run, &options, &w, NULL), TFE_OK);
	tfe_writer_get_stats(w, &opened);
	delete_file(&p, opened.path);
	do {
		add(w, 0, 1);
		sched_yield();
		tfe_writer_get_stats(w, &now);
	} while (strcmp(now.path, opened.path) == 0);
	assert_int_equal(tfe_writer_flush(w), TFE_E_IO);
	check_error(w, opened.path);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	remove_place(&p);
}

/* A steady flow of records costs one check per second, not one per record or write. */
static void looking_is_cheap(void **state)
{
	(void)state;
	struct place p;
	char text[20000];
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	struct timespec begin, end;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	tfe_writer *w = open_run(&p);
	atomic_store(&stats, 0);
	for (int i = 0; i < 2000; i++) /* 150 writes of 256 KiB */
		assert_int_equal(tfe_writer_add_text(w, "text", i, text), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	clock_gettime(CLOCK_MONOTONIC, &end);
	assert_in_range(atomic_load(&stats), 1, end.tv_sec - begin.tv_sec + 2);
	remove_place(&p);
}

/* --- failures meanwhile ----------------------------------------------------------------------- */

/* While no new file can be created, events wait; then all of them are written, and the loss is
 * reported. */
static void events_wait_for_a_new_file(void **state)
{
	(void)state;
	struct place p;
	tfe_writer_stats now = TFE_WRITER_STATS_INIT;
	tfe_error error = TFE_ERROR_INIT;
	tfe_writer *w = open_run(&p);
	remove_directories(&p, p.opened.path);
	char *above = strrchr(p.run, '/');
	*above = '\0';
	FILE *f = fopen(p.run, "w"); /* a file in place of the directory */
	assert_non_null(f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(tfe_writer_flush(w), TFE_E_IO); /* with nothing to write */
	add(w, 0, 10);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(tfe_writer_flush(w), TFE_E_IO);
		tfe_writer_get_error(w, &error);
		assert_non_null(strstr(error.message, "cannot create the directory"));
		assert_int_equal(error.sys_errno, ENOTDIR);
	}
	assert_int_equal(unlink(p.run), 0);
	*above = '/';
	assert_int_equal(tfe_writer_flush(w), TFE_E_IO);
	check_error(w, p.opened.path);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	tfe_writer_get_stats(w, &now);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	check_file(now.path, 0, 10);
	remove_place(&p);
}

static void memory_may_run_out(void **state)
{
	(void)state;
	size_t failed = 0;
	for (size_t n = 1;; n++) {
		struct place p;
		struct inject in = {0};
		const tfe_allocator allocator = inject_allocator(&in);
		const tfe_writer_options options = {
			.size = sizeof options, .flush_interval_s = 3600, .allocator = &allocator};
		tfe_writer *w;
		tfe_writer_stats opened = TFE_WRITER_STATS_INIT, now = TFE_WRITER_STATS_INIT;
		make_place(&p);
		assert_int_equal(tfe_writer_open(p.run, &options, &w, NULL), TFE_OK);
		tfe_writer_get_stats(w, &opened);
		add(w, 0, 10);
		remove_directories(&p, opened.path);
		in.fail_at = atomic_load(&in.calls) + n;
		tfe_status status = tfe_writer_flush(w);
		bool reached = atomic_load(&in.calls) >= in.fail_at;
		if (reached) {
			assert_int_equal(status, TFE_E_NOMEM);
			status = tfe_writer_flush(w);
			failed++;
		}
		assert_int_equal(status, TFE_E_IO);
		check_error(w, opened.path);
		tfe_writer_get_stats(w, &now);
		assert_int_equal(tfe_writer_close(w), TFE_OK);
		check_file(now.path, 0, 10);
		assert_int_equal(for_each_file(p.run, NULL, NULL), 1);
		assert_int_equal(atomic_load(&in.live), 0);
		remove_place(&p);
		if (!reached)
			break;
	}
	assert_true(failed >= 2);
}

/* A refused add after the loss is reported as well: neither error hides the other. */
static void a_refused_add_is_reported_too(void **state)
{
	(void)state;
	struct place p;
	tfe_writer *w = open_run(&p);
	delete_file(&p, p.opened.path);
	assert_int_equal(tfe_writer_add_scalar(w, "", 0, 0), TFE_E_ARG);
	assert_int_equal(tfe_writer_flush(w), TFE_E_IO);
	check_error(w, p.opened.path);
	assert_int_equal(tfe_writer_flush(w), TFE_E_ARG);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	remove_place(&p);
}

/* --- changes without loss --------------------------------------------------------------------- */

static void the_working_directory_may_change(void **state)
{
	(void)state;
	struct place p;
	tfe_writer_stats opened = TFE_WRITER_STATS_INIT, now = TFE_WRITER_STATS_INIT;
	char before[4096];
	make_place(&p);
	assert_non_null(getcwd(before, sizeof before));
	assert_int_equal(chdir(p.folder), 0);
	tfe_writer *w = open_writer("a/run", &opened);
	assert_int_equal(chdir("/"), 0);
	add(w, 0, 10);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	delete_file(&p, opened.path);
	assert_int_equal(tfe_writer_flush(w), TFE_E_IO);
	tfe_writer_get_stats(w, &now);
	assert_int_equal(access(now.path, F_OK), 0);
	assert_int_equal(for_each_file(p.run, NULL, NULL), 1);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	assert_int_equal(chdir(before), 0);
	remove_place(&p);
}

static void a_link_to_the_run_may_change(void **state)
{
	(void)state;
	struct place p;
	char latest[4200];
	tfe_writer *w = open_run(&p);
	snprintf(latest, sizeof latest, "%.4000s/latest", p.folder);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	assert_int_equal(symlink(p.run, latest), 0);
	w = open_writer(latest, &p.opened);
	assert_int_equal(unlink(latest), 0);
	assert_int_equal(symlink(p.elsewhere, latest), 0);
	add(w, 0, 10);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	check_file(p.opened.path, 0, 10);
	assert_int_equal(for_each_file(p.elsewhere, NULL, NULL), 0);
	assert_int_equal(unlink(latest), 0);
	remove_place(&p);
}

/* Some file systems give a file another inode number each time. */
static void a_file_system_without_lasting_inodes(void **state)
{
	(void)state;
	struct place p;
	atomic_store(&other_inodes, true);
	tfe_writer *w = open_run(&p);
	add(w, 0, 10);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	atomic_store(&other_inodes, false);
	check_file(p.opened.path, 0, 10);
	assert_int_equal(for_each_file(p.run, NULL, NULL), 1);
	remove_place(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_writer_continues_in_a_new_file),
		cmocka_unit_test(it_is_noticed_without_anything_to_write),
		cmocka_unit_test(close_writes_what_waits_into_a_new_file),
		cmocka_unit_test(the_thread_notices_by_itself),
		cmocka_unit_test(looking_is_cheap),
		cmocka_unit_test(events_wait_for_a_new_file),
		cmocka_unit_test(memory_may_run_out),
		cmocka_unit_test(a_refused_add_is_reported_too),
		cmocka_unit_test(the_working_directory_may_change),
		cmocka_unit_test(a_link_to_the_run_may_change),
		cmocka_unit_test(a_file_system_without_lasting_inodes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
