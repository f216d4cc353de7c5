/* view: the header, and the tabs with the current settings. */
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/model/run_pace.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/view/frame.h"

/* Names the runs with findings of a severity, if the text is short: " in lr=10 and 2 more". */
static void name_sick_runs(const struct model *m, int severity, char *text, size_t size)
{
	const struct run *first = NULL;
	size_t n = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		if (m->runs[i]->findings[severity] && !m->runs[i]->hidden && n++ == 0)
			first = m->runs[i];
	text[0] = '\0';
	if (!first || strlen(run_title(first)) > 24)
		return;
	if (n == 1)
		snprintf(text, size, " in %s", run_title(first));
	else
		snprintf(text, size, " in %s and %zu more", run_title(first), n - 1);
}

/* Returns whether all listed damage was acknowledged. */
static bool damage_acknowledged(const struct model *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->findings.n; i++) {
		const struct finding *f = &m->findings.items[i];
		if (!*f->tag && !f->acknowledged)
			return false;
		n += !*f->tag;
	}
	return n > 0;
}

static void add_findings(const struct model *m, struct pieces *p)
{
	static const enum role roles[] = {ROLE_INFO, ROLE_WARNING, ROLE_ERROR};
	static const char *const words[][2] = {
		{"info", "info"}, {"warning", "warnings"}, {"error", "errors"}};
	for (int s = TFE_SEVERITY_ERROR; s >= TFE_SEVERITY_INFO; s--) {
		char text[96], names[64] = "";
		unsigned n = m->findings.count[s];
		if (!n)
			continue;
		if (s == TFE_SEVERITY_ERROR ||
		    (s == TFE_SEVERITY_WARNING && !m->findings.count[TFE_SEVERITY_ERROR]))
			name_sick_runs(m, s, names, sizeof names);
		snprintf(text, sizeof text, "%s%u %s%s", s == TFE_SEVERITY_ERROR ? "!" : "", n,
			 format_noun(n, words[s][0], words[s][1]), names);
		pieces_add(p,
			   (struct style){.fg = roles[s],
					  .attr = s == TFE_SEVERITY_ERROR ? ATTR_BOLD : 0},
			   text);
	}
	if (m->damages && !damage_acknowledged(m)) {
		char text[64];
		snprintf(text, sizeof text, "%llu damaged", (unsigned long long)m->damages);
		pieces_add(p, (struct style){.fg = ROLE_WARNING}, text);
	}
}

static void add_progress(const struct model *m, struct pieces *p)
{
	char text[64], rate[FORMAT_TEXT];
	const tfe_progress *now = &m->progress;
	if (!now->loaded) {
		double share =
			now->bytes_total ? (double)now->bytes_read / (double)now->bytes_total : 0;
		snprintf(text, sizeof text, "loading %d %%", (int)(100 * (share < 1 ? share : 1)));
		pieces_add(p, (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD}, text);
	} else if (m->points_per_s > 0) {
		format_count(rate, m->points_per_s);
		snprintf(text, sizeof text, "live +%s/s", rate);
		pieces_add(p, (struct style){.fg = ROLE_GOOD, .attr = ATTR_BOLD}, text);
	}
}

/* Adds the pace of a run, on narrow screens only the time that remains. */
static void add_pace(const struct model *m, struct pieces *p, int w)
{
	char text[PACE_TEXT];
	const struct run *run = run_with_pace(m);
	if (!run || !run_pace_text(m, run, text))
		return;
	char *at = strstr(text, " at ");
	if (w < 100 && at)
		*at = '\0';
	pieces_add(p, (struct style){.fg = ROLE_GOOD}, text);
}

/* Adds the effects of the memory budget: the number of points that are drawn from summaries, or
 * that are not drawn. */
static void add_memory(const struct model *m, struct pieces *p)
{
	char text[96], budget[FORMAT_TEXT], count[FORMAT_TEXT];
	const tfe_progress *now = &m->progress;
	if (!now->dropped && !now->left_out)
		return;
	format_bytes(budget, now->memory_budget_bytes);
	uint64_t n = now->left_out ? now->left_out : now->dropped;
	format_count(count, (double)n);
	snprintf(text, sizeof text, "%s %s %s, --memory %s",
		 now->left_out ? "without" : "coarse:", count, format_noun(n, "point", "points"),
		 budget);
	pieces_add(p, (struct style){.fg = ROLE_WARNING}, text);
}

