/* tbtop: the points of an embedding as a figure. */
#ifndef TBTOP_FIGURE_EMBEDDING_H
#define TBTOP_FIGURE_EMBEDDING_H

#include "common/figure_plan.h"
#include "tbtop/cache/caches.h"
#include "tbtop/model/model.h"

/* Makes the plan of what the view shows. Returns false if there is none; then `error` has the
 * reason. */
bool figure_of_embedding(const struct model *m, struct caches *caches, struct figure_plan *plan,
			 char error[FIGURE_ERROR]);

#endif
