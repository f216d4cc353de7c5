/* update: the mouse: what is in the cell decides what an event means. A click focuses; a click on
 * what has the focus does what Enter does. */
#include <math.h>
#include <stdlib.h>

#include "tbtop/graph/graph_walk.h"
#include "tbtop/model/key_names.h"
#include "tbtop/model/run_scores.h"
#include "tbtop/model/runs_table.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/update/panes.h"
#include "tbtop/update/pointing.h"
#include "tbtop/update/undo.h"
#include "tbtop/update/update.h"
#include "tbtop/update/zooming.h"

/* One turn of the wheel. */
enum { WHEEL_ROWS = 3 };
static const double wheel_zoom = 0.8;

static const struct target *target_at(const struct geometry *seen, int x, int y)
{
	for (size_t i = seen->n_targets; i-- > 0;) {
		const struct target *t = &seen->targets[i];
		if (x >= t->x && x < t->x + t->w && y >= t->y && y < t->y + t->h)
			return t;
	}
	return NULL;
}

/* Returns the x at a share of a plot, which may be outside of it. */
static double x_at_share(const struct target *t, double share)
{
	if (t->log && t->x0 > 0)
		return t->x0 * pow(t->x1 / t->x0, share);
	return t->x0 * (1 - share) + t->x1 * share;
}

/* Returns the x in the middle of a column of the screen, within the plot. */
static double x_at_column(const struct target *t, int column)
{
	double share = (column - t->x + 0.5) / t->w;
	return x_at_share(t, fmin(fmax(share, 0), 1));
}

/* Focuses the tag of a target. */
static void focus_tag(struct model *m, const struct target *t)
{
	struct tag *tag = model_find_tag(m, model_kind(m), t->tag->name);
	if (tag)
		m->tag_focus[model_kind(m)] = tag;
}

/* --- lists ------------------------------------------------------------------------------------ */

/* Executes an action as if a pane had the focus. */
static void act_in(struct model *m, const struct geometry *seen, enum pane pane, enum action action,
		   int times)
{
	enum pane before = m->pane;
	m->pane = pane;
	for (int i = 0; i < times; i++)
		update_action(m, seen, action);
	if (m->pane == pane)
		m->pane = before;
}

static void click_run(struct model *m, const struct geometry *seen, size_t run, bool letter)
{
	if (run >= m->n_runs)
		return;
	if (letter) {
		m->runs[run]->selected = !m->runs[run]->selected;
		return;
	}
	bool again = m->pane == PANE_RUNS && m->run_focus == run;
	m->run_focus = run;
	m->pane = PANE_RUNS;
	if (again)
		update_action(m, seen, DO_ONLY_RUN);
}

static void click_tag(struct model *m, const struct geometry *seen, const struct target *t)
{
	bool again = m->pane == PANE_TAGS && model_focus(m) == t->tag;
	focus_tag(m, t);
	m->pane = PANE_TAGS;
	if (again)
		update_action(m, seen, DO_ENTER);
}

/* --- rows of views ---------------------------------------------------------------------------- */

static void click_node(struct model *m, const struct geometry *seen, size_t item)
{
	bool again = seen->graph && graph_focus(seen->graph, &m->graph.place) == item &&
		     !m->graph.place.in_links;
	if (!seen->graph || item >= seen->graph->n_items)
		return;
	graph_reveal(seen->graph, &m->graph.place, (uint32_t)item);
	m->graph.place.in_links = false;
	if (again)
		update_action(m, seen, DO_ENTER);
}

static void click_row(struct model *m, const struct geometry *seen, size_t row)
{
	bool again = m->pane == PANE_MAIN;
	pane_leave(m);
	if (model_view(m) == VIEW_GRAPH) {
		click_node(m, seen, row);
		return;
	}
	if (model_view(m) == VIEW_FINDINGS && row < m->findings.n_rows) {
		again &= m->finding_focus == m->findings.rows[row];
		m->finding_focus = m->findings.rows[row];
	} else if (model_view(m) == VIEW_HPARAMS && row < m->trials.n_rows) {
		again &= m->trials.row == row;
		m->trials.row = row;
	} else {
		return;
	}
	if (again)
		update_action(m, seen, DO_ENTER);
}

