/* state: what is remembered of a log directory, its file, and damaged files.
 *
 * wraps: tfe_series_view tfe_view_get_extent tfe_view_nearest tfe_view_get_points
 * wraps: tfe_view_get_smoothed tfe_view_get_columns tfe_view_get_info tfe_view_get_restarts
 * wraps: fsync rename */
#include "tbtop/state/log_state.h"

#include "tbtop/model/key_names.h"
#include "tbtop/update/commands.h"
#include "tbtop/update/settings.h"
#include "tbtop/view/frame.h"
#include "tui/fake.h"
#include "unit/logs.h"

/* A disk takes its time. What matters is that a file is synchronised before it gets its name. */
static bool synchronised;

int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
	(void)fd;
	synchronised = true;
	return 0;
}

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to)
{
	assert_true(synchronised);
	synchronised = false;
	return __real_rename(from, to);
}

/* --- entries ---------------------------------------------------------------------------------- */

static void fill(struct entries *e)
{
	assert_true(entries_put(e, "set smoothing", "0.9"));
	assert_true(entries_put(e, "run.hidden a\tb\n\\c \xff\x01", "yes"));
	assert_true(entries_put(e, "filter.tags", ""));
	assert_true(entries_put(e, "filter.runs", "seed(1|2)"));
	assert_true(entries_put(e, "filter.runs", "seed3"));
}

static void entries_survive_their_file(void **state)
{
	(void)state;
	struct entries e = {0}, again = {0};
	size_t n;
	fill(&e);
	assert_int_equal(e.n, 4);
	assert_string_equal(entries_get(&e, "filter.runs"), "seed3");
	char *bytes = entries_print(&e, &n);
	assert_int_equal(entries_parse(&again, bytes, n), ENTRIES_GOOD);
	assert_true(entries_equal(&e, &again));
	entries_remove(&again, "filter.runs");
	assert_null(entries_get(&again, "filter.runs"));
	assert_false(entries_equal(&e, &again));
	free(bytes);
	entries_release(&e);
	entries_release(&again);
}

/* A file that is cut at any byte is damaged, and has only entries that are whole. */
static void a_cut_is_noticed_at_every_byte(void **state)
{
	(void)state;
	struct entries e = {0};
	size_t n;
	fill(&e);
	char *bytes = entries_print(&e, &n);
	for (size_t cut = 0; cut < n; cut++) {
		struct entries rest = {0};
		char *copy = malloc(cut ? cut : 1); /* of that size, for the sanitizer */
		memcpy(copy, bytes, cut);
		assert_int_equal(entries_parse(&rest, copy, cut), ENTRIES_DAMAGED);
		for (size_t i = 0; i < rest.n; i++) {
			const char *value = entries_get(&e, rest.items[i].name);
			assert_non_null(value);
			assert_string_equal(value, rest.items[i].value);
		}
		entries_release(&rest);
		free(copy);
	}
	free(bytes);
	entries_release(&e);
}

static void every_changed_bit_is_noticed(void **state)
{
	(void)state;
	struct entries e = {0};
	size_t n;
	fill(&e);
	char *bytes = entries_print(&e, &n);
	for (size_t bit = 0; bit < 8 * n; bit++) {
		struct entries other = {0};
		bytes[bit / 8] ^= (char)(1 << bit % 8);
		assert_int_not_equal(entries_parse(&other, bytes, n), ENTRIES_GOOD);
		bytes[bit / 8] ^= (char)(1 << bit % 8);
		entries_release(&other);
	}
	free(bytes);
	entries_release(&e);
}

static void a_file_of_another_version_is_not_read(void **state)
{
	(void)state;
	static const char newer[] = "tbtop state 2\nset smoothing\t0.9\nend 00000000\n";
	struct entries e = {0};
	assert_int_equal(entries_parse(&e, newer, sizeof newer - 1), ENTRIES_FOREIGN);
	assert_int_equal(e.n, 0);
}

