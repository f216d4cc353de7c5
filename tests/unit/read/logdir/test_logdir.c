/* read: a log directory: what is found, how restarts are taken, that changes are seen. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdatomic.h>

#include "unit/inject.h"
#include "unit/loaded.h"

#include <tfevents/dtype.h>

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

static tfe_run_info info_of(const tfe_logdir *d, const char *name)
{
	const tfe_run *run = find_run(d, name);
	tfe_run_info info = TFE_RUN_INFO_INIT;
	assert_non_null(run);
	tfe_run_get_info(run, &info);
	return info;
}

static uint64_t points_of(const tfe_logdir *d, const char *run_name, const char *tag)
{
	const tfe_run *run = find_run(d, run_name);
	const tfe_series *series = run ? tfe_run_find_series(run, tag) : NULL;
	return series ? tfe_series_view(series).count : 0;
}

/* The steps of a series as text: "0 1 2". */
static const char *steps_of(const tfe_logdir *d, const char *run, const char *tag)
{
	static char text[4096];
	tfe_point points[256];
	*text = '\0';
	if (!points_of(d, run, tag))
		return text;
	tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, run), tag));
	size_t n = tfe_view_get_points(&view, 0, points, 256);
	for (size_t i = 0, at = 0; i < n; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "%s%lld", i ? " " : "",
				       (long long)points[i].step);
	return text;
}

static void scalars(const char *name, const char *tag, int64_t from, int64_t to, double wall_time)
{
	for (int64_t i = from; i <= to; i++)
		logs_scalar(name, tag, i, wall_time + (double)(i - from), (float)i);
}

/* --- what is found --------------------------------------------------------------------------------------- */

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
	/* The superuser reads everything: be somebody else meanwhile. */
	bool root = geteuid() == 0;
	assert_int_equal(chmod(logs_folder, 0755), 0);
	int reached = root && seteuid(65534) ? -1 : open(logs_folder, O_RDONLY);
	if (reached < 0) { /* somewhere that only the superuser gets to */
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
	logs_append(file, &garbage); /* framed, but no event */
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

static void the_first_metadata_of_a_tag_win(void **state)
{
	(void)state;
	static struct logs_message event, value, metadata, plugin, tensor;
	for (int i = 0; i < 3; i++) {
		value.n = metadata.n = plugin.n = tensor.n = 0;
		logs_text(&plugin, 1, "scalars");
		logs_bytes(&metadata, 1, plugin.data, plugin.n);
		logs_text(&metadata, 2, i ? "second" : "first");
		logs_number(&tensor, 1, 2); /* DT_DOUBLE, in double_val */
		logs_bytes(&tensor, 2, "", 0);
		logs_double(&tensor, 6, 0.1 + i);
		logs_text(&value, 1, "t");
		if (i < 2) /* TensorFlow 1 leaves them out after the first */
			logs_bytes(&value, 9, metadata.data, metadata.n);
		logs_bytes(&value, 8, tensor.data, tensor.n);
		logs_value_event(&event, i, i, &value);
		logs_append("events.tfevents.1", &event);
	}
	logs_scalar("events.tfevents.1", "t", 3, 3, 3);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, "."), "t"));
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_point points[4];
	tfe_view_get_info(&view, &info);
	assert_string_equal(info.display_name, "first");
	assert_string_equal(info.plugin, "scalars");
	assert_int_equal(info.kind, TFE_KIND_SCALAR);
	assert_int_equal(tfe_view_get_points(&view, 0, points, 4), 4);
	assert_true(points[1].value == 1.1);
	assert_true(points[2].value == 2.1);
	assert_true(points[3].value == 3);
	tfe_logdir_close(d);
}

