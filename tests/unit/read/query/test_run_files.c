/* read/query: the files of a run, loaded and with list_only.
 *
 * wraps: pthread_create opendir */
#include <dirent.h>
#include <poll.h>
#include <pthread.h>

#include "unit/logs.h"

#include <tfevents/logdir.h>

#include "base/options.h"
#include "read/logdir/scan.h"

static int threads_started, folders_listed;

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*start)(void *), void *context);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*start)(void *), void *context);
DIR *__real_opendir(const char *path);
DIR *__wrap_opendir(const char *path);

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*start)(void *), void *context)
{
	threads_started++;
	return __real_pthread_create(thread, attributes, start, context);
}

DIR *__wrap_opendir(const char *path)
{
	folders_listed++;
	return __real_opendir(path);
}

static tfe_logdir *open_path(const char *path, bool list_only)
{
	const tfe_logdir_options o = {.size = sizeof o, .list_only = list_only};
	tfe_logdir *d = NULL;
	assert_int_equal(tfe_logdir_open(&path, 1, &o, &d, NULL), TFE_OK);
	threads_started = folders_listed = 0;
	return d;
}

static tfe_logdir *load(bool list_only)
{
	tfe_logdir *d = open_path(logs_folder, list_only);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	return d;
}

/* Returns the run of a name; NULL if there is none. */
static const tfe_run *find_run(const tfe_logdir *d, const char *name)
{
	for (size_t i = 0; i < tfe_logdir_run_count(d); i++) {
		tfe_run_info info = TFE_RUN_INFO_INIT;
		tfe_run_get_info(tfe_logdir_run_at(d, i), &info);
		if (!strcmp(info.name, name))
			return tfe_logdir_run_at(d, i);
	}
	return NULL;
}

/* Returns the file of a run whose path ends in a name; its path is NULL if there is none. */
static tfe_run_file file_of(const tfe_logdir *d, const char *run_name, const char *name)
{
	const tfe_run *run = find_run(d, run_name);
	tfe_run_file file = {.size = sizeof file};
	for (size_t i = 0; run && i < tfe_run_file_count(run); i++) {
		tfe_run_get_file(run, i, &file);
		assert_int_equal(file.size, sizeof file);
		if (!strcmp(file.path, logs_path(name)))
			return file;
	}
	return (tfe_run_file){0};
}

static uint64_t length_of(const char *name)
{
	struct stat st;
	assert_int_equal(stat(logs_path(name), &st), 0);
	return (uint64_t)st.st_size;
}

static void files_are_listed_without_reading(void **state)
{
	(void)state;
	logs_scalar("1.tfevents", "t", 1, 1, 1);
	logs_scalar("a/1.tfevents", "t", 1, 1, 1);
	logs_scalar("a/2.tfevents", "t", 2, 2, 1);
	tfe_logdir *d = load(true);
	assert_int_equal(threads_started, 0);
	assert_int_equal(tfe_logdir_run_count(d), 2);
	assert_int_equal(tfe_run_file_count(find_run(d, ".")), 1);
	assert_int_equal(tfe_run_file_count(find_run(d, "a")), 2);
	assert_int_equal(tfe_run_series_count(find_run(d, "a")), 0);
	tfe_run_file file = file_of(d, "a", "a/2.tfevents");
	assert_non_null(file.path);
	assert_int_equal(file.bytes, length_of("a/2.tfevents"));
	assert_int_equal(file.bytes_read, 0);
	assert_int_equal(file.changes, 1);
	assert_false(file.gone);
	assert_false(file.alias);
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(d, &progress);
	assert_true(progress.loaded);
	assert_int_equal(progress.files, 3);
	assert_int_equal(progress.bytes_read, 0);
	tfe_logdir_close(d);
}

