/* common: the points that restarts superseded, as curves of figures. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/figure_fill.h"
#include "common/memory.h"

/* Of a series with more restarts only the points of the latest are drawn. */
enum { RESTARTS_MAX = 32 };

/* The columns in which superseded points are summarised: those of the visible part of x. */
struct grid {
	double x0, x1;
	size_t n;
};

/* Where there are no more steps than columns, each step has one, in its middle. */
static bool make_grid(const struct figure_plan *plan, struct grid *g)
{
	const struct figure_range *range = &plan->figure.x;
	double low = INFINITY, high = -INFINITY, x0, x1;
	for (size_t i = 0; i < plan->n; i++)
		if (tfe_view_get_extent(&plan->source[i].view, plan->axis, &x0, &x1)) {
			low = fmin(low, x0);
			high = fmax(high, x1);
		}
	low = range->on && !isnan(range->low) ? range->low : low;
	high = range->on && !isnan(range->high) ? range->high : high;
	*g = (struct grid){low, high, figure_columns(plan)};
	if (!(high >= low))
		return false;
	if (plan->axis == TFE_AXIS_STEP && high - low < (double)g->n) {
		g->x0 = floor(low) - 0.5;
		g->x1 = ceil(high) + 0.5;
		g->n = (size_t)(g->x1 - g->x0);
	}
	return g->x1 > g->x0;
}

/* Adds the values of a column in the order first, least, greatest, last. */
static void add_column(struct figure_curve *curve, double x, const tfe_column *column)
{
	if (!column->count)
		return;
	figure_curve_add(curve, x, column->first);
	if (column->count == 1)
		return;
	figure_curve_add(curve, x, column->min);
	figure_curve_add(curve, x, column->max);
	figure_curve_add(curve, x, column->last);
}

/* Adds the points of all restarts of a source, each interrupted from the next. */
static bool add_source(const struct figure_plan *plan, const struct grid *g,
		       const struct figure_source *s, struct figure_curve *curve)
{
	tfe_restart restarts[RESTARTS_MAX];
	const double unit = figure_x_unit(plan), width = (g->x1 - g->x0) / (double)g->n;
	size_t n = tfe_view_get_restarts(&s->view, restarts, RESTARTS_MAX);
	tfe_column *column = n ? need_zeroed(g->n, sizeof *column) : NULL;
	bool read = true;
	while (n-- > 0 && read) {
		if (curve->n)
			figure_curve_add(curve, curve->dot[curve->n - 1].x, NAN);
		read = !tfe_view_get_superseded(&s->view, n, plan->axis, g->x0, g->x1, column,
						g->n);
		for (size_t i = 0; i < g->n && read; i++)
			add_column(curve, (g->x0 + ((double)i + 0.5) * width) / unit, &column[i]);
	}
	free(column);
	return read;
}

bool figure_fill_superseded(const struct figure_plan *plan, struct figure *figure,
			    char error[FIGURE_ERROR])
{
	struct grid g;
	const char *name = figure_superseded;
	if (!plan->superseded || plan->grouped || !make_grid(plan, &g))
		return true;
	for (size_t i = 0; i < plan->n; i++) {
		const struct figure_source *s = &plan->source[i];
		if (s->x.series || !tfe_view_get_restarts(&s->view, &(tfe_restart){0}, 1))
			continue;
		struct figure_curve *c = figure_add(figure, name, s->colour, FIGURE_SUPERSEDED);
		if (!add_source(plan, &g, s, c)) {
			snprintf(error, FIGURE_ERROR,
				 "the superseded points of %.190s cannot be read",
				 tfe_series_tag(s->view.series));
			return false;
		}
		name = "";
	}
	return true;
}
