/* view: one histogram as bars with a value axis. */
#include "tbtop/view/bars.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/view/axes.h"
#include "tbtop/view/chart_curves.h"
#include "tbtop/view/hist_pair.h"
#include "tbtop/view/hist_steps.h"
#include "tbtop/view/notice.h"
#include "tbtop/view/title.h"

enum { LABEL_W = 6, EIGHTHS = 8 };

/* Computes the axis of counts. */
static void fit_counts(const struct model *m, const double *bins, size_t n, struct axis *axis)
{
	double most = 0, least = INFINITY;
	for (size_t i = 0; i < n; i++) {
		most = fmax(most, bins[i]);
		if (bins[i] > 0)
			least = fmin(least, bins[i]);
	}
	*axis = axis_counts(least, most, curves_scale(m));
}

static uint32_t part(int eighths, bool plain)
{
	if (!plain)
		return 0x2580 + (uint32_t)eighths;
	return eighths < 3 ? '.' : eighths < 6 ? ':' : '#';
}

static void draw_bar(struct grid *g, struct rect plot, int x, double place, struct style style)
{
	bool plain = g->glyphs == GLYPHS_ASCII;
	if (!(place > 0))
		return;
	int left = (int)round(fmin(place, 1) * plot.h * EIGHTHS);
	left = left > 0 ? left : 1;
	for (int y = plot.h - 1; y >= 0 && left > 0; y--, left -= EIGHTHS)
		grid_char(g, plot.x + x, plot.y + y, part(left < EIGHTHS ? left : EIGHTHS, plain),
			  style);
}

/* Draws a line at value 0. Bars are drawn over it. */
static void draw_zero(struct grid *g, struct rect plot, const struct axis *x)
{
	int column = axis_column(x, 0, plot.w);
	if (column > 0)
		grid_fill(g, (struct rect){plot.x + column, plot.y, 1, plot.h}, 0x250a,
			  (struct style){.fg = ROLE_FRAME});
}

/* Returns the plot, with `label` columns for labels left of it. */
static struct rect plot_of(struct rect r, int label)
{
	return (struct rect){r.x + label + 1, r.y + 1, r.w - label - 2, r.h - 1 - axis_rows(r.h)};
}

/* Draws the normal distribution with the mean and deviation of the histogram: where its bar would
 * end, a line. */
static void draw_normal(struct grid *g, struct rect plot, const struct axis *x,
			const struct axis *y, const tfe_histogram *h)
{
	double mean = tfe_histogram_mean(h), sigma = tfe_histogram_stddev(h);
	double width = x->hi / plot.w - x->lo / plot.w;
	if (!(sigma > 0) || !isfinite(sigma) || !(width > 0))
		return;
	for (int i = 0; i < plot.w; i++) {
		double left = (x->lo + width * i - mean) / sigma, right = left + width / sigma;
		double count = h->num / 2 * (erfc(left / sqrt(2)) - erfc(right / sqrt(2)));
		double place = count > 0 ? axis_place(y, count) : 0;
		int row = plot.h - 1 - (int)(fmin(place, 2) * plot.h);
		if (!(place > 0.5 / plot.h) || row < 0 || row >= plot.h)
			continue;
		struct style style = {.fg = ROLE_TITLE, .attr = ATTR_BOLD};
		grid_char(g, plot.x + i, plot.y + row, 0x2022, style);
	}
}

/* Draws the outline of the histogram that is compared, with as many values as the other one. */
static void draw_other(const struct model *m, struct grid *g, struct rect plot,
		       const struct axis *x, const struct axis *y, const struct hist_pair *p)
{
	double *bins = need_zeroed((size_t)plot.w, sizeof *bins);
	bool same = p->run == p->other_run;
	struct style style = {.fg = same ? ROLE_ACCENT : ROLE_RUN + m->runs[p->other_run]->colour,
			      .attr = ATTR_BOLD};
	tfe_histogram_rebin(&p->other->data, x->lo, x->hi, bins, (size_t)plot.w);
	for (int i = 0; i < plot.w; i++) {
		double count = bins[i] / p->other->data.num * p->shown->data.num;
		double place = count > 0 ? axis_place(y, count) : 0;
		int row = plot.h - 1 - (int)(fmin(fmax(place, 0), 1) * (plot.h - 1) + 0.5);
		if (place > 0)
			grid_char(g, plot.x + i, plot.y + row, 0x2501, style);
	}
	free(bins);
}

