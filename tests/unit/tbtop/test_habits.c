/* update: what users of vim, less and htop expect: going back, undoing, repeating, commands with
 * completion, and keys of their own.
 *
 * wraps: tfe_series_view tfe_view_get_extent tfe_view_nearest tfe_view_get_points
 * wraps: tfe_view_get_smoothed tfe_view_get_columns tfe_view_get_info tfe_view_get_restarts */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tbtop/cache/caches.h"
#include "tbtop/model/conditions.h"
#include "tbtop/model/key_names.h"
#include "tbtop/model/keymap.h"
#include "tbtop/model/word_menu.h"
#include "tbtop/notifier.h"
#include "tbtop/update/commands.h"
#include "tbtop/update/settings.h"
#include "tbtop/view/frame.h"
#include "tui/fake.h"

static struct model m;
static struct geometry seen;

static int open_model(void **state)
{
	(void)state;
	fake_init(&m, 4, 9, 60);
	frame_measure(&m, 120, 40, &seen);
	return 0;
}

static int close_model(void **state)
{
	(void)state;
	fake_release(&m);
	return 0;
}

static void press(const char *keys)
{
	int key;
	while ((key = key_parse(&keys)) != KEY_NONE) {
		assert_true(key > KEY_NONE);
		update_key(&m, &seen, key);
		frame_measure(&m, 120, 40, &seen);
	}
}

/* Types a line, and Enter. */
static void command(const char *line)
{
	update_key(&m, &seen, ':');
	for (; *line; line++)
		update_key(&m, &seen, (unsigned char)*line);
	update_key(&m, &seen, TK_ENTER);
	frame_measure(&m, 120, 40, &seen);
}

/* --- notifications ---------------------------------------------------------------------------- */

/* Most programs do not report their end: silence is one, once for each step. */
static void a_run_that_falls_silent_has_ended(void **state)
{
	(void)state;
	struct notifier n = {0};
	command("notify bell");
	assert_int_equal(m.notify_ways, NOTIFY_BELL);
	assert_string_equal(m.message, "new warnings and ends of runs are notified: bell");
	m.runs[1]->last_step = 7;
	for (int i = 0; i < 3; i++) {
		m.message[0] = '\0';
		m.runs[1]->state = RUN_LIVE;
		notifier_follow(&n, &m);
		assert_string_equal(m.message, "");
		m.runs[1]->state = RUN_QUIET;
		m.runs[1]->last_step = i ? 8 : 7;
		notifier_follow(&n, &m);
		assert_int_equal(strstr(m.message, "silent since step") != NULL, i < 2);
	}
	command("notify off");
	m.message[0] = '\0';
	m.runs[2]->state = RUN_LIVE;
	notifier_follow(&n, &m);
	m.runs[2]->state = RUN_DONE;
	notifier_follow(&n, &m);
	assert_string_equal(m.message, "");
	notifier_release(&n);
}

static void a_program_for_notifications_is_named_at_the_start(void **state)
{
	(void)state;
	command("notify bell,command");
	assert_string_equal(m.message, "tbtop was started without --notify-command");
	assert_int_equal(m.notify_ways, 0);
	m.notify_program = true;
	command("notify bell,command");
	assert_int_equal(m.notify_ways, NOTIFY_BELL | NOTIFY_COMMAND);
}

/* --- conditions ------------------------------------------------------------------------------- */

/* A condition waits for its tag; a name that is misspelled is named, with the nearest tag. */
static void a_condition_about_no_tag_is_named(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"train/los < 1", "no tag is named \"train/los\" now; \"train/loss\" is near"},
		{"train/loss < nosuch", "no tag is named \"nosuch\" now"},
		{"grad_norm > 5", "\"optimizer/grad_norm\" is near"},
		{"run1/train/loss < 1", NULL},
		{"run9/train/loss < 1", "no tag is named \"run9/train/loss\" now"},
		{"train/loss < 1", NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char line[LINE_BYTES];
		snprintf(line, sizeof line, "notify %s", cases[i][0]);
		command(line);
		assert_int_equal(m.n_conditions, i + 1);
		assert_int_equal(m.message_is_error, cases[i][1] != NULL);
		if (!strstr(m.message, cases[i][1] ? cases[i][1] : "first holds"))
			fail_msg("%s: %s", cases[i][0], m.message);
	}
	/* The same when the judge knows that no run meets the conditions. */
	struct notifier n = {0};
	m.message[0] = '\0';
	notifier_follow(&n, &m);
	assert_non_null(strstr(m.message, "waits for train/los < 1: no tag is named"));
	notifier_release(&n);
}

