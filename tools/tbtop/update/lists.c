/* update: keys of lists and texts: runs, tags, findings, views, help. */
#include <string.h>

#include "tbtop/model/run_scores.h"
#include "tbtop/model/runs_table.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/update/panes.h"
#include "tbtop/update/search.h"
#include "tbtop/update/update.h"
#include "tbtop/update/zooming.h"

/* Returns the row after a movement in a list of n rows. `at` is n if no row has the focus. */
static size_t moved(const struct geometry *seen, enum action action, size_t at, size_t n)
{
	size_t page = seen->list_rows > 1 ? (size_t)seen->list_rows - 1 : 10;
	switch (action) {
	case DO_DOWN:
	case DO_NEXT_CHART:
		return at + 1 < n ? at + 1 : n ? n - 1 : 0;
	case DO_UP:
	case DO_PREVIOUS_CHART:
		return at && at <= n ? at - 1 : 0;
	case DO_FIRST:
		return 0;
	case DO_LAST:
		return n ? n - 1 : 0;
	case DO_PAGE_DOWN:
		return at + page < n ? at + page : n ? n - 1 : 0;
	case DO_PAGE_UP:
		return at > page ? at - page : 0;
	default:
		return at;
	}
}

static void select_all(struct model *m, bool selected)
{
	for (size_t i = 0; i < m->n_runs; i++)
		m->runs[i]->selected = selected;
}

/* Returns whether the run is the only drawn one. */
static bool alone(const struct model *m, const struct run *run)
{
	size_t drawn = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		drawn += run_drawn(m->runs[i]);
	return drawn == 1 && run_drawn(run);
}

/* The list is sorted by the next value of the focused tag. */
static void next_order(struct model *m)
{
	enum run_order next = m->run_sort.order + 1;
	model_order_runs(m, (struct run_sort){.order = next < RUNS_BY_STEP ? next : RUNS_BY_NAME});
	say_run_order(m);
}

static void update_runs(struct model *m, const struct geometry *seen, enum action action)
{
	size_t at = m->n_run_rows;
	for (size_t i = 0; i < m->n_run_rows; i++)
		if (m->run_rows[i] == m->run_focus)
			at = i;
	size_t to = at == m->n_run_rows && (action == DO_DOWN || action == DO_NEXT_CHART)
			    ? 0
			    : moved(seen, action, at, m->n_run_rows);
	if (to < m->n_run_rows)
		m->run_focus = m->run_rows[to];
	if (to != at && to < m->n_run_rows && m->runs[m->run_focus]->note)
		say(m, false, "%.200s", m->runs[m->run_focus]->note);
	if (action == DO_PIN)
		pin_baseline(m);
	if (runs_table_shown(m))
		update_runs_table(m, action);
	else if (action == DO_SORT)
		next_order(m);
	if (action == DO_MODE)
		runs_table_show(m, seen, !m->runs_table.on);
	if (action == DO_ALL_RUNS)
		select_all(m, true);
	update_run_notes(m, action);
	if (m->run_focus >= m->n_runs)
		return;
	struct run *run = m->runs[m->run_focus];
	if (action == DO_TOGGLE_RUN)
		run->selected = !run->selected;
	if (action == DO_ONLY_RUN) {
		bool only = alone(m, run);
		select_all(m, only);
		run->selected = true;
	}
}

static void update_tags(struct model *m, const struct geometry *seen, enum action action)
{
	enum tag_kind kind = model_kind(m);
	size_t to = moved(seen, action, model_focus_row(m), m->tags[kind].n_rows);
	if (to < m->tags[kind].n_rows)
		m->tag_focus[kind] = m->tags[kind].rows[to];
	if (action == DO_ENTER && model_focus(m)) {
		if (m->view == VIEW_FINDINGS || m->view == VIEW_HPARAMS ||
		    m->view == VIEW_EMBEDDINGS) /* no charts of tags */
			m->view = VIEW_SCALARS;
		m->pane = PANE_MAIN;
		m->focused = true;
		m->origin.is = false;
	}
}

/* Selects the run and clears the filters if they hide the tag or the run. */
static void uncover(struct model *m, const struct finding *f, const struct tag *tag)
{
	m->runs[f->run]->selected = true;
	if (tag->matches && m->runs[f->run]->matches)
		return;
	prompt_remember(m);
	m->run_filter[0] = m->tag_filter[0] = '\0';
	update_filters(m);
}

static void keep_origin(struct model *m)
{
	if (model_shown_finding(m) && m->origin.is) /* from one finding to the next */
		return;
	m->origin = (struct origin){.is = true,
				    .view = model_view(m),
				    .focused = m->focused,
				    .crosshair = m->crosshair,
				    .cross_x = m->cross_x,
				    .axis = m->settings.axis,
				    .zooms = m->zooms};
	memcpy(m->origin.tag_focus, m->tag_focus, sizeof m->tag_focus);
}

