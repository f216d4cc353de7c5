/* Whole frames of a fake model, at many sizes, also with ASCII. TBTOP_SHOW=120x40 prints one.
 * wraps: tfe_series_view tfe_view_get_extent tfe_view_nearest tfe_view_get_points
 * wraps: tfe_view_get_smoothed tfe_view_get_columns tfe_view_get_info tfe_view_get_restarts
 */
#include <float.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tbtop/cache/caches.h"
#include "tbtop/model/key_names.h"
#include "tui/fake.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/layout.h"
#include "tbtop/view/print.h"

static bool shows(const struct grid *g, const char *text)
{
	int n = (int)strlen(text);
	for (int y = 0; y < g->h; y++)
		for (int x = 0; x + n <= g->w; x++) {
			int same = 0;
			while (same < n &&
			       grid_at(g, x + same, y)->cp[0] == (unsigned char)text[same])
				same++;
			if (same == n)
				return true;
		}
	return false;
}

/* Each cell holds one character or the right half of the previous one. With ASCII glyphs, all are
 * ASCII. */
static void expect_cells(const struct grid *g)
{
	for (int y = 0; y < g->h; y++)
		for (int x = 0; x < g->w; x++) {
			const struct cell *c = grid_at(g, x, y);
			bool half = x > 0 && grid_at(g, x - 1, y)->width == 2;
			assert_int_equal(c->width == 0, half);
			assert_int_equal(c->cp[0] == 0, half);
			if (g->glyphs == GLYPHS_ASCII)
				assert_in_range(c->cp[0], ' ', '~');
		}
}

static void every_size_draws(void **state)
{
	(void)state;
	struct model m;
	struct caches caches;
	struct grid g;
	struct geometry seen;
	fake_init(&m, 3, 9, 60);
	caches_open(&caches);
	grid_init(&g, 1, 1, GLYPHS_BRAILLE);
	for (int w = 1; w <= 220; w += w < 60 ? 1 : 13)
		for (int h = 1; h <= 70; h += h < 30 ? 1 : 7) {
			g.glyphs = (enum glyph_tier)((w + h) % GLYPH_TIERS);
			grid_resize(&g, w, h);
			frame_draw(&m, &caches, &g, &seen);
			assert_int_equal(seen.w, w);
			assert_int_equal(seen.h, h);
			expect_cells(&g);
			bool large = w >= SCREEN_MIN_W && h >= SCREEN_MIN_H;
			assert_int_equal(shows(&g, "tbtop"), large);
			assert_int_equal(shows(&g, "q quit"), large);
			if (!large && w >= 20)
				assert_true(shows(&g, "need 40x10"));
			if (large)
				assert_true(shows(&g, "optimizer/"));
		}
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
}

static int cells_in(const struct grid *g, colour fg)
{
	int n = 0;
	for (int i = 0; i < g->w * g->h; i++)
		n += g->cells[i].style.fg == fg && g->cells[i].cp[0] >= 0x2800;
	return n;
}

static void values_are_dim_behind_their_smoothed_curve(void **state)
{
	(void)state;
	struct model m;
	struct caches caches;
	struct grid g;
	struct geometry seen;
	fake_init(&m, 1, 1, 200);
	caches_open(&caches);
	grid_init(&g, 120, 40, GLYPHS_BRAILLE);
	colour dim = ROLE_RUN_DIM + m.runs[0]->colour, bright = ROLE_RUN + m.runs[0]->colour;
	frame_draw(&m, &caches, &g, &seen);
	assert_true(cells_in(&g, dim) > 20);
	assert_true(cells_in(&g, bright) > 20);
	update_key(&m, &seen, 'w'); /* without raw curves */
	frame_draw(&m, &caches, &g, &seen);
	assert_true(cells_in(&g, dim) == 0);
	assert_true(cells_in(&g, bright) > 20);
	update_key(&m, &seen, 'w');
	m.settings.smoothing = 0; /* raw and smoothed curves are equal */
	frame_draw(&m, &caches, &g, &seen);
	assert_true(cells_in(&g, dim) == 0);
	assert_true(cells_in(&g, bright) > 20);
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
}

/* Without time for curves, each frame shows more of them, until one equals the complete frame. */
static void frames_in_a_hurry_become_whole(void **state)
{
	(void)state;
	struct model m;
	struct caches patient, hurried;
	struct grid g, want;
	struct geometry seen;
	fake_init(&m, 40, 12, 60);
	caches_open(&patient);
	caches_open(&hurried);
	grid_init(&g, 200, 60, GLYPHS_BRAILLE);
	grid_init(&want, 200, 60, GLYPHS_BRAILLE);
	frame_draw(&m, &patient, &want, &seen);
	assert_false(caches_missed(&patient));
	caches_hurry(&hurried, 1e-9);
	frame_draw(&m, &hurried, &g, &seen);
	assert_true(caches_missed(&hurried));
	int frames = 1;
	for (; caches_missed(&hurried); frames++) {
		assert_true(frames < 100);
		frame_draw(&m, &hurried, &g, &seen);
	}
	assert_in_range(frames, 2, 99);
	for (int i = 0; i < g.w * g.h; i++)
		assert_memory_equal(&g.cells[i], &want.cells[i], sizeof *g.cells);
	grid_release(&want);
	grid_release(&g);
	caches_close(&hurried);
	caches_close(&patient);
	fake_release(&m);
}