static void what_is_no_condition_is_refused(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"train/loss <> 1", "train/loss < nan", "< 1",
		"train/loss",      "\"\" < 1",         "train/loss < 1 %"};
	char wrong[160], text[LINE_BYTES + 40];
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(text, sizeof text, "notify %s", cases[i]);
		command(text);
		assert_true(m.message_is_error);
		assert_int_equal(m.n_conditions, 0);
	}
	command("notify ends");
	assert_string_equal(m.message, "neither bell, osc9, osc777 or command nor a condition as "
				       "loss < 1: ends");
	memset(text, ' ', sizeof text);
	snprintf(text + LINE_BYTES, 20, "train/loss < 1");
	assert_false(condition_check(text, wrong));
	assert_string_equal(wrong, "the condition has 270 bytes; at most 255 are possible");
	for (int i = 0; i < CONDITIONS_MOST; i++)
		assert_true(condition_add(&m, "train/loss < 1", wrong));
	assert_false(condition_add(&m, "train/loss < 1", wrong));
	assert_string_equal(wrong, "there are 8 conditions already; :notify off removes them");
}

/* A line that does not hold all characters is not run: its begin may mean something else. */
static void a_cut_line_is_not_run(void **state)
{
	(void)state;
	update_key(&m, &seen, ':');
	for (int i = 0; i < 300; i++)
		update_key(&m, &seen, i < 7 ? "notify "[i] : i % 30 ? ' ' : '(');
	assert_true(m.message_is_error);
	assert_non_null(strstr(m.message, "at most 255 bytes"));
	update_key(&m, &seen, TK_ENTER);
	assert_int_equal(m.prompt.kind, PROMPT_COMMAND);
	assert_non_null(strstr(m.message, "not run: it was cut at 255 bytes"));
	update_key(&m, &seen, TK_BACKSPACE);
	update_key(&m, &seen, TK_ENTER);
	assert_int_equal(m.prompt.kind, PROMPT_NONE);
}

/* --- Esc -------------------------------------------------------------------------------------- */

static void esc_goes_back_one_step_at_a_time(void **state)
{
	(void)state;
	press("/ l o s s Enter f r u n Enter Enter h h Tab");
	assert_int_equal(m.pane, PANE_RUNS);
	press("Esc");
	assert_int_equal(m.pane, PANE_MAIN);
	assert_true(m.focused);
	press("Esc");
	assert_false(m.focused);
	assert_true(m.crosshair); /* Enter shows it where it was */
	assert_string_equal(m.tag_filter, "loss");
	press("Esc");
	assert_string_equal(m.tag_filter, "");
	assert_string_equal(m.run_filter, "run");
	press("Esc");
	assert_string_equal(m.run_filter, "");
	press("Esc Esc Esc");
	assert_false(m.quit);
	assert_string_equal(m.message, "this is the first view; q quits");
	press("+ Esc");
	assert_string_equal(m.message, "this is the first view; = shows all points again, q quits");
}

static void function_keys_are_those_of_htop(void **state)
{
	(void)state;
	press("F3 l o s s Enter F4 r u n [ 1 2 ] Enter");
	assert_string_equal(m.tag_filter, "loss");
	assert_string_equal(m.run_filter, "run[12]");
	press("Tab F6");
	assert_int_equal(m.run_sort.order, RUNS_BY_LAST);
	press("F1");
	assert_int_equal(m.view, VIEW_HELP);
	press("F1 F10");
	assert_true(m.quit);
}

/* As in less, man and top. */
static void q_leaves_the_help(void **state)
{
	(void)state;
	press("? q");
	assert_false(m.quit);
	assert_int_equal(m.view, VIEW_SCALARS);
	press("v / f i n d i n g s Enter q"); /* also during a search, which Esc ends first */
	assert_int_equal(m.view, VIEW_SCALARS);
	press("? / z o o m Enter q");
	assert_int_equal(m.view, VIEW_SCALARS);
	press("? F10");
	assert_true(m.quit);
}