static void a_tag_with_a_nul_is_found_by_what_is_told(void **state)
{
	(void)state;
	static struct logs_message event, value;
	for (int i = 0; i < 2; i++) {
		value.n = 0;
		logs_bytes(&value, 1, i ? "a\0c" : "a\0b", 3);
		logs_float(&value, 2, 1);
		logs_value_event(&event, i, i, &value);
		logs_append("events.tfevents.1", &event);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	const tfe_run *run = find_run(d, ".");
	assert_int_equal(tfe_run_series(run), 2);
	assert_ptr_equal(tfe_run_find_series(run, "a"), tfe_run_series_at(run, 0));
	assert_null(tfe_run_find_series(run, "a0"));
	tfe_logdir_close(d);
}

/* --- events that repeat each other are not decoded each: nothing may change by that ---------------------- */

/* Ways to write one number. */
enum way { SIMPLE, CONTENT32, CONTENT64, METADATA_LAST, LIST, INTEGER, EXTRA, NAMED, WAYS };

static void put_number(struct logs_message *v, enum way way, const char *tag, double number)
{
	static struct logs_message metadata, plugin, tensor;
	uint8_t raw[8];
	metadata.n = plugin.n = tensor.n = v->n = 0;
	logs_text(&plugin, 1, "scalars");
	logs_bytes(&metadata, 1, plugin.data, plugin.n);
	logs_text(v, way == NAMED ? 7 : 1, tag);
	if (way == SIMPLE || way == NAMED || way == EXTRA) {
		if (way == EXTRA)
			logs_number(v, 100, (uint64_t)number);
		logs_float(v, 2, (float)number);
		return;
	}
	if (way != METADATA_LAST)
		logs_bytes(v, 9, metadata.data, metadata.n);
	bool wide = way == CONTENT64;
	logs_number(&tensor, 1,
		    way == INTEGER ? TFE_DTYPE_INT64
		    : wide         ? TFE_DTYPE_FLOAT64
				   : TFE_DTYPE_FLOAT32);
	logs_bytes(&tensor, 2, "", 0);
	if (way == LIST)
		logs_float(&tensor, 5, (float)number);
	else if (way == INTEGER)
		logs_number(&tensor, 10, (uint64_t)(int64_t)number);
	else if (wide)
		tfe__put_le_double(raw, number);
	else
		tfe__put_le_float(raw, (float)number);
	if (way != LIST && way != INTEGER)
		logs_bytes(&tensor, 4, raw, wide ? 8 : 4);
	logs_bytes(v, 8, tensor.data, tensor.n);
	if (way == METADATA_LAST)
		logs_bytes(v, 9, metadata.data, metadata.n);
}

static void events_that_repeat_are_read_as_others(void **state)
{
	(void)state;
	enum { TAGS = 3, EVENTS = 3000 };
	static const char *const tags[TAGS] = {"loss", "accuracy/top5", "t"};
	static double want[TAGS][EVENTS];
	static struct logs_message event, summary, v;
	size_t n[TAGS] = {0};
	srandom(7);
	for (int i = 0; i < EVENTS; i++) {
		int first = (int)(random() % 8 == 0 ? random() % TAGS : i % TAGS);
		int values = random() % 16 == 0 ? 2 : i / 1000 == 1 ? TAGS : 1;
		summary.n = 0;
		for (int k = 0; k < values; k++) {
			int tag = (first + k) % TAGS;
			enum way way = random() % 8 ? (enum way)(i / 500 + tag) % WAYS
						    : (enum way)(random() % WAYS);
			double number = (double)(random() % 1000000);
			put_number(&v, way, tags[tag], number);
			logs_bytes(&summary, 1, v.data, v.n);
			want[tag][n[tag]++] = number;
		}
		logs_summary_event(&event, random() % 5 ? i : -i, i, &summary);
		if (random() % 50 == 0)
			logs_number(&event, 2, (uint64_t)i + 1);
		logs_append("events.tfevents.1", &event);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){.restarts = TFE_RESTARTS_KEEP});
	for (int t = 0; t < TAGS; t++) {
		static tfe_point points[EVENTS + 1];
		tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, "."), tags[t]));
		assert_int_equal(tfe_view_get_points(&view, 0, points, EVENTS + 1), n[t]);
		for (size_t i = 0; i < n[t]; i++)
			assert_true(points[i].value == want[t][i]);
	}
	assert_int_equal(tfe_run_damage_count(find_run(d, ".")), 0);
	tfe_logdir_close(d);
}

