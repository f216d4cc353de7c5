/* view: a heat map of histograms: x is the step, y the value, brightness the number of values. */
#include "tbtop/view/heatmap.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/view/axes.h"
#include "tbtop/view/half_cells.h"
#include "tbtop/view/hist_steps.h"
#include "tbtop/view/pointer.h"
#include "tbtop/view/shade.h"
#include "tbtop/view/title.h"

enum { LABEL_W = 6, LEVELS = 40 };

/* The bins of all columns, `rows` per column from the top: the fraction of the step's values in
 * each bin, or a negative number where there is no step. */
struct heat {
	int columns, rows;
	float *share;
	float full; /* the fraction with full brightness */
};

/* --- bins ------------------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

/* Returns the 98th percentile of the fractions above 0, so that a single spike does not darken the
 * rest. */
static float find_full(const struct heat *heat)
{
	enum { SAMPLES = 4096 };
	size_t n = (size_t)heat->columns * (size_t)heat->rows, kept = 0;
	size_t stride = n / SAMPLES + 1;
	float *sample = need_zeroed(n / stride + 2, sizeof *sample), full = 1, most = 0;
	for (size_t i = 0; i < n; i += stride)
		if (heat->share[i] > 0)
			sample[kept++] = heat->share[i];
	for (size_t i = 0; i < n; i++)
		most = fmaxf(most, heat->share[i]);
	if (most > 0)
		full = most;
	if (kept > 0) {
		qsort(sample, kept, sizeof *sample, ascending);
		full = sample[(kept - 1) * 49 / 50];
	}
	free(sample);
	return full;
}

static void fill_step(struct heat *heat, const struct hist_steps *s, const struct hist_step *step,
		      double *bins)
{
	const struct hist *h = step->hist;
	size_t rows = (size_t)heat->rows;
	tfe_histogram_rebin(&h->data, s->y.lo, s->y.hi, bins, rows);
	int from = step->from > 0 ? step->from : 0;
	int to = step->to < heat->columns ? step->to : heat->columns;
	for (int x = from; x < to; x++)
		for (size_t i = 0; i < rows; i++)
			heat->share[(size_t)x * rows + i] =
				h->empty ? 0 : (float)(bins[rows - 1 - i] / h->data.num);
}

static void heat_load(struct heat *heat, const struct hist_steps *s, int columns, int rows)
{
	*heat = (struct heat){.columns = columns, .rows = rows};
	size_t n = (size_t)columns * (size_t)rows;
	heat->share = need_zeroed(n, sizeof *heat->share);
	for (size_t i = 0; i < n; i++)
		heat->share[i] = -1;
	double *bins = need_zeroed((size_t)rows, sizeof *bins);
	for (int chosen = 0; chosen < 2; chosen++)
		for (size_t i = 0; i < s->n; i++)
			if (s->step[i].chosen == chosen)
				fill_step(heat, s, &s->step[i], bins);
	free(bins);
	heat->full = find_full(heat);
}

/* Returns 0 (no values) to 1, or a negative number without a step. The square root makes thin tails
 * visible beside a peak. */
static double brightness(const struct heat *heat, int x, int y)
{
	float share = heat->share[x * heat->rows + y];
	if (!(share > 0))
		return share < 0 ? -1 : 0;
	double t = sqrt(share / heat->full);
	return fmin(fmax(t, 0.08), 1);
}

/* --- cells ------------------------------------------------------------------------------------ */

static colour ramp(double t, bool marked)
{
	colour c = palette_ramp(round(t * LEVELS) / LEVELS);
	if (!marked)
		return c;
	/* Brighten the colour by two fifths. */
	uint32_t out = 0;
	for (int shift = 0; shift <= 16; shift += 8) {
		uint32_t v = c >> shift & 255;
		out |= (v + (255 - v) * 2 / 5) << shift;
	}
	return COLOUR_RGB(out >> 16 & 255, out >> 8 & 255, out & 255);
}

/* Draws two bins per cell, one above the other. */
static void draw_halves(struct grid *g, struct rect plot, const struct heat *heat, int marked)
{
	for (int y = 0; y < plot.h; y++)
		for (int x = 0; x < plot.w; x++) {
			double top = brightness(heat, x, 2 * y),
			       bottom = brightness(heat, x, 2 * y + 1);
			if (top < 0)
				continue;
			half_cell_draw(g, plot.x + x, plot.y + y, ramp(top, x == marked),
				       ramp(bottom, x == marked));
		}
}

static void draw_shades(struct grid *g, struct rect plot, const struct heat *heat, int marked)
{
	for (int y = 0; y < plot.h; y++)
		for (int x = 0; x < plot.w; x++) {
			double t = brightness(heat, x, y);
			struct style style = {.attr = x == marked ? ATTR_REVERSE : 0};
			if (t >= 0)
				grid_char(g, plot.x + x, plot.y + y, shade_of(g, t), style);
		}
}

