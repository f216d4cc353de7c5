/* Histograms on screens of any size: the steps that are read and drawn, and their areas.
 * wraps: tfe_series_view tfe_view_get_extent tfe_view_nearest tfe_view_get_points
 * wraps: tfe_view_get_smoothed tfe_view_get_columns tfe_view_get_info tfe_view_get_restarts
 * wraps: tfe_view_read_histogram
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <poll.h>

#include "tui/fake.h"
#include "tbtop/cache/read_thread.h"
#include "tbtop/cache/hists.h"
#include "tbtop/view/bars.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/heatmap.h"
#include "tbtop/view/hist_steps.h"
#include "tbtop/view/palette.h"

static size_t reads;

/* The values are between -1 and 1 at first and spread with each step. Every seventh step is
 * unreadable. */
tfe_status __wrap_tfe_view_read_histogram(const tfe_view *view, uint64_t i, tfe_histogram *h);
tfe_status __wrap_tfe_view_read_histogram(const tfe_view *view, uint64_t i, tfe_histogram *h)
{
	double values[64];
	(void)view;
	reads++;
	if (i % 7 == 3)
		return TFE_E_IO;
	for (int k = 0; k < 64; k++)
		values[k] = (k - 31.5) / 32 * (1 + (double)i / 16);
	return tfe_histogram_count_uniform(h, values, TFE_DTYPE_FLOAT64, i % 11 == 5 ? 0 : 64, 30);
}

static void init(struct model *m, size_t runs, size_t tags, size_t points)
{
	fake_init(m, runs, tags, points);
	for (size_t t = 0; t < tags; t++)
		for (size_t r = 0; r < runs; r++)
			model_add_curve(m, TAG_HISTOGRAMS, m->tags[TAG_SCALARS].tags[t]->name, r,
					tag_curve(m->tags[TAG_SCALARS].tags[t], r)->series);
	update_filters(m);
	m->view = VIEW_HISTOGRAMS;
}

/* --- the cache -------------------------------------------------------------------------------- */

static void what_is_missed_is_read_once(void **state)
{
	(void)state;
	struct caches caches;
	struct fake_series s = {.n = 5};
	tfe_view view = {.series = (const tfe_series *)&s, .count = 5};
	caches_open(&caches);
	reads = 0;
	assert_null(hist_find(&caches, &view, 2));
	assert_null(hist_find(&caches, &view, 2));
	assert_null(hist_find(&caches, &view, 4));
	assert_true(read_missed(&caches));
	assert_int_equal(reads, 2);
	assert_false(read_missed(&caches));
	caches_next_frame(&caches);
	const struct hist *h = hist_find(&caches, &view, 2);
	assert_non_null(h);
	assert_true(h->good);
	assert_true(h->data.num == 64);
	/* A request of one frame is withdrawn by the next one, and repeated if it is still
	 * needed. */
	assert_null(hist_find(&caches, &view, 0));
	caches_next_frame(&caches);
	assert_false(read_missed(&caches));
	assert_null(hist_find(&caches, &view, 0));
	assert_true(read_missed(&caches));
	assert_int_equal(reads, 3);
	/* A growing series keeps its entries; a restart replaces them. */
	caches_next_frame(&caches);
	view.count = 9;
	assert_ptr_equal(hist_find(&caches, &view, 2), h);
	view.version = &s;
	assert_null(hist_find(&caches, &view, 2));
	caches_close(&caches);
}

/* Gives the cache a histogram as large as any. */
static void put_large(struct caches *caches, const tfe_view *view, uint64_t i)
{
	struct hist *hist = calloc(1, sizeof *hist);
	assert_non_null(hist);
	hist->good = true;
	tfe_histogram_init(&hist->data, NULL);
	hist->data.row = calloc(HIST_ROWS, sizeof(tfe_bucket));
	hist->data.rows = HIST_ROWS;
	struct read_result result = {{.kind = &hist_kind, .view = *view, .entry = i},
				     hist,
				     sizeof *hist + HIST_ROWS * sizeof(tfe_bucket)};
	read_queue_put(caches->reads, &result);
}

