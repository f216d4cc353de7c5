/* view: one chart of scalars: curves, axes, and the last values at its right edge. */
#include "tbtop/view/chart.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tbtop/view/axes.h"
#include "tbtop/view/axis.h"
#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/chart_curves.h"
#include "tbtop/view/chart_ends.h"
#include "tbtop/view/curve_groups.h"
#include "tbtop/view/pointer.h"
#include "tbtop/view/restart_marks.h"
#include "tbtop/view/stroke.h"
#include "tbtop/view/superseded.h"
#include "tbtop/view/title.h"

/* Usual widths of the labels. */
enum { LABEL_W = 6, ENDS_W = 10 };

/* --- curves ----------------------------------------------------------------------------------- */

/* Marks the columns with values that are not finite. */
static void draw_nonfinite(struct grid *g, struct rect plot, const struct stroke *raw,
			   struct style style)
{
	style.attr |= ATTR_BOLD;
	for (size_t i = 0; i < raw->n; i++) {
		const tfe_column *col = &raw->columns[i];
		int x = plot.x + (int)stroke_at(raw, i) / DOTS_X;
		if (col->posinf)
			grid_char(g, x, plot.y, 0x25b2, style);
		if (col->neginf)
			grid_char(g, x, plot.y + plot.h - 1, 0x25bc, style);
		if (col->nan)
			grid_char(g, x, plot.y + plot.h - 1, 0x00d7, style);
	}
}

static bool is_baseline(const struct model *m, const struct curve_columns *c)
{
	if (m->baseline >= m->n_runs)
		return false;
	return c->band.n ? m->runs[c->run]->group == m->runs[m->baseline]->group
			 : c->run == m->baseline;
}

/* Returns the dashes of a curve: they tell its tag in a chart of several tags, or the baseline, or
 * else runs of the same colour. */
static uint8_t dash_of(const struct model *m, const struct curves *curves,
		       const struct curve_columns *c, bool mono)
{
	if (c->part)
		return canvas_dash((unsigned)c->part);
	if (is_baseline(m, c))
		return DASH_BASELINE;
	if (curves->parts > 1)
		return 0;
	return canvas_dash(mono ? (unsigned)m->runs[c->run]->rank : m->runs[c->run]->dash);
}

static void draw_curves(const struct model *m, struct grid *g, struct rect plot,
			const struct curves *curves, const struct superseded *superseded)
{
	struct canvas canvas;
	bool smoothed = m->settings.smoothing > 0;
	canvas_init(&canvas, plot.w, plot.h);
	for (size_t i = 0; smoothed && m->settings.raw && i < curves->n; i++) {
		const struct curve_columns *c = &curves->curve[i];
		if (c->band.n)
			continue;
		struct ink ink = {.fg = ROLE_RUN_DIM + m->runs[c->run]->colour,
				  .back = true,
				  .id = curve_id(c)};
		stroke_curve(&canvas, &c->raw, &curves->y, ink);
	}
	superseded_draw(superseded, &canvas, curves, m, g->glyphs);
	for (size_t i = 0; i < curves->n; i++)
		curve_band_draw(&canvas, &curves->curve[i], &curves->y, m);
	for (size_t i = 0; i < curves->n; i++) {
		const struct curve_columns *c = &curves->curve[i];
		const struct run *run = m->runs[c->run];
		struct ink ink = {.fg = ROLE_RUN + run->colour,
				  .top = c->focused,
				  .dash = dash_of(m, curves, c, g->colours == COLOURS_MONO),
				  .id = curve_id(c)};
		stroke_curve(&canvas, &c->smooth, &curves->y, ink);
	}
	canvas_draw(&canvas, g, plot.x, plot.y);
	canvas_release(&canvas);
	for (size_t i = 0; i < curves->n; i++) {
		struct style style = {.fg = ROLE_RUN + m->runs[curves->curve[i].run]->colour};
		draw_nonfinite(g, plot, &curves->curve[i].raw, style);
	}
}

/* Writes the names of the tags, each with the dashes of its curves. */
static void tag_parts_text(const struct tag *tag, char *text, size_t size)
{
	static const char *const dashes[DASHES] = {"\u2501\u2501", "\u2501 \u2501",
						   "\u2501\u2501 \u2501", "\u2501 -"};
	size_t n = (size_t)snprintf(text, size, "%s", tag->name), all = tag_part_count(tag);
	size_t step = tag->rule && tag->rule->margins ? 3 : 1; /* values without their ends */
	if (!tag->rule && all > 1 && n < size)
		n += (size_t)snprintf(text + n, size - n, " %s", dashes[0]);
	for (size_t i = !tag->rule; i < all && n < size && all > 1; i += step)
		n += (size_t)snprintf(text + n, size - n, "  %s %s", tag_part(tag, i)->name,
				      dashes[i / step % DASHES]);
}

/* --- axes ------------------------------------------------------------------------------------- */

/* Returns whether a curve exceeds the range of the y axis. */
static bool off_scale(const struct curves *c)
{
	for (size_t k = 0; k < c->n; k++)
		for (size_t i = 0; i < c->curve[k].smooth.n; i++) {
			const tfe_column *col = &c->curve[k].smooth.columns[i];
			if (col->count && (col->max > c->y.hi || col->min < c->y.lo))
				return true;
		}
	return false;
}

/* Notes the values that the logarithm of the y axis cannot show. */
static void note_not_above_0(struct title *t, const struct curves *c)
{
	if (c->y.kind == SCALE_LOG && c->not_above_0)
		title_note(t, (struct style){.fg = ROLE_WARNING},
			   "%s%" PRIu64 " of %" PRIu64 " not positive",
			   c->inexact ? "at least " : "", c->not_above_0, c->shown);
}

