/* view: loads what a stroke draws: a curve, or the points that a restart superseded. */
#include "tbtop/view/stroke_load.h"

#include <math.h>

#include "tbtop/cache/curve_windows.h"
#include "tbtop/view/log_columns.h"
#include "tbtop/view/tag_axis.h"

static struct neighbour neighbour_of(const struct axis *x, size_t n,
				     const struct curve_beside *beside)
{
	double place = beside->is ? axis_place(x, beside->x) : NAN;
	if (isnan(place)) /* a logarithmic axis has no step 0 */
		return (struct neighbour){0};
	return (struct neighbour){true, place * (double)n, beside->value};
}

bool stroke_load(const struct frame *f, const struct axis *x, size_t n,
		 const struct stroke_source *source, struct stroke *out, tfe_column **own)
{
	const struct window_range range = {f->model->settings.axis, x->lo, x->hi,
					   source->smoothing,       n,     source->restart};
	if (f->model->x_tag) {
		*own = tag_axis_columns(f, source->run, source->view, x, source->smoothing, n);
		*out = (struct stroke){.columns = *own, .n = n};
		return *own != NULL;
	}
	if (x->kind == SCALE_LOG) {
		struct curve_beside left = {0}, right = {0};
		*own = log_columns(f->caches, source->view, x, &range, &left, &right);
		if (*own)
			*out = (struct stroke){*own, n, neighbour_of(x, n, &left),
					       neighbour_of(x, n, &right)};
		return *own != NULL;
	}
	const struct curve_window *w = curve_window(f->caches, source->view, &range);
	if (w)
		*out = (struct stroke){w->columns,
				       w->n,
				       neighbour_of(x, n, &w->left),
				       neighbour_of(x, n, &w->right),
				       w->at,
				       n};
	return w != NULL;
}