static void esc_in_the_help_ends_the_search_first(void **state)
{
	(void)state;
	press("? / z o o m Enter");
	assert_string_equal(m.help_query, "zoom");
	press("/ x Esc"); /* the line is left: the search is the one before */
	assert_string_equal(m.help_query, "zoom");
	press("Esc");
	assert_string_equal(m.help_query, "");
	assert_int_equal(m.view, VIEW_HELP);
	press("Esc");
	assert_int_equal(m.view, VIEW_SCALARS);
}

/* --- undo ------------------------------------------------------------------------------------- */

static size_t selected(void)
{
	size_t n = 0;
	for (size_t i = 0; i < m.n_runs; i++)
		n += m.runs[i]->selected;
	return n;
}

static void a_filter_can_be_undone(void **state)
{
	(void)state;
	press("U");
	assert_non_null(strstr(m.message, "no filter was changed"));
	press("/ l o s s Enter j s");
	press("/ a c c Enter");
	press("U"); /* the whole line, not its last character */
	assert_string_equal(m.tag_filter, "loss");
	assert_int_equal(m.tags[TAG_SCALARS].n_rows, 3);
	press("U"); /* and back */
	assert_string_equal(m.tag_filter, "acc");
	press("Esc"); /* Esc clears it */
	assert_string_equal(m.tag_filter, "");
	press("U");
	assert_string_equal(m.tag_filter, "acc");
	assert_int_equal(m.tags[TAG_SCALARS].n_rows, 3);
	press("/ x Esc U"); /* a line that was left changed nothing */
	assert_string_equal(m.tag_filter, "");
}

static void a_selection_can_be_undone(void **state)
{
	(void)state;
	press("Tab j Space j Space");
	assert_int_equal(selected(), 2);
	press("U");
	assert_int_equal(selected(), 3);
	assert_false(m.runs[1]->selected);
	press("*");
	assert_int_equal(selected(), 4);
	press("U");
	assert_int_equal(selected(), 3);
	press("Tab s y U"); /* other keys are not in between */
	assert_int_equal(selected(), 4);
	command("sort last");
	command("top 1");
	assert_int_equal(selected(), 1);
	press("U");
	assert_int_equal(selected(), 4);
	command("hide run[12]");
	assert_int_equal(m.n_run_rows, 2);
	press("U");
	assert_int_equal(m.n_run_rows, 4);
	press("U");
	assert_int_equal(m.n_run_rows, 2);
}

/* A zoom that ended, by whatever key, comes back; zooming and panning are not undone. */
static void the_end_of_a_zoom_can_be_undone(void **state)
{
	(void)state;
	press("/ l o s s Enter + + H");
	const struct zoom zoom = m.zooms.item[0];
	press("U");
	assert_string_equal(m.tag_filter, "");
	assert_int_equal(m.zooms.n, 1);
	press("=");
	assert_int_equal(m.zooms.n, 0);
	press("U");
	assert_string_equal(m.message, "the zoom is as before; again: back");
	assert_int_equal(m.zooms.n, 1);
	assert_true(m.zooms.item[0].x0 == zoom.x0);
	press("U");
	assert_int_equal(m.zooms.n, 0);
	press("U - -");
	assert_int_equal(m.zooms.n, 0);
	press("U");
	assert_true(m.zooms.item[0].x1 > zoom.x1);
	press("/ a c c Enter + U"); /* a change of filters leaves zooms alone */
	assert_string_equal(m.tag_filter, "");
	assert_int_equal(m.zooms.n, 2);
}

/* --- matches ---------------------------------------------------------------------------------- */

static void n_goes_on_to_the_next_match(void **state)
{
	(void)state;
	press("/ l o s s Enter n");
	assert_int_equal(model_focus_row(&m), 1);
	press("n n n");
	assert_int_equal(model_focus_row(&m), 2);
	press("N");
	assert_int_equal(model_focus_row(&m), 1);
	press("Enter n");
	assert_int_equal(model_focus_row(&m), 2);
	press("Esc Tab f r u n [ 1 2 ] Enter n n");
	assert_int_equal(m.run_focus, 2);
	press("N");
	assert_int_equal(m.run_focus, 1);
	press("Tab N");
	assert_int_equal(m.pane, PANE_TAGS);
	assert_int_equal(model_focus_row(&m), 1);
}

