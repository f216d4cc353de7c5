/* model: how much one quantity depends on another. */
#ifndef TBTOP_MODEL_ASSOCIATION_H
#define TBTOP_MODEL_ASSOCIATION_H

#include <stddef.h>

/* Returns Spearman's rank correlation of n pairs, with the mean rank for equal values; NaN if one
 * side does not differ. */
double rank_correlation(const double *x, const double *y, size_t n);

/* Returns the correlation ratio of the ranks of y: 0 if they have the same mean in all groups, 1
 * if they differ between groups only; NaN if y does not differ. group[i] < n_groups. */
double correlation_ratio(const size_t *group, size_t n_groups, const double *y, size_t n);

#endif
