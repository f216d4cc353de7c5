/* view: one histogram as bars, with its value axis; and its numbers. */
#ifndef TBTOP_VIEW_BARS_H
#define TBTOP_VIEW_BARS_H

#include "tbtop/view/frame.h"
#include "tbtop/view/heatmap.h"

/* Draws the chosen step of the curve into r. */
void bars_draw(const struct frame *f, struct rect r, const struct hist_chart *chart);

/* Count, moments and quantiles of the chosen step, as many as r has room for. */
void bars_numbers(const struct frame *f, struct rect r, const struct curve *curve);

#endif
