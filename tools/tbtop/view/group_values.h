/* view: the value of a curve in each column, also between its entries. */
#ifndef TBTOP_VIEW_GROUP_VALUES_H
#define TBTOP_VIEW_GROUP_VALUES_H

#include "tbtop/view/stroke.h"

/* Writes a value for each column: the last one in it, or that on the line between its neighbours;
 * NaN before the first and after the last value. */
void stroke_values(const struct stroke *stroke, double *values);

#endif