static void the_cache_has_a_bound(void **state)
{
	(void)state;
	enum { ENTRIES = 8000 };
	struct caches caches;
	struct fake_series s = {.n = 1};
	size_t cached = 0;
	tfe_view view = {.series = (const tfe_series *)&s, .count = ENTRIES};
	caches_open(&caches);
	for (uint64_t i = 0; i < ENTRIES; i++) {
		caches_next_frame(&caches);
		put_large(&caches, &view, i);
	}
	caches_next_frame(&caches);
	for (uint64_t i = 0; i < ENTRIES; i++)
		cached += hist_find(&caches, &view, i) != NULL;
	assert_in_range(cached, 1, (64u << 20) / (HIST_ROWS * sizeof(tfe_bucket)));
	caches_close(&caches);
}

/* All values that a frame used are available to the next one, even above the limit. */
static void what_the_last_frame_used_stays(void **state)
{
	(void)state;
	enum { ENTRIES = 5000 };
	struct caches caches;
	struct fake_series s = {.n = 1};
	tfe_view view = {.series = (const tfe_series *)&s, .count = ENTRIES};
	caches_open(&caches);
	for (uint64_t i = 0; i < ENTRIES; i++) {
		put_large(&caches, &view, i);
	}
	for (int frame = 0; frame < 3; frame++) {
		caches_next_frame(&caches);
		caches_next_chart(&caches);
		for (uint64_t i = 0; i < ENTRIES; i++)
			assert_non_null(hist_find(&caches, &view, i));
	}
	caches_close(&caches);
}

static void a_thread_answers(void **state)
{
	(void)state;
	struct caches caches;
	caches_open(&caches);
	struct read_thread *reader = read_thread_open(&caches);
	struct fake_series s = {.n = 5};
	tfe_view view = {.series = (const tfe_series *)&s, .count = 5};
	assert_non_null(reader);
	assert_null(hist_find(&caches, &view, 1));
	struct pollfd p = {.fd = read_thread_fd(reader), .events = POLLIN};
	assert_int_equal(poll(&p, 1, 60000), 1);
	caches_next_frame(&caches);
	assert_non_null(hist_find(&caches, &view, 1));
	read_thread_acknowledge(reader);
	assert_int_equal(poll(&p, 1, 0), 0);
	read_thread_close(reader);
	caches_close(&caches);
}

/* --- the chosen steps ------------------------------------------------------------------------- */

static void load(struct hist_steps *s, const struct frame *f, const struct curve *curve,
		 int columns)
{
	caches_next_frame(f->caches);
	hist_steps_load(s, f, NULL, curve, columns);
	while (read_missed(f->caches)) {
		caches_next_frame(f->caches);
		hist_steps_release(s);
		hist_steps_load(s, f, NULL, curve, columns);
	}
}

static bool has(const struct hist_steps *s, int64_t step)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->step[i].hist->at.step == step)
			return true;
	return false;
}

static void steps_are_chosen_evenly(void **state)
{
	(void)state;
	for (size_t n = 1; n <= 256; n += n < 20 ? 1 : 59)
		for (int columns = 1; columns < 200; columns += columns < 12 ? 1 : 31) {
			struct model m;
			struct caches caches;
			struct hist_steps s;
			const struct frame frame = {&m, &caches, NULL};
			init(&m, 1, 1, n);
			caches_open(&caches);
			const struct curve *curve = tag_followed(&m, model_focus(&m));
			m.crosshair = n % 2;
			m.cross_x = 50 * (double)(n / 3);
			load(&s, &frame, curve, columns);
			assert_int_equal(s.missing, 0);
			assert_in_range(s.n + s.bad, 1, (size_t)columns + 2);
			for (size_t i = 0; i < s.n; i++) {
				assert_true(s.step[i].from >= 0);
				assert_true(s.step[i].to <= columns);
				assert_true(s.step[i].from < s.step[i].to);
				if (i)
					assert_true(s.step[i].hist->at.step >
						    s.step[i - 1].hist->at.step);
			}
			if ((n - 1) % 7 != 3)
				assert_true(has(&s, 50 * (int64_t)(n - 1)));
			if (m.crosshair && n / 3 % 7 != 3)
				assert_true(has(&s, 50 * (int64_t)(n / 3)));
			hist_steps_release(&s);
			caches_close(&caches);
			fake_release(&m);
		}
}