static void what_was_read_of_a_file_is_counted(void **state)
{
	(void)state;
	logs_scalar("a/1.tfevents", "t", 1, 1, 1);
	tfe_logdir *d = load(false);
	tfe_run_file file = file_of(d, "a", "a/1.tfevents");
	assert_int_equal(file.bytes, length_of("a/1.tfevents"));
	assert_int_equal(file.bytes_read, file.bytes);
	assert_int_equal(file.changes, 1);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_int_equal(file_of(d, "a", "a/1.tfevents").changes, 1);
	logs_scalar("a/1.tfevents", "t", 2, 2, 1);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_int_equal(file_of(d, "a", "a/1.tfevents").changes, 2);
	assert_int_equal(file_of(d, "a", "a/1.tfevents").bytes_read, length_of("a/1.tfevents"));
	tfe_logdir_close(d);
}

/* An older caller knows a part of the struct, a newer caller more; a struct whose size is not set
 * gets nothing. */
static void a_result_has_the_size_of_the_caller(void **state)
{
	(void)state;
	struct {
		tfe_run_file file;
		uint64_t more;
	} newer;
	tfe_run_file older;
	logs_scalar("a/1.tfevents", "t", 1, 1, 1);
	tfe_logdir *d = load(true);
	const tfe_run *run = find_run(d, "a");
	memset(&newer, 0x55, sizeof newer);
	newer.file.size = sizeof newer;
	tfe_run_get_file(run, 0, &newer.file);
	assert_int_equal(newer.file.size, sizeof newer);
	assert_string_equal(newer.file.path, logs_path("a/1.tfevents"));
	assert_int_equal(newer.more, 0);
	memset(&older, 0x55, sizeof older);
	older.size = offsetof(tfe_run_file, bytes);
	tfe_run_get_file(run, 0, &older);
	assert_string_equal(older.path, logs_path("a/1.tfevents"));
	assert_int_equal(older.bytes, 0x5555555555555555);
	for (size_t i = 0; i < 3; i++) {
		const size_t impossible[] = {0, sizeof older + 1, SIZE_MAX - 7};
		memset(&older, 0x55, sizeof older);
		older.size = impossible[i];
		tfe_run_get_file(run, 0, &older);
		assert_int_equal(older.size, impossible[i]);
		assert_int_equal(older.bytes, 0x5555555555555555);
	}
	older.size = sizeof older;
	tfe_run_get_file(run, 1, &older);
	assert_null(older.path);
	assert_int_equal(older.bytes, 0);
	tfe_logdir_close(d);
}

static void another_name_of_a_file_is_an_alias(void **state)
{
	(void)state;
	logs_scalar("a/1.tfevents", "t", 1, 1, 1);
	assert_int_equal(link(logs_path("a/1.tfevents"), logs_path("a/2.tfevents")), 0);
	assert_int_equal(symlink("1.tfevents", logs_path("a/3.tfevents")), 0);
	tfe_logdir *d = load(true);
	assert_int_equal(tfe_run_file_count(find_run(d, "a")), 3);
	assert_false(file_of(d, "a", "a/1.tfevents").alias);
	assert_true(file_of(d, "a", "a/2.tfevents").alias);
	assert_true(file_of(d, "a", "a/3.tfevents").alias);
	assert_int_equal(file_of(d, "a", "a/2.tfevents").bytes, length_of("a/1.tfevents"));
	tfe_logdir_close(d);
}

/* --- following -------------------------------------------------------------------------------- */

/* Waits until the log directory has changed, for at most a minute. */
static void wait_for_change(tfe_logdir *d)
{
	struct pollfd fd = {.fd = tfe_logdir_fd(d), .events = POLLIN};
	assert_int_equal(poll(&fd, 1, 60000), 1);
	tfe_logdir_acknowledge(d);
}

static void wait_until_loaded(tfe_logdir *d)
{
	tfe_progress progress = TFE_PROGRESS_INIT;
	while (tfe_logdir_get_progress(d, &progress), !progress.loaded)
		wait_for_change(d);
}

