/* view: the most confused pairs of classes, and one cell of a confusion matrix over the steps. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/view/axes.h"
#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/matrix.h"
#include "tbtop/view/title.h"

enum { CURVE_LEAST = 70, ENTRIES_MOST = 64, LABEL_W = 6, BAR_W = 10 };

static void pair_text(const struct matrix *m, size_t label, size_t prediction, char *text,
		      size_t size)
{
	char from[CLASS_TEXT], to[CLASS_TEXT];
	matrix_class(m->shown, label, from);
	matrix_class(m->shown, prediction, to);
	snprintf(text, size, "%s \u2192 %s", from, to);
}

/* --- the list --------------------------------------------------------------------------------- */

static enum pair_order order_of(enum confusion_share share)
{
	if (share == SHARE_OF_ROW)
		return PAIRS_BY_ROW;
	return share == SHARE_OF_COLUMN ? PAIRS_BY_COLUMN : PAIRS_BY_COUNT;
}

bool matrix_first_pair(const struct confusion *c, enum confusion_share share, size_t *label,
		       size_t *prediction)
{
	const struct class_pair *pair = &c->pair[order_of(share)][0];
	if (!c->n_pairs)
		return false;
	*label = pair->label;
	*prediction = pair->prediction;
	return true;
}

/* Draws a bar of eighths of a cell. */
static void draw_bar(struct grid *g, int x, int y, double part)
{
	int eighths = (int)lround(fmin(fmax(part, 0), 1) * BAR_W * 8);
	for (int i = 0; i < BAR_W && eighths > 0; i++, eighths -= 8)
		grid_char(g, x + i, y, 0x2588 + (uint32_t)(eighths < 8 ? 8 - eighths : 0),
			  (struct style){.fg = ROLE_INFO});
}

static void draw_pair(struct grid *g, struct rect r, const struct matrix *m,
		      const struct class_pair *pair, double most)
{
	const struct class_range labels = {pair->label, pair->label + 1u};
	const struct class_range predictions = {pair->prediction, pair->prediction + 1u};
	char text[2 * CLASS_TEXT + 8], value[FORMAT_TEXT];
	struct matrix alone = *m;
	bool current = m->cursor && m->label == pair->label && m->prediction == pair->prediction;
	struct style style = {.fg = current ? ROLE_ACCENT : COLOUR_DEFAULT};
	alone.from = NULL;
	double share = matrix_value(&alone, labels, predictions);
	matrix_text(&alone, share, value);
	int x = r.x + 1, end = r.x + r.w;
	if (m->share != SHARE_NONE)
		x += grid_printf(g, x, r.y, end - x, style, "%5s %%", value);
	x += grid_printf(g, x, r.y, end - x, style, " %7" PRId64 "  ",
			 confusion_count(&m->shown->matrix, pair->label, pair->prediction));
	pair_text(m, pair->label, pair->prediction, text, sizeof text);
	int bar = end - BAR_W - 1, room = bar - x >= 16 ? bar - 1 - x : end - x;
	grid_text(g, x, r.y, room, text, style);
	if (bar - x >= 16)
		draw_bar(g, bar, r.y, share / most);
}

static void draw_list(struct grid *g, struct rect r, const struct matrix *m)
{
	static const char *const heads[SHARES] = {
		[SHARE_OF_ROW] = "most confused: % of true class",
		[SHARE_OF_COLUMN] = "most confused: % of predicted class",
		[SHARE_OF_TOTAL] = "most confused: % of all examples",
		[SHARE_NONE] = "most confused: examples",
	};
	const struct confusion *c = &m->shown->matrix;
	const struct class_pair *pair = c->pair[order_of(m->share)];
	struct matrix alone = *m;
	struct title t;
	alone.from = NULL;
	title_init(&t, heads[m->share], false);
	title_draw(&t, g, r);
	if (!c->n_pairs) {
		grid_text(g, r.x + 1, r.y + 1, r.w - 1, "no wrong prediction",
			  (struct style){.fg = ROLE_FAINT});
		return;
	}
	double most = matrix_cell(&alone, pair->label, pair->prediction);
	for (size_t i = 0; i < c->n_pairs && (int)i < r.h - 1; i++)
		draw_pair(g, (struct rect){r.x, r.y + 1 + (int)i, r.w, 1}, m, &pair[i], most);
}

/* --- the curve -------------------------------------------------------------------------------- */

/* The values of one cell over steps. */
struct curve_points {
	double *x, *y; /* y: NaN where the share is undefined */
	size_t n, missing;
};