/* While a series grows, the steps that were read remain in use. */
static void growth_reads_what_is_new(void **state)
{
	(void)state;
	struct model m;
	struct caches caches;
	struct hist_steps s;
	const struct frame frame = {&m, &caches, NULL};
	init(&m, 1, 1, 200);
	caches_open(&caches);
	const struct curve *curve = tag_followed(&m, model_focus(&m));
	load(&s, &frame, curve, 60);
	hist_steps_release(&s);
	for (size_t n = 200; n < 230; n++) {
		fake_pool[0].n = n;
		fake_pool[0].points[n - 1].step = 50 * ((int64_t)n - 1);
		reads = 0;
		load(&s, &frame, curve, 60);
		assert_in_range(reads, 0, 2);
		hist_steps_release(&s);
	}
	caches_close(&caches);
	fake_release(&m);
}

static void one_outlier_does_not_flatten(void **state)
{
	(void)state;
	struct hist h = {.good = true, .p01 = -1, .p1 = -0.5, .p99 = 0.5, .p999 = 1};
	tfe_bucket rows[] = {{-1000, -1, 1}, {-1, 1, 1000}, {1, 1000, 1}};
	struct model m;
	struct axis axis;
	h.data = (tfe_histogram){.min = -1000, .max = 1000, .num = 1002, .rows = 3, .row = rows};
	init(&m, 1, 1, 3);
	hist_range(&m, &h, &axis);
	assert_true(axis.lo > -2);
	assert_true(axis.hi < 2);
	m.settings.ignore_outliers = false;
	hist_range(&m, &h, &axis);
	assert_true(axis.lo <= -1000);
	assert_true(axis.hi >= 1000);
	fake_release(&m);
}

/* --- frames ----------------------------------------------------------------------------------- */

static void nothing_leaves_its_area(void **state)
{
	(void)state;
	struct model m;
	struct caches caches;
	struct grid g;
	struct geometry seen = {0};
	const struct frame frame = {&m, &caches, &g};
	init(&m, 2, 5, 40);
	caches_open(&caches);
	grid_init(&g, 1, 1, GLYPHS_BRAILLE);
	for (int w = 36; w <= 220; w += w < 60 ? 3 : 23)
		for (int h = 6; h <= 70; h += h < 20 ? 1 : 9) {
			struct rect area = {2, 1, w, h};
			m.focused = (w + h) % 2;
			m.hist = (enum hist_mode)(w / 3 % HIST_MODES);
			m.crosshair = w % 3 == 0;
			m.cross_x = 700;
			g.glyphs = (enum glyph_tier)(h % GLYPH_TIERS);
			g.colours = (enum colour_tier)(w % COLOUR_TIERS);
			grid_resize(&g, w + 4, h + 2);
			grid_fill(&g, g.clip, '~', (struct style){0});
			grid_fill(&g, area, ' ', (struct style){0});
			caches_next_frame(&caches);
			view_table[VIEW_HISTOGRAMS]->draw(&frame, area, &seen);
			read_missed(&caches);
			caches_next_frame(&caches);
			view_table[VIEW_HISTOGRAMS]->draw(&frame, area, &seen);
			for (int y = 0; y < g.h; y++)
				for (int x = 0; x < g.w; x++)
					if (!rect_holds(area, x, y))
						assert_int_equal(grid_at(&g, x, y)->cp[0], '~');
		}
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
}

