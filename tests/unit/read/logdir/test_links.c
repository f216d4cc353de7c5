/* read/logdir: directories that several paths lead to: the names of their runs, and their
 * aliases. */
#include <poll.h>
#include <stdarg.h>

#include "unit/inject.h"
#include "unit/loaded.h"

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Lists the runs, each as "name=points(alias,alias)", in the order of their names. */
static void list(const tfe_logdir *d, char *text, size_t size)
{
	static char line[64][1024];
	char *at[64];
	size_t n = 0, used = 0;
	for (size_t i = 0; i < tfe_logdir_run_count(d); i++) {
		const tfe_run *run = tfe_logdir_run_at(d, i);
		const tfe_series *series = tfe_run_find_series(run, "t");
		tfe_run_info info = TFE_RUN_INFO_INIT;
		tfe_run_get_info(run, &info);
		if (info.gone || info.moved)
			continue;
		assert_true(n < 64);
		int k = snprintf(line[n], sizeof line[n], "%s=%d(", info.name,
				 series ? (int)tfe_series_view(series).count : 0);
		size_t aliases = tfe_run_alias_count(run);
		for (size_t a = 0; a < aliases; a++) {
			const char *alias = tfe_run_alias_at(run, a);
			k += snprintf(line[n] + k, sizeof line[n] - (size_t)k, "%s%s", a ? "," : "",
				      alias ? alias : "?");
		}
		at[n] = line[n];
		snprintf(line[n++] + k, sizeof line[n] - (size_t)k, ") ");
	}
	qsort(at, n, sizeof *at, by_text);
	*text = '\0';
	for (size_t i = 0; i < n; i++)
		used += (size_t)snprintf(text + used, size - used, "%s", at[i]);
}

static void expect(const tfe_logdir *d, const char *listing)
{
	static char text[65536];
	list(d, text, sizeof text);
	assert_string_equal(text, listing);
}

static void expect_loaded(const char *root, const char *listing)
{
	tfe_logdir *d = load_path(logs_path(root), (tfe_logdir_options){0});
	expect(d, listing);
	tfe_logdir_close(d);
}

static void make_link(const char *target, const char *name)
{
	logs_folders(name);
	assert_int_equal(symlink(target, logs_path(name)), 0);
}

/* Writes a run with this number of points. */
static void make_run(const char *folder, int points)
{
	char name[512];
	snprintf(name, sizeof name, "%s/events.tfevents.1", folder);
	for (int i = 0; i < points; i++)
		logs_scalar(name, "t", i, 100 + i + points, 1);
}

/* --- the name under which a directory is searched --------------------------------------------- */

static void a_directory_is_searched_once(void **state)
{
	(void)state;
	enum { N = 22 };
	char name[64], target[64];
	make_run("logs/d/21", 2);
	for (int i = 0; i < N - 1; i++)
		for (int k = 1; k <= 2; k++) {
			snprintf(name, sizeof name, "logs/d/%02d/%d", i, k);
			snprintf(target, sizeof target, "../%02d", i + 1);
			make_link(target, name);
		}
	tfe_logdir *d = load_path(logs_path("logs"), (tfe_logdir_options){0});
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(d, &progress);
	assert_int_equal(progress.directories, N + 2);
	expect(d, "d/21=2(d/20/1,d/20/2) ");
	tfe_logdir_close(d);
	d = load_path(logs_path("logs/d/00"), (tfe_logdir_options){0});
	tfe_logdir_get_progress(d, &progress);
	assert_int_equal(progress.directories, N);
	assert_int_equal(tfe_logdir_run_count(d), 1);
	/* Each of the 21 levels of the path gives the run another name. */
	assert_int_equal(tfe_run_alias_count(tfe_logdir_run_at(d, 0)), N - 1);
	tfe_logdir_close(d);
}

static void its_own_path_names_it(void **state)
{
	(void)state;
	make_run("logs/m", 1);
	make_link("m", "logs/a");
	make_link("m", "logs/z");
	make_link("../..", "logs/m/up");
	make_link(".", "logs/m/self");
	expect_loaded("logs", "m=1(a,z) ");
}