/* "/" is about the list that has the focus. */
static void a_list_is_filtered_or_searched(void **state)
{
	(void)state;
	press("Tab / r u n [ 1 2 ] Enter");
	assert_string_equal(m.run_filter, "run[12]");
	assert_string_equal(m.tag_filter, "");
	assert_int_equal(m.n_run_rows, 2);
	press("n n");
	assert_int_equal(m.run_focus, 2);
	press("N Esc Esc v / g r a p h Enter");
	assert_int_equal(m.view_row, VIEW_GRAPH);
	press("/ s Enter n");
	assert_int_equal(m.view, VIEW_LIST);
	assert_int_equal(m.view_row, VIEW_FINDINGS);
	press("N");
	assert_int_equal(m.view_row, VIEW_HPARAMS);
	press("Esc Esc ? n");
	assert_string_equal(m.message, "no search is active; / begins one");
	press("/ z o o m Enter n n n n n n n n");
	assert_string_equal(m.message, "all that was found is shown");
}

static void pages_have_the_keys_of_vim_and_less(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {{"C-f", "PgDn"},
					       {"C-d", "PgDn"},
					       {"PgDn C-b", "PgDn PgUp"},
					       {"PgDn C-u", ""},
					       {"Enter C-f", "Enter PgDn"},
					       {"? Space", "? PgDn"}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		size_t row[2], scroll[2];
		for (int k = 0; k < 2; k++) {
			press(pairs[i][k]);
			row[k] = model_focus_row(&m);
			scroll[k] = m.scroll;
			press(m.view == VIEW_HELP ? "Esc g" : m.focused ? "Esc g" : "g");
		}
		assert_int_equal(row[0], row[1]);
		assert_int_equal(scroll[0], scroll[1]);
	}
}

/* --- commands --------------------------------------------------------------------------------- */

static void assert_setting(const char *name, const char *want)
{
	char text[SETTING_BYTES];
	setting_get(&m, setting_find(name, strlen(name)), text);
	assert_string_equal(text, want);
}

static void every_setting_accepts_its_values(void **state)
{
	(void)state;
	char before[SETTING_BYTES], text[SETTING_BYTES], error[160];
	for (size_t i = 0; i < n_settings; i++) {
		const struct setting *s = setting_at(i);
		assert_int_equal(setting_find(s->name, strlen(s->name)), i);
		setting_get(&m, i, before);
		for (size_t w = 0; s->words && s->words[w]; w++) {
			assert_true(setting_set(&m, i, s->words[w], error));
			setting_get(&m, i, text);
			assert_string_equal(text, s->words[w]);
		}
		if (strcmp(s->name, "group") != 0) /* which accepts any expression */
			assert_false(setting_set(&m, i, "\x01", error));
		assert_true(setting_set(&m, i, before, error));
		setting_get(&m, i, text);
		assert_string_equal(text, before);
		assert_null(settings_applied(&m));
	}
}

static void settings_are_set_by_name(void **state)
{
	(void)state;
	command("set smooth .9"); /* the name and the words may be abbreviated */
	assert_setting("smoothing", "0.9");
	command("smoothing=.3");
	assert_non_null(strstr(m.message, "no command"));
	command("set smoothing=.3");
	assert_setting("smoothing", "0.3");
	command("scale sym");
	assert_setting("scale", "symlog");
	command("set y 0..");
	assert_setting("y", "0..");
	command("y -1..4.5");
	assert_setting("y", "-1..4.5");
	command("columns 3");
	assert_setting("columns", "3");
	command("set columns");
	assert_string_equal(m.message, "columns is 3");
	command("set");
	assert_non_null(strstr(m.message, "columns 3"));
	command("set columns 13");
	assert_true(m.message_is_error);
	assert_setting("columns", "3");
	command("set smoothing nan");
	assert_true(m.message_is_error);
	command("s 1"); /* several commands and settings begin so */
	assert_true(m.message_is_error);
	command("set axis wall");
	assert_int_equal(m.settings.axis, TFE_AXIS_WALL);
	command("view find");
	assert_int_equal(m.view, VIEW_FINDINGS);
	command("q");
	assert_true(m.quit);
}