static void entries_are_bounded(void **state)
{
	(void)state;
	struct entries e = {0};
	char name[MOST_ENTRY_BYTES + 2];
	size_t n;
	memset(name, 'x', sizeof name);
	name[MOST_ENTRY_BYTES + 1] = '\0';
	assert_false(entries_put(&e, name, ""));
	assert_false(entries_put(&e, "name", name));
	name[MOST_ENTRY_BYTES] = '\0';
	for (int i = 0; i < MOST_ENTRIES; i++) {
		name[snprintf(name, 16, "%08d", i)] = 'x';
		assert_true(entries_put(&e, name, ""));
	}
	assert_false(entries_put(&e, "one more", ""));
	char *bytes = entries_print(&e, &n);
	assert_in_range(n, MOST_STATE_BYTES / 2, MOST_STATE_BYTES);
	struct entries again = {0};
	assert_int_equal(entries_parse(&again, bytes, n), ENTRIES_GOOD);
	free(bytes);
	entries_release(&e);
	entries_release(&again);
}

/* --- the file --------------------------------------------------------------------------------- */

static void the_file_belongs_to_the_directories(void **state)
{
	(void)state;
	logs_folders("logs/a/x");
	logs_folders("logs/b/x");
	assert_int_equal(symlink("a", logs_path("logs/link")), 0);
	char a[600], b[600], link[600], named[640];
	snprintf(a, sizeof a, "%s", logs_path("logs/a"));
	snprintf(b, sizeof b, "%s/", logs_path("logs/b"));
	snprintf(link, sizeof link, "%s", logs_path("logs/link"));
	snprintf(named, sizeof named, "new:%s", a);
	const char *const ways[][2] = {{a, b}, {b, link}, {b, a}, {named, b}, {a, a}};
	char *path[5];
	for (int i = 0; i < 5; i++)
		path[i] = state_file_path(ways[i], 2);
	assert_non_null(path[0]);
	assert_string_equal(path[0], path[1]);
	assert_string_equal(path[0], path[2]);
	assert_string_not_equal(path[0], path[3]);
	assert_string_not_equal(path[0], path[4]);
	for (int i = 0; i < 5; i++)
		free(path[i]);
	setenv("XDG_STATE_HOME", "relative", 1);
	assert_null(state_file_path(ways[0], 2));
	setenv("XDG_STATE_HOME", logs_path("xdg"), 1);
}

static size_t files_in(const char *folder)
{
	char command[1100], text[32] = "";
	snprintf(command, sizeof command, "find '%s' -type f 2>/dev/null | wc -l",
		 logs_path(folder));
	FILE *in = popen(command, "r");
	assert_non_null(in);
	assert_non_null(fgets(text, sizeof text, in));
	pclose(in);
	return strtoul(text, NULL, 10);
}

static void there_is_a_limit_of_files(void **state)
{
	(void)state;
	struct entries e = {0};
	fill(&e);
	logs_folders("many/tfevents/tbtop/x");
	for (int i = 0; i < MOST_STATE_FILES + 3; i++) {
		char name[64];
		snprintf(name, sizeof name, "many/tfevents/tbtop/%d.state", i);
		FILE *empty = i < MOST_STATE_FILES - 3 ? fopen(logs_path(name), "w") : NULL;
		if (empty)
			fclose(empty);
		else
			assert_true(state_file_write(logs_path(name), &e));
	}
	assert_int_equal(files_in("many"), MOST_STATE_FILES);
	entries_release(&e);
}

/* --- sessions --------------------------------------------------------------------------------- */

static struct model m;
static struct geometry seen;

static const char *logdir(void)
{
	return logs_path("logs");
}

/* Begins a session: the model gets its settings first, and then runs and tags. */
static void start_session(struct state *s)
{
	const struct state_given nothing = {0};
	const char *dir = logdir();
	fake_init(&m, 4, 9, 60);
	state_open(s, &dir, 1);
	state_begin(s, &m, &nothing);
	state_follow(s, &m);
	frame_measure(&m, 120, 40, &seen);
}

static void end_session(struct state *s)
{
	assert_true(state_save(s, &m));
	state_release(s);
	fake_release(&m);
}