/* Series share texts that are the same. */
static void each_series_has_its_own_metadata(void **state)
{
	(void)state;
	static const char *const names[][2] = {
		{"a", "x"}, {"b", "x"}, {"c", "xy"}, {"d", ""}, {"e", "x"}};
	enum { N = sizeof names / sizeof *names };
	static struct logs_message event, value, metadata;
	for (int i = 0; i < N; i++) {
		metadata.n = 0;
		put_number(&value, SIMPLE, names[i][0], i);
		logs_text(&metadata, 2, names[i][1]);
		logs_text(&metadata, 3, names[(i + 2) % N][1]);
		logs_bytes(&value, 9, metadata.data, metadata.n);
		logs_value_event(&event, i, 1, &value);
		logs_append("events.tfevents.1", &event);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	for (int i = 0; i < N; i++) {
		tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, "."), names[i][0]));
		tfe_series_info info = TFE_SERIES_INFO_INIT;
		tfe_view_get_info(&view, &info);
		assert_string_equal(info.display_name, names[i][1]);
		assert_string_equal(info.description, names[(i + 2) % N][1]);
		assert_true(info.last == i);
	}
	tfe_logdir_close(d);
}

/* --- restarts -------------------------------------------------------------------------------------------- */

static const tfe_logdir_options supersede = {.restarts = TFE_RESTARTS_SUPERSEDE},
				keep = {.restarts = TFE_RESTARTS_KEEP},
				tensorboard = {.restarts = TFE_RESTARTS_TENSORBOARD};

static void expect_steps(tfe_logdir_options o, const char *tag, const char *steps)
{
	tfe_logdir *d = load_logs(o);
	assert_string_equal(steps_of(d, ".", tag), steps);
	tfe_logdir_close(d);
}

static void a_later_file_that_goes_back_supersedes(void **state)
{
	(void)state;
	scalars("events.tfevents.1", "loss", 0, 5, 100);
	scalars("events.tfevents.1", "lr", 0, 5, 100);
	scalars("events.tfevents.1", "val", 4, 4, 104);
	scalars("events.tfevents.2", "loss", 3, 7, 200);
	scalars("events.tfevents.2", "lr", 3, 7, 200);
	expect_steps(supersede, "loss", "0 1 2 3 4 5 6 7");
	expect_steps(supersede, "lr", "0 1 2 3 4 5 6 7");
	expect_steps(supersede, "val", "");
	expect_steps(keep, "loss", "0 1 2 3 4 5 3 4 5 6 7");
	tfe_logdir *d = load_logs(supersede);
	assert_int_equal(info_of(d, ".").restarts, 1);
	assert_int_equal(info_of(d, ".").superseded, 7);
	tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, "."), "loss"));
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&view, &info);
	assert_int_equal(info.superseded, 3);
	tfe_logdir_close(d);
}

static void files_written_side_by_side_stay(void **state)
{
	(void)state;
	scalars("events.tfevents.1", "loss", 0, 5, 100);
	scalars("events.tfevents.2", "loss", 0, 5, 101);
	expect_steps(supersede, "loss", "0 1 2 3 4 5 0 1 2 3 4 5");
}

static void another_programs_file_stays(void **state)
{
	(void)state;
	scalars("events.tfevents.1", "loss", 0, 5, 100);
	scalars("events.tfevents.2", "test", 0, 3, 200); /* an evaluation, and */
	scalars("events.tfevents.3", "test", 0, 3, 300); /* again */
	expect_steps(supersede, "loss", "0 1 2 3 4 5");
	expect_steps(supersede, "test", "0 1 2 3");
}

static void what_is_logged_at_each_start_is_no_restart(void **state)
{
	(void)state;
	logs_scalar("events.tfevents.1", "parameters", 0, 100, 42);
	scalars("events.tfevents.1", "loss", 0, 5, 100);
	logs_scalar("events.tfevents.2", "parameters", 0, 200, 42);
	scalars("events.tfevents.2", "loss", 6, 8, 200);
	expect_steps(supersede, "loss", "0 1 2 3 4 5 6 7 8");
	expect_steps(supersede, "parameters", "0");
}

