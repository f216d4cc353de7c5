/* common: the ticks of the axes of figures. */
#ifndef COMMON_FIGURE_TICKS_H
#define COMMON_FIGURE_TICKS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/figure.h"

enum { TICKS = 32, TICK_LABEL = 24 };

/* An axis from `low` to `high`, which include all values, with ticks in between. */
struct figure_axis {
	double low, high;
	enum figure_scale scale;
	double linear; /* of FIGURE_SYMLOG: the axis is linear from -linear to linear */
	double tick[TICKS];
	char label[TICKS][TICK_LABEL];
	size_t n;
};

/* Makes the range of an axis for values from `low` to `high` (finite; above 0 if logarithmic),
 * wide enough to have ticks. */
void figure_axis_make(struct figure_axis *axis, double low, double high, enum figure_scale scale);

/* Widens the axis at both ends by a part of its length. */
void figure_axis_pad(struct figure_axis *axis, double part);

/* Sets the ticks, at most about `most`; `whole`: at whole numbers only. */
void figure_axis_ticks(struct figure_axis *axis, size_t most, bool whole);

/* Sets as many ticks as fit on a horizontal line of `width` letters. */
void figure_axis_ticks_along(struct figure_axis *axis, double width, bool whole);

/* Appends the ticks of an axis of times, for figure_axis_ticks. */
void figure_time_ticks(struct figure_axis *axis, size_t most);

/* Returns the place of a value on the axis, 0 at its low end, 1 at its high end. */
double figure_axis_at(const struct figure_axis *axis, double value);

/* Adds a tick without a label if it is on the axis and there is space. Returns whether it was
 * added. */
bool figure_tick_add(struct figure_axis *axis, double value);

#endif
