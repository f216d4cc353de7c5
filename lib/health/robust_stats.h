/* health: robust statistics of a few numbers. */
#ifndef TFE_HEALTH_ROBUST_STATS_H
#define TFE_HEALTH_ROBUST_STATS_H

#include <stddef.h>

/* The median; 0 of none. Reorders `v`. */
double tfe__median(double *v, size_t n);

/* The median of n <= TFE__WINDOW_MAX numbers that stay as they are. */
enum { TFE__WINDOW_MAX = 64 };
double tfe__window_median(const double *v, size_t n);

/* Theil-Sen: the median of the slopes between all pairs of (i, v[i]), per index. n <=
 * TFE__WINDOW_MAX. */
double tfe__slope(const double *v, size_t n);

/* Mann-Kendall: the normal deviate of the trend of v, with ties; above 1.96 it rises at the 5 %
 * level. */
double tfe__trend(const double *v, size_t n);

#endif