static int64_t chosen_step(const struct model *m)
{
	const struct curve *curve = tag_followed(m, model_focus(m));
	tfe_view view = tfe_series_view(curve->series);
	tfe_point at = {0};
	assert_int_equal(tfe_view_get_points(&view, hist_chosen(m, &view), &at, 1), 1);
	return at.step;
}

static void keys_scrub_the_steps(void **state)
{
	(void)state;
	struct model m;
	const struct geometry seen = {.w = 100, .h = 30};
	init(&m, 1, 3, 40);
	assert_int_equal(chosen_step(&m), 1950);
	update_key(&m, &seen, '[');
	assert_int_equal(chosen_step(&m), 1900);
	update_key(&m, &seen, '{');
	assert_int_equal(chosen_step(&m), 1400);
	update_key(&m, &seen, ']');
	assert_int_equal(chosen_step(&m), 1450);
	for (int i = 0; i < 5; i++)
		update_key(&m, &seen, '{');
	assert_int_equal(chosen_step(&m), 0);
	update_key(&m, &seen, '\r');
	assert_true(m.focused);
	update_key(&m, &seen, 'G');
	assert_int_equal(chosen_step(&m), 1950);
	update_key(&m, &seen, 'g');
	assert_int_equal(chosen_step(&m), 0);
	update_key(&m, &seen, 't');
	assert_int_equal(m.hist, HIST_BARS);
	update_key(&m, &seen, 27);
	assert_false(m.focused);
	assert_int_equal(chosen_step(&m), 0); /* one thing at a time */
	update_key(&m, &seen, 27);
	assert_int_equal(chosen_step(&m), 1950);
	fake_release(&m);
}

/* The mark of a finding is shown beside its own run only. */
static void only_the_run_with_the_finding_is_marked(void **state)
{
	(void)state;
	struct model m;
	struct caches caches;
	struct grid g;
	const struct frame frame = {&m, &caches, &g};
	init(&m, 2, 1, 20);
	caches_open(&caches);
	const struct tag *tag = m.tags[TAG_HISTOGRAMS].tags[0];
	const char *const tags[] = {tag->name, NULL};
	tfe_finding f = {.tag = tag->name,
			 .tags = tags,
			 .tag_count = 1,
			 .state = TFE_FINDING_STATE_FIRING,
			 .rule = "nonfinite",
			 .severity = TFE_SEVERITY_ERROR,
			 .message = ""};
	model_add_finding(&m, 1, &f);
	model_count_findings(&m);
	assert_int_equal(tag->findings[TFE_SEVERITY_ERROR], 1);
	for (size_t run = 0; run < 2; run++)
		for (int bars = 0; bars < 2; bars++) {
			grid_init(&g, 80, 12, GLYPHS_ASCII);
			struct rect r = {0, 0, 80, 12};
			const struct curve *curve = tag_curve(tag, run);
			const struct hist_chart chart = {tag, curve, tag->name, true, false};
			if (bars)
				bars_draw(&frame, r, &chart);
			else
				heatmap_draw(&frame, r, &chart);
			bool marked = false;
			for (int x = 0; x + 1 < 80; x++)
				marked |= grid_at(&g, x, 0)->cp[0] == '!' &&
					  grid_at(&g, x + 1, 0)->cp[0] == '1';
			assert_int_equal(marked, run == 1);
			grid_release(&g);
		}
	caches_close(&caches);
	fake_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_missed_is_read_once),
		cmocka_unit_test(the_cache_has_a_bound),
		cmocka_unit_test(what_the_last_frame_used_stays),
		cmocka_unit_test(a_thread_answers),
		cmocka_unit_test(steps_are_chosen_evenly),
		cmocka_unit_test(growth_reads_what_is_new),
		cmocka_unit_test(one_outlier_does_not_flatten),
		cmocka_unit_test(nothing_leaves_its_area),
		cmocka_unit_test(keys_scrub_the_steps),
		cmocka_unit_test(only_the_run_with_the_finding_is_marked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
