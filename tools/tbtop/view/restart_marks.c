/* view: marks on the x axis of a chart where restarts superseded points. */
#include "tbtop/view/restart_marks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/format.h"
#include "common/memory.h"
#include "tbtop/view/axes.h"

/* Of a curve with more restarts only the latest are marked. */
enum { RESTARTS_MAX = 32 };

static const char mark[] = "\u25b8";

/* Gets the x at which a restart begins: its step, or the time of the point that is nearest to it.
 * Returns false if that point is not in memory. */
static bool place_of(const tfe_view *view, tfe_axis axis, int64_t step, double *x)
{
	*x = (double)step;
	if (axis == TFE_AXIS_STEP)
		return true;
	tfe_point first, point;
	uint64_t nearest = tfe_view_nearest(view, TFE_AXIS_STEP, (double)step);
	if (!tfe_view_get_points(view, nearest, &point, 1) ||
	    !tfe_view_get_points(view, 0, &first, 1))
		return false;
	*x = axis == TFE_AXIS_WALL ? point.wall_time : point.wall_time - first.wall_time;
	return true;
}

/* Adds the superseded points of a curve to the columns of the plot. */
static void add_curve(uint64_t *superseded, const struct model *m, struct rect plot,
		      const struct curves *curves, const tfe_view *view)
{
	tfe_restart restarts[RESTARTS_MAX];
	size_t n = tfe_view_get_restarts(view, restarts, RESTARTS_MAX);
	for (size_t i = 0; i < n; i++) {
		double x;
		if (!place_of(view, m->settings.axis, restarts[i].step, &x))
			continue;
		int column = axis_column(&curves->x, x, plot.w);
		if (column >= 0)
			superseded[column] += restarts[i].superseded;
	}
}

/* The number of columns from `column` to the next mark or the end of the plot. */
static int room_at(const uint64_t *superseded, int column, int width)
{
	int end = column + 1;
	while (end < width && !superseded[end])
		end++;
	return end - column;
}

static void draw_mark(struct grid *g, struct rect plot, int column, int room, uint64_t superseded)
{
	struct style style = {.fg = ROLE_WARNING};
	char count[FORMAT_TEXT], text[FORMAT_TEXT + 32];
	format_count(count, (double)superseded);
	snprintf(text, sizeof text, "%s%s superseded", mark, count);
	if (text_width(text) >= room)
		snprintf(text, sizeof text, "%s%s", mark, count);
	if (text_width(text) >= room)
		snprintf(text, sizeof text, "%s", mark);
	grid_text(g, plot.x + column, plot.y + plot.h, room, text, style);
}

void restart_marks_draw(const struct model *m, struct grid *g, struct rect plot,
			const struct curves *curves)
{
	uint64_t *superseded = need_zeroed((size_t)plot.w, sizeof *superseded);
	for (size_t i = 0; i < curves->n; i++)
		add_curve(superseded, m, plot, curves, &curves->curve[i].view);
	for (int x = 0; x < plot.w; x++)
		if (superseded[x])
			draw_mark(g, plot, x, room_at(superseded, x, plot.w), superseded[x]);
	free(superseded);
}

/* --- the title -------------------------------------------------------------------------------- */

/* The superseded points of a chart: of all its restarts, or only of those that began at a step. */
struct superseded_count {
	uint64_t points;
	bool at_step;
	int64_t step;
};

/* Counts those of a curve. `crosshair`: only those of the latest restart that began before it, if
 * there is one. */
static void count_curve(const struct model *m, const tfe_view *view, bool crosshair,
			struct superseded_count *count)
{
	tfe_restart restarts[RESTARTS_MAX];
	size_t n = tfe_view_get_restarts(view, restarts, RESTARTS_MAX);
	double x;
	for (size_t i = 0; i < n && crosshair && !count->at_step; i++)
		if (place_of(view, m->settings.axis, restarts[i].step, &x) && x <= m->cross_x) {
			count->at_step = true;
			count->step = restarts[i].step;
		}
	for (size_t i = 0; i < n; i++)
		if (!count->at_step || restarts[i].step == count->step)
			count->points += restarts[i].superseded;
}

void restart_marks_note(const struct model *m, const struct curves *curves, struct title *title)
{
	const struct style style = {.fg = ROLE_WARNING};
	struct superseded_count count = {0};
	char points[FORMAT_TEXT];
	if (!m->focused || m->x_tag || !curves->n)
		return;
	/* The focused curve is the last one. */
	const struct curve_columns *last = &curves->curve[curves->n - 1];
	bool one = last->focused || curves->n == 1;
	for (size_t i = one ? curves->n - 1 : 0; i < curves->n; i++)
		count_curve(m, &curves->curve[i].view, one && m->crosshair, &count);
	format_count(points, (double)count.points);
	if (count.at_step)
		title_note(title, style, "step %" PRId64 " superseded %s", count.step, points);
	else if (count.points)
		title_note(title, style, "%s superseded by restarts", points);
}