static void press(const char *keys)
{
	int key;
	while ((key = key_parse(&keys)) != KEY_NONE) {
		update_key(&m, &seen, key);
		frame_measure(&m, 120, 40, &seen);
	}
}

static void assert_setting(const char *name, const char *want)
{
	char text[SETTING_BYTES];
	setting_get(&m, setting_find(name, strlen(name)), text);
	assert_string_equal(text, want);
}

/* Presses keys, and ends the session. */
static void session(const char *keys)
{
	struct state s;
	start_session(&s);
	press(keys);
	end_session(&s);
}

static char *path_of_state(void)
{
	const char *dir = logdir();
	return state_file_path(&dir, 1);
}

static void forget(void)
{
	char *path = path_of_state();
	unlink(path);
	free(path);
}

/* Reads the file of the log directory. */
static void read_state(struct entries *e)
{
	enum entries_condition condition;
	struct state_stamp stamp;
	char *path = path_of_state();
	*e = (struct entries){0};
	assert_true(state_file_read(path, e, &condition, &stamp));
	assert_int_equal(condition, ENTRIES_GOOD);
	free(path);
}

static const char everything[] = "s y / l o s s Enter f r u n Enter + l + * - + h Tab j P Space R "
				 "C-u X Enter E a Enter m Tab P Space";

static void a_session_is_like_the_last_one(void **state)
{
	(void)state;
	struct state s;
	forget();
	start_session(&s);
	assert_string_equal(m.message, "");
	press(everything);
	end_session(&s);
	for (int i = 0; i < 2; i++) { /* also like the one before the last one */
		start_session(&s);
		assert_non_null(strstr(m.message, "last session"));
		assert_setting("smoothing", "0.8");
		assert_setting("scale", "log");
		assert_string_equal(m.tag_filter, "loss");
		assert_string_equal(m.run_filter, "run");
		assert_int_equal(m.zooms.n, 3);
		assert_setting("zoom", "together");
		assert_int_equal(m.baseline, 1);
		assert_string_equal(m.runs[1]->title, "X");
		assert_string_equal(m.runs[1]->note, "a");
		assert_true(m.runs[1]->marked);
		assert_false(m.runs[0]->marked);
		assert_false(m.runs[1]->selected);
		assert_true(m.runs[0]->selected);
		const struct tag *tag = model_find_tag(&m, TAG_SCALARS, "optimizer/loss");
		assert_true(tag->pinned);
		assert_true(tag->folded);
		end_session(&s);
	}
}

static const struct zoom *zoom_of_tag(const char *name)
{
	return zooms_find(&m.zooms, model_find_tag(&m, TAG_SCALARS, name), ZOOM_OF_TAG);
}

static void zooms_come_back(void **state)
{
	(void)state;
	struct state s;
	forget();
	start_session(&s);
	const struct tag *first = m.tags[TAG_SCALARS].rows[0];
	char name[64];
	snprintf(name, sizeof name, "%s", first->name);
	m.now = 1767225700.75;
	press("+ + L l + * H"); /* a chart, another one, and all */
	const struct zooms before = m.zooms;
	end_session(&s);
	start_session(&s);
	assert_int_equal(m.zooms.n, before.n);
	assert_true(zoom_of_tag(name)->x0 == before.item[0].x0);
	assert_true(zoom_of_tag(name)->x1 == before.item[0].x1);
	const struct zoom *all = zooms_find(&m.zooms, NULL, ZOOM_OF_SCALARS);
	assert_true(all->x0 == before.item[2].x0);
	assert_ptr_equal(zoom_of(&m, m.tags[TAG_SCALARS].rows[5]), all);
	press("*"); /* each chart has its own again */
	assert_ptr_equal(zoom_of(&m, m.tags[TAG_SCALARS].rows[0]), zoom_of_tag(name));
	press("=");
	end_session(&s);
	start_session(&s);
	assert_null(zoom_of_tag(name));
	assert_int_equal(m.zooms.n, before.n - 1);
	end_session(&s);
}