static void draw_title(const struct model *m, struct grid *g, struct rect r,
		       const struct chart *chart, const struct curves *curves)
{
	struct title t;
	char name[256];
	tag_parts_text(chart->tag, name, sizeof name);
	title_init(&t, name, chart->active);
	t.differs = chart->tag->differs;
	if (chart->tag->pinned)
		title_note(&t, (struct style){.fg = ROLE_ACCENT}, "pinned");
	if (curves->nonfinite)
		title_note(&t, (struct style){.fg = ROLE_ERROR}, "%" PRIu64 " not finite",
			   curves->nonfinite);
	note_not_above_0(&t, curves);
	title_findings(&t, chart->tag);
	if (curves->left_out)
		title_note(&t, (struct style){.fg = ROLE_WARNING}, "%zu of %zu curves", curves->n,
			   curves->n + curves->left_out);
	if (curves->without_x)
		title_note(&t, (struct style){.fg = ROLE_WARNING}, "%zu without x",
			   curves->without_x);
	title_zoom(&t, m, chart->tag, curves->zoomed);
	if (!curves->empty && off_scale(curves))
		title_note(&t, (struct style){.fg = ROLE_FAINT}, "\u2195 off scale");
	restart_marks_note(m, curves, &t);
	title_draw(&t, g, r);
}

/* --- the whole -------------------------------------------------------------------------------- */

double chart_column_width(const struct chart_places *p)
{
	int columns = p->plot.w > 0 ? p->plot.w : 1;
	return p->x.hi / columns - p->x.lo / columns;
}

/* The parts of a chart below its title, and the widths of the labels beside the plot. */
struct parts {
	int label, ends;
	struct rect plot, at_end;
};

/* The labels of the curves are reduced to their letters where the plot would become too small. */
static void place(struct parts *p, struct rect r, int letters)
{
	int w = r.w - p->label - 1, ends = w - p->ends - 1 >= 16 ? p->ends + 1 : letters + 1;
	p->plot = (struct rect){r.x + p->label + 1, r.y + 1, w - ends, r.h - 1 - axis_rows(r.h)};
	p->at_end = (struct rect){p->plot.x + p->plot.w + (ends > letters + 1), p->plot.y,
				  ends - (ends > letters + 1), p->plot.h};
}

/* Loads the curves, and again for another width of the plot if the labels beside it need more
 * columns than they have. */
static void load(struct curves *curves, struct superseded *superseded, struct ticks *ticks,
		 struct ends *ends, struct parts *p, const struct frame *f, struct rect r,
		 const struct chart *chart)
{
	const struct model *m = f->model;
	int letters = model_letters_width(m);
	for (bool again = true; again;) {
		place(p, r, letters);
		int w = p->plot.w > 1 ? p->plot.w : 1, h = p->plot.h > 1 ? p->plot.h : 1;
		curves_load(curves, f, chart->tag, (size_t)w * DOTS_X);
		superseded_load(superseded, f, curves);
		superseded_widen(superseded, f, &curves->y);
		axis_align(&curves->y, h, ticks);
		ends_choose(ends, m, curves, h, chart->reads);
		int label = ticks_width(ticks, r.w), width = ends_columns(ends, m);
		again = label > p->label || (width > p->ends && p->at_end.w > letters + 1);
		if (!again)
			return;
		p->label = label > p->label ? label : p->label;
		p->ends = width > p->ends ? width : p->ends;
		ends_release(ends);
		superseded_release(superseded);
		curves_release(curves);
	}
}

/* Returns why the plot is empty, or NULL. */
static const char *empty_reason(const struct curves *c)
{
	if (!c->n)
		return "no run drawn";
	if (!c->empty)
		return NULL;
	return c->shown ? "nothing above 0: y shows them" : "no finite value";
}

struct chart_places chart_draw(const struct frame *f, struct rect r, const struct chart *chart)
{
	const struct model *m = f->model;
	struct grid *g = f->grid;
	struct parts p = {.label = LABEL_W, .ends = ENDS_W};
	struct axis none = {SCALE_STEP, 0, 1, 0};
	place(&p, r, model_letters_width(m));
	if (p.plot.w < 4 || p.plot.h < 1)
		return (struct chart_places){.plot = p.plot, .r = r, .x = none, .y = none};
	struct rect clip = grid_clip(g, r);
	struct curves curves;
	struct superseded superseded;
	struct ticks ticks;
	struct ends ends;
	load(&curves, &superseded, &ticks, &ends, &p, f, r, chart);
	draw_title(m, g, r, chart, &curves);
	ticks.n = curves.empty && curves.n ? 0 : ticks.n;
	axis_draw_y(g, p.plot, r.x, &curves.y, &ticks);
	axis_draw_x(g, p.plot, r, &curves.x, curves.one_place);
	if (!curves.missing) {
		draw_curves(m, g, p.plot, &curves, &superseded);
		ends_draw(&ends, m, g, p.at_end);
		if (axis_rows(r.h) > 1 && !m->x_tag)
			restart_marks_draw(m, g, p.plot, &curves);
	}
	const char *why = empty_reason(&curves);
	if (why && !curves.missing)
		grid_text(g, p.plot.x + 1, p.plot.y + p.plot.h / 2, p.plot.w - 1, why,
			  (struct style){.fg = ROLE_FAINT});
	struct chart_places places = {p.plot, r, curves.x, curves.y};
	pointer_plot(f, &places, chart->tag);
	ends_release(&ends);
	superseded_release(&superseded);
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
