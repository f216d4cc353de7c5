/* Findings on screens of any size: the table, the card, the filters, and opening their charts.
 * wraps: tfe_series_view tfe_view_get_extent tfe_view_nearest tfe_view_get_points
 * wraps: tfe_view_get_smoothed tfe_view_get_columns tfe_view_get_info tfe_view_get_restarts
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tui/fake.h"
#include "tbtop/model/key_names.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/wrap.h"

static const char *const causes[] = {"the learning rate is too high", "the inputs are not scaled",
				     NULL};
static const char *const actions[] = {
	"lower the learning rate",
	"rescale the inputs from raw or [0,1] to [-1,1]: subtract what they are on average", NULL};

static void add_of(struct model *m, size_t run, const char *const *tags, size_t n,
		   tfe_severity severity, tfe_finding_state state)
{
	tfe_finding f = {
		.tag = n ? tags[n / 2] : "",
		.tags = tags,
		.tag_count = n,
		.state = state,
		.rule = severity == TFE_SEVERITY_ERROR ? "nonfinite" : "large_weights",
		.severity = severity,
		.step = 1200,
		.last_step = 2950,
		.tag_step = n > 1 ? 1700 : 1200,
		.value = 12.5,
		.limit = 3,
		.message = "the loss grew 40 times between step 1200 and step 2950, to 17.3",
		.causes = causes,
		.actions = actions,
	};
	model_add_finding(m, run, &f);
}

static void add(struct model *m, size_t run, const char *tag, tfe_severity severity)
{
	add_of(m, run, &tag, *tag != '\0', severity, TFE_FINDING_STATE_FIRING);
}

static void init(struct model *m)
{
	fake_init(m, 3, 6, 60);
	m->judged = true;
	add(m, 2, "val/loss", TFE_SEVERITY_ERROR);
	add(m, NO_RUN, "", TFE_SEVERITY_ERROR);
	add(m, 1, "train/loss", TFE_SEVERITY_WARNING);
	add(m, 0, "optimizer/accuracy", TFE_SEVERITY_INFO);
	model_count_findings(m);
	update_filters(m);
	m->view = VIEW_FINDINGS;
}

static bool shown(const struct grid *g, const char *text)
{
	for (int y = 0; y < g->h; y++)
		for (int x = 0; x < g->w; x++) {
			int i = 0;
			while (text[i] && x + i < g->w &&
			       grid_at(g, x + i, y)->cp[0] == (unsigned char)text[i])
				i++;
			if (!text[i])
				return true;
		}
	return false;
}

static void nothing_leaves_its_area(void **state)
{
	(void)state;
	struct model m;
	struct grid g;
	struct caches caches;
	struct geometry seen = {0};
	const struct frame frame = {&m, &caches, &g};
	init(&m);
	caches_open(&caches);
	grid_init(&g, 1, 1, GLYPHS_BRAILLE);
	for (int w = 36; w <= 220; w += w < 60 ? 3 : 23)
		for (int h = 6; h <= 70; h += h < 20 ? 1 : 9) {
			struct rect area = {2, 1, w, h};
			m.finding_focus = m.findings.rows[(size_t)(w + h) % m.findings.n_rows];
			g.glyphs = (enum glyph_tier)(h % GLYPH_TIERS);
			grid_resize(&g, w + 4, h + 2);
			grid_fill(&g, g.clip, '~', (struct style){0});
			grid_fill(&g, area, ' ', (struct style){0});
			view_table[VIEW_FINDINGS]->draw(&frame, area, &seen);
			for (int y = 0; y < g.h; y++)
				for (int x = 0; x < g.w; x++)
					if (!rect_holds(area, x, y))
						assert_int_equal(grid_at(&g, x, y)->cp[0], '~');
		}
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
}

static void the_worst_comes_first_and_is_shown_in_full(void **state)
{
	(void)state;
	struct model m;
	struct caches caches;
	struct grid g;
	struct geometry seen;
	init(&m);
	caches_open(&caches);
	grid_init(&g, 120, 40, GLYPHS_BRAILLE);
	frame_draw(&m, &caches, &g, &seen);
	assert_string_equal(m.findings.items[m.finding_focus].tag, "val/loss");
	assert_true(shown(&g, "error: nonfinite"));
	assert_true(shown(&g, "measured 12.5, limit 3"));
	assert_true(shown(&g, "lower the learning rate"));
	assert_true(shown(&g, "1200-2950"));
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
}

static void without_findings_the_judged_numbers_are_shown(void **state)
{
	(void)state;
	struct model m;
	struct caches caches;
	struct grid g;
	struct geometry seen;
	fake_init(&m, 3, 6, 60);
	caches_open(&caches);
	m.view = VIEW_FINDINGS;
	grid_init(&g, 80, 24, GLYPHS_BRAILLE);
	frame_draw(&m, &caches, &g, &seen);
	assert_true(shown(&g, "reading and judging"));
	m.judged = true;
	frame_draw(&m, &caches, &g, &seen);
	assert_true(shown(&g, "no findings"));
	assert_true(shown(&g, "judged 3 runs by 6 scalar and 0 histogram tags"));
	grid_resize(&g, 40, 10);
	frame_draw(&m, &caches, &g, &seen);
	assert_true(shown(&g, "histogram tags"));
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
}

static void filters_hold_for_findings_too(void **state)
{
	(void)state;
	struct model m;
	init(&m);
	assert_int_equal(m.findings.n_rows, 4);
	snprintf(m.run_filter, sizeof m.run_filter, "run1");
	update_filters(&m);
	assert_int_equal(m.findings.n_rows, 2); /* one of its own, and one without a run */
	assert_true(m.finding_focus == m.findings.rows[model_finding_row(&m)]);
	snprintf(m.tag_filter, sizeof m.tag_filter, "val");
	update_filters(&m);
	assert_int_equal(m.findings.n_rows, 1);
	fake_release(&m);
}

