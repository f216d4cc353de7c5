/* model: how far the curves of a tag reach. */
#include "tbtop/model/model.h"

bool tag_extent(const struct model *m, const struct tag *tag, double *x0, double *x1)
{
	bool any = false;
	for (size_t i = 0; i < tag->n_curves; i++) {
		double a, b;
		tfe_view view;
		if (!run_drawn(m->runs[tag->curves[i].run]))
			continue;
		view = tfe_series_view(tag->curves[i].series);
		if (!tfe_view_extent(&view, m->settings.axis, &a, &b))
			continue;
		*x0 = any && *x0 < a ? *x0 : a;
		*x1 = any && *x1 > b ? *x1 : b;
		any = true;
	}
	return any;
}
