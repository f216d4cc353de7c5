/* view: the curves of one chart as columns, and the axes that fit them. */
#include "tbtop/view/curves.h"

#include <math.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/model/column_cache.h"
#include "tbtop/view/canvas.h"

/* What is drawn last lies on top: the focused run, below it the others in the order of their list. */
static int by_depth(const void *a, const void *b)
{
	const struct curve_columns *x = a, *y = b;
	if (x->focused != y->focused)
		return x->focused ? 1 : -1;
	return x->rank < y->rank ? 1 : -1;
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
		double half = fmax(1, fabs(lo) * 1e-9);
		c->one_place = true;
		lo -= half;
		hi += half;
	}
	c->x.lo = lo;
	c->x.hi = hi;
	if (!c->one_place)
		axis_round_ends(&c->x, (int)c->columns / DOTS_X);
}

static double x_of(const struct model *m, const tfe_point *p, double start)
{
	if (m->settings.axis == TFE_AXIS_STEP)
		return (double)p->step;
	return m->settings.axis == TFE_AXIS_WALL ? p->wall_time : p->wall_time - start;
}

/* The entry next to the window, on its left (-1) or right (1), raw and smoothed. */
static void find_neighbour(const struct curves *c, const struct model *m, const tfe_view *view,
			   int side, struct neighbour *raw, struct neighbour *smooth)
{
	tfe_point first, p;
	double edge = side < 0 ? c->x.lo : c->x.hi, value;
	uint64_t i = tfe_view_nearest(view, m->settings.axis, edge);
	if (tfe_view_points(view, 0, &first, 1) != 1 || tfe_view_points(view, i, &p, 1) != 1)
		return;
	double x = x_of(m, &p, first.wall_time);
	if ((x - edge) * side <= 0) { /* in view: the one beyond it */
		if (side < 0 ? i == 0 : i + 1 >= view->count)
			return;
		i += (uint64_t)side;
		if (tfe_view_points(view, i, &p, 1) != 1)
			return;
		x = x_of(m, &p, first.wall_time);
	}
	if (!((x - edge) * side > 0) || !isfinite(p.value))
		return;
	double dots = axis_place(&c->x, x) * (double)c->columns;
	*raw = *smooth = (struct neighbour){true, dots, p.value};
	if (m->settings.smoothing > 0 && !tfe_view_smoothed(view, i, m->settings.smoothing, &value))
		smooth->value = value;
}

static bool load_columns(struct curves *c, const struct model *m, struct curve_columns *curve)
{
	double weight = m->settings.smoothing;
	curve->raw = column_cache_get(m->columns, &curve->view, m->settings.axis, c->x.lo, c->x.hi,
				      0, c->columns);
	curve->smooth = curve->raw;
	if (weight > 0)
		curve->smooth = column_cache_get(m->columns, &curve->view, m->settings.axis,
						 c->x.lo, c->x.hi, weight, c->columns);
	if (!curve->raw || !curve->smooth) {
		c->missing |= column_cache_missed(m->columns);
		return false;
	}
	if (m->zoom.on) {
		find_neighbour(c, m, &curve->view, -1, &curve->raw_left, &curve->left);
		find_neighbour(c, m, &curve->view, 1, &curve->raw_right, &curve->right);
	}
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