/* A file that was written by the version with one zoom for all charts. */
static void a_file_of_the_earlier_version_is_read(void **state)
{
	(void)state;
	static const char *const entries[][2] = {
		{"baseline run3", "yes"},
		{"chart.pinned scalars train/accuracy", "yes"},
		{"filter.tags", "loss"},
		{"history.commands", "name X\nnote nice"},
		{"history.tags", "loss"},
		{"run.hidden run2", "yes"},
		{"run.listed run0", "no"},
		{"run.note run3", "nice"},
		{"run.title run3", "X"},
		{"set group", "seeds"},
		{"set scale", "log"},
		{"set smoothing", "0.9"},
		{"zoom scalars train/accuracy", "0 1106.25 1843.75"},
	};
	enum { N = sizeof entries / sizeof *entries };
	struct entries e = {0}, after;
	struct state s;
	forget();
	for (size_t i = 0; i < N; i++)
		assert_true(entries_put(&e, entries[i][0], entries[i][1]));
	char *path = path_of_state();
	assert_true(state_file_write(path, &e));
	free(path);
	start_session(&s);
	assert_setting("smoothing", "0.9");
	assert_setting("scale", "log");
	assert_setting("group", "seeds");
	assert_setting("zoom", "each");
	assert_true(zoom_of_tag("train/accuracy")->x0 == 1106.25);
	assert_true(zoom_of_tag("train/accuracy")->x1 == 1843.75);
	assert_int_equal(m.zooms.n, 1);
	assert_int_equal(m.baseline, 3);
	assert_string_equal(m.runs[3]->title, "X");
	assert_string_equal(m.runs[3]->note, "nice");
	assert_false(m.runs[2]->selected);
	assert_true(m.runs[0]->hidden);
	assert_true(model_find_tag(&m, TAG_SCALARS, "train/accuracy")->pinned);
	assert_string_equal(m.tag_filter, "loss");
	assert_string_equal(m.prompt.commands.line[1], "note nice");
	end_session(&s);
	read_state(&after); /* nothing was changed */
	assert_true(entries_equal(&e, &after));
	entries_release(&e);
	entries_release(&after);
}

/* Zooms of tags that disappeared do no harm, and do not accumulate: the oldest ones are dropped. */
static void zooms_of_tags_that_are_gone_are_bounded(void **state)
{
	(void)state;
	char name[64], value[64];
	struct entries e = {0};
	struct state s;
	forget();
	for (int i = 0; i < ZOOMS_MOST + 10; i++) {
		snprintf(name, sizeof name, "zoom scalars gone%03d", i);
		snprintf(value, sizeof value, "0 1 2 %d", i < 2 ? 1000 : i);
		assert_true(entries_put(&e, name, value));
	}
	assert_true(entries_put(&e, "zoom.linked scalars gone", "0 1 2 1"));
	char *path = path_of_state();
	assert_true(state_file_write(path, &e));
	free(path);
	entries_release(&e);
	start_session(&s);
	assert_int_equal(m.zooms.n, 0);
	m.now = 2000;
	press("+");
	end_session(&s);
	read_state(&e);
	size_t zooms = 0;
	for (size_t i = 0; i < e.n; i++)
		zooms += !strncmp(e.items[i].name, "zoom ", 5);
	assert_int_equal(zooms, ZOOMS_MOST);
	assert_non_null(entries_get(&e, "zoom scalars gone000"));
	assert_non_null(entries_get(&e, "zoom scalars gone001"));
	assert_null(entries_get(&e, "zoom scalars gone002"));
	assert_null(entries_get(&e, "zoom scalars gone012"));
	assert_non_null(entries_get(&e, "zoom scalars gone013"));
	assert_non_null(entries_get(&e, "zoom.linked scalars gone"));
	entries_release(&e);
	start_session(&s);
	assert_int_equal(m.zooms.n, 1);
	end_session(&s);
}

