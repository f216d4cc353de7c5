/* update: the effects of keys on the model of tbtop.
 *
 * wraps: tfe_series_view tfe_view_get_extent tfe_view_nearest tfe_view_get_points
 * wraps: tfe_view_get_smoothed tfe_view_get_columns tfe_view_get_info tfe_view_get_restarts */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

#include "tbtop/cache/caches.h"
#include "tbtop/model/key_names.h"
#include "tbtop/model/keymap.h"
#include "tbtop/update/line_edit.h"
#include "tbtop/view/frame.h"
#include "tui/fake.h"

enum { W = 120, H = 40 };

static struct model m;
static struct caches caches;
static struct grid g;
static struct geometry seen;

static int open_model(void **state)
{
	(void)state;
	fake_init(&m, 4, 9, 60);
	caches_open(&caches);
	grid_init(&g, W, H, GLYPHS_BRAILLE);
	frame_measure(&m, W, H, &seen);
	return 0;
}

static int close_model(void **state)
{
	(void)state;
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
	return 0;
}

/* Presses keys by name. Nothing is drawn: the geometry that a key needs is computed. */
static void press(const char *keys)
{
	int key;
	while ((key = key_parse(&keys)) != KEY_NONE) {
		assert_true(key > KEY_NONE);
		update_key(&m, &seen, key);
		frame_measure(&m, W, H, &seen);
	}
}

static void keys_have_names(void **state)
{
	(void)state;
	const char *keys = " j Enter  C-d \xe7\xb2\xbe / Space S-Tab";
	assert_int_equal(key_parse(&keys), 'j');
	assert_int_equal(key_parse(&keys), TK_ENTER);
	assert_int_equal(key_parse(&keys), 4);
	assert_int_equal(key_parse(&keys), 0x7cbe);
	assert_int_equal(key_parse(&keys), '/');
	assert_int_equal(key_parse(&keys), ' ');
	assert_int_equal(key_parse(&keys), TK_BACK_TAB);
	assert_int_equal(key_parse(&keys), KEY_NONE);
	keys = "Nonsense";
	assert_true(key_parse(&keys) < KEY_NONE);
}

static void every_binding_can_be_pressed(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_bindings; i++)
		for (int k = 0; k < BINDING_KEYS && bindings[i].keys[k]; k++) {
			char name[8];
			const char *at = name;
			key_text(bindings[i].keys[k], name);
			assert_int_equal(key_parse(&at), bindings[i].keys[k]);
			/* Each context of a binding finds this binding. */
			for (unsigned where = 1; where & EVERYWHERE; where <<= 1)
				if (bindings[i].where & where)
					assert_int_equal(
						keymap_find(NULL, bindings[i].keys[k], where),
						bindings[i].action);
		}
}

static void no_key_in_no_state_is_harmful(void **state)
{
	(void)state;
	srandom(11);
	for (int i = 0; i < 20000 && !m.quit; i++) {
		const struct binding *b = &bindings[(size_t)random() % n_bindings];
		int key = b->action == DO_QUIT ? TK_ESC : b->keys[0];
		if (random() % 20 == 0)
			key = (int)(random() % 0x300);
		if (key != 'q')
			update_key(&m, &seen, key);
		if (random() % 8 == 0)
			frame_draw(&m, &caches, &g, &seen);
	}
	assert_true(m.settings.smoothing >= 0);
	assert_true(m.settings.smoothing < 1);
}

/* Returns a point whose step, time and value are at a limit of their types. */
static tfe_point extreme_point(int kind, size_t series, size_t i)
{
	static const double values[][2] = {
		{0, 5e-324},      {-1e-320, 1e-310},       {-1.7e308, 1.7e308},
		{1e308, 1.1e308}, {NAN, INFINITY},         {-INFINITY, 1},
		{0, 0},           {1, 1.0000000000000002},
	};
	enum { N = sizeof values / sizeof *values };
	const double *value = values[(series + (size_t)kind) % N], *wall = values[(size_t)kind];
	int64_t step = kind % 3 == 0   ? (i % 2 ? INT64_MAX : INT64_MIN)
		       : kind % 3 == 1 ? INT64_MAX - 60 + (int64_t)i
				       : (int64_t)(i / 20);
	return (tfe_point){step, wall[i > 30], value[i % 2]};
}