static void else_the_first_link_does(void **state)
{
	(void)state;
	make_run("ext/r", 1);
	make_run("ext/r/sub", 2);
	make_link("../ext/r", "logs/z");
	make_link("../../../ext/r", "logs/b/c/x");
	make_link("../ext/r", "logs/b-");
	/* "b-" comes before "b/c/x" in byte order. */
	expect_loaded("logs", "b-/sub=2(b/c/x/sub,z/sub) b-=1(b/c/x,z) ");
}

static void a_link_above_runs_names_them(void **state)
{
	(void)state;
	make_run("logs/exp/a", 1);
	make_run("logs/exp/b/c", 2);
	make_link("exp", "logs/current");
	make_link("b/c", "logs/exp/best");
	expect_loaded("logs", "exp/a=1(current/a) exp/b/c=2(current/b/c,exp/best) ");
}

static void links_in_what_links_lead_to_are_followed(void **state)
{
	(void)state;
	make_run("ext/s/q", 1);
	make_run("far", 2);
	make_link("../../far", "ext/s/t");
	make_link("../ext/s", "logs/b");
	make_link("../ext/s/q", "logs/a");
	make_link("../far", "logs/c");
	expect_loaded("logs", "a=1(b/q) b/t=2(c) ");
}

static void roots_may_overlap(void **state)
{
	(void)state;
	char whole[1100], sub[1100], listing[4096];
	make_run("logs/a", 1);
	make_run("logs/sub/b", 2);
	snprintf(whole, sizeof whole, "w:%s", logs_path("logs"));
	snprintf(sub, sizeof sub, "s:%s", logs_path("logs/sub"));
	const char *paths[] = {whole, sub, whole};
	tfe_logdir *d = load_paths(paths, 3, (tfe_logdir_options){0});
	expect(d, "w/a=1() w/sub/b=2(s/b) ");
	tfe_logdir_close(d);
	const char *others[] = {sub, whole};
	d = load_paths(others, 2, (tfe_logdir_options){0});
	expect(d, "s/b=2(w/sub/b) w/a=1() ");
	tfe_logdir_close(d);
	/* A root is not a link, even if links lead to it. */
	make_link("../ext", "logs/l");
	make_run("ext/e", 3);
	char ext[1100];
	snprintf(ext, sizeof ext, "%s", logs_path("ext"));
	const char *both[] = {whole, ext};
	d = load_paths(both, 2, (tfe_logdir_options){0});
	snprintf(listing, sizeof listing, "%s/e=3(w/l/e) w/a=1() w/sub/b=2() ", ext);
	expect(d, listing);
	tfe_logdir_close(d);
}

static void files_of_a_run_are_read_once(void **state)
{
	(void)state;
	make_run("logs/a", 2);
	make_run("ext", 3);
	make_link("events.tfevents.1", "logs/a/a.tfevents");
	assert_int_equal(
		link(logs_path("logs/a/events.tfevents.1"), logs_path("logs/a/b.tfevents")), 0);
	make_link("../../ext/events.tfevents.1", "logs/a/c.tfevents");
	make_link("../../ext/events.tfevents.1", "logs/a/d.tfevents");
	/* Another run may contain the same file. */
	make_link("../a/events.tfevents.1", "logs/b/x.tfevents");
	tfe_logdir *d = load_path(logs_path("logs"), (tfe_logdir_options){0});
	tfe_progress progress = TFE_PROGRESS_INIT;
	expect(d, "a=5() b=2() ");
	tfe_logdir_get_progress(d, &progress);
	assert_int_equal(progress.files, 3);
	assert_int_equal(progress.bytes_read, progress.bytes_total);
	tfe_logdir_close(d);
}

static void what_cannot_be_followed_is_reported_once(void **state)
{
	(void)state;
	make_run("logs/a", 1);
	make_link("loop", "logs/loop");
	make_link("not/here", "logs/nowhere");
	make_link("/proc", "logs/proc");
	tfe_logdir *d = load_path(logs_path("logs"), (tfe_logdir_options){0});
	expect(d, "a=1() ");
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_int_equal(tfe_logdir_damage_count(d), 2);
	for (size_t i = 0; i < 2; i++) {
		tfe_damage damage = TFE_DAMAGE_INIT;
		tfe_logdir_get_damage(d, i, &damage);
		bool loop = !strcmp(damage.reason, "is a loop of symbolic links, not searched");
		assert_int_equal(damage.sys_errno, 0);
		assert_string_equal(damage.path, logs_path(loop ? "logs/loop" : "logs/proc"));
	}
	tfe_logdir_close(d);
}

