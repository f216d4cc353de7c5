/* view: the steps that a heat map of one series shows, and the axes that fit them. */
#include "tbtop/view/hist_steps.h"

#include <math.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/view/chart_curves.h"

uint64_t hist_chosen(const struct model *m, const tfe_view *view)
{
	return m->crosshair ? tfe_view_nearest(view, m->settings.axis, m->cross_x)
			    : view->count - 1;
}

double hist_x(const struct model *m, const tfe_view *view, const tfe_point *at)
{
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	if (m->settings.axis == TFE_AXIS_STEP)
		return (double)at->step;
	if (m->settings.axis == TFE_AXIS_WALL)
		return at->wall_time;
	tfe_view_get_info(view, &info);
	return at->wall_time - info.first_wall_time;
}

/* --- axes ------------------------------------------------------------------------------------- */

static void fit_x(struct hist_steps *s, const struct frame *f, const struct tag *tag)
{
	const struct model *m = f->model;
	static const enum scale_kind kinds[] = {SCALE_STEP, SCALE_SPAN, SCALE_WALL};
	double lo, hi;
	s->x = (struct axis){kinds[m->settings.axis], 0, 1, 0};
	if (!tfe_view_get_extent(&s->view, m->settings.axis, &lo, &hi))
		return;
	const struct zoom *zoom = curves_zoom(f, tag, &(struct extent){true, lo, hi});
	if (zoom) {
		s->zoomed = true;
		s->x.lo = zoom->x0;
		s->x.hi = zoom->x1;
		return;
	}
	if (!(hi > lo)) {
		s->one_place = true;
		s->x = axis_around(s->x.kind, lo);
		return;
	}
	s->x.lo = lo;
	s->x.hi = hi;
}

/* Returns the visible range of a histogram. With ignore_outliers it excludes the outer 0.1 % at
 * both ends, or the outer 1 % if the tails would otherwise flatten the rest. */
static void ends(const struct model *m, const struct hist *h, double *lo, double *hi)
{
	const tfe_histogram *data = &h->data;
	bool heavy = h->p999 / 3 - h->p01 / 3 > h->p99 - h->p1;
	*lo = data->row[0].left;
	*hi = data->row[data->rows - 1].right;
	if (m->settings.ignore_outliers) {
		*lo = heavy ? h->p1 : h->p01;
		*hi = heavy ? h->p99 : h->p999;
	}
}

static void fit_y(struct hist_steps *s, const struct model *m)
{
	double *values = need_zeroed(s->n * 2 + 1, sizeof *values);
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct hist *h = s->step[i].hist;
		if (h->empty)
			continue;
		ends(m, h, &values[n], &values[n + 1]);
		n += 2;
	}
	s->empty = !n;
	axis_fit(values, n, m->settings.ignore_outliers, SCALE_NUMBER, &s->y);
	free(values);
	for (size_t i = 0; i < s->n; i++) {
		const struct hist *h = s->step[i].hist;
		if (!h->empty && (h->p1 < s->y.lo || h->p99 > s->y.hi))
			s->cut = true;
	}
}

void hist_range(const struct model *m, const struct hist *h, struct axis *axis)
{
	double values[2] = {0};
	if (!h->empty)
		ends(m, h, &values[0], &values[1]);
	axis_fit(values, h->empty ? 0 : 2, false, SCALE_NUMBER, axis);
	axis_make_nice(axis);
}

/* --- steps ------------------------------------------------------------------------------------ */

/* Returns the first and the last visible entry. */
static void in_view(const struct hist_steps *s, const struct model *m, uint64_t *first,
		    uint64_t *last)
{
	*first = 0;
	*last = s->view.count - 1;
	if (!s->zoomed)
		return;
	uint64_t a = tfe_view_nearest(&s->view, m->settings.axis, s->x.lo);
	uint64_t b = tfe_view_nearest(&s->view, m->settings.axis, s->x.hi);
	*first = a < b ? a : b;
	*last = a < b ? b : a;
}

static void add(struct hist_steps *s, const struct frame *f, uint64_t entry, bool chosen)
{
	const struct hist *h = hist_find(f->caches, &s->view, entry);
	if (!h)
		s->missing++;
	else if (!h->good)
		s->bad++;
	else
		s->step[s->n++] = (struct hist_step){.hist = h, .chosen = chosen};
}

/* Assigns columns to steps: each extends halfway to its neighbours and has at least one column. */
static void place(struct hist_steps *s, const struct model *m, int columns)
{
	double *at = need_zeroed(s->n + 1, sizeof *at);
	for (size_t i = 0; i < s->n; i++) {
		double x = axis_place(&s->x, hist_x(m, &s->view, &s->step[i].hist->at));
		at[i] = isfinite(x) ? fmin(fmax(x, -1), 2) * columns : -1;
	}
	for (size_t i = 0; i < s->n; i++) {
		double before = i ? at[i - 1] : at[i], after = i + 1 < s->n ? at[i + 1] : at[i];
		int own = (int)floor(fmin(at[i], columns - 1));
		int from = (int)lround((before + at[i]) / 2), to = (int)lround((at[i] + after) / 2);
		if (s->one_place) {
			from = 0;
			to = columns;
		}
		s->step[i].from = from < own && from >= 0 ? from : own;
		s->step[i].to = to > own && to <= columns ? to : own + 1;
	}
	free(at);
}

void hist_steps_load(struct hist_steps *s, const struct frame *f, const struct tag *tag,
		     const struct curve *curve, int columns)
{
	const struct model *m = f->model;
	*s = (struct hist_steps){.view = tfe_series_view(curve->series)};
	s->y = (struct axis){SCALE_NUMBER, -1, 1, 0};
	fit_x(s, f, tag);
	if (!s->view.count || columns < 1)
		return;
	uint64_t first, last, stride = 1, most = columns > 2 ? (uint64_t)columns : 2;
	in_view(s, m, &first, &last);
	while ((last - first) / stride + 2 > most)
		stride *= 2;
	s->step = need_zeroed(most + 1, sizeof *s->step);
	uint64_t chosen = hist_chosen(m, &s->view), before = first;
	for (uint64_t i = (first + stride - 1) / stride * stride; before <= last; i += stride) {
		uint64_t entry = i < last ? i : last;
		if (chosen >= before && chosen < entry)
			add(s, f, chosen, true);
		add(s, f, entry, chosen == entry);
		before = entry + 1;
	}
	place(s, m, columns);
	fit_y(s, m);
}

void hist_steps_release(struct hist_steps *s)
{
	free(s->step);
	*s = (struct hist_steps){0};
}