static void commands_of_vim_are_understood(void **state)
{
	(void)state;
	command("set smooth?");
	assert_string_equal(m.message, "smoothing is 0.6");
	command("set noraw");
	assert_setting("raw", "off");
	command("set raw!");
	assert_setting("raw", "on");
	assert_string_equal(m.message, "raw is on");
	command("set nosmoothing"); /* which is no switch */
	assert_true(m.message_is_error);
	command("set smooth!");
	assert_true(m.message_is_error);
	command("w");
	assert_non_null(strstr(m.message, ":export FILE"));
	command("smothing 0.3");
	assert_string_equal(m.message, "no command \"smothing\"; did you mean :smoothing?");
	command("set scael log");
	assert_string_equal(m.message, "no setting \"scael\"; did you mean scale?");
	command("view fidings");
	assert_string_equal(m.message, "no view \"fidings\"; did you mean findings?");
	command("$");
	assert_true(m.cross_x == 59 * 50);
	assert_string_equal(m.message, "");
	command("help zoom");
	assert_int_equal(m.view, VIEW_HELP);
	assert_string_equal(m.help_query, "zoom");
	press("q");
	assert_int_equal(m.view, VIEW_SCALARS);
	command("q!");
	assert_true(m.quit);
}

static void a_number_goes_to_a_step(void **state)
{
	(void)state;
	command("1000");
	assert_true(m.focused);
	assert_true(m.crosshair);
	assert_true(m.cross_x == 1000);
	assert_string_equal(m.message, "");
	command("step 1010"); /* steps are 50 apart */
	assert_true(m.cross_x == 1000);
	assert_non_null(strstr(m.message, "step 1000 is the nearest to 1010"));
	press("+ + + +");
	assert_int_equal(m.zooms.n, 1);
	command("1050");
	assert_int_equal(m.zooms.n, 1);
	command("0"); /* which the zoom does not show */
	assert_true(m.cross_x == 0);
	assert_int_equal(m.zooms.n, 0);
	press("U");
	assert_int_equal(m.zooms.n, 1);
	command("99999999999999999999");
	assert_true(m.message_is_error);
	command("step x");
	assert_true(m.message_is_error);
	command("view findings");
	command("5");
	assert_true(m.message_is_error);
}

static const char *completed(const char *line)
{
	update_key(&m, &seen, ':');
	for (; *line; line++)
		update_key(&m, &seen, (unsigned char)*line);
	update_key(&m, &seen, TK_TAB);
	static char text[LINE_BYTES];
	memcpy(text, m.prompt.line.text, sizeof text);
	return text;
}

/* Returns the message, or all words that Tab offers. */
static const char *offered(void)
{
	static char all[4096];
	const struct word_menu *c = &m.prompt.menu;
	if (!word_menu_is_shown(c, &m.prompt.line))
		return m.message;
	all[0] = '\0';
	for (size_t i = 0; i < c->stored; i++) {
		size_t n = strlen(all);
		snprintf(all + n, sizeof all - n, "%s ", word_menu_at(c, i));
	}
	return all;
}

