/* update: what users of vim, less and htop expect: going back, undoing, repeating, notifications,
 * and keys of their own.
 *
 * wraps: tfe_series_view tfe_view_get_extent tfe_view_nearest tfe_view_get_points
 * wraps: tfe_view_get_smoothed tfe_view_get_columns tfe_view_get_info tfe_view_get_restarts */
#include "unit/tbtop/pressed.h"

#include "tbtop/model/conditions.h"
#include "tbtop/model/keymap.h"
#include "tbtop/notifier.h"

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
		{"un1/train/loss < 1", "no tag is named \"un1/train/loss\" now"},
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
		TEST(function_keys_are_those_of_htop),
		TEST(q_leaves_the_help),
		TEST(a_list_is_filtered_or_searched),
		TEST(pages_have_the_keys_of_vim_and_less),
		TEST(esc_goes_back_one_step_at_a_time),
		TEST(esc_in_the_help_ends_the_search_first),
		TEST(a_filter_can_be_undone),
		TEST(a_selection_can_be_undone),
		TEST(the_end_of_a_zoom_can_be_undone),
		TEST(n_goes_on_to_the_next_match),
		TEST(names_of_keys_are_unique),
		TEST(characters_are_whole),
		TEST(keys_of_the_user_come_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