/* Sorts a table by a column: that of runs, that below a chart of scalars, or that of trials. */
static void click_head(struct model *m, const struct geometry *seen, size_t column)
{
	if (runs_table_shown(m)) {
		m->runs_table.column = column;
		update_action(m, seen, DO_SORT);
		return;
	}
	pane_leave(m);
	if (model_view(m) == VIEW_SCALARS) {
		sort_table(m, m->table_sort == (int)column + 1 ? 0 : (int)column + 1);
		return;
	}
	if (column >= m->trials.n_columns)
		return;
	m->trials.column = column;
	update_action(m, seen, DO_ORDER);
}

/* --- charts ----------------------------------------------------------------------------------- */

/* Returns whether the crosshair stays at the step of a finding that a key opened. */
static bool is_fixed(const struct model *m)
{
	return !m->focused || model_shown_finding(m);
}

static void press_chart(struct model *m, const struct geometry *seen, const struct target *t,
			int column)
{
	bool again = m->pane == PANE_MAIN && model_focus(m) == t->tag && !m->focused;
	pane_leave(m);
	focus_tag(m, t);
	if (t->kind == TARGET_CHART && again)
		update_action(m, seen, DO_ENTER);
	if (t->kind != TARGET_PLOT)
		return;
	double x = x_at_column(t, column);
	m->pointer.pressed = t->tag;
	m->pointer.opens = again;
	m->pointer.column = column;
	m->pointer.from = m->pointer.to = x;
	if (m->focused) {
		m->crosshair = true;
		m->cross_follows = false;
		m->cross_x = nearest_x(m, t->tag, x);
	}
}

/* Finds the plot in which the button was pressed. */
static const struct target *pressed_plot(const struct model *m, const struct geometry *seen)
{
	for (size_t i = 0; i < seen->n_targets && m->pointer.pressed; i++)
		if (seen->targets[i].kind == TARGET_PLOT &&
		    seen->targets[i].tag == m->pointer.pressed)
			return &seen->targets[i];
	return NULL;
}

static bool drag(struct model *m, const struct geometry *seen, int column)
{
	struct pointer *p = &m->pointer;
	const struct target *t = pressed_plot(m, seen);
	if (!t)
		return false;
	double to = x_at_column(t, column);
	bool selects = p->selects || abs(column - p->column) > 1;
	bool changed = selects && (!p->selects || to != p->to);
	p->selects = selects;
	p->to = to;
	p->hovers = false;
	return changed;
}

static bool release(struct model *m, const struct geometry *seen, int column)
{
	struct pointer *p = &m->pointer;
	if (!p->pressed)
		return false;
	drag(m, seen, column);
	double from = fmin(p->from, p->to), to = fmax(p->from, p->to);
	bool selects = p->selects;
	bool opens = p->opens && p->pressed == model_focus(m);
	p->pressed = NULL;
	p->selects = p->opens = false;
	if (selects)
		zoom_show(m, from, to);
	else if (opens)
		update_action(m, seen, DO_ENTER);
	return selects || opens;
}

/* Zooms so that the x under the mouse stays there. */
static void wheel_plot(struct model *m, const struct target *t, double factor, int column)
{
	double share = (column - t->x + 0.5) / t->w;
	focus_tag(m, t);
	zoom_show(m, x_at_share(t, share - share * factor),
		  x_at_share(t, share + (1 - share) * factor));
}

static bool hover(struct model *m, const struct target *t, int column)
{
	struct pointer *p = &m->pointer;
	bool plot = t && t->kind == TARGET_PLOT;
	double x = plot ? nearest_x(m, t->tag, x_at_column(t, column)) : 0;
	if (plot && !is_fixed(m)) {
		bool changed = !m->crosshair || m->cross_x != x;
		m->crosshair = true;
		m->cross_follows = false;
		m->cross_x = x;
		return changed;
	}
	bool hovers = plot && !m->focused;
	bool changed = p->hovers != hovers || (hovers && (p->tag != t->tag || p->x != x));
	p->hovers = hovers;
	p->tag = hovers ? t->tag : NULL;
	p->x = x;
	return changed;
}

/* --- events ----------------------------------------------------------------------------------- */