static void tab_completes(void **state)
{
	(void)state;
	static const char *const cases[][3] = {
		{"", "", "set step view"},
		{"st", "step ", "step N: go to a step"},
		{"smo", "smoothing ", "0 to 0.9999"},
		{"set smo", "set smoothing ", "0 to 0.9999"},
		{"set sc", "set scale ", "linear, log, symlog"},
		{"set scale l", "set scale l", "linear log"},
		{"set scale s", "set scale symlog ", ""},
		{"scale li", "scale linear ", ""},
		{"view h", "view h", "histograms hparams"},
		{"x train/l", "x train/loss ", ""},
		{"x optimizer/", "x optimizer/", "optimizer/accuracy optimizer/grad_norm"},
		{"nonsense", "nonsense", "no such command"},
		{"nonsense ", "nonsense ", "no such command"},
		{"top ", "top ", "top N: draw the N best"},
		{"set smoothing .", "set smoothing .", "0 to 0.9999"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_string_equal(completed(cases[i][0]), cases[i][1]);
		if (!strstr(offered(), cases[i][2]))
			fail_msg("%s: \"%s\", not \"%s\"", cases[i][0], offered(), cases[i][2]);
		press("Esc");
	}
}

/* Returns whether the help has a text, in all of its columns. */
static bool help_has(struct grid *g, struct caches *caches, const char *text)
{
	char shown[400];
	frame_draw(&m, caches, g, &seen);
	for (int y = 0; y < g->h; y++) {
		size_t n = 0;
		for (int x = 0; x < g->w && n + 1 < sizeof shown; x++)
			shown[n++] = grid_at(g, x, y)->cp[0] < 0x80 ? (char)grid_at(g, x, y)->cp[0]
								    : '?';
		shown[n] = '\0';
		if (strstr(shown, text))
			return true;
	}
	return false;
}

/* The help has the commands with their arguments, all of their texts, and finds them. */
static void commands_are_in_the_help(void **state)
{
	(void)state;
	struct caches caches;
	struct grid g;
	char text[LINE_BYTES];
	caches_open(&caches);
	grid_init(&g, 120, 40, GLYPHS_BRAILLE);
	for (size_t i = 0; i < n_commands; i++) {
		const struct command_words *c = &command_words[i];
		snprintf(text, sizeof text, "help :%s %s", c->word, c->argument);
		command(text);
		snprintf(text, sizeof text, ":%s %s", c->word, c->argument);
		assert_true(help_has(&g, &caches, text));
		assert_true(help_has(&g, &caches, c->help));
		press("q");
	}
	command("help shift");
	assert_true(help_has(&g, &caches, "select text, as without tbtop"));
	press("q");
	command("help nosuchword");
	assert_true(help_has(&g, &caches, "nothing is found"));
	grid_release(&g);
	caches_close(&caches);
}

/* Tab goes through the words; what was typed comes after the last one. */
static void tab_goes_on_to_the_next_word(void **state)
{
	(void)state;
	static const struct {
		const char *keys, *line;
	} cases[] = {
		{"Tab", "view histograms"},
		{"Tab", "view hparams"},
		{"Tab", "view h"},
		{"S-Tab", "view hparams"},
		{"S-Tab", "view histograms"},
		{"S-Tab", "view h"},
		{"Tab BS Tab", "view histograms "},
	};
	assert_string_equal(completed("view h"), "view h");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		press(cases[i].keys);
		assert_string_equal(m.prompt.line.text, cases[i].line);
	}
	press("Esc :");
	assert_false(word_menu_is_shown(&m.prompt.menu, &m.prompt.line));
}

/* A log may have more tags than are stored: they are counted. */
static void words_without_end_are_counted(void **state)
{
	(void)state;
	char name[32];
	enum { MANY = 1000 };
	for (int i = 0; i < MANY; i++) {
		snprintf(name, sizeof name, "weights/layer_%04d", i);
		model_add_curve(&m, TAG_SCALARS, name, 0, NULL);
	}
	assert_string_equal(completed("x w"), "x weights/layer_0");
	assert_int_equal(m.prompt.menu.n, MANY);
	assert_in_range(m.prompt.menu.stored, 50, MANY - 1);
	press("S-Tab Tab Tab");
	assert_string_equal(m.prompt.line.text, "x weights/layer_0000");
}

static void no_line_of_commands_is_harmful(void **state)
{
	(void)state;
	static const char *const words[] = {
		"set",  "group", "x",      "top",       "step",    "merge", "view", "y",
		"sort", "regex", "column", "(",         "..",      "1e400", "-",    "9",
		"\xff", "lr",    "seeds",  "smoothing", "columns", "="};
	enum { WORDS = sizeof words / sizeof *words };
	srandom(5);
	for (int i = 0; i < 3000; i++) {
		char line[LINE_BYTES] = "";
		size_t n = 0;
		for (long k = random() % 5; k >= 0; k--)
			n += (size_t)snprintf(line + n, sizeof line - n, "%s%s",
					      words[random() % WORDS], random() % 3 ? " " : "");
		command_run(&m, line);
		press(": Tab Esc");
	}
	assert_true(m.settings.smoothing >= 0);
	assert_true(m.settings.smoothing < 1);
}

/* --- keys ------------------------------------------------------------------------------------- */

