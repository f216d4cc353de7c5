/* update: keys of the views with charts: movement, scales, the crosshair. */
#include <math.h>
#include <stdlib.h>

#include "tbtop/model/view_facts.h"
#include "tbtop/update/update.h"
#include "tbtop/update/zooming.h"

static void focus_row(struct model *m, size_t row)
{
	enum tag_kind kind = model_kind(m);
	if (row < m->tags[kind].n_rows)
		m->tag_focus[kind] = m->tags[kind].rows[row];
}

static void move(struct model *m, const struct geometry *seen, enum action action)
{
	size_t row = model_focus_row(m), n = m->tags[model_kind(m)].n_rows;
	switch (action) {
	case DO_LEFT:
	case DO_PREVIOUS_CHART:
		focus_row(m, row ? row - 1 : 0);
		break;
	case DO_RIGHT:
	case DO_NEXT_CHART:
		focus_row(m, row + 1);
		break;
	case DO_UP:
		focus_row(m, seen->row_above);
		break;
	case DO_DOWN:
		focus_row(m, seen->row_below);
		break;
	case DO_FIRST:
		focus_row(m, 0);
		break;
	case DO_LAST:
		focus_row(m, n - 1);
		break;
	case DO_PAGE_UP:
		focus_row(m, seen->page_before);
		break;
	case DO_PAGE_DOWN:
		focus_row(m, seen->page_after);
		break;
	default:
		break;
	}
}

/* --- the x axis ------------------------------------------------------------------------------- */

static void next_axis(struct model *m)
{
	if (m->x_tag) {
		m->x_tag = NULL;
		return;
	}
	m->settings.axis = (m->settings.axis + 1) % (TFE_AXIS_WALL + 1);
	m->crosshair = m->second.on = false;
}

/* --- the crosshair ---------------------------------------------------------------------------- */

static double entry_x(const struct model *m, const tfe_view *view, uint64_t i)
{
	tfe_point at, first;
	if (tfe_view_get_points(view, i, &at, 1) != 1 ||
	    tfe_view_get_points(view, 0, &first, 1) != 1)
		return NAN;
	if (m->settings.axis == TFE_AXIS_STEP)
		return (double)at.step;
	return m->settings.axis == TFE_AXIS_WALL ? at.wall_time : at.wall_time - first.wall_time;
}

double nearest_x(const struct model *m, const struct tag *tag, double x)
{
	const struct curve *curve = tag_followed(m, tag);
	if (!curve)
		return x;
	tfe_view view = tfe_series_view(curve->series);
	double at = NAN;
	if (view.count)
		at = entry_x(m, &view, tfe_view_nearest(&view, m->settings.axis, x));
	return isfinite(at) ? at : x;
}

/* Moves the crosshair by about one column, and by at least one entry. */
static void move_cross(struct model *m, const struct geometry *seen, int direction)
{
	double x0, x1;
	m->cross_follows = false;
	const struct curve *curve = tag_followed(m, model_focus(m));
	if (!curve || !zoom_window(m, &x0, &x1))
		return;
	tfe_view view = tfe_series_view(curve->series);
	if (!view.count)
		return;
	int columns = seen->plot_columns > 0 ? seen->plot_columns : 80;
	if (!m->crosshair) {
		m->crosshair = true;
		m->cross_x = direction < 0 ? x1 : zoom_middle(x0, x1);
		bool shown = direction < 0 && model_view(m) == VIEW_HISTOGRAMS; /* the last one */
		direction = shown ? direction : 0;
	}
	uint64_t now = tfe_view_nearest(&view, m->settings.axis, m->cross_x);
	double by = zoom_part(x0, x1, columns);
	if (m->settings.log_x && m->settings.axis == TFE_AXIS_STEP && x1 > 1 && m->cross_x > 0)
		by = m->cross_x * (pow(x1 / fmax(x0, 1), 1.0 / columns) - 1);
	uint64_t next = tfe_view_nearest(&view, m->settings.axis, m->cross_x + direction * by);
	if (next == now && direction > 0 && now + 1 < view.count)
		next++;
	if (next == now && direction < 0 && now > 0)
		next--;
	double x = entry_x(m, &view, next);
	m->cross_x = isfinite(x) ? fmin(fmax(x, x0), x1) : m->cross_x;
}

