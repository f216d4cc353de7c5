/* view: the middle of the values of a group of runs, and the band around it, as the model has
 * chosen them. */
#ifndef TBTOP_VIEW_GROUP_STATS_H
#define TBTOP_VIEW_GROUP_STATS_H

#include "common/group_middle.h"
#include "tbtop/model/model.h"

/* Computes what group_middle_of does. The values are reordered. */
static inline struct group_stats group_stats_of(double *values, size_t n,
						const struct grouping *grouping)
{
	return group_middle_of(values, n, grouping->middle, grouping->band);
}

#endif
