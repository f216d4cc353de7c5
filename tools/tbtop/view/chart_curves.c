/* view: the columns of the curves of one chart, and the axes that fit them. */
#include "tbtop/view/chart_curves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/cache/curve_windows.h"
#include "tbtop/view/curve_groups.h"
#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/log_columns.h"
#include "tbtop/view/stroke_load.h"
#include "tbtop/view/tag_axis.h"

/* Sorts by drawing order: the focused run last, before it the others in reverse order of the
 * list. */
static int by_depth(const void *a, const void *b)
{
	const struct curve_columns *x = a, *y = b;
	if (x->focused != y->focused)
		return x->focused ? 1 : -1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? 1 : -1;
	return x->part < y->part ? 1 : -1;
}

/* The memory limit of one chart. It is enough for hundreds of curves on any screen; more curves
 * cannot be distinguished. */
enum { CHART_BYTES = 24 << 20 };

/* Keeps the curves that are drawn last. */
static void leave_out(struct curves *c)
{
	/* Memory per curve: raw and smoothed columns, and the values that fit_y collects of
	 * both. */
	const size_t each = c->columns * (2 * sizeof(tfe_column) + 4 * sizeof(double));
	size_t most = CHART_BYTES / each > 0 ? CHART_BYTES / each : 1;
	if (c->n <= most)
		return;
	c->left_out = c->n - most;
	memmove(c->curve, c->curve + c->left_out, most * sizeof *c->curve);
	c->n = most;
}

static void choose_part(struct curves *c, const struct model *m, const struct tag *tag, size_t part)
{
	for (size_t i = 0; i < tag->n_curves; i++) {
		size_t run = tag->curves[i].run;
		if (!run_drawn(m->runs[run]))
			continue;
		tfe_view view = tfe_series_view(tag->curves[i].series);
		if (view.count)
			c->curve[c->n++] = (struct curve_columns){.run = run,
								  .rank = m->runs[run]->rank,
								  .focused = run == m->run_focus,
								  .part = part,
								  .tag = tag,
								  .view = view};
	}
}

static void choose(struct curves *c, const struct model *m, const struct tag *tag)
{
	size_t most = 0;
	c->parts = tag_part_count(tag);
	for (size_t part = 0; part < c->parts; part++)
		most += tag_part(tag, part)->n_curves;
	c->curve = need_zeroed(most + 1, sizeof *c->curve);
	for (size_t part = 0; part < c->parts; part++)
		choose_part(c, m, tag_part(tag, part), part);
	qsort(c->curve, c->n, sizeof *c->curve, by_depth);
	leave_out(c);
}

static void join_part(const struct frame *f, const struct tag *tag, struct extent *all)
{
	const struct model *m = f->model;
	for (size_t i = 0; i < tag->n_curves; i++) {
		if (!run_drawn(m->runs[tag->curves[i].run]))
			continue;
		tfe_view view = tfe_series_view(tag->curves[i].series);
		const struct curve_facts *facts = curve_facts(f->caches, &view, m->settings.axis);
		extent_join(all, &(struct extent){facts->extends, facts->x0, facts->x1});
	}
}

/* Returns the extent of all drawn curves, including those that were left out. */
static struct extent find_extent(const struct frame *f, const struct tag *tag)
{
	struct extent all = {0};
	for (size_t i = 0; i < tag_part_count(tag); i++)
		join_part(f, tag_part(tag, i), &all);
	return all;
}

const struct zoom *curves_zoom(const struct frame *f, const struct tag *tag,
			       const struct extent *extent)
{
	const struct zoom *zoom = zoom_of(f->model, tag);
	if (!zoom)
		return NULL;
	const struct extent home = find_extent(f, zoom->tag);
	return zoom_applies(zoom, &home, extent) ? zoom : NULL;
}

static void fit_x(struct curves *c, const struct frame *f, const struct tag *tag)
{
	static const enum scale_kind kinds[] = {SCALE_STEP, SCALE_SPAN, SCALE_WALL};
	const struct model *m = f->model;
	c->x = (struct axis){kinds[m->settings.axis], 0, 1, 0};
	struct extent all = m->x_tag ? tag_axis_extent(f, tag) : find_extent(f, tag);
	if (m->x_tag)
		c->x.kind = SCALE_NUMBER;
	if (!all.is)
		return;
	const struct zoom *zoom = curves_zoom(f, tag, &all);
	if (zoom) {
		c->zoomed = true;
		c->x.lo = zoom->x0;
		c->x.hi = zoom->x1;
		if (m->settings.log_x)
			log_axis(&c->x);
		return;
	}
	if (!(all.x1 > all.x0)) { /* a single x, shown in the middle */
		c->one_place = true;
		c->x = axis_around(c->x.kind, all.x0);
		return;
	}
	c->x.lo = all.x0;
	c->x.hi = all.x1;
	if (m->settings.log_x && !m->x_tag)
		log_axis(&c->x);
	axis_round_ends(&c->x, (int)c->columns / DOTS_X);
}

/* Counts the values of a column that are not above 0. Of a column with both kinds, at least one
 * value is. */
static void count_not_above_0(struct curves *c, const tfe_column *col)
{
	c->shown += col->count;
	if (!col->count || col->min > 0)
		return;
	c->not_above_0 += col->max > 0 ? 1 : col->count;
	c->inexact |= col->max > 0 && col->count > 2;
}

