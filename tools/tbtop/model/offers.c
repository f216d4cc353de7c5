/* model: the keys that the footer offers, because they do something now. */
#include "tbtop/model/offers.h"

#include <string.h>

#include "tbtop/model/keymap.h"
#include "tbtop/model/runs_table.h"
#include "tbtop/model/view_facts.h"

bool shows_nothing(const struct model *m)
{
	return m->view < TABS && m->pane == PANE_MAIN && !view_rows(m, m->view);
}

/* Returns whether several drawn runs have the tag. */
static bool has_runs(const struct model *m, const struct tag *tag)
{
	size_t n = 0;
	for (size_t i = 0; i < m->n_run_rows && n < 2; i++)
		n += run_drawn(m->runs[m->run_rows[i]]) && tag_curve_of(tag, m->run_rows[i]);
	return n > 1;
}

/* Returns whether the series of the tag that is followed has several entries. */
static bool has_entries(const struct model *m, const struct tag *tag)
{
	const struct curve *curve = tag_followed(m, tag);
	return curve && tfe_series_view(curve->series).count > 1;
}

static bool has_both(const struct model *m, const struct tag *tag)
{
	return has_runs(m, tag) || has_entries(m, tag);
}

/* Returns whether the whole x axis is long enough for a zoom. */
static bool has_length(const struct model *m, const struct tag *tag)
{
	struct extent all = {0};
	if (!m->x_tag)
		all = tag_extent(m, tag);
	return all.is && (all.x1 - all.x0) / 2 >= zoom_least(m->settings.axis);
}

/* Returns whether the chart in full size has something; or one of the first charts of a page, so
 * that a moved focus changes no keys in the footer. */
static bool some(const struct model *m, bool (*has)(const struct model *m, const struct tag *tag))
{
	enum { MOST = 32 };
	const struct tag_list *tags = &m->tags[model_kind(m)];
	const struct tag *focus = model_focus(m);
	if (m->focused || !focus)
		return focus && has(m, focus);
	for (size_t i = 0; i < tags->n_rows && i < MOST; i++)
		if (has(m, tags->rows[i]))
			return true;
	return has(m, focus);
}

static bool is_zoomed(const struct model *m, const struct tag *tag)
{
	return zoom_of(m, tag) != NULL;
}

static bool all_runs_drawn(const struct model *m)
{
	for (size_t i = 0; i < m->n_runs; i++)
		if (!m->runs[i]->selected)
			return false;
	return true;
}

static bool has_marked_run(const struct model *m)
{
	for (size_t i = 0; i < m->n_runs; i++)
		if (m->runs[i]->marked)
			return true;
	return false;
}

/* Returns whether the list has a finding that is not quiet. */
static bool has_finding(const struct model *m)
{
	for (size_t i = 0; i < m->findings.n; i++)
		if (!finding_is_quiet(&m->findings.items[i]))
			return true;
	return false;
}

/* Returns whether there is another chart, match of a search, graph or point to go to. */
static bool has_other(const struct model *m)
{
	bool searching = model_view(m) == VIEW_GRAPH && *m->graph.query;
	return searching || model_view(m) == VIEW_EMBEDDINGS || view_rows(m, model_view(m)) > 1;
}

/* Returns whether an action does something in the current context. */
static bool does_something(const struct model *m, const struct geometry *seen, enum action action)
{
	const struct tag *tag = model_focus(m);
	switch (action) {
	case DO_NEXT_FINDING:
		return has_finding(m);
	case DO_FOLD:
		return tag && tag_is_fold(tag);
	case DO_NEXT_RUN:
		return model_view(m) == VIEW_EMBEDDINGS ? m->embeddings.n > 1 : some(m, has_runs);
	case DO_BESIDE:
		return some(m, has_runs);
	case DO_STEP_BACK:
		return some(m, has_entries);
	case DO_DELETION:
		return has_marked_run(m);
	case DO_FIT:
		return model_view(m) == VIEW_AUDIO ? m->listening.zoomed : some(m, is_zoomed);
	case DO_LINK_ZOOM:
		return m->settings.link_zoom || some(m, is_zoomed);
	case DO_WAY:
		return m->pane != PANE_RUNS || runs_table_shown(m);
	case DO_RIGHT:
		if (m->pane == PANE_RUNS)
			return runs_table_shown(m);
		return !(binding_context(m) & IN_CROSSHAIR) || some(m, has_entries);
	case DO_NEXT_CHART:
		return has_other(m);
	case DO_ZOOM_IN:
		return model_view(m) == VIEW_AUDIO ? seen->sound_s > 2 * SOUND_LEAST_S
						   : some(m, has_length);
	case DO_MARK:
		return some(m, has_both);
	case DO_DIFFERENCE:
		return m->mark.at.on;
	case DO_NEXT_PICTURE:
		return seen->picture.count > 1 || seen->sounds > 1;
	case DO_ONLY_RUN:
		return m->n_run_rows > 1;
	case DO_ALL_RUNS:
		return !all_runs_drawn(m);
	case DO_RETURN:
		return m->graph.place.n_back > 0;
	case DO_ENTER:
		return m->pane != PANE_TAGS || m->tags[model_kind(m)].n_rows;
	default:
		return true;
	}
}

/* Returns whether the footer offers the same action under another key. */
static bool is_repeated(const struct binding *b, unsigned context)
{
	for (const struct binding *c = bindings; c < b; c++)
		if (c->brief && c->where & context && c->action == b->action &&
		    !strcmp(c->brief, b->brief))
			return true;
	return false;
}

bool binding_is_offered(const struct model *m, const struct geometry *seen, const struct binding *b)
{
	unsigned context = binding_context(m);
	if (!b->brief || !(b->where & context) || is_repeated(b, context))
		return false;
	bool general = b->where & IN_TAGS && (b->where & IN_RUNS || b->action == DO_FILTER_TAGS);
	if (shows_nothing(m) && !general)
		return false;
	return keymap_works(m->keymap, (size_t)(b - bindings), context) &&
	       does_something(m, seen, b->action);
}

size_t offer_rank(const struct model *m, const struct binding *b)
{
	static const enum action useful[OFFER_RANKS - 1] = {
		DO_ENTER,     DO_NEXT_PANE, DO_FIT,      DO_FILTER_TAGS, DO_FIND,
		DO_STEP_BACK, DO_MODE,      DO_SMOOTHER, DO_FIGURE,
	};
	size_t rank = 0;
	while (rank < OFFER_RANKS - 1 && b->action != useful[rank])
		rank++;
	/* The list of runs has many keys of its own. */
	bool elsewhere = b->action == DO_FILTER_TAGS && binding_context(m) == IN_RUNS;
	return elsewhere ? OFFER_RANKS - 1 : rank;
}