/* Moves the crosshair by a number of entries. */
static void move_entry(struct model *m, int by)
{
	const struct curve *curve = tag_followed(m, model_focus(m));
	if (!curve)
		return;
	tfe_view view = tfe_series_view(curve->series);
	if (!view.count || (by > 0 && !m->crosshair)) /* the last entry is shown */
		return;
	m->cross_follows = false;
	uint64_t last = view.count - 1, back = (uint64_t)abs(by);
	uint64_t at = m->crosshair ? tfe_view_nearest(&view, m->settings.axis, m->cross_x) : last;
	if (by < 0)
		at -= at < back ? at : back;
	else
		at = last - at < back ? last : at + back;
	double x = entry_x(m, &view, at);
	m->crosshair = at != last || m->crosshair;
	m->cross_x = isfinite(x) ? x : m->cross_x;
}

static void cross_to_end(struct model *m, bool last)
{
	double x0, x1;
	if (!zoom_window(m, &x0, &x1))
		return;
	if (last && !m->crosshair && model_view(m) == VIEW_HISTOGRAMS) /* it is shown */
		return;
	m->crosshair = true;
	m->cross_x = last ? x1 : x0;
	m->cross_follows = last;
}

void update_follow(struct model *m)
{
	if (m->focused && m->crosshair && m->cross_follows)
		cross_to_end(m, true);
}

/* --- runs ------------------------------------------------------------------------------------- */

static bool in_chart(const struct model *m, size_t run)
{
	struct tag *tag = model_focus(m);
	return run_drawn(m->runs[run]) && (!tag || tag_curve_of(tag, run));
}

/* Returns whether the chart shows one run at most. */
static bool is_alone(const struct model *m)
{
	size_t shown = 0;
	for (size_t i = 0; i < m->n_run_rows && shown < 2; i++)
		shown += in_chart(m, m->run_rows[i]);
	return shown < 2;
}

/* Focuses the next drawn run of the chart, in the order of the list. */
static void move_run(struct model *m, int direction)
{
	size_t n = m->n_run_rows, at = n, from = m->run_focus;
	if (is_alone(m))
		return;
	const struct curve *followed = tag_followed(m, model_focus(m));
	if (followed && model_view(m) != VIEW_SCALARS) /* the one run that the chart shows */
		from = followed->run;
	for (size_t i = 0; i < n; i++)
		if (m->run_rows[i] == from)
			at = i;
	for (size_t i = 0; i < n; i++) {
		if (at == n)
			at = direction > 0 ? 0 : n - 1;
		else
			at = (at + (direction > 0 ? 1 : n - 1)) % n;
		if (in_chart(m, m->run_rows[at])) {
			m->run_focus = m->run_rows[at];
			return;
		}
	}
}

/* Chooses the next run beside the followed one, in the order of the list; after the last one
 * none. */
static void next_beside(struct model *m)
{
	const struct curve *followed = tag_followed(m, model_focus(m));
	bool after = !m->beside.on;
	for (size_t i = 0; followed && i < m->n_run_rows; i++) {
		size_t run = m->run_rows[i];
		if (after && run != followed->run && in_chart(m, run)) {
			m->beside = (struct beside){true, run};
			return;
		}
		after |= m->beside.on && run == m->beside.run;
	}
	if (!m->beside.on)
		say(m, false, "no other drawn run has this tag");
	m->beside.on = false;
}

/* --- settings --------------------------------------------------------------------------------- */

static void change_smoothing(struct model *m, int direction)
{
	static const double weights[] = {0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.99, 0.999};
	enum { N = sizeof weights / sizeof *weights };
	double *s = &m->settings.smoothing;
	if (direction > 0) {
		for (int i = 0; i < N; i++)
			if (weights[i] > *s + 1e-9) {
				*s = weights[i];
				return;
			}
	} else {
		for (int i = N - 1; i >= 0; i--)
			if (weights[i] < *s - 1e-9) {
				*s = weights[i];
				return;
			}
	}
}

