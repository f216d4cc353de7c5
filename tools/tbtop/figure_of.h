/* tbtop: the chart that a screen shows, as a figure. */
#ifndef TBTOP_FIGURE_OF_H
#define TBTOP_FIGURE_OF_H

#include "common/figure_plan.h"
#include "tbtop/cache/caches.h"
#include "tbtop/model/geometry.h"
#include "tbtop/model/model.h"

/* Makes the plan of the focused chart of the view, in a frame with the geometry `seen`. Returns
 * false if it has none, or its points are still being read; then `error` has the reason. Pair with
 * figure_plan_release in any case. */
bool figure_of_model(const struct model *m, struct caches *caches, const struct geometry *seen,
		     struct figure_plan *plan, char error[FIGURE_ERROR]);

#endif