static void no_key_is_harmful_to_extreme_points(void **state)
{
	(void)state;
	srandom(12);
	for (int kind = 0; kind < 8; kind++) {
		for (size_t s = 0; s < fake_used; s++)
			for (size_t i = 0; i < fake_pool[s].n; i++)
				fake_pool[s].points[i] = extreme_point(kind, s, i);
		caches_close(&caches); /* they contain the previous points */
		caches_open(&caches);
		for (int i = 0; i < 2500; i++) {
			const struct binding *b = &bindings[(size_t)random() % n_bindings];
			if (b->action != DO_QUIT && b->action != DO_FILTER_TAGS &&
			    b->action != DO_FILTER_RUNS)
				update_key(&m, &seen, b->keys[0]);
			if (i % 4 == 0)
				frame_draw(&m, &caches, &g, &seen);
			assert_false(isnan(m.cross_x));
			for (size_t k = 0; k < m.zooms.n; k++) {
				assert_true(isfinite(m.zooms.item[k].x0));
				assert_true(isfinite(m.zooms.item[k].x1));
				assert_true(m.zooms.item[k].x1 > m.zooms.item[k].x0);
			}
		}
		press("Esc Esc Esc Esc 1 =");
		for (int i = 0; i < 60; i++)
			press(i < 30 ? "+" : i % 3 ? "-" : "L");
		press("Enter g l l l h h G h l + h - Esc");
		assert_false(isnan(m.cross_x));
	}
}

static void movement_follows_what_is_seen(void **state)
{
	(void)state;
	const struct tag_list *list = &m.tags[TAG_SCALARS];
	assert_ptr_equal(model_focus(&m), list->rows[0]);
	press("l");
	assert_ptr_equal(model_focus(&m), list->rows[1]);
	press("h h h");
	assert_ptr_equal(model_focus(&m), list->rows[0]);
	press("G");
	assert_ptr_equal(model_focus(&m), list->rows[list->n_rows - 1]);
	press("g j");
	assert_ptr_not_equal(model_focus(&m), list->rows[0]);
	press("k");
	assert_ptr_equal(model_focus(&m), list->rows[0]);
	press("PgDn");
	assert_int_equal(seen.page, 1);
	press("PgUp PgUp");
	assert_int_equal(seen.page, 0);
}

static void escape_goes_back_and_never_quits(void **state)
{
	(void)state;
	press("/ l o s s Enter Tab Tab Enter");
	assert_true(m.focused);
	assert_int_equal(m.pane, PANE_MAIN);
	press("?");
	assert_int_equal(m.view, VIEW_HELP);
	press("Esc");
	assert_int_equal(m.view, VIEW_SCALARS);
	press("Esc");
	assert_false(m.focused);
	assert_string_equal(m.tag_filter, "loss");
	press("Esc");
	assert_string_equal(m.tag_filter, "");
	press("Esc Esc Esc");
	assert_false(m.quit);
	press("q");
	assert_true(m.quit);
}

static void filters_are_typed_live(void **state)
{
	(void)state;
	size_t all = m.tags[TAG_SCALARS].n_rows;
	press("/ l o");
	assert_true(m.tags[TAG_SCALARS].n_rows < all);
	size_t some = m.tags[TAG_SCALARS].n_rows;
	press("("); /* an incomplete expression: the last valid filter stays in effect */
	assert_true(m.message_is_error);
	assert_true(strlen(m.message) > 0);
	assert_int_equal(m.tags[TAG_SCALARS].n_rows, some);
	press("BS BS BS");
	assert_int_equal(m.tags[TAG_SCALARS].n_rows, all);
	press("! l o s s");
	assert_int_equal(m.tags[TAG_SCALARS].n_rows, all - 3);
	press("Esc"); /* restores the previous filter */
	assert_int_equal(m.tags[TAG_SCALARS].n_rows, all);
	press("f r u n [ 0 1 ] Enter");
	assert_int_equal(m.n_run_rows, 2);
	assert_false(run_drawn(m.runs[2]));
}

