/* view: a heat map of histograms: steps along x, values along y, how many values as brightness. */
#ifndef TBTOP_VIEW_HEATMAP_H
#define TBTOP_VIEW_HEATMAP_H

#include "tbtop/view/chart.h"
#include "tbtop/view/frame.h"

/* Which histograms a chart shows, and how. */
struct hist_chart {
	const struct tag *tag;
	const struct curve *curve; /* one of the tag */
	const char *title;
	bool active; /* it has the focus */
	bool mark;   /* mark where the chosen step is */
};

/* Draws the steps of the curve into r. */
struct chart_places heatmap_draw(const struct frame *f, struct rect r,
				 const struct hist_chart *chart);

#endif