static void steps_that_repeat_in_one_file_stay(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++)
		logs_scalar("events.tfevents.1", "t", 0, 100 + i, (float)i);
	scalars("events.tfevents.1", "u", 5, 6, 200);
	scalars("events.tfevents.1", "u", 3, 4, 300);
	expect_steps(supersede, "t", "0 0 0 0");
	expect_steps(supersede, "u", "5 6 3 4");
	/* No file version: TensorBoard takes any step back for a restart. */
	expect_steps(tensorboard, "t", "0 0 0 0");
	expect_steps(tensorboard, "u", "3 4");
}

static void a_session_start_supersedes(void **state)
{
	(void)state;
	const char *file = "events.tfevents.1";
	logs_version(file, 99);
	logs_session(file, 0, 99, 1);
	scalars(file, "loss", 0, 5, 100);
	scalars(file, "val", 5, 5, 105);
	logs_session(file, 3, 200, 1);
	scalars(file, "loss", 3, 4, 200);
	expect_steps(supersede, "loss", "0 1 2 3 4");
	expect_steps(supersede, "val", "");
	expect_steps(tensorboard, "loss", "0 1 2 3 4");
	expect_steps(keep, "loss", "0 1 2 3 4 5 3 4");
}

static void many_restarts_of_many_series_supersede(void **state)
{
	(void)state;
	enum { SERIES = 2000, LIVES = 12, STEPS = 5, BACK = 2 };
	const char *file = "events.tfevents.1";
	static struct logs_message event, session, summary, v;
	logs_version(file, 99);
	session.n = 0;
	logs_number(&session, 1, 1);
	for (int64_t life = 0, step = 0; life < LIVES; life++, step -= BACK) {
		logs_event(&event, step, 100);
		logs_bytes(&event, 7, session.data, session.n);
		logs_append(file, &event);
		for (int i = 0; i < STEPS; i++, step++) {
			summary.n = 0;
			for (int k = 0; k < SERIES; k++) {
				char tag[16];
				snprintf(tag, sizeof tag, "t%d", k);
				v.n = 0;
				logs_text(&v, 1, tag);
				logs_float(&v, 2, 1);
				logs_bytes(&summary, 1, v.data, v.n);
			}
			logs_summary_event(&event, step, 100, &summary);
			logs_append(file, &event);
		}
	}
	tfe_logdir *d = load_logs(supersede);
	const tfe_run_info info = info_of(d, ".");
	assert_int_equal(info.restarts, LIVES - 1);
	assert_int_equal(info.superseded, (LIVES - 1) * BACK * SERIES);
	assert_int_equal(points_of(d, ".", "t0"), LIVES * (STEPS - BACK) + BACK);
	assert_int_equal(points_of(d, ".", "t1999"), LIVES * (STEPS - BACK) + BACK);
	tfe_logdir_close(d);
}

static void tensorboard_remembers_only_the_first_start(void **state)
{
	(void)state;
	const char *file = "events.tfevents.1";
	logs_version(file, 99);
	scalars(file, "loss", 0, 5, 100);
	logs_session(file, 3, 200, 1); /* torch's purge_step */
	scalars(file, "loss", 3, 4, 200);
	expect_steps(supersede, "loss", "0 1 2 3 4");
	expect_steps(tensorboard, "loss", "0 1 2 3 4 5 3 4");
}

static void a_stop_at_the_end_means_finished(void **state)
{
	(void)state;
	const char *file = "events.tfevents.1";
	scalars(file, "loss", 0, 1, 100);
	logs_session(file, 2, 200, 2);
	tfe_logdir *d = load_logs(supersede);
	assert_true(info_of(d, ".").finished);
	assert_true(info_of(d, ".").first_wall_time == 100);
	assert_true(info_of(d, ".").last_wall_time == 200);
	scalars(file, "loss", 2, 2, 300);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	assert_false(info_of(d, ".").finished);
	assert_int_equal(points_of(d, ".", "loss"), 3);
	tfe_logdir_close(d);
}