static void files_are_followed_without_reading(void **state)
{
	(void)state;
	logs_scalar("a/1.tfevents", "t", 1, 1, 1);
	tfe_logdir *d = open_path(logs_folder, true);
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	assert_int_equal(threads_started, 1);
	wait_until_loaded(d);
	uint64_t changes = file_of(d, "a", "a/1.tfevents").changes;
	logs_scalar("a/1.tfevents", "t", 2, 2, 1);
	while (file_of(d, "a", "a/1.tfevents").bytes < length_of("a/1.tfevents"))
		wait_for_change(d);
	assert_true(file_of(d, "a", "a/1.tfevents").changes > changes);
	logs_scalar("b/2.tfevents", "t", 2, 2, 1);
	while (!file_of(d, "b", "b/2.tfevents").path)
		wait_for_change(d);
	assert_int_equal(unlink(logs_path("a/1.tfevents")), 0);
	while (!file_of(d, "a", "a/1.tfevents").gone)
		wait_for_change(d);
	changes = file_of(d, "a", "a/1.tfevents").changes;
	logs_scalar("a/1.tfevents", "t", 1, 1, 1);
	while (file_of(d, "a", "a/1.tfevents").gone)
		wait_for_change(d);
	assert_true(file_of(d, "a", "a/1.tfevents").changes > changes);
	assert_int_equal(tfe_run_file_count(find_run(d, "a")), 1);
	assert_int_equal(threads_started, 1);
	tfe_logdir_close(d);
}

/* Only the call finds the new file: the next interval ends in an hour. */
static void loading_while_followed_searches_again(void **state)
{
	(void)state;
	for (int list_only = 0; list_only < 2; list_only++) {
		const char *path = logs_folder;
		const tfe_logdir_options o = {.size = sizeof o,
					      .list_only = list_only,
					      .poll_only = true,
					      .poll_interval_s = 3600};
		const char *name = list_only ? "a/2.tfevents" : "a/1.tfevents";
		tfe_logdir *d = NULL;
		assert_int_equal(tfe_logdir_open(&path, 1, &o, &d, NULL), TFE_OK);
		assert_int_equal(tfe_logdir_watch(d), TFE_OK);
		wait_until_loaded(d);
		assert_null(file_of(d, "a", name).path);
		logs_scalar(name, "t", 1, 1, 1);
		assert_int_equal(tfe_logdir_load(d), TFE_OK);
		tfe_run_file file = file_of(d, "a", name);
		assert_non_null(file.path);
		assert_int_equal(file.bytes_read, list_only ? 0 : file.bytes);
		tfe_logdir_close(d);
	}
}

/* --- paths ------------------------------------------------------------------------------------ */

