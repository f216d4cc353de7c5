/* view: one chart of scalars: curves, axes, and the last values at its right edge. */
#include "tbtop/view/chart.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/format.h"
#include "common/memory.h"
#include "tbtop/view/axes.h"
#include "tbtop/view/axis.h"
#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/chart_curves.h"
#include "tbtop/view/restart_marks.h"
#include "tbtop/view/stroke.h"
#include "tbtop/view/title.h"

enum { LABEL_W = 6, ENDS_W = 10 };

/* --- curves ----------------------------------------------------------------------------------- */

/* Marks the columns with values that are not finite. */
static void draw_nonfinite(struct grid *g, struct rect plot, const struct stroke *raw,
			   struct style style)
{
	style.attr |= ATTR_BOLD;
	for (size_t i = 0; i < raw->n; i++) {
		const tfe_column *col = &raw->columns[i];
		int x = plot.x + (int)i / DOTS_X;
		if (col->posinf)
			grid_char(g, x, plot.y, 0x25b2, style);
		if (col->neginf)
			grid_char(g, x, plot.y + plot.h - 1, 0x25bc, style);
		if (col->nan)
			grid_char(g, x, plot.y + plot.h - 1, 0x00d7, style);
	}
}

static void draw_curves(const struct model *m, struct grid *g, struct rect plot,
			const struct curves *curves)
{
	struct canvas canvas;
	bool smoothed = m->settings.smoothing > 0;
	canvas_init(&canvas, plot.w, plot.h);
	for (size_t i = 0; smoothed && m->settings.raw && i < curves->n; i++) {
		const struct curve_columns *c = &curves->curve[i];
		struct ink ink = {.fg = ROLE_RUN_DIM + m->runs[c->run]->colour, .back = true};
		stroke_curve(&canvas, &c->raw, &curves->y, ink);
	}
	for (size_t i = 0; i < curves->n; i++) {
		const struct curve_columns *c = &curves->curve[i];
		struct ink ink = {.fg = ROLE_RUN + m->runs[c->run]->colour};
		stroke_curve(&canvas, &c->smooth, &curves->y, ink);
	}
	canvas_draw(&canvas, g, plot.x, plot.y);
	canvas_release(&canvas);
	for (size_t i = 0; i < curves->n; i++) {
		struct style style = {.fg = ROLE_RUN + m->runs[curves->curve[i].run]->colour};
		draw_nonfinite(g, plot, &curves->curve[i].raw, style);
	}
}

/* --- ends ------------------------------------------------------------------------------------- */

/* The last value of a curve, and its preferred row. */
struct end {
	const struct curve_columns *curve;
	int column, row;
};

static bool find_end(const struct curves *curves, const struct curve_columns *curve, int rows,
		     struct end *end)
{
	for (size_t i = curves->columns; i-- > 0;)
		if (curve->smooth.columns[i].count) {
			int dot =
				axis_dot(&curves->y, curve->smooth.columns[i].last, rows * DOTS_Y);
			int row = dot < 0 ? 0 : dot / DOTS_Y;
			*end = (struct end){curve, (int)i / DOTS_X, row < rows ? row : rows - 1};
			return true;
		}
	*end = (struct end){curve, (int)curves->columns / DOTS_X, rows - 1};
	return curve->ends;
}

static int by_row(const void *a, const void *b)
{
	const struct end *x = a, *y = b;
	return x->row != y->row ? x->row - y->row : x->curve->rank > y->curve->rank ? 1 : -1;
}

/* Assigns each end a row of its own, near its preferred one. */
static void spread(struct end *ends, int n, int rows)
{
	for (int i = 1; i < n; i++)
		if (ends[i].row <= ends[i - 1].row)
			ends[i].row = ends[i - 1].row + 1;
	for (int i = n - 1, room = rows - 1; i >= 0; i--, room--)
		if (ends[i].row > room)
			ends[i].row = room;
		else
			room = ends[i].row;
}

static void draw_end(const struct model *m, struct grid *g, struct rect r, const struct end *end)
{
	const struct run *run = m->runs[end->curve->run];
	struct style style = {.fg = ROLE_RUN + run->colour};
	char value[FORMAT_TEXT];
	format_value_in(value, end->curve->last, r.w - 2);
	if (end->curve->run == m->run_focus)
		style.attr = ATTR_BOLD;
	grid_char(g, r.x, r.y + end->row, (unsigned char)run->letter, style);
	if (!isfinite(end->curve->last))
		style = (struct style){.fg = ROLE_ERROR, .attr = ATTR_BOLD};
	if (r.w > 3)
		grid_text(g, r.x + 2, r.y + end->row, r.w - 2, value, style);
}

/* Draws the end of the focused run, then as many others as there are rows. */
static void draw_ends(const struct model *m, struct grid *g, struct rect r,
		      const struct curves *curves)
{
	struct end *ends = need_zeroed(curves->n, sizeof *ends);
	int n = 0;
	for (size_t i = curves->n; i-- > 0 && n < r.h;)
		n += find_end(curves, &curves->curve[i], r.h, &ends[n]);
	qsort(ends, (size_t)n, sizeof *ends, by_row);
	spread(ends, n, r.h);
	for (int i = 0; i < n; i++)
		draw_end(m, g, r, &ends[i]);
	free(ends);
}