static void runs_are_chosen(void **state)
{
	(void)state;
	press("Tab Space"); /* the first run has the focus */
	assert_false(run_drawn(m.runs[0]));
	press("Space j Enter"); /* draws only the second run */
	assert_false(run_drawn(m.runs[0]));
	assert_true(run_drawn(m.runs[1]));
	press("Enter");
	assert_true(run_drawn(m.runs[0]));
	assert_true(run_drawn(m.runs[3]));
}

static void expect_message(const char *keys, const char *part)
{
	press(keys);
	if (!strstr(m.message, part))
		fail_msg("%s: \"%s\", not \"%s\"", keys, m.message, part);
}

static void keys_without_effect_give_the_reason(void **state)
{
	(void)state;
	m.progress.loaded = true;
	expect_message("t", "no layout");
	expect_message("{", "in Histograms (2)");
	expect_message("z", "no meaning");
	expect_message("-", "all points are shown");
	expect_message("=", "all points are shown");
	expect_message("h", "the first chart");
	expect_message("S S S S S", "not smoothed");
	expect_message("1", "already shown");
	expect_message("2", "no histograms");
	expect_message(">", "");
	expect_message("1 Enter c", "after Esc");
	expect_message("Esc Tab s", "after Esc");
	expect_message("Esc Enter ? s", "after Esc");
	press("Esc Esc");
	/* A key that has no meaning here is not silent. */
	static const char *const places[] = {"Esc Esc Esc", "Enter", "Esc Tab",
					     "Tab",         "Esc 0", "?"};
	for (size_t place = 0; place < sizeof places / sizeof *places; place++) {
		press(places[place]);
		for (size_t i = 0; i < n_bindings; i++)
			for (int k = 0; k < BINDING_KEYS && bindings[i].keys[k]; k++) {
				int pressed = bindings[i].keys[k];
				if (keymap_find(NULL, pressed, binding_context(&m)))
					continue;
				update_key(&m, &seen, pressed);
				assert_true(*m.message);
			}
	}
}

static void bars_have_no_axis_of_steps(void **state)
{
	(void)state;
	m.view = VIEW_HISTOGRAMS;
	m.hist = HIST_BARS;
	static const char *const keys[] = {"x", "+", "-", "H", "L", "="};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		expect_message(keys[i], "no axis of steps");
		assert_int_equal(m.zooms.n, 0);
		assert_int_equal(m.settings.axis, TFE_AXIS_STEP);
	}
}

/* A ridge shows the steps of the zoom. */
static void a_zoom_ends_in_every_type_of_histograms(void **state)
{
	(void)state;
	const tfe_series *series = m.tags[TAG_SCALARS].tags[0]->curves[0].series;
	model_add_curve(&m, TAG_HISTOGRAMS, "weights", 0, series);
	update_filters(&m);
	m.view = VIEW_HISTOGRAMS;
	press("+");
	assert_int_equal(m.zooms.n, 1);
	m.hist = HIST_RIDGE;
	expect_message("+", "no axis of steps");
	press("=");
	assert_int_equal(m.zooms.n, 0);
}

static void pasted_text_presses_no_keys(void **state)
{
	(void)state;
	press("Paste q u i t Enter j 0 Pasted");
	assert_false(m.quit);
	assert_int_equal(m.view, VIEW_SCALARS);
	assert_non_null(strstr(m.message, "pasted"));
	press("/ Paste l o Enter s s Pasted");
	assert_string_equal(m.tag_filter, "loss");
	assert_int_equal(m.prompt.kind, PROMPT_TAGS);
	press("C-c");
	assert_string_equal(m.tag_filter, "");
	assert_int_equal(m.prompt.kind, PROMPT_NONE);
	press("q");
	assert_true(m.quit);
}

static void cleared_filters_come_back(void **state)
{
	(void)state;
	press("/ l o s s Enter f r u n [ 0 1 ] Enter");
	press("Esc"); /* one filter at a time */
	assert_string_equal(m.tag_filter, "");
	assert_string_equal(m.run_filter, "run[01]");
	press("Esc");
	assert_string_equal(m.run_filter, "");
	press("/ Up Enter f Up Enter");
	assert_string_equal(m.tag_filter, "loss");
	assert_string_equal(m.run_filter, "run[01]");
	press("/ a c c Enter"); /* a new filter replaces the old one */
	assert_string_equal(m.tag_filter, "acc");
	press("/ End u Enter"); /* unless the cursor is moved first */
	assert_string_equal(m.tag_filter, "accu");
}

