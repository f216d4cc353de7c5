/* health: robust statistics of a few numbers. */
#ifndef TFE_HEALTH_ROBUST_STATS_H
#define TFE_HEALTH_ROBUST_STATS_H

#include <stddef.h>

/* The median; 0 if n is 0. The function reorders `v`. */
double tfe__median(double *v, size_t n);

/* The median of n <= TFE__WINDOW_MAX numbers, which are not changed. */
enum { TFE__WINDOW_MAX = 64 };
double tfe__window_median(const double *v, size_t n);

/* The Theil-Sen estimator: the median of the slopes between all pairs of points (i, v[i]), per
 * index. n <= TFE__WINDOW_MAX. */
double tfe__slope(const double *v, size_t n);

/* The Mann-Kendall test with ties: the normal deviate of the trend of v. Above 1.96 the numbers
 * rise, at a significance level of 5 %. */
double tfe__trend(const double *v, size_t n);

#endif