/* --- axes ------------------------------------------------------------------------------------- */

/* Returns whether a curve exceeds the range of the y axis. */
static bool off_scale(const struct curves *c)
{
	for (size_t k = 0; k < c->n; k++)
		for (size_t i = 0; i < c->columns; i++) {
			const tfe_column *col = &c->curve[k].smooth.columns[i];
			if (col->count && (col->max > c->y.hi || col->min < c->y.lo))
				return true;
		}
	return false;
}

static void draw_title(struct grid *g, struct rect r, const struct tag *tag,
		       const struct curves *curves, bool active)
{
	struct title t;
	title_init(&t, tag->name, active);
	if (curves->nonfinite)
		title_note(&t, (struct style){.fg = ROLE_ERROR}, "%" PRIu64 " not finite",
			   curves->nonfinite);
	title_findings(&t, tag);
	if (curves->left_out)
		title_note(&t, (struct style){.fg = ROLE_WARNING}, "%zu of %zu curves", curves->n,
			   curves->n + curves->left_out);
	if (off_scale(curves))
		title_note(&t, (struct style){.fg = ROLE_FAINT}, "\u2195 off scale");
	title_draw(&t, g, r);
}

/* --- the whole -------------------------------------------------------------------------------- */

/* Returns the plot, with `label` columns for labels on its left and the ends on its right if they
 * fit. */
static struct rect plot_of(struct rect r, int label, struct rect *ends)
{
	struct rect plot = {r.x + label + 1, r.y + 1, r.w - label - 1, r.h - 1 - axis_rows(r.h)};
	int width = plot.w >= 30 ? ENDS_W : 2;
	plot.w -= width;
	*ends = (struct rect){plot.x + plot.w + (width > 2), plot.y, width - (width > 2), plot.h};
	return plot;
}

struct chart_places chart_draw(const struct frame *f, struct rect r, const struct tag *tag,
			       bool active)
{
	const struct model *m = f->model;
	struct grid *g = f->grid;
	struct rect ends, plot = plot_of(r, LABEL_W, &ends);
	if (plot.w < 4 || plot.h < 1)
		return (struct chart_places){.plot = plot, .r = r, .x = {SCALE_STEP, 0, 1}};
	struct rect clip = grid_clip(g, r);
	struct curves curves;
	struct ticks ticks;
	curves_load(&curves, f, tag, (size_t)plot.w * DOTS_X);
	axis_ticks(&curves.y, 2 + plot.h / 3, &ticks);
	int label = ticks_width(&ticks, r.w);
	if (label > LABEL_W) { /* wider labels: load the curves for a smaller plot */
		plot = plot_of(r, label, &ends);
		curves_release(&curves);
		curves_load(&curves, f, tag, (size_t)(plot.w > 1 ? plot.w : 1) * DOTS_X);
		axis_ticks(&curves.y, 2 + plot.h / 3, &ticks);
	}
	draw_title(g, r, tag, &curves, active);
	axis_draw_y(g, plot, r.x, &curves.y, &ticks);
	axis_draw_x(g, plot, r, &curves.x, curves.one_place);
	if (!curves.missing) {
		draw_curves(m, g, plot, &curves);
		draw_ends(m, g, ends, &curves);
		if (axis_rows(r.h) > 1)
			restart_marks_draw(m, g, plot, &curves);
	}
	if (!curves.n && !curves.missing)
		grid_text(g, plot.x + 1, plot.y + plot.h / 2, plot.w - 1, "no run drawn",
			  (struct style){.fg = ROLE_FAINT});
	struct chart_places places = {plot, r, curves.x};
	curves_release(&curves);
	g->clip = clip;
	return places;
}

static bool blank(const struct grid *g, int x, int y, int width)
{
	for (int i = 0; i < width; i++)
		if (grid_at(g, x + i, y)->cp[0] != ' ')
			return false;
	return true;
}

/* Draws text beside the line at column x, in the first row with enough blanks on either side. */
static void note_beside(struct grid *g, struct rect plot, int x, const char *text,
			struct style style)
{
	int width = text_width(text);
	for (int y = plot.y; y < plot.y + plot.h; y++) {
		int right = x + 2, left = x - 1 - width;
		if (right + width <= plot.x + plot.w && blank(g, right - 1, y, width + 2)) {
			grid_text(g, right, y, width, text, style);
			return;
		}
		if (left > plot.x && blank(g, left - 1, y, width + 2)) {
			grid_text(g, left, y, width, text, style);
			return;
		}
	}
}

void chart_mark(struct grid *g, const struct chart_places *p, double at, const char *what,
		struct style style)
{
	int column = axis_column(&p->x, at, p->plot.w), x = p->plot.x + column;
	if (column < 0)
		return;
	for (int y = p->plot.y; y < p->plot.y + p->plot.h; y++)
		if (grid_at(g, x, y)->cp[0] == ' ')
			grid_char(g, x, y, 0x2502, (struct style){.fg = ROLE_CURSOR});
		else
			grid_tint(g, (struct rect){x, y, 1, 1},
				  (struct style){.attr = ATTR_REVERSE});
	if (what)
		note_beside(g, p->plot, x, what, style);
	axis_mark_x(g, p->plot, p->r, &p->x, at, column);
}