static void zoom_stays_within_the_data(void **state)
{
	(void)state;
	const struct zoom *zoom = &m.zooms.item[0];
	press("+");
	assert_int_equal(m.zooms.n, 1);
	assert_true(zoom->x1 - zoom->x0 < 59 * 50 / 2 + 1);
	press("H H H H H H H H H H");
	assert_true(zoom->x0 == 0);
	press("L L L L L L L L L L L L");
	assert_true(zoom->x1 == 59 * 50);
	press("-");
	assert_int_equal(m.zooms.n, 0);
	press("+ + + + + + + + + + + + + + + + + + + + + + + + + + + + + + + + + + + + +");
	assert_true(zoom->x1 > zoom->x0);
	press("=");
	assert_int_equal(m.zooms.n, 0);
}

/* A zoom is a part of one x axis. */
static void another_axis_is_not_zoomed(void **state)
{
	(void)state;
	press("+");
	const struct tag *tag = model_focus(&m);
	const struct zoom zoom = *zoom_of(&m, tag);
	press("x");
	assert_null(zoom_of(&m, tag));
	press("="); /* it shows all */
	press("x x");
	assert_true(zoom_of(&m, tag)->x1 == zoom.x1);
	press("x +");
	assert_int_equal(zoom_of(&m, tag)->axis, TFE_AXIS_RELATIVE);
	assert_int_equal(m.zooms.n, 1);
}

static void each_chart_has_its_own_zoom(void **state)
{
	(void)state;
	const struct tag *first = model_focus(&m);
	press("+ + l");
	const struct tag *second = model_focus(&m);
	const struct zoom zoom = *zoom_of(&m, first);
	assert_ptr_not_equal(first, second);
	assert_null(zoom_of(&m, second));
	press("+");
	assert_true(zoom_of(&m, first)->x0 == zoom.x0);
	assert_true(zoom_of(&m, second)->x0 != zoom.x0);
	press("=");
	assert_null(zoom_of(&m, second));
	assert_non_null(zoom_of(&m, first));
}

/* What the focused chart shows is then shown by all; the own zooms are kept meanwhile. */
static void linked_charts_are_zoomed_together(void **state)
{
	(void)state;
	const struct tag *first = model_focus(&m), *other = m.tags[TAG_SCALARS].rows[4];
	press("+ + *");
	const struct zoom zoom = *zoom_of(&m, first);
	assert_true(m.settings.link_zoom);
	assert_non_null(strstr(m.message, "zoomed together"));
	assert_ptr_equal(zoom_of(&m, other), zoom_of(&m, first));
	press("l -");
	assert_true(zoom_of(&m, first)->x0 < zoom.x0);
	press("*");
	assert_true(zoom_of(&m, first)->x0 == zoom.x0);
	assert_null(zoom_of(&m, other));
	press("*"); /* the focused chart shows all */
	assert_null(zoom_of(&m, first));
	press("+ = *");
	assert_true(zoom_of(&m, first)->x0 == zoom.x0);
}

/* The zoom that links charts is that of the focused one, wherever it is in the list of zooms. */
static void charts_are_linked_again(void **state)
{
	(void)state;
	press("* + * l + + l + h");
	const struct tag *second = model_focus(&m);
	const struct zoom own = *zoom_of(&m, second);
	press("*");
	const struct zoom *linked = zoom_of(&m, second);
	assert_int_equal(linked->scope, ZOOM_OF_SCALARS);
	assert_true(linked->x0 == own.x0);
	assert_true(linked->x1 == own.x1);
}

static void of_too_many_zooms_the_oldest_are_dropped(void **state)
{
	(void)state;
	struct tag tags[ZOOMS_MOST + 2] = {{0}};
	struct zooms zooms = {0};
	for (size_t i = 0; i < ZOOMS_MOST + 2; i++) {
		const struct zoom zoom = {&tags[i], ZOOM_OF_TAG, TFE_AXIS_STEP, 0, 1, i != 1};
		zooms_put(&zooms, &zoom);
	}
	assert_int_equal(zooms.n, ZOOMS_MOST);
	assert_null(zooms_find(&zooms, &tags[0], ZOOM_OF_TAG));
	assert_null(zooms_find(&zooms, &tags[1], ZOOM_OF_TAG));
	assert_non_null(zooms_find(&zooms, &tags[2], ZOOM_OF_TAG));
}