static void add_finding(size_t run, const char *rule, const char *tag)
{
	const tfe_finding f = {.tag = tag,
			       .tags = &tag,
			       .tag_count = 1,
			       .rule = rule,
			       .severity = TFE_SEVERITY_ERROR,
			       .state = TFE_FINDING_STATE_FIRING,
			       .message = ""};
	model_add_finding(&m, run, &f);
	model_count_findings(&m);
	update_filters(&m);
}

/* A finding that was acknowledged stays so in the next session, until that is taken back. */
static void acknowledged_findings_stay_acknowledged(void **state)
{
	(void)state;
	struct state s;
	forget();
	start_session(&s);
	add_finding(1, "nonfinite", "train/loss");
	press("0 !");
	end_session(&s);
	start_session(&s);
	add_finding(2, "nonfinite", "train/loss");
	add_finding(1, "nonfinite", "train/loss");
	add_finding(1, "divergence", "train/loss");
	assert_true(m.findings.items[1].acknowledged);
	assert_int_equal(m.findings.count[TFE_SEVERITY_ERROR], 2);
	m.finding_focus = 1;
	press("0 !");
	assert_int_equal(m.findings.count[TFE_SEVERITY_ERROR], 3);
	end_session(&s);
	start_session(&s);
	add_finding(1, "nonfinite", "train/loss");
	assert_int_equal(m.findings.count[TFE_SEVERITY_ERROR], 1);
	end_session(&s);
	forget();
}

static void charts_that_were_merged_are_merged_again(void **state)
{
	(void)state;
	struct state s;
	forget();
	session("n n M"); /* optimizer/accuracy and the next one */
	start_session(&s);
	size_t merged = 0;
	for (size_t i = 0; i < m.tags[TAG_SCALARS].n; i++)
		merged += m.tags[TAG_SCALARS].tags[i]->merged != NULL;
	assert_int_equal(merged, 1);
	press("M"); /* they are separated; the focus is on the first chart, which has no parts */
	end_session(&s);
}

static void nothing_is_written_without_a_change(void **state)
{
	(void)state;
	forget();
	session("j j k s S ?"); /* moves, and a change that is taken back */
	char *path = path_of_state();
	assert_int_not_equal(access(path, F_OK), 0);
	free(path);
}

static void what_was_undone_is_gone_from_the_file(void **state)
{
	(void)state;
	struct entries e;
	forget();
	session("s Tab j Space");
	read_state(&e);
	assert_non_null(entries_get(&e, "run.hidden run1"));
	assert_string_equal(entries_get(&e, "set smoothing"), "0.8");
	entries_release(&e);
	session("S Tab j Space");
	read_state(&e);
	assert_null(entries_get(&e, "run.hidden run1"));
	assert_string_equal(entries_get(&e, "set smoothing"), "0.6");
	entries_release(&e);
}

static void the_command_line_has_precedence(void **state)
{
	(void)state;
	const struct state_given given = {.smoothing = true, .tags = true};
	const char *dir = logdir();
	struct state s;
	struct entries e;
	forget();
	session("s y / l o s s Enter");
	fake_init(&m, 4, 9, 60);
	m.settings.smoothing = 0.3;
	snprintf(m.tag_filter, sizeof m.tag_filter, "acc");
	state_open(&s, &dir, 1);
	state_begin(&s, &m, &given);
	state_follow(&s, &m);
	assert_setting("smoothing", "0.3");
	assert_setting("scale", "log");
	assert_string_equal(m.tag_filter, "acc");
	end_session(&s);
	read_state(&e); /* options are not remembered */
	assert_string_equal(entries_get(&e, "set smoothing"), "0.8");
	assert_string_equal(entries_get(&e, "filter.tags"), "loss");
	entries_release(&e);
}