static void press(struct model *m, const struct geometry *seen, const struct target *t, int column,
		  int row)
{
	m->message[0] = '\0';
	m->pointer.hovers = false;
	if (!t)
		return;
	switch (t->kind) {
	case TARGET_ACTION:
		update_action(m, seen, (enum action)t->index);
		break;
	case TARGET_VIEW:
		view_go(m, (enum view_id)t->index);
		break;
	case TARGET_RUN:
	case TARGET_LETTER:
		click_run(m, seen, t->index, t->kind == TARGET_LETTER);
		break;
	case TARGET_TAG:
		click_tag(m, seen, t);
		break;
	case TARGET_CHART:
	case TARGET_PLOT:
		press_chart(m, seen, t, column);
		break;
	case TARGET_ROW:
		click_row(m, seen, t->index);
		break;
	case TARGET_HEAD:
		click_head(m, seen, t->index);
		break;
	case TARGET_CURVE:
		pane_leave(m);
		if (t->index < m->n_runs)
			m->run_focus = t->index;
		break;
	default:
		pane_leave(m);
		point_at(m, seen, t, column, row, false);
	}
}

static void wheel(struct model *m, const struct geometry *seen, const struct target *t, int up,
		  int column)
{
	if (t && t->kind == TARGET_PLOT) {
		wheel_plot(m, t, up ? wheel_zoom : 1 / wheel_zoom, column);
		return;
	}
	if (t && t->kind == TARGET_SOUND) {
		double share = (column - t->x + 0.5) / t->w,
		       factor = up ? wheel_zoom : 1 / wheel_zoom;
		sound_window(m, seen->sound_s, x_at_share(t, share - share * factor),
			     x_at_share(t, share + (1 - share) * factor));
		return;
	}
	if (t && (t->kind == TARGET_RUN || t->kind == TARGET_LETTER || t->kind == TARGET_TAG)) {
		act_in(m, seen, t->kind == TARGET_TAG ? PANE_TAGS : PANE_RUNS, up ? DO_UP : DO_DOWN,
		       WHEEL_ROWS);
		return;
	}
	bool runs = m->view < TABS && m->focused &&
		    binding_context_below(m) & (IN_CROSSHAIR | IN_FULL(VIEW_PR));
	enum action action = runs ? (up ? DO_PREVIOUS_RUN : DO_NEXT_RUN) : (up ? DO_UP : DO_DOWN);
	act_in(m, seen, PANE_MAIN, action, seen->list_rows || seen->text_end ? WHEEL_ROWS : 1);
}

static bool update_mouse(struct model *m, const struct geometry *seen, enum mouse_event event,
			 int x, int y)
{
	const struct target *t = target_at(seen, x, y);
	if (!m->settings.mouse || m->prompt.kind)
		return false;
	switch (event) {
	case MOUSE_HOVER:
		return hover(m, t, x) | point_at(m, seen, t, x, y, true);
	case MOUSE_DRAG:
		return drag(m, seen, x) ||
		       (!m->pointer.pressed && point_at(m, seen, t, x, y, false));
	case MOUSE_RELEASE:
		return release(m, seen, x);
	case MOUSE_PRESS:
		press(m, seen, t, x, y);
		return true;
	case MOUSE_BACK:
		m->message[0] = '\0';
		update_action(m, seen, DO_BACK);
		return true;
	case MOUSE_WHEEL_UP:
	case MOUSE_WHEEL_DOWN:
		wheel(m, seen, t, event == MOUSE_WHEEL_UP, x);
		return true;
	case MOUSE_WHEEL_LEFT:
	case MOUSE_WHEEL_RIGHT:
		if (t && t->kind == TARGET_PLOT)
			focus_tag(m, t);
		update_action(m, seen, event == MOUSE_WHEEL_LEFT ? DO_PAN_LEFT : DO_PAN_RIGHT);
		return true;
	default:
		return false;
	}
}

bool update_input(struct model *m, const struct geometry *seen, int key)
{
	enum mouse_event event;
	int x, y;
	if (!mouse_of_key(key, &event, &x, &y)) {
		update_key(m, seen, key);
		return true;
	}
	bool clicks = event != MOUSE_HOVER && event != MOUSE_DRAG && !m->prompt.kind;
	if (clicks)
		undo_begin(m);
	bool changed = update_mouse(m, seen, event, x, y);
	if (clicks)
		undo_end(m);
	if (!changed)
		return false;
	if (event != MOUSE_HOVER && event != MOUSE_DRAG) {
		m->touched = true;
		model_sort_runs(m);
		model_count_findings(m);
	}
	return true;
}