static void a_leads_to_every_finding(void **state)
{
	(void)state;
	struct model m;
	const struct geometry seen = {.w = 120, .h = 40};
	init(&m);
	m.view = VIEW_SCALARS;
	update_key(&m, &seen, 'a');
	assert_string_equal(model_focus(&m)->name, "val/loss");
	assert_true(m.view == VIEW_SCALARS);
	assert_true(m.focused);
	assert_true(m.crosshair);
	assert_true(m.cross_x == 1200);
	assert_int_equal(m.run_focus, 2);
	assert_non_null(strstr(m.message, "grew 40 times"));
	update_key(&m, &seen, 'a'); /* a finding without a tag has no chart */
	assert_int_equal(m.view, VIEW_FINDINGS);
	update_key(&m, &seen, 'a');
	assert_string_equal(m.findings.items[m.finding_focus].tag, "train/loss");
	snprintf(m.run_filter, sizeof m.run_filter, "run1");
	update_filters(&m);
	update_key(&m, &seen, '\r');
	assert_string_equal(model_focus(&m)->name, "train/loss");
	assert_int_equal(m.run_focus, 1);
	update_key(&m, &seen, 'A');
	assert_int_equal(m.view, VIEW_FINDINGS);
	fake_release(&m);
}

static const char *const layers[] = {"train/loss", "val/loss", "optimizer/accuracy"};

/* Layers that share a finding have one row, and each of them its mark. */
static void layers_share_a_row(void **state)
{
	(void)state;
	struct model m;
	struct caches caches;
	struct grid g;
	struct geometry seen = {.w = 120, .h = 40};
	fake_init(&m, 3, 6, 60);
	caches_open(&caches);
	m.judged = true;
	add_of(&m, 1, layers, 3, TFE_SEVERITY_WARNING, TFE_FINDING_STATE_CLEARED);
	model_count_findings(&m);
	update_filters(&m);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(model_find_tag(&m, TAG_SCALARS, layers[i])->findings[1], 1);
	assert_int_equal(m.runs[1]->findings[TFE_SEVERITY_WARNING], 1);
	m.view = VIEW_FINDINGS;
	grid_init(&g, 120, 40, GLYPHS_BRAILLE);
	frame_draw(&m, &caches, &g, &seen);
	assert_true(shown(&g, "val/loss +2"));
	assert_true(shown(&g, "last at"));
	assert_true(shown(&g, "in train/loss, val/loss, optimizer/accuracy"));
	grid_resize(&g, 60, 12);
	frame_draw(&m, &caches, &g, &seen);
	assert_true(shown(&g, "in train/loss and 2 more"));
	snprintf(m.tag_filter, sizeof m.tag_filter, "optimizer");
	update_filters(&m);
	assert_int_equal(m.findings.n_rows, 1);
	update_key(&m, &seen, '\r');
	assert_string_equal(model_focus(&m)->name, "val/loss");
	assert_true(m.cross_x == 1700);
	assert_non_null(model_shown_finding(&m));
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
}