/* Returns the label left of the tick in row y of the first chart, or NaN. */
static double label_at(const struct grid *g, int y)
{
	char text[64] = "";
	int x = 0, n = 0;
	while (x < g->w && grid_at(g, x, y)->cp[0] != 0x2524)
		x++;
	int from = x;
	while (from > 0 && grid_at(g, from - 1, y)->cp[0] != ' ')
		from--;
	for (; x < g->w && from < x && n < 60; from++)
		text[n++] = (char)grid_at(g, from, y)->cp[0];
	char *end;
	double value = strtod(text, &end);
	return n && !*end ? value : NAN;
}

/* Values of any size have distinct, ascending labels, and a curve from one corner to the other. */
static void labels_tell_values_of_any_size_apart(void **state)
{
	(void)state;
	static const double ends[][2] = {
		{0, 5e-324},        {0, 9.88131291682493e-323}, {-1e-316, 1e-316},
		{-1e308, 1e308},    {1, 1.000000000000002},     {1e-300, 1.0000000000000020e-300},
		{-DBL_MAX, DBL_MAX}};
	for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
		struct model m;
		struct caches caches;
		struct grid g;
		struct geometry seen;
		fake_init(&m, 1, 1, 200);
		caches_open(&caches);
		for (size_t i = 0; i < 200; i++)
			fake_pool[0].points[i].value = i < 100 ? ends[k][0] : ends[k][1];
		m.settings.smoothing = 0;
		m.settings.sidebar = 0;
		grid_init(&g, 100, 30, GLYPHS_BRAILLE);
		frame_draw(&m, &caches, &g, &seen);
		double above = INFINITY;
		int labels = 0;
		for (int y = 0; y < g.h; y++) {
			double label = label_at(&g, y);
			if (isnan(label))
				continue;
			assert_true(label < above);
			above = label;
			labels++;
		}
		assert_in_range(labels, 2, 12);
		assert_true(cells_in(&g, ROLE_RUN + m.runs[0]->colour) > 60);
		grid_release(&g);
		caches_close(&caches);
		fake_release(&m);
	}
}

/* --- the view is a pure function -------------------------------------------------------------- */

/* Chooses views, settings and panes that draw different things. */
static void choose_state(struct model *m, int i)
{
	m->view = (enum view_id)(i % VIEWS);
	m->view_before = VIEW_SCALARS;
	m->focused = i / 4 % 2;
	m->crosshair = i / 8 % 2;
	m->cross_x = 700;
	m->pane = (enum pane)(i / 3 % PANES);
	m->settings.sidebar = i / 2 % 3 - 1;
}

enum { STATES = 48 };

/* The bytes of a model and of everything that it points to and a view reads. */
struct snapshot {
	struct model model;
	struct run runs[8];
	struct tag tags[16];
	struct curve curves[16][8];
};

static void take_snapshot(struct snapshot *s, const struct model *m)
{
	const struct tag_list *list = &m->tags[TAG_SCALARS];
	memset(s, 0, sizeof *s);
	memcpy(&s->model, m, sizeof *m);
	assert_in_range(m->n_runs, 1, 8);
	assert_in_range(list->n, 1, 16);
	for (size_t i = 0; i < m->n_runs; i++)
		memcpy(&s->runs[i], m->runs[i], sizeof s->runs[i]);
	for (size_t i = 0; i < list->n; i++) {
		memcpy(&s->tags[i], list->tags[i], sizeof s->tags[i]);
		memcpy(s->curves[i], list->tags[i]->curves,
		       list->tags[i]->n_curves * sizeof(struct curve));
	}
}

static void a_frame_changes_nothing_in_the_model(void **state)
{
	(void)state;
	static struct snapshot before, after;
	struct model m;
	struct caches caches;
	struct grid g;
	struct geometry seen;
	fake_init(&m, 3, 9, 60);
	caches_open(&caches);
	grid_init(&g, 120, 40, GLYPHS_BRAILLE);
	for (int i = 0; i < STATES; i++) {
		choose_state(&m, i);
		take_snapshot(&before, &m);
		frame_draw(&m, &caches, &g, &seen);
		take_snapshot(&after, &m);
		assert_memory_equal(&before, &after, sizeof before);
	}
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
}

