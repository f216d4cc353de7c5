/* view: the outlines of the histograms of several steps: as a ridge, in which each outline is a
 * little lower than that of the step before it and covers it, or over each other. */
#ifndef TBTOP_VIEW_RIDGE_H
#define TBTOP_VIEW_RIDGE_H

#include "tbtop/view/heatmap.h"

/* Draws steps of the curve into r: as a ridge, or with HIST_OVERLAY as an overlay. Each outline has
 * the same area. */
void ridge_draw(const struct frame *f, struct rect r, const struct hist_chart *chart);

#endif