static void another_session_loses_nothing(void **state)
{
	(void)state;
	struct state s;
	struct entries e;
	forget();
	session("s Tab j Space");
	start_session(&s);
	press("y");
	read_state(&e); /* another tbtop changes the file meanwhile */
	entries_put(&e, "run.hidden run3", "yes");
	entries_put(&e, "set smoothing", "0.95");
	entries_put(&e, "note.of.the.future run3", "kept");
	char *path = path_of_state();
	assert_true(state_file_write(path, &e));
	free(path);
	entries_release(&e);
	end_session(&s);
	read_state(&e);
	assert_non_null(entries_get(&e, "run.hidden run1"));
	assert_non_null(entries_get(&e, "run.hidden run3"));
	assert_string_equal(entries_get(&e, "set smoothing"), "0.95");
	assert_string_equal(entries_get(&e, "set scale"), "log");
	assert_string_equal(entries_get(&e, "note.of.the.future run3"), "kept");
	entries_release(&e);
	session("s"); /* an entry that this version does not know stays, too */
	read_state(&e);
	assert_string_equal(entries_get(&e, "note.of.the.future run3"), "kept");
	entries_release(&e);
}

static void runs_that_are_not_there_are_not_forgotten(void **state)
{
	(void)state;
	const struct state_given nothing = {0};
	const char *dir = logdir();
	struct state s;
	struct entries e;
	forget();
	session("Tab j j j Space");
	fake_init(&m, 2, 3, 60);
	state_open(&s, &dir, 1);
	state_begin(&s, &m, &nothing);
	state_follow(&s, &m);
	snprintf(m.tag_filter, sizeof m.tag_filter, "acc");
	end_session(&s);
	read_state(&e);
	assert_non_null(entries_get(&e, "run.hidden run3"));
	assert_string_equal(entries_get(&e, "filter.tags"), "acc");
	entries_release(&e);
}

static void tables_are_as_they_were(void **state)
{
	(void)state;
	char train[] = "train/loss", val[] = "val/loss", rule[] = "spike", message[] = "m";
	char *tags[] = {train, val};
	struct finding f = {.run = 2, .rule = rule, .message = message, .tags = tags, .n_tags = 2};
	struct state s;
	forget();
	start_session(&s);
	finding_acknowledge(&m, &f, true);
	press("Tab t W Tab");
	command_run(&m, "runs loss");
	end_session(&s);
	start_session(&s);
	assert_true(finding_was_acknowledged(&m, &f));
	f.run = 1;
	assert_false(finding_was_acknowledged(&m, &f));
	assert_true(m.runs_table.on);
	assert_string_equal(m.runs_table.columns, "loss");
	assert_setting("runs-value", "min");
	update_filters(&m); /* as when tags arrive */
	assert_true(model_find_tag(&m, TAG_SCALARS, "val/loss")->has_column);
	assert_false(model_find_tag(&m, TAG_SCALARS, "val/accuracy")->has_column);
	f.run = 2;
	finding_acknowledge(&m, &f, false);
	end_session(&s);
	start_session(&s);
	assert_false(finding_was_acknowledged(&m, &f));
	end_session(&s);
}

static void lines_come_back(void **state)
{
	(void)state;
	struct state s;
	forget();
	session("/ l o s s Enter / a c c Enter : s e t Enter Esc");
	start_session(&s);
	assert_string_equal(m.message, ""); /* nothing that is shown is restored */
	press("/ Up Up");
	assert_string_equal(m.prompt.line.text, "loss");
	press("Down");
	assert_string_equal(m.prompt.line.text, "acc");
	press("Esc : Up");
	assert_string_equal(m.prompt.line.text, "set");
	press("Esc");
	end_session(&s);
}

static void a_reset_forgets(void **state)
{
	(void)state;
	struct state s;
	struct model *usual = calloc(1, sizeof *usual);
	forget();
	session(everything);
	start_session(&s);
	model_init(usual, "");
	state_reset(&s, &m, usual);
	model_release(usual);
	free(usual);
	assert_setting("smoothing", "0.6");
	assert_string_equal(m.tag_filter, "");
	assert_true(m.runs[1]->selected);
	assert_int_equal(m.zooms.n, 0);
	assert_setting("zoom", "each");
	assert_null(m.runs[1]->title);
	assert_false(m.runs[1]->marked);
	end_session(&s);
	char *path = path_of_state();
	assert_int_not_equal(access(path, F_OK), 0);
	free(path);
}

