/* view: the axis of a column of trials: numbers on a linear or logarithmic scale, or categories. */
#ifndef TBTOP_VIEW_TRIAL_AXIS_H
#define TBTOP_VIEW_TRIAL_AXIS_H

#include <stdbool.h>
#include <stddef.h>

#include "tbtop/model/trials.h"
#include "tbtop/view/axis.h"

struct trial_axis {
	bool differs; /* there are at least two different values */
	bool numbers;
	struct axis scale;            /* of numbers */
	struct trial_value *category; /* the different values in order; texts are the table's */
	size_t n;                     /* how many */
};

/* Fits an axis to the values of the shown rows. Returns false if there is none that has a place.
 * Pair with trial_axis_release. */
bool trial_axis_fit(struct trial_axis *axis, const struct trials *t, size_t column);
void trial_axis_release(struct trial_axis *axis);

/* Returns the place of a value: 0 at the low end, 1 at the high end; NaN if it has none. */
double trial_axis_place(const struct trial_axis *axis, const struct trial_value *value);

/* Writes the value at an end. */
void trial_axis_end(const struct trial_axis *axis, bool high, char text[TRIAL_TEXT_BYTES]);

#endif