/* Finds the column of the chosen step. Returns false if it is not visible. */
static bool find_mark(const struct model *m, const struct hist_steps *s, int columns, double *x,
		      int *column)
{
	tfe_point at;
	if (!s->view.count || tfe_view_get_points(&s->view, hist_chosen(m, &s->view), &at, 1) != 1)
		return false;
	*x = hist_x(m, &s->view, &at);
	*column = axis_column(&s->x, *x, columns);
	return *column >= 0;
}

/* --- the whole -------------------------------------------------------------------------------- */

static void draw_bins(const struct frame *f, struct rect plot, const struct hist_steps *s,
		      const struct hist_chart *chart, int marked)
{
	(void)chart;
	struct grid *g = f->grid;
	struct heat heat;
	bool halves = g->glyphs != GLYPHS_ASCII && g->colours <= COLOURS_256;
	heat_load(&heat, s, plot.w, halves ? 2 * plot.h : plot.h);
	if (halves)
		draw_halves(g, plot, &heat, marked);
	else
		draw_shades(g, plot, &heat, marked);
	free(heat.share);
}

void hist_title_draw(const struct frame *f, struct rect r, const struct hist_chart *chart,
		     const struct hist_steps *s)
{
	struct title t;
	title_init(&t, chart->title, chart->active);
	t.differs = chart->title == chart->tag->name ? chart->tag->differs : 0;
	title_run(&t, f->model, chart->curve->run);
	title_run_findings(&t, f->model, chart->tag, chart->curve->run);
	title_zoom(&t, f->model, chart->tag, s->zoomed);
	if (s->bad)
		title_note(&t, (struct style){.fg = ROLE_ERROR}, "%zu unreadable", s->bad);
	if (s->missing)
		title_note(&t, (struct style){.fg = ROLE_FAINT}, "reading");
	else if (s->cut)
		title_note(&t, (struct style){.fg = ROLE_FAINT}, "\u2195 off scale");
	title_draw(&t, f->grid, r);
}

static struct rect plot_of(struct rect r, int label, int margin)
{
	return (struct rect){r.x + label + 1, r.y + 1, r.w - label - 2 - margin,
			     r.h - 1 - axis_rows(r.h)};
}

static void load(struct hist_steps *s, const struct frame *f, const struct hist_chart *chart,
		 const struct hist_drawing *drawing, struct rect plot, struct ticks *ticks)
{
	hist_steps_load(s, f, chart->tag, chart->curve, plot.w);
	if (drawing->fit)
		drawing->fit(s, f, chart);
	axis_align(&s->y, plot.h, ticks);
}

struct chart_places hist_chart_draw(const struct frame *f, struct rect r,
				    const struct hist_chart *chart,
				    const struct hist_drawing *drawing)
{
	struct grid *g = f->grid;
	struct rect plot = plot_of(r, LABEL_W, drawing->margin), clip;
	if (plot.w < 4 || plot.h < 1)
		return (struct chart_places){.plot = plot, .r = r, .x = {SCALE_STEP, 0, 1, 0}};
	clip = grid_clip(g, r);
	struct hist_steps s;
	struct ticks ticks;
	load(&s, f, chart, drawing, plot, &ticks);
	int label = ticks_width(&ticks, r.w);
	if (label > LABEL_W) { /* wider labels: load the steps for a smaller plot */
		plot = plot_of(r, label, drawing->margin);
		hist_steps_release(&s);
		load(&s, f, chart, drawing, plot, &ticks);
	}
	int column = -1;
	double at = 0;
	bool mark = chart->mark && find_mark(f->model, &s, plot.w, &at, &column);
	hist_title_draw(f, r, chart, &s);
	axis_draw_y(g, plot, r.x, &s.y, &ticks);
	axis_draw_x(g, plot, r, &s.x, s.one_place);
	if (plot.w > 0)
		drawing->plot(f, plot, &s, chart, column);
	if (s.empty && !s.missing)
		grid_text(g, plot.x + 1, plot.y + plot.h / 2, plot.w - 1,
			  s.bad ? "cannot be read" : "no finite value in any step",
			  (struct style){.fg = ROLE_FAINT});
	if (mark)
		axis_mark_x(g, plot, r, &s.x, at, column);
	struct chart_places places = {plot, r, s.x, s.y};
	pointer_plot(f, &places, chart->tag);
	hist_steps_release(&s);
	g->clip = clip;
	return places;
}

struct chart_places heatmap_draw(const struct frame *f, struct rect r,
				 const struct hist_chart *chart)
{
	static const struct hist_drawing heat = {.plot = draw_bins};
	return hist_chart_draw(f, r, chart, &heat);
}
