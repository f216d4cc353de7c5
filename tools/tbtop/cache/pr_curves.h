/* cache: precision-recall curves read from disk. */
#ifndef TBTOP_CACHE_PR_CURVES_H
#define TBTOP_CACHE_PR_CURVES_H

#include "common/pr_counts.h"
#include "tbtop/cache/caches.h"

/* Returns entry i of a view, as reads_find does. */
const struct pr_curve *pr_curve_find(struct caches *c, const tfe_view *view, uint64_t i);

/* The average precision of an entry alone, for curves over steps; NaN if it cannot be read. */
struct pr_average {
	tfe_point at;
	double average;
};

const struct pr_average *pr_average_find(struct caches *c, const tfe_view *view, uint64_t i);

#endif
