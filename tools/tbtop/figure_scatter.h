/* tbtop: scatter plots as figures: a metric over a hyperparameter, and the points of an
 * embedding. */
#ifndef TBTOP_FIGURE_SCATTER_H
#define TBTOP_FIGURE_SCATTER_H

#include "common/figure_plan.h"
#include "tbtop/cache/caches.h"
#include "tbtop/model/model.h"

/* Both make the plan of what the view shows. Return false if there is none; then `error` has the
 * reason. */
bool figure_of_trials(const struct model *m, struct figure_plan *plan, char error[FIGURE_ERROR]);
bool figure_of_embedding(const struct model *m, struct caches *caches, struct figure_plan *plan,
			 char error[FIGURE_ERROR]);

#endif