static void pending_findings_are_counted_nowhere(void **state)
{
	(void)state;
	struct model m;
	struct caches caches;
	struct grid g;
	struct geometry seen = {.w = 120, .h = 40};
	fake_init(&m, 3, 6, 60);
	caches_open(&caches);
	m.judged = true;
	add_of(&m, 1, layers, 1, TFE_SEVERITY_ERROR, TFE_FINDING_STATE_PENDING);
	model_count_findings(&m);
	update_filters(&m);
	assert_int_equal(m.findings.n_rows, 1);
	assert_int_equal(m.findings.count[TFE_SEVERITY_ERROR], 0);
	assert_int_equal(m.runs[1]->findings[TFE_SEVERITY_ERROR], 0);
	assert_int_equal(model_find_tag(&m, TAG_SCALARS, layers[0])->findings[2], 0);
	m.view = VIEW_FINDINGS;
	grid_init(&g, 120, 40, GLYPHS_BRAILLE);
	frame_draw(&m, &caches, &g, &seen);
	assert_true(shown(&g, "pending: the loss grew"));
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
}

/* From the chart of a finding, Esc leads back to where it was opened. */
static void esc_leads_back_from_a_finding(void **state)
{
	(void)state;
	struct model m;
	const struct geometry seen = {.w = 120, .h = 40};
	init(&m);
	m.view = VIEW_FINDINGS;
	update_key(&m, &seen, '\r');
	assert_int_equal(m.view, VIEW_SCALARS);
	assert_true(m.focused);
	update_key(&m, &seen, TK_ESC);
	assert_int_equal(m.view, VIEW_FINDINGS);
	assert_false(m.focused);
	assert_false(m.crosshair);
	m.view = VIEW_SCALARS;
	update_key(&m, &seen, 'l');
	update_key(&m, &seen, 'l');
	struct tag *tag = model_focus(&m);
	m.settings.axis = TFE_AXIS_WALL;
	update_key(&m, &seen, 'a');
	assert_true(m.focused);
	assert_int_equal(m.settings.axis, TFE_AXIS_STEP);
	update_key(&m, &seen, TK_ESC);
	assert_false(m.focused);
	assert_ptr_equal(model_focus(&m), tag);
	assert_int_equal(m.settings.axis, TFE_AXIS_WALL);
	fake_release(&m);
}

/* Esc returns to the finding that was opened, among several. */
static void esc_returns_to_the_same_finding(void **state)
{
	(void)state;
	struct model m;
	const struct geometry seen = {.w = 120, .h = 40, .list_rows = 9};
	init(&m);
	update_key(&m, &seen, 'G');
	size_t last = m.finding_focus;
	assert_int_equal(last, m.findings.rows[3]);
	update_key(&m, &seen, '\r');
	assert_int_equal(m.view, VIEW_SCALARS);
	assert_string_equal(model_focus(&m)->name, "optimizer/accuracy");
	update_key(&m, &seen, TK_ESC);
	assert_int_equal(m.view, VIEW_FINDINGS);
	assert_int_equal(m.finding_focus, last);
	fake_release(&m);
}

/* An acknowledged finding is listed, but not counted; keys skip it; and it stays so when the judge
 * finds it again, with another worst tag. */
static void acknowledged_findings_stay_quiet(void **state)
{
	(void)state;
	struct model m;
	const struct geometry seen = {.w = 120, .h = 40};
	fake_init(&m, 3, 6, 60);
	m.judged = true;
	add_of(&m, 1, layers, 3, TFE_SEVERITY_ERROR, TFE_FINDING_STATE_FIRING);
	add(&m, 0, "train/loss", TFE_SEVERITY_WARNING);
	model_count_findings(&m);
	update_filters(&m);
	m.view = VIEW_FINDINGS;
	assert_int_equal(m.findings.count[TFE_SEVERITY_ERROR], 1);
	update_key(&m, &seen, '!');
	assert_non_null(strstr(m.message, "acknowledged"));
	assert_int_equal(m.findings.n_rows, 2);
	assert_int_equal(m.findings.count[TFE_SEVERITY_ERROR], 0);
	assert_int_equal(m.runs[1]->findings[TFE_SEVERITY_ERROR], 0);
	assert_int_equal(model_find_tag(&m, TAG_SCALARS, layers[1])->findings[2], 0);
	m.view = VIEW_SCALARS;
	update_key(&m, &seen, 'a');
	assert_int_equal(m.run_focus, 0);
	model_clear_findings(&m);
	add_of(&m, 1, layers, 1, TFE_SEVERITY_ERROR, TFE_FINDING_STATE_FIRING);
	add_of(&m, 1, layers + 2, 1, TFE_SEVERITY_WARNING, TFE_FINDING_STATE_FIRING);
	model_count_findings(&m);
	update_filters(&m);
	assert_int_equal(m.findings.count[TFE_SEVERITY_ERROR], 0);
	assert_int_equal(m.findings.count[TFE_SEVERITY_WARNING], 1);
	m.finding_focus = 0;
	m.view = VIEW_FINDINGS;
	m.focused = false;
	update_key(&m, &seen, '!');
	assert_int_equal(m.findings.count[TFE_SEVERITY_ERROR], 1);
	fake_release(&m);
}