/* --- following ------------------------------------------------------------------------------------------- */

/* Waits for changes until a series has so many points. */
static void wait_for_points(tfe_logdir *d, const char *run, const char *tag, uint64_t n)
{
	while (points_of(d, run, tag) != n) {
		struct pollfd fd = {.fd = tfe_logdir_fd(d), .events = POLLIN};
		if (poll(&fd, 1, 60000) != 1)
			fail_msg("%s %s: %llu points, not %llu", run, tag,
				 (unsigned long long)points_of(d, run, tag), (unsigned long long)n);
		tfe_logdir_acknowledge(d);
	}
}

static void wait_until_gone(tfe_logdir *d, const char *run)
{
	while (!info_of(d, run).gone) {
		struct pollfd fd = {.fd = tfe_logdir_fd(d), .events = POLLIN};
		if (poll(&fd, 1, 60000) != 1)
			fail_msg("%s is still there", run);
		tfe_logdir_acknowledge(d);
	}
}

static tfe_logdir *watch(tfe_logdir_options o)
{
	tfe_logdir *d = open_logs(o);
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	return d;
}

static void follow(tfe_logdir_options o)
{
	scalars("a/events.tfevents.1", "t", 0, 1, 100);
	tfe_logdir *d = watch(o);
	assert_int_equal(points_of(d, "a", "t"), 2);
	/* grows */
	scalars("a/events.tfevents.1", "t", 2, 2, 102);
	wait_for_points(d, "a", "t", 3);
	/* a file appears, in a run and in a new one */
	scalars("a/events.tfevents.2", "u", 0, 0, 103);
	wait_for_points(d, "a", "u", 1);
	scalars("b/c/events.tfevents.1", "t", 0, 3, 100);
	wait_for_points(d, "b/c", "t", 4);
	/* a record in two pieces */
	static struct logs_message event;
	logs_event(&event, 9, 110);
	logs_text(&event, 3, "brain.Event:2");
	logs_append_part("b/c/events.tfevents.1", &event, 9);
	scalars("a/events.tfevents.1", "t", 3, 3, 103);
	wait_for_points(d, "a", "t", 4);
	assert_int_equal(tfe_run_damage_count(find_run(d, "b/c")), 0);
	/* all files of a run deleted; what was read stays */
	assert_int_equal(unlink(logs_path("b/c/events.tfevents.1")), 0);
	wait_until_gone(d, "b/c");
	assert_int_equal(points_of(d, "b/c", "t"), 4);
	/* and the folder, and all comes back */
	assert_int_equal(rmdir(logs_path("b/c")), 0);
	assert_int_equal(rmdir(logs_path("b")), 0);
	scalars("b/c/events.tfevents.1", "t", 5, 6, 100);
	wait_for_points(d, "b/c", "t", 2);
	assert_false(info_of(d, "b/c").gone);
	tfe_logdir_close(d);
}

static void changes_are_told(void **state)
{
	(void)state;
	follow((tfe_logdir_options){0});
}

static void changes_are_seen_where_nobody_tells(void **state)
{
	(void)state;
	follow((tfe_logdir_options){.poll_only = true, .poll_interval_s = 0.01});
}

