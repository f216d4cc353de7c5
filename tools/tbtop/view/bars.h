/* view: one histogram as bars with a value axis, and its statistics. */
#ifndef TBTOP_VIEW_BARS_H
#define TBTOP_VIEW_BARS_H

#include "tbtop/view/frame.h"
#include "tbtop/view/heatmap.h"

/* Draws the chosen step of the curve into r. */
void bars_draw(const struct frame *f, struct rect r, const struct hist_chart *chart);

/* Draws the count, moments and quantiles of the chosen step, as many as fit into r. */
void bars_numbers(const struct frame *f, struct rect r, const struct curve *curve);

#endif
