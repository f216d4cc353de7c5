/* view: when a curve first reached a value. */
#ifndef TBTOP_VIEW_BASELINE_H
#define TBTOP_VIEW_BASELINE_H

#include <stdbool.h>
#include <stdint.h>

#include <tfevents/series.h>

/* Finds the step of the first entry whose smoothed value is `value` or beyond, seen from the first
 * value of the curve. Returns false if the curve never reaches it. The cost does not grow with the
 * number of points. */
bool curve_reaches(const tfe_view *view, double smoothing, double value, int64_t *step);

#endif