static void the_caches_change_nothing_in_a_frame(void **state)
{
	(void)state;
	struct model m;
	struct caches used, fresh;
	struct grid g, want;
	struct geometry seen, wanted;
	fake_init(&m, 3, 9, 60);
	caches_open(&used);
	grid_init(&g, 120, 40, GLYPHS_BRAILLE);
	grid_init(&want, 120, 40, GLYPHS_BRAILLE);
	for (int i = 0; i < STATES; i++) {
		choose_state(&m, i);
		caches_open(&fresh);
		frame_draw(&m, &fresh, &want, &wanted);
		frame_draw(&m, &used, &g, &seen);
		for (int k = 0; k < g.w * g.h; k++)
			assert_memory_equal(&g.cells[k], &want.cells[k], sizeof *g.cells);
		assert_int_equal(seen.n_targets, wanted.n_targets);
		seen.targets = wanted.targets = NULL;
		assert_memory_equal(&seen, &wanted, sizeof seen);
		caches_close(&fresh);
	}
	grid_release(&want);
	grid_release(&g);
	caches_close(&used);
	fake_release(&m);
}

static void geometry_needs_no_drawing(void **state)
{
	(void)state;
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 10}, {39, 9}, {200, 60}};
	struct model m;
	struct caches caches;
	struct grid g;
	struct geometry drawn, measured;
	fake_init(&m, 3, 9, 60);
	caches_open(&caches);
	grid_init(&g, 1, 1, GLYPHS_BRAILLE);
	for (int i = 0; i < STATES; i++)
		for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
			choose_state(&m, i);
			memset(&drawn, 0xff, sizeof drawn);
			memset(&measured, 0xff, sizeof measured);
			grid_resize(&g, sizes[k][0], sizes[k][1]);
			frame_draw(&m, &caches, &g, &drawn);
			frame_measure(&m, sizes[k][0], sizes[k][1], &measured);
			assert_int_equal(measured.plot_columns, 0);
			assert_int_equal(measured.text_end, 0);
			drawn.plot_columns = 0;
			drawn.text_end = 0;
			drawn.targets = NULL;
			drawn.n_targets = 0;
			drawn.sound_s = 0;
			drawn.thresholds = 0;
			drawn.best_threshold = 0;
			assert_memory_equal(&drawn, &measured, sizeof drawn);
			assert_int_equal(drawn.w, sizes[k][0]);
			assert_in_range(drawn.row_below, 0, 8);
		}
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
}

static void narrow_screens_offer_the_most_useful_keys(void **state)
{
	(void)state;
	static const struct {
		int w;
		const char *keys, *offers[6];
	} cases[] = {
		{80, "", {"Enter focus", "s smooth", "/ tags", "Tab pane", "e save", "? help"}},
		{80, "Enter", {"l crosshair", "s smooth", "/ tags", "Tab pane", "e save"}},
		{80, "+", {"Enter focus", "= fit", "Tab pane"}},
		{80, "Tab", {"Space draw", "Enter only", "t table", "Tab pane"}},
		{40, "", {"Enter focus", "Tab pane", "q quit"}},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct model m;
		struct caches caches;
		struct grid g;
		struct geometry seen;
		fake_init(&m, 4, 20, 200);
		caches_open(&caches);
		grid_init(&g, cases[i].w, 24, GLYPHS_BRAILLE);
		frame_draw(&m, &caches, &g, &seen);
		const char *keys = cases[i].keys;
		for (int key; (key = key_parse(&keys)) != KEY_NONE;) {
			update_key(&m, &seen, key);
			frame_draw(&m, &caches, &g, &seen);
		}
		for (int k = 0; k < 6 && cases[i].offers[k]; k++)
			if (!shows(&g, cases[i].offers[k]))
				fail_msg("%d columns, keys \"%s\": no %s", cases[i].w,
					 cases[i].keys, cases[i].offers[k]);
		grid_release(&g);
		caches_close(&caches);
		fake_release(&m);
	}
}

static void show(void)
{
	int w = 80, h = 24;
	const char *size = getenv("TBTOP_SHOW"), *keys = getenv("TBTOP_KEYS");
	sscanf(size, "%dx%d", &w, &h);
	struct model m;
	struct caches caches;
	struct grid g;
	struct geometry seen;
	fake_init(&m, 4, 20, 200);
	caches_open(&caches);
	grid_init(&g, w, h, getenv("TBTOP_ASCII") ? GLYPHS_ASCII : GLYPHS_BRAILLE);
	frame_draw(&m, &caches, &g, &seen);
	for (; keys && *keys; keys++) {
		update_key(&m, &seen, *keys);
		frame_draw(&m, &caches, &g, &seen);
	}
	print_ansi(stdout, &g);
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
}

int main(void)
{
	if (getenv("TBTOP_SHOW")) {
		show();
		return 0;
	}
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_size_draws),
		cmocka_unit_test(frames_in_a_hurry_become_whole),
		cmocka_unit_test(labels_tell_values_of_any_size_apart),
		cmocka_unit_test(a_frame_changes_nothing_in_the_model),
		cmocka_unit_test(the_caches_change_nothing_in_a_frame),
		cmocka_unit_test(geometry_needs_no_drawing),
		cmocka_unit_test(narrow_screens_offer_the_most_useful_keys),
		cmocka_unit_test(values_are_dim_behind_their_smoothed_curve),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