static void names_tell_the_path_apart(void **state)
{
	(void)state;
	logs_scalar("one/1.tfevents", "t", 1, 1, 1);
	logs_scalar("one/a/1.tfevents", "t", 1, 1, 1);
	logs_scalar("two/a/1.tfevents", "t", 1, 1, 1);
	logs_scalar("three/name", "t", 1, 1, 1);
	char named[1100];
	snprintf(named, sizeof named, "base:%s", logs_path("two"));
	const char *paths[] = {logs_path("one"), named, logs_path("three/name")};
	const tfe_logdir_options o = {.size = sizeof o, .list_only = true};
	const struct {
		const char *name, *relative_name;
		size_t path;
	} want[] = {{logs_path("one"), ".", 0},
		    {logs_path("one/a"), "a", 0},
		    {"base/a", "base/a", 1},
		    {logs_path("three"), ".", 2}};
	tfe_logdir *d = NULL;
	assert_int_equal(tfe_logdir_open(paths, 3, &o, &d, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_int_equal(tfe_logdir_run_count(d), 4);
	for (size_t i = 0; i < 4; i++) {
		tfe_run_info info = TFE_RUN_INFO_INIT;
		assert_non_null(find_run(d, want[i].name));
		tfe_run_get_info(find_run(d, want[i].name), &info);
		assert_string_equal(info.relative_name, want[i].relative_name);
		assert_int_equal(info.path, want[i].path);
	}
	tfe_logdir_close(d);
	d = load(true);
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(find_run(d, "one/a"), &info);
	assert_string_equal(info.relative_name, "one/a");
	tfe_logdir_close(d);
}

static void paths_that_are_awaited_are_found(void **state)
{
	(void)state;
	char folder[1024], file[1024];
	snprintf(folder, sizeof folder, "%s", logs_path("folder"));
	snprintf(file, sizeof file, "%s", logs_path("below/some name"));
	const char *paths[] = {folder, file};
	tfe_logdir_options o = {.size = sizeof o, .list_only = true, .poll_interval_s = 0.01};
	tfe_logdir *d = NULL;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe_logdir_open(paths, 2, &o, &d, &error), TFE_E_NOTFOUND);
	o.await_paths = true;
	assert_int_equal(tfe_logdir_open(paths, 2, &o, &d, &error), TFE_OK);
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	wait_until_loaded(d);
	assert_int_equal(tfe_logdir_run_count(d), 0);
	assert_int_equal(tfe_logdir_damage_count(d), 0);
	logs_scalar("below/some name", "t", 1, 1, 1);
	logs_scalar("below/other.tfevents", "t", 1, 1, 1);
	while (!find_run(d, logs_path("below")))
		wait_for_change(d);
	logs_scalar("folder/a/1.tfevents", "t", 1, 1, 1);
	while (!file_of(d, logs_path("folder/a"), "folder/a/1.tfevents").path)
		wait_for_change(d);
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(find_run(d, logs_path("below")), &info);
	assert_string_equal(info.relative_name, ".");
	assert_int_equal(info.path, 1);
	assert_int_equal(tfe_run_file_count(find_run(d, logs_path("below"))), 1);
	uint64_t bytes = length_of("below/some name");
	logs_scalar("below/some name", "t", 2, 2, 1);
	while (file_of(d, logs_path("below"), "below/some name").bytes == bytes)
		wait_for_change(d);
	tfe_logdir_close(d);
}

/* --- the directories that are read ------------------------------------------------------------ */

static void the_folder_of_a_named_file_is_not_listed(void **state)
{
	(void)state;
	logs_scalar("a/some name", "t", 1, 1, 1);
	logs_scalar("a/1.tfevents", "t", 1, 1, 1);
	tfe_logdir *d = open_path(logs_path("a/some name"), false);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_int_equal(folders_listed, 0);
	assert_int_equal(tfe_logdir_run_count(d), 1);
	assert_int_equal(tfe_run_file_count(find_run(d, ".")), 1);
	assert_int_equal(tfe_run_series_count(find_run(d, ".")), 1);
	assert_int_equal(unlink(logs_path("a/some name")), 0);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_true(file_of(d, ".", "a/some name").gone);
	assert_int_equal(tfe_logdir_damage_count(d), 0);
	tfe_logdir_close(d);
}

static void a_temporary_file_is_not_reported(void **state)
{
	(void)state;
	tfe_logdir *d = load(true);
	struct tfe__folder *folder = tfe__list_at(&d->scan->folders, 0);
	assert_int_equal(tfe__scan_entry(d->scan, folder, "1.tfevents.part", true), TFE_OK);
	assert_int_equal(tfe_logdir_damage_count(d), 0);
	tfe_logdir_close(d);
}

static void the_default_budget_is_known_without_a_logdir(void **state)
{
	(void)state;
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir *d = load(true);
	tfe_logdir_get_progress(d, &progress);
	assert_true(progress.memory_budget_bytes > 0);
	assert_int_equal(tfe_logdir_default_memory_bytes(), progress.memory_budget_bytes);
	tfe_logdir_close(d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(files_are_listed_without_reading),
		TEST(what_was_read_of_a_file_is_counted),
		TEST(a_result_has_the_size_of_the_caller),
		TEST(another_name_of_a_file_is_an_alias),
		TEST(files_are_followed_without_reading),
		TEST(loading_while_followed_searches_again),
		TEST(names_tell_the_path_apart),
		TEST(paths_that_are_awaited_are_found),
		TEST(the_folder_of_a_named_file_is_not_listed),
		TEST(a_temporary_file_is_not_reported),
		TEST(the_default_budget_is_known_without_a_logdir),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
