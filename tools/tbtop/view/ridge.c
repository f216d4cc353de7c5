/* view: the outlines of the histograms of several steps.
 *
 * The outlines are drawn from the front to the back. The highest dot so far of each column (the
 * horizon) hides what lies behind it. */
#include "tbtop/view/ridge.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/view/axes.h"
#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/notice.h"

/* Narrower bins show chance rather than shape. ROW_DOTS: the distance of two outlines. */
enum { LABEL_W = 8, BINS_MOST = 48, ROW_DOTS = 6 };

struct ridge {
	struct hist_steps steps;
	int columns;     /* of cells */
	size_t bins;     /* for each outline */
	double *density; /* the share of values in each bin, of all outlines */
	double most;     /* the highest density of all */
	int *horizon;    /* a row of dots for each column of dots */
};

static void load(struct ridge *ridge, const struct frame *f, const struct hist_chart *chart,
		 int outlines, int columns)
{
	hist_steps_load(&ridge->steps, f, chart->tag, chart->curve, outlines);
	ridge->bins = (size_t)(columns < BINS_MOST ? columns : BINS_MOST);
	ridge->columns = columns;
	ridge->density = need_zeroed(ridge->steps.n * ridge->bins + 1, sizeof(double));
	ridge->horizon = need_zeroed((size_t)columns * DOTS_X, sizeof(int));
	for (size_t i = 0; i < ridge->steps.n; i++) {
		const struct hist *h = ridge->steps.step[i].hist;
		double *density = ridge->density + i * ridge->bins;
		if (h->empty)
			continue;
		tfe_histogram_rebin(&h->data, ridge->steps.y.lo, ridge->steps.y.hi, density,
				    ridge->bins);
		for (size_t k = 0; k < ridge->bins; k++) {
			density[k] /= h->data.num;
			ridge->most = fmax(ridge->most, density[k]);
		}
	}
}

static void release(struct ridge *ridge)
{
	hist_steps_release(&ridge->steps);
	free(ridge->density);
	free(ridge->horizon);
}

/* Returns the height of an outline at a column of dots, as a part of the highest one. Between the
 * middles of bins it is linear. */
static double height_at(const struct ridge *ridge, size_t step, int x)
{
	const double *density = ridge->density + step * ridge->bins;
	double at = ((double)x + 0.5) / (ridge->columns * DOTS_X) * (double)ridge->bins - 0.5;
	size_t i = at > 0 ? (size_t)at : 0, next = i + 1 < ridge->bins ? i + 1 : i;
	double part = fmin(fmax(at - (double)i, 0), 1);
	return (density[i] * (1 - part) + density[next] * part) / ridge->most;
}

/* Draws one outline with its base at a row of dots. The base of a ridge is a line too, where
 * nothing before it hides it. */
static void draw_outline(struct ridge *ridge, struct canvas *canvas, size_t step, int base,
			 int height, bool hides, struct ink ink)
{
	int columns = canvas->w * DOTS_X, before = base;
	for (int x = 0; x < columns; x++) {
		int top = base - (int)lround(height_at(ridge, step, x) * height);
		int from = x && before < top ? before : top, to = x && before > top ? before : top;
		for (int y = from; y <= to; y++)
			if (!hides || y < ridge->horizon[x])
				canvas_dot(canvas, x, y, ink);
		if (hides && top < ridge->horizon[x])
			ridge->horizon[x] = top;
		before = top;
	}
}

/* Returns the number of outlines that fit into a plot. */
static int outlines_in(const struct model *m, int rows)
{
	enum { OVERLAY = 12 };
	int n = m->hist == HIST_OVERLAY ? OVERLAY : rows * DOTS_Y * 2 / 3 / ROW_DOTS;
	return n > 2 ? n : 2;
}

/* Writes the step of an outline left of its base, if the row has no label yet. */
static void label(struct grid *g, struct rect r, struct rect plot, int base, const struct hist *h,
		  int *last_row)
{
	char text[32];
	int row = base / DOTS_Y, width = snprintf(text, sizeof text, "%" PRId64, h->at.step);
	if (row >= *last_row || row < 0 || width > plot.x - 1 - r.x)
		return;
	grid_text(g, plot.x - 1 - width, plot.y + row, width, text,
		  (struct style){.fg = ROLE_FAINT});
	*last_row = row;
}

static void draw_plot(const struct frame *f, struct rect r, struct rect plot, struct ridge *ridge,
		      const struct hist_chart *chart)
{
	const struct model *m = f->model;
	struct canvas canvas;
	const struct hist_steps *s = &ridge->steps;
	bool overlay = m->hist == HIST_OVERLAY;
	colour run = (colour)m->runs[chart->curve->run]->colour;
	int bottom = plot.h * DOTS_Y - 1, apart = s->n > 1 ? bottom * 2 / 3 / (int)(s->n - 1) : 0;
	int height = overlay ? bottom : bottom - apart * (int)(s->n - 1), last_row = plot.h;
	canvas_init(&canvas, plot.w, plot.h);
	for (int x = 0; x < plot.w * DOTS_X; x++)
		ridge->horizon[x] = bottom + 1;
	for (size_t k = 0; k < s->n; k++) { /* the newest is in front */
		size_t i = s->n - 1 - k;
		bool chosen = chart->mark && s->step[i].chosen;
		int base = overlay ? bottom : bottom - apart * (int)k;
		struct ink ink = {.fg = chosen         ? ROLE_ACCENT
					: k * 3 < s->n ? ROLE_RUN + run
						       : ROLE_RUN_DIM + run,
				  .top = chosen,
				  .id = (uint32_t)i};
		draw_outline(ridge, &canvas, i, base, height, !overlay, ink);
		if (!overlay)
			label(f->grid, r, plot, base, s->step[i].hist, &last_row);
	}
	canvas_draw(&canvas, f->grid, plot.x, plot.y);
	canvas_release(&canvas);
}

void ridge_draw(const struct frame *f, struct rect r, const struct hist_chart *chart)
{
	struct grid *g = f->grid;
	struct rect plot = {r.x + LABEL_W + 1, r.y + 1, r.w - LABEL_W - 2,
			    r.h - 1 - axis_rows(r.h)};
	struct ridge ridge = {0};
	if (plot.w < 4 || plot.h < 2)
		return;
	struct rect clip = grid_clip(g, r);
	load(&ridge, f, chart, outlines_in(f->model, plot.h), plot.w);
	hist_title_draw(f, r, chart, &ridge.steps);
	grid_fill(g, (struct rect){plot.x - 1, plot.y, 1, plot.h}, 0x2502,
		  (struct style){.fg = ROLE_FRAME});
	axis_draw_x(g, plot, r, &ridge.steps.y, false);
	if (ridge.most > 0)
		draw_plot(f, r, plot, &ridge, chart);
	else
		notice_draw(g, plot, ROLE_FAINT,
			    ridge.steps.missing ? "reading" : "no finite value in any step");
	release(&ridge);
	g->clip = clip;
}