static void the_crosshair_goes_from_point_to_point(void **state)
{
	(void)state;
	press("Enter g");
	assert_true(m.crosshair);
	assert_true(m.cross_x == 0);
	press("l");
	assert_true(m.cross_x == 50);
	press("l l h");
	assert_true(m.cross_x == 100);
	press("G");
	assert_true(m.cross_x == 59 * 50);
	press("l");
	assert_true(m.cross_x == 59 * 50);
	press("j");
	assert_int_equal(m.run_focus, 0);
	press("j j j j");
	assert_int_equal(m.run_focus, 0);
}

static void settings_have_their_steps(void **state)
{
	(void)state;
	assert_true(m.settings.smoothing == 0.6);
	press("s");
	assert_true(m.settings.smoothing == 0.8);
	press("S S S S S");
	assert_true(m.settings.smoothing == 0);
	press("s s s s s s s s s s");
	assert_true(m.settings.smoothing == 0.999);
	press("y x o w");
	assert_true(m.settings.y == Y_LOG);
	assert_true(m.settings.axis == TFE_AXIS_RELATIVE);
	assert_true(!m.settings.ignore_outliers);
	assert_true(!m.settings.raw);
	press("c c c c c c");
	assert_int_equal(seen.chart_columns, 1);
	press("C C");
	assert_int_equal(seen.chart_columns, 3);
}

static void findings_are_counted_where_they_are_seen(void **state)
{
	(void)state;
	static const char *const none[] = {NULL};
	const char *const tags[] = {m.tags[TAG_SCALARS].tags[4]->name, NULL};
	tfe_finding f = {.tag = tags[0],
			 .tags = tags,
			 .tag_count = 1,
			 .state = TFE_FINDING_STATE_FIRING,
			 .rule = "divergence",
			 .severity = TFE_SEVERITY_ERROR,
			 .message = "it diverges",
			 .causes = none,
			 .actions = none};
	model_add_finding(&m, 2, &f);
	f.severity = TFE_SEVERITY_WARNING;
	model_add_finding(&m, 1, &f);
	model_count_findings(&m);
	assert_int_equal(m.findings.items[0].severity, TFE_SEVERITY_ERROR); /* errors first */
	assert_int_equal(m.findings.count[TFE_SEVERITY_ERROR], 1);
	assert_int_equal(m.runs[2]->findings[TFE_SEVERITY_ERROR], 1);
	assert_int_equal(m.tags[TAG_SCALARS].tags[4]->findings[TFE_SEVERITY_ERROR], 1);
	press("f r u n 1 Enter"); /* the other run is not drawn */
	assert_int_equal(m.tags[TAG_SCALARS].tags[4]->findings[TFE_SEVERITY_ERROR], 0);
	assert_int_equal(m.tags[TAG_SCALARS].tags[4]->findings[TFE_SEVERITY_WARNING], 1);
	model_clear_findings(&m);
	assert_int_equal(m.runs[2]->findings[TFE_SEVERITY_ERROR], 0);
}

static void names_sort_as_people_count(void **state)
{
	(void)state;
	static const char *const sorted[] = {"a",  "a/b", "a/c", "a b",  "a1",
					     "a2", "a02", "a10", "a10b", "b"};
	enum { N = sizeof sorted / sizeof *sorted };
	for (int i = 0; i < N; i++)
		for (int k = 0; k < N; k++) {
			int order = natural_compare(sorted[i], sorted[k]);
			if (i == k)
				assert_int_equal(order, 0);
			else if (!(strchr("aa", sorted[i][0]) && (i == 5 || i == 6) &&
				   (k == 5 || k == 6)))
				assert_true(i < k ? order < 0 : order > 0);
		}
	assert_true(natural_compare("run2", "run10") < 0);
	assert_true(natural_compare("run02", "run2") != 0);
	assert_true(natural_compare("lr0.03_seed2", "lr0.1_seed1") < 0);
	assert_true(natural_compare("lr0.003_seed1", "lr0.01_seed1") < 0);
	assert_true(natural_compare("lr0.05", "lr0.055") < 0);
	assert_true(natural_compare("v1.9", "v1.10") < 0);
	assert_true(natural_compare("epoch.2", "epoch.010") < 0);
	assert_true(natural_compare("step99999999999999999999", "step100000000000000000000") < 0);
}