static bool load_columns(struct curves *c, const struct frame *f, struct curve_columns *curve)
{
	const struct model *m = f->model;
	double weight = m->settings.smoothing;
	struct stroke_source source = {.view = &curve->view, .run = curve->run};
	bool good = stroke_load(f, &c->x, c->columns, &source, &curve->raw, &curve->own[0]);
	curve->smooth = curve->raw;
	source.smoothing = weight;
	if (weight > 0)
		good &= stroke_load(f, &c->x, c->columns, &source, &curve->smooth, &curve->own[1]);
	if (!good) {
		c->missing |= caches_missed(f->caches);
		free(curve->own[0]);
		free(curve->own[1]);
		return false;
	}
	for (size_t i = 0; i < curve->raw.n; i++) {
		const tfe_column *col = &curve->raw.columns[i];
		uint64_t nonfinite = col->nan + col->posinf + col->neginf;
		c->nonfinite += nonfinite;
		count_not_above_0(c, col);
		if (col->count || nonfinite) {
			curve->ends = true;
			curve->last = col->count    ? col->last
				      : col->nan    ? NAN
				      : col->posinf ? INFINITY
						    : -INFINITY;
		}
	}
	if (!c->zoomed && curve->ends)
		curve->last = curve_facts(f->caches, &curve->view, m->settings.axis)->last;
	return true;
}

/* Collects the values of a column that affect the range: its minimum and maximum. */
static size_t take_values(const tfe_column *col, double *values)
{
	if (!col->count)
		return 0;
	values[0] = col->min;
	values[1] = col->max;
	return col->count > 1 ? 2 : 1;
}

static size_t take_stroke(const struct stroke *stroke, double *values)
{
	size_t n = 0;
	for (size_t i = 0; i < stroke->n; i++)
		n += take_values(&stroke->columns[i], values + n);
	return n;
}

/* Collects the ends of the line that crosses a range without entries. */
static size_t take_line(const struct stroke *stroke, double *values)
{
	if (!stroke->left.is || !stroke->right.is)
		return 0;
	values[0] = stroke->left.value;
	values[1] = stroke->right.value;
	return 2;
}

/* Collects both edges of the band of a group. */
static size_t take_band(const struct curve_band *band, size_t column, double *values)
{
	if (!band->n || isnan(band->lo[column]))
		return 0;
	values[0] = band->lo[column];
	values[1] = band->hi[column];
	return 2;
}

enum scale_kind curves_scale(const struct model *m)
{
	static const enum scale_kind kinds[Y_SCALES] = {SCALE_NUMBER, SCALE_LOG, SCALE_SYMLOG};
	return kinds[m->settings.y];
}

/* Replaces the ends of the axis that the user chose, where the axis can have them. */
static void set_range(struct axis *y, const struct settings *s)
{
	double lo = y->lo, hi = y->hi;
	if (s->range == RANGE_FROM_0) {
		lo = fmin(lo, 0);
		hi = lo < 0 && hi < 0 ? 0 : hi;
		lo = hi > 0 && y->lo >= 0 ? 0 : lo;
	} else if (s->range == RANGE_UNIT) {
		lo = 0;
		hi = 1;
	} else if (s->range == RANGE_HAND) {
		lo = isnan(s->y_lo) ? lo : s->y_lo;
		hi = isnan(s->y_hi) ? hi : s->y_hi;
	}
	if (hi > lo && (y->kind != SCALE_LOG || lo > 0)) {
		y->lo = lo;
		y->hi = hi;
	}
}

/* Fits the y axis to all that is drawn, including raw curves. TensorBoard fits it to the smoothed
 * curves only, so that raw values leave the chart. */
static void fit_y(struct curves *c, const struct frame *f)
{
	const struct model *m = f->model;
	double *values = need_resize(NULL, c->n * (c->columns * 6 + 2) + 2, sizeof *values);
	size_t n = 0;
	for (size_t k = 0; k < c->n; k++) {
		const struct curve_columns *curve = &c->curve[k];
		bool raw = m->settings.raw && curve->raw.columns != curve->smooth.columns;
		n += take_stroke(&curve->smooth, values + n);
		n += raw ? take_stroke(&curve->raw, values + n) : 0;
		for (size_t i = 0; i < c->columns && curve->band.n; i++)
			n += take_band(&curve->band, i, values + n);
	}
	for (size_t k = 0; k < c->n && !c->shown; k++)
		n += take_line(&c->curve[k].smooth, values + n);
	bool all = f->same_y && f->same_y->is;
	if (all) {
		values[0] = f->same_y->x0;
		values[1] = f->same_y->x1;
		n = 2;
	}
	c->empty =
		!axis_fit(values, n, m->settings.ignore_outliers && !all, curves_scale(m), &c->y);
	free(values);
	set_range(&c->y, &m->settings);
}

void curves_load(struct curves *c, const struct frame *f, const struct tag *tag, size_t n)
{
	*c = (struct curves){.columns = n};
	caches_next_chart(f->caches);
	choose(c, f->model, tag);
	fit_x(c, f, tag);
	size_t good = 0;
	for (size_t i = 0; i < c->n; i++) {
		struct curve_columns curve = c->curve[i];
		if (load_columns(c, f, &curve))
			c->curve[good++] = curve;
	}
	c->without_x = f->model->x_tag && !c->missing ? c->n - good : 0;
	c->n = good;
	if (f->model->grouping.on)
		curve_groups_join(c, f->model);
	if (tag->rule && tag->rule->margins)
		curve_margins_join(c, f->model);
	fit_y(c, f);
}

void curves_release(struct curves *c)
{
	for (size_t i = 0; i < c->n; i++)
		curve_release(&c->curve[i]);
	free(c->curve);
	*c = (struct curves){0};
}
