/* view: parts of the computation of ticks that several scales use. */
#ifndef TBTOP_VIEW_NUMBER_TICKS_H
#define TBTOP_VIEW_NUMBER_TICKS_H

#include "tbtop/view/axis.h"

/* Returns the larger of the absolute values of both ends. */
double axis_size(const struct axis *axis);

/* Adds a tick. A value that rounding put just outside the axis is moved to its end. Returns false
 * for a value that is not on the axis. */
bool tick_add(struct ticks *ticks, const struct axis *axis, double at);

/* Adds at most `most` ticks at multiples of 1, 2 or 5 times a power of ten. */
void number_ticks(const struct axis *axis, int most, struct ticks *ticks);

#endif