static void looks_do_not_depend_on_what_was_found_first(void **state)
{
	(void)state;
	struct model a, b;
	model_init(&a, "a");
	model_init(&b, "b");
	static const char *const names[] = {"x", "y", "z"};
	for (int i = 0; i < 3; i++) {
		model_add_run(&a, names[i], NULL);
		model_add_run(&b, names[2 - i], NULL);
	}
	model_restyle(&a);
	model_restyle(&b);
	for (int i = 0; i < 3; i++) {
		assert_string_equal(a.runs[i]->letter, b.runs[2 - i]->letter);
		assert_int_equal(a.runs[i]->colour, b.runs[2 - i]->colour);
	}
	struct run *late =
		model_add_run(&a, "w", NULL); /* a later run does not change the others */
	assert_string_equal(late->letter, "d");
	assert_string_equal(a.runs[0]->letter, "a");
	model_release(&a);
	model_release(&b);
}

static void each_run_has_letters_of_its_own(void **state)
{
	(void)state;
	struct model many;
	model_init(&many, "m");
	for (int i = 0; i < 3000; i++) {
		char name[16];
		snprintf(name, sizeof name, "run%d", i);
		model_add_run(&many, name, NULL);
		assert_int_equal(model_letters_width(&many), i < 52 ? 1 : i < 52 + 52 * 52 ? 2 : 3);
	}
	assert_string_equal(many.runs[51]->letter, "Z");
	assert_string_equal(many.runs[52]->letter, "aa");
	assert_string_equal(many.runs[53]->letter, "ab");
	assert_string_equal(many.runs[52 + 52 * 52 - 1]->letter, "ZZ");
	assert_string_equal(many.runs[52 + 52 * 52]->letter, "aaa");
	/* Runs of the same colour have different dashes, as far as there are any. */
	assert_int_equal(many.runs[3]->colour, many.runs[13]->colour);
	assert_int_not_equal(many.runs[3]->dash, many.runs[13]->dash);
	model_release(&many);
}

static const char *words(struct run *run, double now)
{
	static char text[RUN_STATE_TEXT];
	run->state = run_state_by_silence(run, now);
	run_state_text(run, now, text);
	return text;
}

static void a_run_is_live_for_as_long_as_is_usual_in_it(void **state)
{
	(void)state;
	struct run run = {.last_wall_time = 1e9, .patience_s = 60};
	assert_string_equal(words(&run, 1e9 + 59), "live");
	assert_string_equal(words(&run, 1e9 + 61), "stale 1m");
	assert_true(run_state_changes(&run, 1e9 + 61) == 1e9 + 1800);
	assert_string_equal(words(&run, 1e9 + 1799), "stale 29m");
	assert_string_equal(words(&run, 1e9 + 1801), "30m ago");
	assert_string_equal(words(&run, 1e9 + 7300), "2h ago");
	assert_string_equal(words(&run, 1e9 + 5.5 * 86400), "5d ago");
	assert_string_equal(words(&run, 1e9 + 3 * 365.25 * 86400), "3y ago");
	run.patience_s = 1800; /* an epoch of ten minutes */
	assert_string_equal(words(&run, 1e9 + 1700), "live");
	assert_string_equal(words(&run, 1e9 + 17000), "stale 4h");
	assert_string_equal(words(&run, 1e9 + 18001), "5h ago");
	/* The clock of the training is wrong, but it grows. */
	run.grown_at = 1e9 + 86400;
	assert_string_equal(words(&run, 1e9 + 86400 + 5), "live");
	run.last_wall_time = 5e9;
	assert_string_equal(words(&run, 1e9 + 86400 + 5), "live");
	assert_string_equal(words(&run, 1e9 + 86400 + 7200), "stale 2h");
	/* A run without data. */
	run = (struct run){.patience_s = 60};
	assert_string_equal(words(&run, 1e9), "quiet");
}