static void replaced_and_cut_files_are_read_anew(void **state)
{
	(void)state;
	scalars("events.tfevents.1", "t", 0, 5, 100);
	scalars("events.tfevents.2", "u", 0, 5, 200);
	tfe_logdir *d = watch((tfe_logdir_options){0});
	tfe_view old = tfe_series_view(tfe_run_find_series(find_run(d, "."), "t"));
	/* another file in its place */
	scalars("new", "t", 10, 12, 300);
	assert_int_equal(rename(logs_path("new"), logs_path("events.tfevents.1")), 0);
	wait_for_points(d, ".", "t", 3);
	assert_string_equal(steps_of(d, ".", "t"), "10 11 12");
	assert_int_equal(points_of(d, ".", "u"), 6);
	tfe_point p;
	assert_int_equal(tfe_view_get_points(&old, 5, &p, 1), 1);
	assert_int_equal(p.step, 5);
	/* the same file, shorter */
	assert_int_equal(truncate(logs_path("events.tfevents.1"), 0), 0);
	wait_for_points(d, ".", "t", 0);
	scalars("events.tfevents.1", "t", 1, 1, 400);
	wait_for_points(d, ".", "t", 1);
	/* a copy that goes on (rsync) is not read twice */
	scalars("new", "t", 1, 1, 400);
	scalars("new", "t", 2, 2, 401);
	assert_int_equal(rename(logs_path("new"), logs_path("events.tfevents.1")), 0);
	wait_for_points(d, ".", "t", 2);
	assert_string_equal(steps_of(d, ".", "t"), "1 2");
	tfe_logdir_close(d);
}

static void files_come_in_the_order_of_their_names(void **state)
{
	(void)state;
	scalars("events.tfevents.2", "t", 2, 3, 200);
	tfe_logdir *d = watch((tfe_logdir_options){0});
	assert_string_equal(steps_of(d, ".", "t"), "2 3");
	scalars("new", "t", 0, 1, 100);
	assert_int_equal(rename(logs_path("new"), logs_path("events.tfevents.1")), 0);
	wait_for_points(d, ".", "t", 4);
	assert_string_equal(steps_of(d, ".", "t"), "0 1 2 3");
	tfe_logdir_close(d);
}

/* Nobody tells of a file that is somewhere else; the others are told of meanwhile. */
static void linked_files_are_followed(void **state)
{
	(void)state;
	char elsewhere[1100];
	snprintf(elsewhere, sizeof elsewhere, "%s", logs_path("elsewhere/data"));
	scalars("elsewhere/data", "t", 0, 0, 100);
	logs_folders("logs/x");
	assert_int_equal(symlink(elsewhere, logs_path("logs/events.tfevents.1")), 0);
	tfe_logdir *d = open_path(logs_path("logs"), (tfe_logdir_options){.poll_interval_s = 0.02});
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	wait_for_points(d, ".", "t", 1);
	scalars("elsewhere/data", "t", 1, 1, 101);
	for (int i = 0; points_of(d, ".", "t") < 2; i++)
		scalars("logs/events.tfevents.2", "u", i, i, 100 + i);
	tfe_logdir_close(d);
}

/* A writer at full speed: at the end nothing is missing and nothing twice. */
static void nothing_is_missed(void **state)
{
	(void)state;
	enum { N = 5000 };
	scalars("events.tfevents.1", "t", 0, 0, 100);
	tfe_logdir *d = watch((tfe_logdir_options){0});
	for (int i = 1; i < N; i++) {
		logs_scalar("events.tfevents.1", "t", i, 100 + i, (float)i);
		tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, "."), "t"));
		tfe_point last;
		assert_int_equal(tfe_view_get_points(&view, view.count - 1, &last, 1), 1);
		assert_int_equal(last.step, view.count - 1);
	}
	wait_for_points(d, ".", "t", N);
	tfe_logdir_close(d);
}

/* Everything that can be asked, again and again while the loader appends: each answer fits the view. */
static void ask_all(tfe_view view)
{
	tfe_column columns[50];
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_point last;
	double x0, x1, smoothed;
	uint32_t crc;
	tfe_view_get_info(&view, &info);
	assert_int_equal(info.count, view.count);
	if (!view.count)
		return;
	assert_int_equal(tfe_view_get_points(&view, view.count - 1, &last, 1), 1);
	assert_int_equal(last.step, view.count - 1);
	assert_true(info.last == last.value);
	for (tfe_axis axis = TFE_AXIS_STEP; axis <= TFE_AXIS_WALL; axis++) {
		uint64_t counted = 0;
		assert_true(tfe_view_get_extent(&view, axis, &x0, &x1));
		assert_int_equal(tfe_view_nearest(&view, axis, x1), view.count - 1);
		if (x1 <= x0)
			continue;
		for (int w = 0; w < 2; w++, counted = 0) {
			assert_int_equal(
				tfe_view_get_columns(&view, axis, x0, x1, w * 0.9, columns, 50),
				TFE_OK);
			for (int i = 0; i < 50; i++)
				counted += columns[i].count;
			assert_int_equal(counted, view.count);
		}
	}
	assert_int_equal(tfe_view_get_smoothed(&view, view.count - 1, 0.5, &smoothed), TFE_OK);
	assert_int_equal(tfe_view_get_crc32(&view, &crc), TFE_OK);
}

