/* view: the curves of one chart as columns, and the axes that fit them. */
#include "tbtop/view/chart_curves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/model/column_cache.h"
#include "tbtop/view/dot_canvas.h"

/* What is drawn last lies on top: the focused run, below it the others in the order of their list. */
static int by_depth(const void *a, const void *b)
{
	const struct curve_columns *x = a, *y = b;
	if (x->focused != y->focused)
		return x->focused ? 1 : -1;
	return x->rank < y->rank ? 1 : -1;
}

/* What one chart may take. It has room for hundreds of curves on any screen: more cannot be told apart. */
enum { CHART_BYTES = 24 << 20 };

/* Keeps the curves that lie on top of the others. */
static void leave_out(struct curves *c)
{
	/* Of each column: raw and smoothed values, and what fit_y collects of both. */
	const size_t each = c->columns * (2 * sizeof(tfe_column) + 4 * sizeof(double));
	size_t most = CHART_BYTES / each > 0 ? CHART_BYTES / each : 1;
	if (c->n <= most)
		return;
	c->left_out = c->n - most;
	memmove(c->curve, c->curve + c->left_out, most * sizeof *c->curve);
	c->n = most;
}

static void choose(struct curves *c, const struct model *m, const struct tag *tag)
{
	c->curve = need_zeroed(tag->n_curves, sizeof *c->curve);
	for (size_t i = 0; i < tag->n_curves; i++) {
		size_t run = tag->curves[i].run;
		if (!run_drawn(m->runs[run]))
			continue;
		tfe_view view = tfe_series_view(tag->curves[i].series);
		if (view.count)
			c->curve[c->n++] = (struct curve_columns){.run = run,
								  .rank = m->runs[run]->rank,
								  .focused = run == m->run_focus,
								  .view = view};
	}
	qsort(c->curve, c->n, sizeof *c->curve, by_depth);
	leave_out(c);
}

static void fit_x(struct curves *c, const struct model *m, const struct tag *tag)
{
	static const enum scale_kind kinds[] = {SCALE_STEP, SCALE_SPAN, SCALE_WALL};
	c->x = (struct axis){kinds[m->settings.axis], 0, 1};
	if (m->zoom.on) {
		c->x.lo = m->zoom.x0;
		c->x.hi = m->zoom.x1;
		return;
	}
	double lo, hi;
	if (!tag_extent(m, tag, &lo, &hi))
		return;
	if (!(hi > lo)) { /* one place: in the middle */
		c->one_place = true;
		c->x = axis_around(c->x.kind, lo);
		return;
	}
	c->x.lo = lo;
	c->x.hi = hi;
	axis_round_ends(&c->x, (int)c->columns / DOTS_X);
}

static struct neighbour neighbour_of(const struct curves *c, const struct curve_beside *beside)
{
	if (!beside->is)
		return (struct neighbour){0};
	return (struct neighbour){true, axis_place(&c->x, beside->x) * (double)c->columns,
				  beside->value};
}

static const struct curve_window *window_of(const struct curves *c, const struct model *m,
					    const tfe_view *view, double smoothing)
{
	return column_cache_get(m->columns, view, m->settings.axis, c->x.lo, c->x.hi, smoothing,
				c->columns);
}

static bool load_columns(struct curves *c, const struct model *m, struct curve_columns *curve)
{
	double weight = m->settings.smoothing;
	const struct curve_window *raw = window_of(c, m, &curve->view, 0), *smooth = raw;
	if (weight > 0)
		smooth = window_of(c, m, &curve->view, weight);
	if (!raw || !smooth) {
		c->missing |= column_cache_missed(m->columns);
		return false;
	}
	curve->raw = raw->columns;
	curve->raw_left = neighbour_of(c, &raw->left);
	curve->raw_right = neighbour_of(c, &raw->right);
	curve->smooth = smooth->columns;
	curve->left = neighbour_of(c, &smooth->left);
	curve->right = neighbour_of(c, &smooth->right);
	for (size_t i = 0; i < c->columns; i++) {
		const tfe_column *col = &curve->raw[i];
		uint64_t odd = col->nan + col->posinf + col->neginf;
		c->nonfinite += odd;
		if (col->count || odd) {
			curve->ends = true;
			curve->last = col->count    ? col->last
				      : col->nan    ? NAN
				      : col->posinf ? INFINITY
						    : -INFINITY;
		}
	}
	if (!m->zoom.on && curve->ends)
		curve->last = column_cache_facts(m->columns, &curve->view, m->settings.axis)->last;
	return true;
}

/* The values of a column as far as they count for the range: both ends. */
static size_t take_values(const tfe_column *col, double *values)
{
	if (!col->count)
		return 0;
	values[0] = col->min;
	values[1] = col->max;
	return col->count > 1 ? 2 : 1;
}

/* To what is drawn, the raw curves behind included: TensorBoard fits to the smoothed ones alone, and what is
 * raw leaves the chart. */
static void fit_y(struct curves *c, const struct model *m)
{
	double *values = need_resize(NULL, c->n * c->columns * 4 + 1, sizeof *values);
	size_t n = 0;
	for (size_t k = 0; k < c->n; k++)
		for (size_t i = 0; i < c->columns; i++) {
			n += take_values(&c->curve[k].smooth[i], values + n);
			if (m->settings.raw && c->curve[k].raw != c->curve[k].smooth)
				n += take_values(&c->curve[k].raw[i], values + n);
		}
	c->empty = !axis_fit(values, n, m->settings.ignore_outliers, m->settings.y == Y_LOG, &c->y);
	free(values);
}

void curves_load(struct curves *c, const struct model *m, const struct tag *tag, size_t n)
{
	*c = (struct curves){.columns = n};
	column_cache_chart(m->columns);
	choose(c, m, tag);
	fit_x(c, m, tag);
	size_t good = 0;
	for (size_t i = 0; i < c->n; i++) {
		struct curve_columns curve = c->curve[i];
		if (load_columns(c, m, &curve))
			c->curve[good++] = curve;
	}
	c->n = good;
	fit_y(c, m);
}

void curves_release(struct curves *c)
{
	free(c->curve);
	*c = (struct curves){0};
}