static void names_of_keys_are_unique(void **state)
{
	(void)state;
	assert_true(n_bindings <= MOST_BINDINGS);
	for (size_t i = 0; i < n_bindings; i++) {
		assert_non_null(bindings[i].name);
		assert_true(strspn(bindings[i].name, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
			    strlen(bindings[i].name));
		for (size_t k = 0; k < i; k++)
			if (!strcmp(bindings[i].name, bindings[k].name)) {
				assert_int_equal(bindings[i].action, bindings[k].action);
				assert_memory_equal(bindings[i].keys, bindings[k].keys,
						    sizeof bindings[i].keys);
			}
	}
}

static void keys_of_the_user_come_first(void **state)
{
	(void)state;
	struct keymap map;
	size_t a, b;
	int key;
	keymap_init(&map);
	for (size_t i = 0; i < n_bindings; i++)
		assert_memory_equal(keymap_keys(&map, i), bindings[i].keys,
				    sizeof bindings[i].keys);
	assert_false(keymap_conflict(&map, &a, &b, &key));
	assert_null(keymap_set(&map, "smooth-more", "q PgDn"));
	assert_int_equal(keymap_find(&map, 'q', IN_CHARTS), DO_SMOOTHER);
	assert_int_equal(keymap_find(&map, 'q', IN_RUNS), DO_QUIT); /* where it has no meaning */
	assert_int_equal(keymap_find(&map, 's', IN_CHARTS), DO_NOTHING);
	assert_null(keymap_set(&map, "back", "none"));
	assert_int_equal(keymap_find(&map, TK_ESC, IN_CHARTS), DO_NOTHING);
	assert_non_null(keymap_set(&map, "smooth", "x"));
	assert_non_null(keymap_set(&map, "smooth-more", "x nonsense"));
	assert_int_equal(keymap_find(&map, 'q', IN_CHARTS), DO_SMOOTHER);
	assert_null(keymap_set(&map, "quit", "q"));
	assert_true(keymap_conflict(&map, &a, &b, &key));
	assert_int_equal(key, 'q');
	m.keymap = &map;
	press("q");
	assert_false(m.quit);
	assert_setting("smoothing", "0.8");
	press("s"); /* it says that it has no meaning now */
	assert_non_null(strstr(m.message, "has no meaning"));
}

/* Keys and names of tags are characters, not bytes. */
static void characters_are_whole(void **state)
{
	(void)state;
	update_key(&m, &seen, 0xe9);
	assert_non_null(strstr(m.message, "\u00e9 has no meaning"));
	model_add_curve(&m, TAG_SCALARS, "\u00e9t\u00e9", 0, NULL);
	model_add_curve(&m, TAG_SCALARS, "\u00e8re", 0, NULL);
	press(": x Space");
	update_key(&m, &seen, TK_TAB);
	assert_string_equal(m.prompt.line.text, "x ");
	press("\u00e9 Tab");
	assert_string_equal(m.prompt.line.text, "x \u00e9t\u00e9 ");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_model, close_model)
	const struct CMUnitTest tests[] = {
		TEST(a_run_that_falls_silent_has_ended),
		TEST(a_program_for_notifications_is_named_at_the_start),
		TEST(a_condition_about_no_tag_is_named),
		TEST(what_is_no_condition_is_refused),
		TEST(a_cut_line_is_not_run),
		TEST(function_keys_are_those_of_htop),
		TEST(q_leaves_the_help),
		TEST(a_list_is_filtered_or_searched),
		TEST(pages_have_the_keys_of_vim_and_less),
		TEST(commands_of_vim_are_understood),
		TEST(esc_goes_back_one_step_at_a_time),
		TEST(esc_in_the_help_ends_the_search_first),
		TEST(a_filter_can_be_undone),
		TEST(a_selection_can_be_undone),
		TEST(the_end_of_a_zoom_can_be_undone),
		TEST(n_goes_on_to_the_next_match),
		TEST(every_setting_accepts_its_values),
		TEST(settings_are_set_by_name),
		TEST(a_number_goes_to_a_step),
		TEST(tab_completes),
		TEST(commands_are_in_the_help),
		TEST(tab_goes_on_to_the_next_word),
		TEST(words_without_end_are_counted),
		TEST(no_line_of_commands_is_harmful),
		TEST(names_of_keys_are_unique),
		TEST(characters_are_whole),
		TEST(keys_of_the_user_come_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