/* Returns the value of a cell in the unit of the axis: percent, or a count. */
static double cell_value(const struct confusion_cell *cell, enum confusion_share share)
{
	const double of[SHARES] = {
		[SHARE_OF_ROW] = (double)cell->support,
		[SHARE_OF_COLUMN] = (double)cell->predicted,
		[SHARE_OF_TOTAL] = (double)cell->total,
		[SHARE_NONE] = 100,
	};
	return of[share] > 0 ? 100 * (double)cell->count / of[share] : (double)NAN;
}

/* Reads at most ENTRIES_MOST entries, evenly spaced. The choice is stable while the series grows,
 * and includes the newest entry. */
static void load(struct curve_points *p, const struct frame *f, const struct matrix *m,
		 const tfe_view *view)
{
	uint64_t stride = 1;
	*p = (struct curve_points){0};
	while (view->count / stride > ENTRIES_MOST)
		stride *= 2;
	p->x = need_zeroed(2 * (ENTRIES_MOST + 2), sizeof *p->x);
	p->y = p->x + ENTRIES_MOST + 2;
	for (uint64_t i = 0; i < view->count; i += stride) {
		uint64_t entry = i + stride < view->count ? i : view->count - 1;
		const struct confusion_cell *cell =
			confusion_cell_find(f->caches, view, entry, m->label, m->prediction);
		p->missing += !cell;
		if (!cell || !cell->is_known)
			continue;
		p->x[p->n] = (double)cell->step;
		p->y[p->n++] = cell_value(cell, m->share);
	}
}

static void draw_line(struct grid *g, struct rect plot, const struct curve_points *p,
		      const struct axis *x, const struct axis *y, colour run)
{
	struct canvas canvas;
	struct ink ink = {.fg = run};
	int before_x = -1, before_y = -1;
	canvas_init(&canvas, plot.w, plot.h);
	for (size_t i = 0; i < p->n; i++) {
		double px = axis_place(x, p->x[i]) * (plot.w * DOTS_X - 1);
		double py = (1 - axis_place(y, p->y[i])) * (plot.h * DOTS_Y - 1);
		bool is = isfinite(px) && isfinite(py);
		int to_x = is ? (int)lround(px) : -1, to_y = is ? (int)lround(py) : -1;
		if (is && before_x >= 0)
			canvas_line(&canvas, before_x, before_y, to_x, to_y, ink);
		else if (is)
			canvas_dot(&canvas, to_x, to_y, ink);
		before_x = to_x;
		before_y = to_y;
	}
	canvas_draw(&canvas, g, plot.x, plot.y);
	canvas_release(&canvas);
}

static void draw_curve(const struct frame *f, struct rect r, const struct matrix *m,
		       const tfe_view *view, colour run)
{
	struct grid *g = f->grid;
	struct rect plot = {r.x + LABEL_W + 1, r.y + 1, r.w - LABEL_W - 2,
			    r.h - 1 - axis_rows(r.h)};
	struct axis x = {.kind = SCALE_STEP}, y;
	struct ticks ticks;
	struct curve_points points;
	struct title t;
	char name[2 * CLASS_TEXT + 8];
	pair_text(m, m->label, m->prediction, name, sizeof name);
	title_init(&t, name, false);
	load(&points, f, m, view);
	if (points.missing)
		title_note(&t, (struct style){.fg = ROLE_FAINT}, "reading");
	title_note(&t, (struct style){.fg = ROLE_FAINT}, m->share == SHARE_NONE ? "count" : "%%");
	title_draw(&t, g, r);
	double *values = need_zeroed(points.n + 2, sizeof *values);
	double most = 0;
	size_t n = 0;
	for (size_t i = 0; i < points.n; i++)
		if (isfinite(points.y[i])) {
			values[n++] = points.y[i];
			most = fmax(most, points.y[i]);
		}
	if (n) {
		/* Shares are compared with none. */
		values[n++] = most > 0 ? 0 : 1;
		axis_fit(values, n, false, SCALE_NUMBER, &y);
		axis_align(&y, plot.h, &ticks);
		bool one =
			!tfe_view_get_extent(view, TFE_AXIS_STEP, &x.lo, &x.hi) || !(x.hi > x.lo);
		if (one)
			x = axis_around(SCALE_STEP, points.x[0]);
		axis_draw_y(g, plot, r.x, &y, &ticks);
		axis_draw_x(g, plot, r, &x, one);
		draw_line(g, plot, &points, &x, &y, run);
	}
	free(values);
	free(points.x);
}

void matrix_pairs_draw(const struct frame *f, struct rect r, const struct matrix *m,
		       const tfe_view *view, colour run)
{
	bool curve = r.w >= CURVE_LEAST && r.h >= 5;
	int list = curve ? r.w / 2 : r.w;
	draw_list(f->grid, (struct rect){r.x, r.y, list, r.h}, m);
	if (curve)
		draw_curve(f, (struct rect){r.x + list, r.y, r.w - list, r.h}, m, view, run);
}
