/* common: the values that decide the ends of a y axis. */
#ifndef COMMON_OUTLIERS_H
#define COMMON_OUTLIERS_H

#include <stdbool.h>
#include <stddef.h>

/* Moves the ends *least and *most of finite values inwards to 5 % and 95 % of them if the outer
 * ones leave less than a third of the axis to the others. `log`: of a logarithmic axis; then all
 * values are above 0. The values are reordered. */
void outliers_cut(double *values, size_t n, bool log, double *least, double *most);

/* Returns the end of the linear part of a symmetric logarithmic axis: the power of ten below the
 * smallest size among the values, at most five decades below the largest. */
double linear_part(const double *values, size_t n);

#endif