static void queries_run_beside_the_loader(void **state)
{
	(void)state;
	enum { N = 20000 };
	static struct logs_message all;
	for (int i = 0; i < N; i++) {
		static struct logs_message event;
		logs_scalar_event(&event, i % 2 ? "a" : "b", i / 2, 100 + i * 0.01,
				  (float)(i % 977));
		logs_add("events.tfevents.1", &all, &event);
	}
	logs_flush("events.tfevents.1", &all);
	tfe_logdir *d = open_logs((tfe_logdir_options){.threads = 2});
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	tfe_progress progress = TFE_PROGRESS_INIT;
	do {
		tfe_logdir_get_progress(d, &progress);
		for (size_t r = 0; r < tfe_logdir_run_count(d); r++) {
			const tfe_run *run = tfe_logdir_run_at(d, r);
			for (size_t i = 0; i < tfe_run_series(run); i++)
				ask_all(tfe_series_view(tfe_run_series_at(run, i)));
		}
	} while (!progress.loaded);
	assert_int_equal(points_of(d, ".", "a"), N / 2);
	tfe_logdir_close(d);
}

/* --- memory ---------------------------------------------------------------------------------------------- */

static tfe_status without_memory(const tfe_allocator *a, void *context)
{
	(void)context;
	const char *path = logs_folder;
	tfe_logdir_options o = {.size = sizeof o, .threads = 1, .allocator = a};
	tfe_logdir *d;
	tfe_status status = tfe_logdir_open(&path, 1, &o, &d, NULL);
	if (status)
		return status;
	status = tfe_logdir_load(d);
	if (status) {
		/* What was left out is read when there is memory again, once. */
		if (tfe_logdir_load(d)) {
			tfe_logdir_close(d);
			return status;
		}
	}
	assert_string_equal(steps_of(d, "a", "t"), "0 1 2 3 4 5");
	assert_string_equal(steps_of(d, "b/c", "t"), "0 1 2 3");
	tfe_logdir_close(d);
	/* A run that was queued twice may have had a second try of its own. */
	const struct inject *in = a->context;
	return in->fail_at && atomic_load(&in->calls) >= in->fail_at ? TFE_E_NOMEM : status;
}

static void memory_may_run_out_anywhere(void **state)
{
	(void)state;
	scalars("a/events.tfevents.1", "t", 0, 3, 100);
	scalars("a/events.tfevents.2", "t", 2, 5, 200);
	scalars("b/c/events.tfevents.1", "t", 0, 3, 100);
	assert_true(inject_every_allocation(without_memory, NULL) > 20);
}

/* A value that is left out is no pattern for those after it, however many there were before. */
static void what_was_left_out_is_no_pattern(void **state)
{
	(void)state;
	static struct logs_message event, value, tensor;
	for (size_t before = 3; before < 10; before++) {
		char name[64], run[16];
		snprintf(run, sizeof run, "run%zu", before);
		snprintf(name, sizeof name, "%s/events.tfevents.1", run);
		for (size_t step = 0; step < before + 6; step++) {
			value.n = tensor.n = 0;
			logs_text(&value, 1, "a");
			logs_number(&tensor, 1, TFE_DTYPE_FLOAT32);
			logs_bytes(&tensor, 2, "\x12\x02\x08\x02",
				   4); /* two elements, one of them there */
			logs_bytes(&tensor, 4, "\0\0\0\0", 4);
			if (step < before)
				logs_float(&value, 2, 1);
			else
				logs_bytes(&value, 8, tensor.data, tensor.n);
			logs_value_event(&event, (int64_t)step, 1000, &value);
			logs_append(name, &event);
		}
		tfe_logdir *d = load_logs((tfe_logdir_options){0});
		assert_int_equal(points_of(d, run, "a"), before);
		tfe_logdir_close(d);
	}
}