void return_to_origin(struct model *m)
{
	const struct origin *o = &m->origin;
	m->view = o->view;
	m->focused = o->focused;
	m->crosshair = o->crosshair;
	m->cross_x = o->cross_x;
	m->settings.axis = o->axis;
	zooms_add_missing(&m->zooms, &o->zooms);
	memcpy(m->tag_focus, o->tag_focus, sizeof m->tag_focus);
	m->origin.is = false;
	model_arrange(m);
}

/* Opens the chart of the tag of the focused finding, with the crosshair where it begins there. */
static void open_finding(struct model *m)
{
	const struct finding *f = &m->findings.items[m->finding_focus];
	for (int kind = 0; kind < TAG_KINDS; kind++) {
		struct tag *tag = model_find_tag(m, kind, f->tag);
		if (!tag || !tag_curve(tag, f->run))
			continue;
		keep_origin(m);
		uncover(m, f, tag);
		m->run_focus = f->run;
		m->tag_focus[kind] = tag;
		m->view = kind == TAG_SCALARS ? VIEW_SCALARS : VIEW_HISTOGRAMS;
		m->focused = true;
		m->pane = PANE_MAIN;
		m->settings.axis = TFE_AXIS_STEP;
		m->crosshair = true;
		m->cross_follows = false;
		m->cross_x = (double)f->tag_step;
		zoom_uncover(m, m->cross_x);
		say(m, f->severity == TFE_SEVERITY_ERROR, "%s", f->message);
		return;
	}
	m->view = VIEW_FINDINGS;
	m->focused = false;
	if (f->tag[0])
		say(m, false, "%s has no chart; its causes are below", f->tag);
	else
		say(m, false, "a file has no chart; what is damaged in it is below");
}

/* In the list of findings, moves to the next row. Elsewhere, opens the chart of the next finding,
 * or of the focused one if it is not open yet. */
void update_next_finding(struct model *m, int direction)
{
	const struct finding_list *list = &m->findings;
	size_t n = list->n_rows;
	if (!n) {
		say(m, false, "no findings");
		return;
	}
	size_t row = model_finding_row(m);
	bool further = m->view == VIEW_FINDINGS || model_shown_finding(m);
	if (further)
		row = (row + (direction > 0 ? 1 : n - 1)) % n;
	for (size_t i = 0; i < n && finding_is_quiet(&list->items[list->rows[row]]); i++)
		row = (row + (direction > 0 ? 1 : n - 1)) % n;
	if (finding_is_quiet(&list->items[list->rows[row]])) {
		say(m, false, "all findings are pending or acknowledged");
		return;
	}
	m->finding_focus = list->rows[row];
	if (m->view != VIEW_FINDINGS)
		open_finding(m);
}

/* Acknowledges the focused finding, or takes that back. */
static void acknowledge(struct model *m)
{
	struct finding *f = &m->findings.items[m->finding_focus];
	finding_acknowledge(m, f, !f->acknowledged);
	model_arrange_findings(m);
	say(m, false,
	    f->acknowledged ? "acknowledged: it is not counted, and a skips it"
			    : "no longer acknowledged");
}

void update_findings(struct model *m, const struct geometry *seen, enum action action)
{
	const struct finding_list *list = &m->findings;
	if (!list->n_rows || search_again(m, seen, action))
		return;
	m->finding_focus = list->rows[moved(seen, action, model_finding_row(m), list->n_rows)];
	if (action == DO_ENTER)
		open_finding(m);
	if (action == DO_ACKNOWLEDGE)
		acknowledge(m);
}

static void update_view_list(struct model *m, const struct geometry *seen, enum action action)
{
	if (search_again(m, seen, action))
		return;
	if (action != DO_NEXT_CHART && action != DO_PREVIOUS_CHART)
		m->view_row = moved(seen, action, m->view_row, TABS);
	if (action == DO_ENTER)
		view_go(m, (enum view_id)m->view_row);
}

void update_lists(struct model *m, const struct geometry *seen, enum action action)
{
	switch (binding_context(m)) {
	case IN_RUNS:
		update_runs(m, seen, action);
		break;
	case IN_TAGS:
		update_tags(m, seen, action);
		break;
	case IN_VIEWS:
		update_view_list(m, seen, action);
		break;
	default:
		if ((action == DO_NEXT_CHART || action == DO_PREVIOUS_CHART) && !*m->help_query)
			return;
		/* After the screen was enlarged, the end may be before the position. */
		m->scroll = moved(seen, action,
				  m->scroll < seen->scroll_end ? m->scroll : seen->scroll_end,
				  seen->scroll_end + 1);
	}
}