/* The file of a session with everything, cut at each byte: the next session says that it is
 * damaged, works, and keeps the damaged file. */
static void a_damaged_file_does_no_harm(void **state)
{
	(void)state;
	struct state s;
	struct entries e;
	size_t n;
	forget();
	session(everything);
	read_state(&e);
	char *bytes = entries_print(&e, &n), *path = path_of_state(), old[1100];
	snprintf(old, sizeof old, "%s.old", path);
	entries_release(&e);
	for (size_t cut = 0; cut < n; cut++) {
		struct stat kept;
		unlink(path); /* to truncate it would wait for the disk, as to replace it does */
		FILE *out = fopen(path, "w");
		assert_non_null(out);
		assert_int_equal(fwrite(bytes, 1, cut, out), cut);
		fclose(out);
		start_session(&s);
		assert_non_null(strstr(m.message, "damaged"));
		press("j l +");
		if (cut % 16) {
			state_release(&s);
			fake_release(&m);
		} else {
			end_session(&s);
			read_state(&e);
			entries_release(&e);
		}
		assert_int_equal(stat(old, &kept), 0);
		assert_int_equal(kept.st_size, cut);
	}
	free(bytes);
	free(path);
}

static void values_without_meaning_change_nothing(void **state)
{
	(void)state;
	static const char *const entries[][2] = {
		{"set smoothing", "2"},
		{"set scale", "cubic"},
		{"set nonsense", "1"},
		{"set columns", "1e300"},
		{"view", "nowhere"},
		{"zoom scalars train/loss", "0 5 1"},
		{"zoom scalars train/accuracy", "9 0 nan"},
		{"zoom scalars val/loss", "0 5 9 x"},
		{"zoom scalars val/accuracy", "0 5 9 -1"},
		{"zoom scalars", "0 5 9 1"},
		{"zoom nonsense train/loss", "0 5 9 1"},
		{"zoom.linked scalars train/loss", "3 5 9 1"},
		{"filter.runs", "("},
		{"chart.folded scalars", ""},
		{"chart.merged scalars train/loss", "scalars train/loss"},
		{"run.hidden", ""},
		{"nonsense", "yes"},
		{"finding.acknowledged a", "yes"},
		{"trials.sort", "lr"},
		{"set group", "regex ("},
	};
	struct entries e = {0};
	struct state s;
	forget();
	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
		assert_true(entries_put(&e, entries[i][0], entries[i][1]));
	char *path = path_of_state();
	assert_true(state_file_write(path, &e));
	start_session(&s);
	assert_setting("smoothing", "0.6");
	assert_setting("scale", "linear");
	assert_setting("columns", "auto");
	assert_setting("group", "off");
	assert_int_equal(m.zooms.n, 0);
	assert_int_equal(m.n_run_rows, 4);
	end_session(&s);
	entries_release(&e);
	free(path);
}

/* An entry is applied when its run or chart appears. By then the user may have chosen another one,
 * and a filter that was refused does not come back. */
static void choices_precede_entries_that_come_late(void **state)
{
	(void)state;
	const struct state_given nothing = {0};
	const char *dir = logdir();
	struct entries e = {0};
	struct state s;
	forget();
	assert_true(entries_put(&e, "baseline run3", "yes"));
	assert_true(entries_put(&e, "filter.runs", "run("));
	char *path = path_of_state();
	assert_true(state_file_write(path, &e));
	entries_release(&e);
	fake_init(&m, 2, 9, 60);
	state_open(&s, &dir, 1);
	state_begin(&s, &m, &nothing);
	state_follow(&s, &m);
	assert_true(m.baseline == NO_RUN);
	snprintf(m.run_filter, sizeof m.run_filter, "run");
	m.baseline = 1;
	model_add_run(&m, "run3", NULL); /* it appears */
	state_follow(&s, &m);
	assert_int_equal(m.baseline, 1);
	assert_string_equal(m.run_filter, "run");
	end_session(&s);
	read_state(&e);
	assert_string_equal(entries_get(&e, "filter.runs"), "run");
	assert_non_null(entries_get(&e, "baseline run1"));
	assert_null(entries_get(&e, "baseline run3"));
	entries_release(&e);
	free(path);
}