/* --- following: the result is that of a fresh start ------------------------------------------- */

/* Waits for changes until the listing equals that of a fresh start. */
static void wait_until_fresh(tfe_logdir *d, const char *root, const char *after)
{
	static char now[65536], fresh[65536];
	tfe_logdir *other = load_path(logs_path(root), (tfe_logdir_options){0});
	list(other, fresh, sizeof fresh);
	tfe_logdir_close(other);
	for (;;) {
		struct pollfd fd = {.fd = tfe_logdir_fd(d), .events = POLLIN};
		tfe_logdir_acknowledge(d);
		list(d, now, sizeof now);
		if (!strcmp(now, fresh))
			return;
		if (poll(&fd, 1, 20000) != 1)
			fail_msg("after %s:\n  now   %s\n  fresh %s", after, now, fresh);
	}
}

/* Files below the link have the paths of the files of the directory. */
static void a_link_in_the_place_of_a_directory_is_no_run(void **state)
{
	(void)state;
	make_run("logs/b/c", 5);
	make_run("logs/b/c/below", 3);
	make_run("logs/b/l", 4);
	make_run("logs/b/l/below", 2);
	tfe_logdir *d = load_path(logs_path("logs"), (tfe_logdir_options){0});
	expect(d, "b/c/below=3() b/c=5() b/l/below=2() b/l=4() ");
	assert_int_equal(rename(logs_path("logs/b/l"), logs_path("away")), 0);
	make_link("c", "logs/b/l");
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	expect(d, "b/c/below=3(b/l/below) b/c=5(b/l) ");
	assert_int_equal(unlink(logs_path("logs/b/l")), 0);
	assert_int_equal(rename(logs_path("away"), logs_path("logs/b/l")), 0);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	expect(d, "b/c/below=3() b/c=5() b/l/below=2() b/l=4() ");
	tfe_logdir_close(d);
}

static tfe_logdir *watch_logs(tfe_logdir_options o)
{
	const char *path = logs_path("logs");
	o.poll_interval_s = 0.02;
	tfe_logdir *d = open_paths(&path, 1, o);
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	return d;
}

static void the_same_live(void **state)
{
	(void)state;
	make_run("ext", 3);
	make_run("logs/x", 1);
	tfe_logdir *d = watch_logs((tfe_logdir_options){0});
	wait_until_fresh(d, "logs", "the start");
	make_link("../ext", "logs/m");
	wait_until_fresh(d, "logs", "a link");
	make_link("../ext", "logs/a");
	wait_until_fresh(d, "logs", "a link that comes before");
	make_link("run", "logs/latest");
	make_run("logs/run", 4);
	wait_until_fresh(d, "logs", "the target of a link");
	assert_int_equal(unlink(logs_path("logs/latest")), 0);
	make_link("x", "logs/latest");
	wait_until_fresh(d, "logs", "the link to the latest run");
	assert_int_equal(rename(logs_path("ext"), logs_path("logs/own")), 0);
	wait_until_fresh(d, "logs", "its own path");
	assert_int_equal(rename(logs_path("logs/own"), logs_path("ext")), 0);
	wait_until_fresh(d, "logs", "its own path gone");
	assert_int_equal(unlink(logs_path("logs/a")), 0);
	wait_until_fresh(d, "logs", "the first link gone");
	make_link("events.tfevents.1", "logs/x/a.tfevents");
	wait_until_fresh(d, "logs", "a link to a file beside it");
	tfe_logdir_close(d);
}