static void change_columns(struct model *m, const struct geometry *seen, int by)
{
	if (!seen->chart_columns)
		return;
	int now = seen->chart_columns + by;
	if (now >= 1 && now <= 12 && (size_t)now <= m->tags[model_kind(m)].n_rows)
		m->settings.columns = now;
}

/* Shows the charts that the log defines, or one chart for each tag. */
static void toggle_custom(struct model *m)
{
	if (m->tags[TAG_CHARTS].n || m->custom)
		m->custom = !m->custom;
	else
		say(m, false, "the log has no layout of custom scalars");
}

static void change_setting(struct model *m, const struct geometry *seen, enum action action)
{
	struct settings *s = &m->settings;
	switch (action) {
	case DO_SMOOTHER:
	case DO_ROUGHER:
		change_smoothing(m, action == DO_SMOOTHER ? 1 : -1);
		break;
	case DO_Y_SCALE:
		s->y = (s->y + 1) % Y_SCALES;
		break;
	case DO_LOG_X:
		s->log_x = !s->log_x;
		if (s->log_x && s->axis != TFE_AXIS_STEP)
			say(m, false, "only steps have a logarithmic axis; x shows steps");
		break;
	case DO_Y_RANGE:
		s->range = (s->range + 1) % RANGE_HAND;
		break;
	case DO_X_AXIS:
		next_axis(m);
		break;
	case DO_OUTLIERS:
		s->ignore_outliers = !s->ignore_outliers;
		break;
	case DO_MODE:
		if (model_view(m) == VIEW_SCALARS) {
			toggle_custom(m);
			break;
		}
		m->hist = (m->hist + 1) % HIST_MODES;
		break;
	case DO_RAW:
		s->raw = !s->raw;
		break;
	case DO_FEWER_COLUMNS:
	case DO_MORE_COLUMNS:
		change_columns(m, seen, action == DO_MORE_COLUMNS ? 1 : -1);
		break;
	default:
		break;
	}
}

static bool zooms(enum action action)
{
	return action == DO_ZOOM_IN || action == DO_ZOOM_OUT || action == DO_PAN_LEFT ||
	       action == DO_PAN_RIGHT || action == DO_FIT;
}

/* Bars of one step, ridge and overlay have no axis of steps, which these actions change. A zoom
 * leaves out steps there too, and can be ended. */
static bool without_axis(const struct model *m, enum action action)
{
	bool bars = binding_context(m) & IN_BOTH_HISTOGRAMS && m->hist != HIST_HEAT;
	bool ends = action == DO_FIT && zoom_of(m, model_focus(m));
	return bars && (action == DO_X_AXIS || (zooms(action) && !ends));
}

void update_charts(struct model *m, const struct geometry *seen, enum action action)
{
	if (without_axis(m, action)) {
		say(m, false, "this type has no axis of steps; t shows others");
		return;
	}
	if (m->x_tag && zooms(action) && model_view(m) == VIEW_SCALARS) {
		say(m, false, "a tag as x axis has no zoom; x shows steps");
		return;
	}
	bool cross = binding_context(m) & IN_CROSSHAIR;
	switch (action) {
	case DO_ENTER:
		m->focused = model_focus(m) != NULL;
		m->origin.is = false;
		break;
	case DO_LEFT:
	case DO_RIGHT:
		if (cross)
			move_cross(m, seen, action == DO_RIGHT ? 1 : -1);
		else
			move(m, seen, action);
		break;
	case DO_FIRST:
	case DO_LAST:
		if (cross)
			cross_to_end(m, action == DO_LAST);
		else
			move(m, seen, action);
		break;
	case DO_NEXT_RUN:
	case DO_PREVIOUS_RUN:
		move_run(m, action == DO_NEXT_RUN ? 1 : -1);
		break;
	case DO_BESIDE:
		next_beside(m);
		break;
	case DO_STEP_BACK:
		move_entry(m, -1);
		break;
	case DO_STEP_FORWARD:
		move_entry(m, 1);
		break;
	case DO_STEPS_BACK:
		move_entry(m, -10);
		break;
	case DO_STEPS_FORWARD:
		move_entry(m, 10);
		break;
	default:
		move(m, seen, action);
		change_setting(m, seen, action);
		update_compare(m, action);
		update_zoom(m, action);
	}
}