static double cpu_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Returns the CPU seconds for a model with n tags, runs and findings, all added in the worst order:
 * the minimum of three measurements. */
static double build(size_t n)
{
	static const char *const none[] = {NULL};
	double least = INFINITY;
	for (int round = 0; round < 3; round++) {
		double begin = cpu_seconds();
		struct model big;
		char name[48];
		model_init(&big, "big");
		for (size_t i = n; i-- > 0;) {
			snprintf(name, sizeof name, "run_%zu", i);
			model_add_run(&big, name, NULL);
		}
		model_restyle(&big);
		for (size_t i = n; i-- > 0;) {
			snprintf(name, sizeof name, "layer_%zu/metric", i);
			model_add_curve(&big, TAG_SCALARS, name, i, NULL);
			model_add_curve(&big, TAG_SCALARS, "loss", i, NULL);
		}
		for (size_t i = 0; i < n; i++) {
			snprintf(name, sizeof name, "layer_%zu/metric", i);
			const char *const tags[] = {name, NULL};
			tfe_finding f = {.tag = name,
					 .tags = tags,
					 .tag_count = 1,
					 .state = TFE_FINDING_STATE_FIRING,
					 .rule = "spike",
					 .message = "",
					 .causes = none,
					 .actions = none,
					 .severity = (tfe_severity)((n - 1 - i) * 3 / n)};
			snprintf(name + 24, sizeof name - 24, "run_%zu", i);
			model_add_finding(&big, model_find_run(&big, name + 24)->index, &f);
		}
		update_filters(&big);
		model_count_findings(&big);
		assert_int_equal(big.tags[TAG_SCALARS].n_rows, n + 1);
		assert_int_equal(big.findings.n_rows, n);
		assert_string_equal(big.tags[TAG_SCALARS].rows[2]->name, "layer_2/metric");
		struct tag *loss = model_find_tag(&big, TAG_SCALARS, "loss");
		for (size_t i = 0; i < n; i++)
			assert_int_equal(tag_curve(loss, i)->run, i);
		model_release(&big);
		least = fmin(least, cpu_seconds() - begin);
	}
	return least;
}

static void four_times_as_much_takes_little_more_than_four_times_as_long(void **state)
{
	(void)state;
	double some = build(5000), more = build(20000);
	print_message("5,000 runs and tags: %.0f ms, 20,000: %.0f ms\n", 1000 * some, 1000 * more);
	assert_true(more < 9 * some);
}

/* A filter may be typed before any run exists, when there is nothing to copy or to sort. */
static void filters_are_typed_before_there_is_anything(void **state)
{
	(void)state;
	struct model nothing;
	const struct geometry none = {0};
	fake_init(&nothing, 0, 0, 0);
	for (const char *keys = "/ a Enter f b Enter Esc j k Tab j Tab j 0 j a 2 Enter l";;) {
		int key = key_parse(&keys);
		if (key == KEY_NONE)
			break;
		update_key(&nothing, &none, key);
	}
	assert_int_equal(nothing.n_run_rows, 0);
	fake_release(&nothing);
}

/* An expression that matches nothing, or that is not valid, may be the name of a tag or a run. */
static void a_name_may_look_like_an_expression(void **state)
{
	(void)state;
	struct model named;
	fake_init(&named, 2, 3, 0);
	size_t all = named.tags[TAG_SCALARS].n_rows;
	model_add_run(&named, "run [a]", NULL);
	model_add_curve(&named, TAG_SCALARS, "loss [train]", 0, NULL);
	model_add_curve(&named, TAG_SCALARS, "loss (", 1, NULL);
	snprintf(named.tag_filter, sizeof named.tag_filter, "loss [train]");
	assert_true(update_filters(&named));
	assert_true(named.tag_filter_is_name);
	assert_false(named.run_filter_is_name);
	assert_int_equal(named.tags[TAG_SCALARS].n_rows, 1);
	snprintf(named.tag_filter, sizeof named.tag_filter, "!loss (");
	assert_true(update_filters(&named));
	assert_true(named.tag_filter_is_name);
	assert_int_equal(named.tags[TAG_SCALARS].n_rows, all + 1);
	snprintf(named.tag_filter, sizeof named.tag_filter, "loss \\[");
	snprintf(named.run_filter, sizeof named.run_filter, "run [a]");
	assert_true(update_filters(&named));
	assert_false(named.tag_filter_is_name);
	assert_true(named.run_filter_is_name);
	assert_int_equal(named.n_run_rows, 1);
	snprintf(named.tag_filter, sizeof named.tag_filter, "accuracy (");
	assert_false(update_filters(&named));
	fake_release(&named);
}