/* Makes one change to the tree, described in *what. */
static void change_something(char *what, size_t size)
{
	static const char *const places[] = {"logs/a",   "logs/b", "logs/b/c", "logs/l", "logs/b/l",
					     "logs/z/z", "ext/e",  "ext/e/f",  "ext/g"};
	enum { N = sizeof places / sizeof *places };
	static int points;
	const char *from = places[random() % N], *to = places[random() % N];
	switch (random() % 5) {
	case 0:
	case 1:
		snprintf(what, size, "link %s -> %s", from, to);
		logs_folders(from);
		if (symlink(logs_path(to), logs_path(from)))
			*what = '\0';
		return;
	case 2: {
		struct stat st;
		char file[1100];
		snprintf(what, size, "run %s", from);
		snprintf(file, sizeof file, "%s/events.tfevents.1", logs_path(from));
		if (!stat(file, &st) || (!stat(logs_path(from), &st) && !S_ISDIR(st.st_mode)) ||
		    (stat(logs_path(from), &st) && !lstat(logs_path(from), &st)))
			*what = '\0';
		else
			make_run(from, 1 + points++ % 9);
		return;
	}
	case 3:
		snprintf(what, size, "unlink %s", from);
		if (unlink(logs_path(from)))
			*what = '\0';
		return;
	default:
		snprintf(what, size, "rename %s %s", from, to);
		logs_folders(to);
		if (from == to || rename(logs_path(from), logs_path(to)))
			*what = '\0';
	}
}

static void any_order_of_changes(tfe_logdir_options o, int rounds)
{
	char what[1024] = "";
	srandom(3);
	make_run("logs/a", 1);
	make_run("ext/e", 2);
	tfe_logdir *d = watch_logs(o);
	for (int i = 0; i < rounds; i++) {
		size_t n = 0;
		for (long k = random() % 4 + 1; k > 0; k--) {
			change_something(what + n, 200);
			n += strlen(what + n);
			n += (size_t)snprintf(what + n, 3, "; ");
		}
		wait_until_fresh(d, "logs", what);
	}
	tfe_logdir_close(d);
}

static void any_order_of_changes_is_followed(void **state)
{
	(void)state;
	any_order_of_changes((tfe_logdir_options){0}, 150);
}

static void the_same_where_nobody_tells(void **state)
{
	(void)state;
	any_order_of_changes((tfe_logdir_options){.poll_only = true}, 50);
}

/* --- memory ----------------------------------------------------------------------------------- */

static tfe_status without_memory(const tfe_allocator *a, void *context)
{
	(void)context;
	const char *path = logs_path("logs");
	tfe_logdir_options o = {.size = sizeof o, .threads = 1, .allocator = a};
	tfe_logdir *d;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_logdir_open(&path, 1, &o, &d, NULL);
	if (status)
		return status;
	status = tfe_logdir_load(d);
	tfe_logdir_get_error(d, &error);
	assert_int_equal(error.status, status);
	if (status)
		assert_true(*error.message);
	/* Data that were skipped are found when memory is available again, once. */
	if (status && tfe_logdir_load(d)) {
		tfe_logdir_close(d);
		return status;
	}
	const struct inject *in = a->context;
	if (!in->persist || !in->fail_at)
		assert_int_equal(tfe_logdir_run_count(d), 3);
	/* The number of allocations of a load depends on its thread: the listing may be the part
	 * that fails. */
	static char text[65536];
	bool failed = status || !in->fail_at, before = atomic_load(&in->calls) < in->fail_at;
	list(d, text, sizeof text);
	if (!in->persist && (failed || (before && atomic_load(&in->calls) < in->fail_at)))
		assert_string_equal(text, "a=1(l) b=2() e=3() ");
	tfe_logdir_close(d);
	return in->fail_at && atomic_load(&in->calls) >= in->fail_at ? TFE_E_NOMEM : status;
}

static void memory_may_run_out_anywhere(void **state)
{
	(void)state;
	make_run("logs/a", 1);
	make_run("logs/b", 2);
	make_run("ext", 3);
	make_link("a", "logs/l");
	make_link("../ext", "logs/e");
	make_link(".", "logs/c");
	make_link("../ext/events.tfevents.1", "ext/z.tfevents");
	assert_true(inject_every_allocation(without_memory, NULL) > 20);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_directory_is_searched_once),
		TEST(its_own_path_names_it),
		TEST(else_the_first_link_does),
		TEST(a_link_above_runs_names_them),
		TEST(links_in_what_links_lead_to_are_followed),
		TEST(roots_may_overlap),
		TEST(files_of_a_run_are_read_once),
		TEST(what_cannot_be_followed_is_reported_once),
		TEST(a_link_in_the_place_of_a_directory_is_no_run),
		TEST(the_same_live),
		TEST(any_order_of_changes_is_followed),
		TEST(the_same_where_nobody_tells),
		TEST(memory_may_run_out_anywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
