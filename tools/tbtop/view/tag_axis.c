/* view: another tag as x axis, such as the epoch or the number of tokens. */
#include "tbtop/view/tag_axis.h"

#include <math.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/view/group_values.h"
#include "tbtop/view/log_columns.h"

enum { PARTS = 4 }; /* columns of steps for each column of the axis */

struct extent tag_axis_extent(const struct frame *f, const struct tag *tag)
{
	const struct model *m = f->model;
	struct extent all = {0};
	for (size_t p = 0; p < tag_part_count(tag); p++) {
		const struct tag *part = tag_part(tag, p);
		for (size_t i = 0; i < part->n_curves; i++) {
			const struct curve *x = tag_curve(m->x_tag, part->curves[i].run);
			if (!x || !run_drawn(m->runs[x->run]))
				continue;
			tfe_view view = tfe_series_view(x->series);
			const struct curve_facts *facts =
				curve_facts(f->caches, &view, TFE_AXIS_STEP);
			extent_join(&all,
				    &(struct extent){!isnan(facts->min), facts->min, facts->max});
		}
	}
	return all;
}

tfe_column *tag_axis_columns(const struct frame *f, size_t run, const tfe_view *view,
			     const struct axis *x, double smoothing, size_t n)
{
	const struct curve *other = tag_curve(f->model->x_tag, run);
	const struct curve_facts *facts = curve_facts(f->caches, view, TFE_AXIS_STEP);
	if (!other || !facts->extends)
		return NULL;
	struct window_range range = {TFE_AXIS_STEP, facts->x0, facts->x1, 0, n * PARTS, 0};
	range.x1 = range.x1 > range.x0 ? range.x1 : range.x0 + 1;
	tfe_view other_view = tfe_series_view(other->series);
	const struct curve_window *places = curve_window(f->caches, &other_view, &range);
	range.smoothing = smoothing;
	const struct curve_window *values = curve_window(f->caches, view, &range);
	if (!places || !values)
		return NULL;
	double width = (range.x1 - range.x0) / (double)range.n;
	const struct curve_beside *left = &places->left, *right = &places->right;
	struct stroke stroke = {
		.columns = places->columns,
		.n = places->n,
		.at = places->at,
		.width = range.n,
		.left = {left->is, (left->x - range.x0) / width, left->value},
		.right = {right->is, (right->x - range.x0) / width, right->value},
	};
	double *at = need_resize(NULL, range.n, sizeof *at);
	tfe_column *columns = columns_none(n);
	stroke_values(&stroke, at);
	for (size_t i = 0; i < values->n; i++) {
		double place = axis_place(x, at[values->at[i]]) * (double)n;
		if (place >= 0 && place <= (double)n)
			column_add(&columns[place < (double)n ? (size_t)place : n - 1],
				   &values->columns[i]);
	}
	free(at);
	return columns;
}

double tag_axis_at(const struct model *m, size_t run, double step)
{
	const struct curve *x = tag_curve(m->x_tag, run);
	tfe_point point;
	if (!x)
		return NAN;
	tfe_view view = tfe_series_view(x->series);
	uint64_t i = tfe_view_nearest(&view, TFE_AXIS_STEP, step);
	return tfe_view_get_points(&view, i, &point, 1) == 1 ? point.value : NAN;
}