static void another_version_is_left_alone(void **state)
{
	(void)state;
	static const char newer[] = "tbtop state 2\nset smoothing\t0.9\nend 00000000\n";
	char *path = path_of_state(), text[sizeof newer] = "";
	struct state s;
	forget();
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	fputs(newer, out);
	fclose(out);
	start_session(&s);
	assert_non_null(strstr(m.message, "another version"));
	press(everything);
	end_session(&s);
	FILE *in = fopen(path, "r");
	assert_non_null(in);
	assert_int_equal(fread(text, 1, sizeof newer - 1, in), sizeof newer - 1);
	fclose(in);
	assert_string_equal(text, newer);
	free(path);
}

/* A FIFO is neither read, which would wait, nor replaced. */
static void a_fifo_is_left_alone(void **state)
{
	(void)state;
	struct state s;
	struct stat st;
	char *path = path_of_state();
	forget();
	start_session(&s);
	press(everything);
	end_session(&s); /* which makes the folder */
	forget();
	assert_int_equal(mkfifo(path, 0600), 0);
	start_session(&s);
	assert_non_null(strstr(m.message, "nothing is remembered of this log"));
	assert_non_null(strstr(m.message, "is no regular file"));
	press(everything);
	end_session(&s);
	assert_int_equal(stat(path, &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	forget();
	free(path);
}

static void a_folder_that_cannot_be_written_is_named(void **state)
{
	(void)state;
	struct state s;
	FILE *out = fopen(logs_path("file"), "w");
	assert_non_null(out);
	fclose(out);
	setenv("XDG_STATE_HOME", logs_path("file"), 1);
	start_session(&s);
	press("s");
	assert_false(state_save(&s, &m));
	assert_non_null(strstr(s.problem, "Not a directory"));
	state_release(&s);
	fake_release(&m);
	setenv("XDG_STATE_HOME", logs_path("xdg"), 1);
}

static int make(void **state)
{
	int made = logs_make(state);
	logs_folders("logs/x");
	setenv("XDG_STATE_HOME", logs_path("xdg"), 1);
	return made;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_survive_their_file),
		cmocka_unit_test(a_cut_is_noticed_at_every_byte),
		cmocka_unit_test(every_changed_bit_is_noticed),
		cmocka_unit_test(a_file_of_another_version_is_not_read),
		cmocka_unit_test(entries_are_bounded),
		cmocka_unit_test(the_file_belongs_to_the_directories),
		cmocka_unit_test(there_is_a_limit_of_files),
		cmocka_unit_test(a_session_is_like_the_last_one),
		cmocka_unit_test(zooms_come_back),
		cmocka_unit_test(a_file_of_the_earlier_version_is_read),
		cmocka_unit_test(zooms_of_tags_that_are_gone_are_bounded),
		cmocka_unit_test(acknowledged_findings_stay_acknowledged),
		cmocka_unit_test(charts_that_were_merged_are_merged_again),
		cmocka_unit_test(nothing_is_written_without_a_change),
		cmocka_unit_test(what_was_undone_is_gone_from_the_file),
		cmocka_unit_test(the_command_line_has_precedence),
		cmocka_unit_test(another_session_loses_nothing),
		cmocka_unit_test(runs_that_are_not_there_are_not_forgotten),
		cmocka_unit_test(tables_are_as_they_were),
		cmocka_unit_test(lines_come_back),
		cmocka_unit_test(a_reset_forgets),
		cmocka_unit_test(a_damaged_file_does_no_harm),
		cmocka_unit_test(values_without_meaning_change_nothing),
		cmocka_unit_test(choices_precede_entries_that_come_late),
		cmocka_unit_test(another_version_is_left_alone),
		cmocka_unit_test(a_fifo_is_left_alone),
		cmocka_unit_test(a_folder_that_cannot_be_written_is_named),
	};
	return cmocka_run_group_tests(tests, make, logs_remove);
}