/* A pattern with exponential backtracking on many names is refused in time, and the last valid
 * filter stays in effect. */
static void a_filter_that_takes_too_long_is_refused(void **state)
{
	(void)state;
	enum { TAGS = 20000 };
	struct model many;
	const struct geometry none = {0};
	fake_init(&many, 1, 0, 0);
	for (size_t i = 0; i < TAGS; i++) {
		char name[100];
		snprintf(name, sizeof name, "%s!%zu!",
			 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", i);
		model_add_curve(&many, TAG_SCALARS, name, 0, NULL);
	}
	assert_true(update_filters(&many));
	update_key(&many, &none, '/');
	for (const char *p = "!9!$"; *p; p++)
		update_key(&many, &none, *p);
	size_t rows = many.tags[TAG_SCALARS].n_rows;
	assert_int_equal(rows, TAGS - TAGS / 10);
	double begin = cpu_seconds();
	line_set(&many.prompt.line, "(a+)+");
	update_key(&many, &none, '$');
	assert_true(cpu_seconds() - begin < 30);
	assert_non_null(strstr(many.message, "too long"));
	assert_true(many.message_is_error);
	assert_string_equal(many.tag_filter, "!9!$");
	assert_int_equal(many.tags[TAG_SCALARS].n_rows, rows);
	fake_release(&many);
}

#define WITH_MODEL(test) cmocka_unit_test_setup_teardown(test, open_model, close_model)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_run_has_letters_of_its_own),
		cmocka_unit_test_setup_teardown(keys_without_effect_give_the_reason, open_model,
						close_model),
		cmocka_unit_test_setup_teardown(bars_have_no_axis_of_steps, open_model,
						close_model),
		cmocka_unit_test_setup_teardown(pasted_text_presses_no_keys, open_model,
						close_model),
		cmocka_unit_test_setup_teardown(cleared_filters_come_back, open_model, close_model),
		cmocka_unit_test(keys_have_names),
		cmocka_unit_test(every_binding_can_be_pressed),
		WITH_MODEL(no_key_in_no_state_is_harmful),
		WITH_MODEL(no_key_is_harmful_to_extreme_points),
		WITH_MODEL(movement_follows_what_is_seen),
		WITH_MODEL(escape_goes_back_and_never_quits),
		WITH_MODEL(filters_are_typed_live),
		cmocka_unit_test(filters_are_typed_before_there_is_anything),
		cmocka_unit_test(a_name_may_look_like_an_expression),
		cmocka_unit_test(a_filter_that_takes_too_long_is_refused),
		WITH_MODEL(runs_are_chosen),
		WITH_MODEL(a_zoom_ends_in_every_type_of_histograms),
		WITH_MODEL(zoom_stays_within_the_data),
		WITH_MODEL(another_axis_is_not_zoomed),
		WITH_MODEL(each_chart_has_its_own_zoom),
		WITH_MODEL(linked_charts_are_zoomed_together),
		WITH_MODEL(charts_are_linked_again),
		cmocka_unit_test(of_too_many_zooms_the_oldest_are_dropped),
		WITH_MODEL(the_crosshair_goes_from_point_to_point),
		WITH_MODEL(settings_have_their_steps),
		WITH_MODEL(findings_are_counted_where_they_are_seen),
		cmocka_unit_test(a_run_is_live_for_as_long_as_is_usual_in_it),
		cmocka_unit_test(four_times_as_much_takes_little_more_than_four_times_as_long),
		cmocka_unit_test(names_sort_as_people_count),
		cmocka_unit_test(looks_do_not_depend_on_what_was_found_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
