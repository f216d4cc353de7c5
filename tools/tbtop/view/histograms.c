/* view: histograms: pages of heat maps or bars, or one tag in full size with statistics. */
#include "tbtop/view/bars.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/heatmap.h"
#include "tbtop/view/notice.h"
#include "tbtop/view/pages.h"
#include "tbtop/view/ridge.h"

static void not_drawn(struct grid *g, struct rect r, const struct tag *tag)
{
	grid_text(g, r.x + 1, r.y, r.w - 2, tag->name, (struct style){.fg = ROLE_TITLE});
	notice_draw(g, (struct rect){r.x, r.y + 1, r.w, r.h - 1}, ROLE_FAINT, "no run drawn");
}

/* Draws one chart of a page. A series with a single step is drawn as bars. */
static void draw_chart(const struct frame *f, struct rect r, const struct tag *tag, bool active)
{
	const struct model *m = f->model;
	const struct curve *curve = tag_followed(m, tag);
	if (!curve) {
		not_drawn(f->grid, r, tag);
		return;
	}
	tfe_view view = tfe_series_view(curve->series);
	const struct hist_chart chart = {tag, curve, tag->name, active, m->crosshair};
	if (view.count > 1 && (m->hist == HIST_RIDGE || m->hist == HIST_OVERLAY))
		ridge_draw(f, r, &chart);
	else if (m->hist == HIST_BARS || view.count < 2)
		bars_draw(f, r, &chart);
	else
		heatmap_draw(f, r, &chart);
}

/* --- one tag ---------------------------------------------------------------------------------- */

/* The areas of one tag in full size. Hidden parts have no area. */
struct parts {
	struct rect heat, bars, numbers;
};

static struct parts beside(struct rect a)
{
	int side = a.w / 3 < 44 ? 44 : a.w / 3;
	int rows = side / 22 >= 3 ? 5 : side / 22 == 2 ? 7 : 12;
	struct rect right = {a.x + a.w - side, a.y, side, a.h};
	return (struct parts){
		.heat = {a.x, a.y, a.w - side - 1, a.h},
		.bars = {right.x, right.y, side, a.h - rows},
		.numbers = {right.x + 2, right.y + a.h - rows + 1, side - 3, rows - 1},
	};
}

static struct parts below(struct rect a)
{
	int rows = a.h * 2 / 5 < 9 ? 9 : a.h * 2 / 5, side = a.w >= 90 ? 46 : 24;
	struct rect low = {a.x, a.y + a.h - rows, a.w, rows};
	return (struct parts){
		.heat = {a.x, a.y, a.w, a.h - rows},
		.bars = {low.x, low.y, a.w - side, rows},
		.numbers = {low.x + a.w - side + 1, low.y + 1, side - 1, rows - 1},
	};
}

static struct parts parts_of(const struct model *m, struct rect a, bool single)
{
	bool bars = m->hist != HIST_HEAT || single;
	if (!bars && a.w >= 110 && a.h >= 16)
		return beside(a);
	if (!bars && a.w >= 56 && a.h >= 17)
		return below(a);
	int rows = a.h >= 14 ? (a.w >= 66 ? 5 : 7) : 2;
	struct parts p = {.numbers = {a.x + 1, a.y + a.h - rows, a.w - 2, rows}};
	*(bars ? &p.bars : &p.heat) = (struct rect){a.x, a.y, a.w, a.h - rows};
	return p;
}

/* Returns the width of the heat map's plot, or 0 without one. */
static int draw_one(const struct frame *f, struct rect area)
{
	const struct model *m = f->model;
	const struct tag *tag = model_focus(m);
	const struct curve *curve = tag_followed(m, tag);
	if (!curve) {
		not_drawn(f->grid, area, tag);
		return 0;
	}
	tfe_view view = tfe_series_view(curve->series);
	struct parts p = parts_of(m, area, view.count < 2);
	struct hist_chart chart = {tag, curve, tag->name, m->pane == PANE_MAIN, true};
	int width = 0;
	if (p.heat.w)
		width = heatmap_draw(f, p.heat, &chart).plot.w;
	chart.title = p.heat.w ? "values" : tag->name;
	chart.active = !p.heat.w;
	if (p.bars.w && view.count > 1 && (m->hist == HIST_RIDGE || m->hist == HIST_OVERLAY))
		ridge_draw(f, p.bars, &chart);
	else if (p.bars.w)
		bars_draw(f, p.bars, &chart);
	bars_numbers(f, p.numbers, curve);
	return width;
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	if (!m->tags[TAG_HISTOGRAMS].n_rows)
		nothing_draw(m, f->grid, area, "histograms");
	else if (m->focused && model_focus(m))
		out->plot_columns = draw_one(f, area);
	else
		pages_draw(f, area, out->focus_row, draw_chart);
}

const struct view_entry histograms_view = {pages_measure, draw, NULL};
