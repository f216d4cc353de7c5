/* common: the ticks of the axes of figures. */
#ifndef COMMON_FIGURE_TICKS_H
#define COMMON_FIGURE_TICKS_H

#include <stdbool.h>
#include <stddef.h>

enum { TICKS = 32, TICK_LABEL = 24 };

/* An axis from `low` to `high`, which include all values, with ticks in between. */
struct figure_axis {
	double low, high;
	bool log;
	double tick[TICKS];
	char label[TICKS][TICK_LABEL];
	size_t n;
};

/* Makes an axis for values from `low` to `high` (finite; above 0 if `log`), with at most about
 * `most` ticks. */
void figure_axis_make(struct figure_axis *axis, double low, double high, bool log, size_t most);

/* Returns the place of a value on the axis, 0 at its low end, 1 at its high end. */
double figure_axis_at(const struct figure_axis *axis, double value);

#endif