/* Findings of a run with the same likely cause have adjacent rows, after the worst of them. */
static void findings_are_grouped_by_cause(void **state)
{
	(void)state;
	struct model m;
	struct caches caches;
	struct grid g;
	struct geometry seen = {.w = 120, .h = 40};
	fake_init(&m, 3, 6, 60);
	caches_open(&caches);
	m.judged = true;
	add(&m, 2, "val/loss", TFE_SEVERITY_ERROR);
	add(&m, 1, "val/loss", TFE_SEVERITY_ERROR);
	add(&m, 2, "train/loss", TFE_SEVERITY_WARNING);
	model_count_findings(&m);
	update_filters(&m);
	assert_int_equal(m.findings.rows[1], 2);
	assert_true(m.findings.items[2].follows);
	assert_false(m.findings.items[1].follows);
	m.view = VIEW_FINDINGS;
	grid_init(&g, 100, 30, GLYPHS_BRAILLE);
	frame_draw(&m, &caches, &g, &seen);
	assert_true(shown(&g, "same cause"));
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
}

/* The sentence of a finding is complete in its row where there is space, and else below. */
static void sentences_are_complete(void **state)
{
	(void)state;
	static const int sizes[][2] = {{200, 60}, {120, 40}, {80, 24}, {60, 16}};
	struct model m;
	struct caches caches;
	struct grid g;
	struct geometry seen;
	init(&m);
	caches_open(&caches);
	grid_init(&g, 1, 1, GLYPHS_BRAILLE);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		g.w = sizes[i][0];
		g.h = sizes[i][1];
		frame_draw(&m, &caches, &g, &seen);
		assert_true(shown(&g, "the loss grew"));
		assert_true(shown(&g, "17.3"));
	}
	grid_release(&g);
	caches_close(&caches);
	fake_release(&m);
}

static void text_is_set_in_lines(void **state)
{
	(void)state;
	static const char text[] =
		"one two  three\nfour averyveryverylongword f\xc3\xbcnf \xe6\x97\xa5\xe6\x9c\xac";
	struct grid g;
	grid_init(&g, 40, 40, GLYPHS_BRAILLE);
	for (int w = 1; w < 30; w++) {
		grid_resize(&g, 40, 40);
		grid_fill(&g, g.clip, '~', (struct style){0});
		int lines = wrap_text(&g, (struct rect){3, 2, w, 30}, text, (struct style){0});
		assert_in_range(lines, 2, 60);
		for (int y = 0; y < 40; y++)
			for (int x = 0; x < 40; x++)
				if (x < 3 || x >= 3 + w || y < 2 || y >= 2 + lines)
					assert_int_equal(grid_at(&g, x, y)->cp[0], '~');
		if (w >= 4)
			assert_true(shown(&g, "four"));
	}
	assert_int_equal(wrap_text(&g, (struct rect){0, 0, 0, 5}, text, (struct style){0}), 0);
	assert_int_equal(wrap_text(&g, (struct rect){0, 0, 9, 5}, "", (struct style){0}), 0);
	grid_release(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_leaves_its_area),
		cmocka_unit_test(the_worst_comes_first_and_is_shown_in_full),
		cmocka_unit_test(without_findings_the_judged_numbers_are_shown),
		cmocka_unit_test(filters_hold_for_findings_too),
		cmocka_unit_test(a_leads_to_every_finding),
		cmocka_unit_test(layers_share_a_row),
		cmocka_unit_test(pending_findings_are_counted_nowhere),
		cmocka_unit_test(esc_leads_back_from_a_finding),
		cmocka_unit_test(esc_returns_to_the_same_finding),
		cmocka_unit_test(acknowledged_findings_stay_quiet),
		cmocka_unit_test(findings_are_grouped_by_cause),
		cmocka_unit_test(sentences_are_complete),
		cmocka_unit_test(text_is_set_in_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