/* The numbers of runs, tags, points and bytes. Each is shown completely or not at all. */
struct totals {
	char text[4][96];
	int n;
};

static void count_totals(const struct model *m, struct totals *t, int w)
{
	char points[FORMAT_TEXT], superseded[FORMAT_TEXT];
	uint64_t hidden = m->progress.superseded, shown = m->progress.points - hidden;
	size_t tags = m->tags[model_kind(m)].n;
	format_count(points, (double)shown);
	format_count(superseded, (double)hidden);
	snprintf(t->text[0], sizeof t->text[0], "%zu %s", m->n_runs,
		 format_noun(m->n_runs, "run", "runs"));
	snprintf(t->text[1], sizeof t->text[1], "%zu %s", tags, format_noun(tags, "tag", "tags"));
	const char *noun = format_noun(shown, "point", "points");
	if (hidden)
		snprintf(t->text[2], sizeof t->text[2], "%s %s (%s superseded)", points, noun,
			 superseded);
	else
		snprintf(t->text[2], sizeof t->text[2], "%s %s", points, noun);
	format_bytes(t->text[3], m->progress.bytes_total);
	t->n = w >= 100 ? 4 : 3;
}

void header_draw(const struct model *m, struct grid *g, struct rect r)
{
	struct pieces right = {0};
	add_progress(m, &right);
	add_memory(m, &right);
	add_findings(m, &right);
	add_pace(m, &right, r.w);
	struct rect half = {r.x + 16, r.y, r.w - 16, 1};
	int end = pieces_draw(g, half, &right);

	struct totals t;
	count_totals(m, &t, r.w);
	int x = r.x + 1, width = 0, n = 0;
	x += grid_text(g, x, r.y, end - x, "tbtop ",
		       (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
	for (; n < t.n && width + text_width(t.text[n]) + 2 <= end - x; n++)
		width += text_width(t.text[n]) + 2;
	int room = end - x - width - 2;
	if (room >= 8)
		x += grid_text_tail(g, x, r.y, room, m->title, (struct style){.fg = ROLE_TITLE}) +
		     2;
	for (int i = 0; i < n; i++)
		x += grid_text(g, x, r.y, end - x, t.text[i], (struct style){0}) + 2;
}

/* --- the second line -------------------------------------------------------------------------- */

/* Draws a filter with its name, or with its key on narrow screens. Returns the column after it. */
static int draw_filter(struct grid *g, int x, struct rect r, const char *what, char key,
		       const char *filter)
{
	if (!*filter)
		return x;
	int left = r.x + r.w - x, most = left < 40 ? left * 2 / 3 : 24;
	if (left < 40)
		x += grid_printf(g, x, r.y, left, (struct style){.fg = ROLE_FAINT}, "%c ", key);
	else
		x += grid_text(g, x, r.y, left, what, (struct style){.fg = ROLE_FAINT});
	x += grid_text(g, x, r.y, most, filter, (struct style){.fg = ROLE_ACCENT});
	return x + 2;
}

void tabs_draw(const struct model *m, struct grid *g, struct rect r,
	       const struct geometry *geometry)
{
	struct pieces right = {0};
	settings_add(m, geometry, &right);
	int needed = pieces_width(&right, ROLE_FAINT);
	int x = tab_titles_draw(m, g, r, needed ? needed + 1 : 0) + 1;
	x = draw_filter(g, x, r, m->run_filter_is_name ? "run named " : "runs ", 'f',
			m->run_filter);
	x = draw_filter(g, x, r, m->tag_filter_is_name ? "tag named " : "tags ", '/',
			m->tag_filter);
	x = draw_filter(g, x, r, "where ", '&', m->trials.filter);
	if (m->search.view == model_view(m))
		x = draw_filter(g, x, r, "search ", '/', m->search.query);
	if (m->trials.opened != NO_ROW)
		x = draw_filter(g, x, r, "of ", '9', trials_name(&m->trials, m->trials.opened));
	if (r.x + r.w - x > 0)
		pieces_draw(g, (struct rect){x, r.y, r.x + r.w - x, 1}, &right);
}