/* What a load lost for want of memory comes with the next one, once. */
static void what_memory_ran_out_for_comes_once(void **state)
{
	(void)state;
	size_t failed = 0, named = 0;
	scalars("run/events.tfevents.1", "t", 1, 100, 100);
	for (size_t at = 1;; at++) {
		struct inject in = {.fail_at = at};
		tfe_allocator a = inject_allocator(&in);
		tfe_logdir_options o = {.size = sizeof o, .allocator = &a, .threads = 1};
		const char *path = logs_folder;
		tfe_logdir *d;
		if (tfe_logdir_open(&path, 1, &o, &d, NULL))
			continue;
		bool all = !tfe_logdir_load(d);
		failed += !all;
		tfe_error error = TFE_ERROR_INIT;
		tfe_logdir_get_error(d, &error);
		assert_int_equal(error.status, all ? TFE_OK : TFE_E_NOMEM);
		named += !strcmp(error.path, logs_path("run/events.tfevents.1"));
		if (all || !tfe_logdir_load(d))
			assert_int_equal(points_of(d, "run", "t"), 100);
		tfe_logdir_close(d);
		assert_int_equal(atomic_load(&in.live), 0);
		if (atomic_load(&in.calls) < at)
			break;
	}
	assert_true(failed > 10);
	assert_true(named > 3);
}

/* What was smoothed of a file that was replaced is freed with the rest. */
static void a_replaced_file_leaves_no_memory(void **state)
{
	(void)state;
	struct inject in = {0};
	tfe_allocator a = inject_allocator(&in);
	scalars("run/events.tfevents.1", "t", 1, 3000, 100);
	tfe_logdir *d = load_logs((tfe_logdir_options){.allocator = &a});
	for (int replaced = 0; replaced < 3; replaced++) {
		double value;
		tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, "run"), "t"));
		assert_int_equal(tfe_view_get_smoothed(&view, 2000, 0.6, &value), TFE_OK);
		scalars("other/new", "t", 1 + replaced, 3000 + replaced, 200);
		assert_int_equal(rename(logs_path("other/new"), logs_path("run/events.tfevents.1")),
				 0);
		assert_int_equal(tfe_logdir_load(d), TFE_OK);
		assert_int_equal(points_of(d, "run", "t"), 3000);
	}
	tfe_logdir_close(d);
	assert_int_equal(atomic_load(&in.live), 0);
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
		TEST(the_first_metadata_of_a_tag_win),
		TEST(a_tag_with_a_nul_is_found_by_what_is_told),
		TEST(events_that_repeat_are_read_as_others),
		TEST(each_series_has_its_own_metadata),
		TEST(a_later_file_that_goes_back_supersedes),
		TEST(files_written_side_by_side_stay),
		TEST(another_programs_file_stays),
		TEST(what_is_logged_at_each_start_is_no_restart),
		TEST(steps_that_repeat_in_one_file_stay),
		TEST(a_session_start_supersedes),
		TEST(many_restarts_of_many_series_supersede),
		TEST(tensorboard_remembers_only_the_first_start),
		TEST(a_stop_at_the_end_means_finished),
		TEST(changes_are_told),
		TEST(changes_are_seen_where_nobody_tells),
		TEST(replaced_and_cut_files_are_read_anew),
		TEST(files_come_in_the_order_of_their_names),
		TEST(linked_files_are_followed),
		TEST(nothing_is_missed),
		TEST(queries_run_beside_the_loader),
		TEST(memory_may_run_out_anywhere),
		TEST(what_memory_ran_out_for_comes_once),
		TEST(what_was_left_out_is_no_pattern),
		TEST(a_replaced_file_leaves_no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
