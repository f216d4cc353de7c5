/* view: the middle of the values of a group of runs, and the band around it. */
#ifndef TBTOP_VIEW_GROUP_STATS_H
#define TBTOP_VIEW_GROUP_STATS_H

#include <stddef.h>

#include "tbtop/model/model.h"

struct group_stats {
	size_t n;           /* number of finite values */
	double mid, lo, hi; /* NaN if n is 0 */
};

/* Computes the mean or the median of the finite values, and the band: middle -+ the sample standard
 * deviation (divided by n - 1; 0 for one value), middle -+ the standard error (that deviation
 * divided by the root of n), or minimum to maximum. The values are reordered. */
struct group_stats group_stats_of(double *values, size_t n, const struct grouping *grouping);

#endif