static void draw_histogram(const struct model *m, struct grid *g, struct rect r,
			   const struct hist_pair *pair, struct style style)
{
	const struct hist *h = pair->shown;
	struct rect plot = plot_of(r, LABEL_W);
	struct axis x, y;
	struct ticks ticks;
	if (plot.w < 4 || plot.h < 1)
		return;
	hist_range(m, h, &x);
	if (pair->other) {
		struct axis other;
		hist_range(m, pair->other, &other);
		x.lo = fmin(x.lo, other.lo);
		x.hi = fmax(x.hi, other.hi);
	}
	double *bins = need_zeroed((size_t)plot.w, sizeof *bins);
	for (int label = 0; label != plot.x - r.x - 1;) {
		label = plot.x - r.x - 1;
		tfe_histogram_rebin(&h->data, x.lo, x.hi, bins, (size_t)plot.w);
		fit_counts(m, bins, (size_t)plot.w, &y);
		axis_align(&y, plot.h, &ticks);
		int width = ticks_width(&ticks, r.w);
		if (label == LABEL_W && width > label) /* wider labels: compute the smaller plot */
			plot = plot_of(r, width);
	}
	draw_zero(g, plot, &x);
	for (int i = 0; i < plot.w; i++)
		draw_bar(g, plot, i, bins[i] > 0 ? axis_place(&y, bins[i]) : 0, style);
	if (pair->other)
		draw_other(m, g, plot, &x, &y, pair);
	else
		draw_normal(g, plot, &x, &y, &h->data);
	axis_draw_y(g, plot, r.x, &y, &ticks);
	axis_draw_x(g, plot, r, &x, false);
	free(bins);
}

/* Notes with what the histogram is compared, their distance and how far it was shifted. */
static void note_pair(struct title *t, const struct model *m, const struct hist_pair *p)
{
	struct style style = {.fg = ROLE_ACCENT};
	double shift = tfe_histogram_mean(&p->shown->data) - tfe_histogram_mean(&p->other->data);
	title_note(t, style, "KS %.3f  shift %+.4g", p->distance, shift);
	if (p->other_run == p->run)
		title_note(t, style, "against step %" PRId64, p->other->at.step);
	else
		title_note(t, style, "against %s step %" PRId64, m->runs[p->other_run]->letter,
			   p->other->at.step);
}

void bars_draw(const struct frame *f, struct rect r, const struct hist_chart *chart)
{
	const struct model *m = f->model;
	struct grid *g = f->grid;
	struct title t;
	struct rect below = {r.x, r.y + 1, r.w, r.h - 1};
	tfe_view view = tfe_series_view(chart->curve->series);
	const struct hist *h = NULL;
	title_init(&t, chart->title, chart->active);
	t.differs = chart->title == chart->tag->name ? chart->tag->differs : 0;
	if (chart->title == chart->tag->name) { /* otherwise the heat map shows them */
		title_run(&t, m, chart->curve->run);
		title_run_findings(&t, m, chart->tag, chart->curve->run);
	}
	if (view.count)
		h = hist_find(f->caches, &view, hist_chosen(m, &view));
	if (h)
		title_note(&t, (struct style){.fg = ROLE_FAINT}, "step %" PRId64, h->at.step);
	struct hist_pair pair = {.shown = h, .run = chart->curve->run};
	if (h && h->good && !h->empty && hist_pair_find(f, chart->tag, &pair))
		note_pair(&t, m, &pair);
	title_draw(&t, g, r);
	if (!h)
		notice_draw(g, below, ROLE_FAINT, view.count ? "reading" : "no step yet");
	else if (!h->good)
		notice_draw(g, below, ROLE_FAINT, "this step cannot be read");
	else if (h->empty)
		notice_draw(g, below, ROLE_FAINT,
			    h->data.nonfinite ? "NaN or infinities in this step"
					      : "no value in this step");
	else
		draw_histogram(m, g, r, &pair,
			       (struct style){.fg = ROLE_RUN + m->runs[chart->curve->run]->colour});
}
