/* view: a heat map of histograms: x is the step, y the value, brightness the number of values. */
#ifndef TBTOP_VIEW_HEATMAP_H
#define TBTOP_VIEW_HEATMAP_H

#include "tbtop/view/chart.h"
#include "tbtop/view/frame.h"

/* The histograms that a chart shows. */
struct hist_chart {
	const struct tag *tag;
	const struct curve *curve; /* one of the tag's curves */
	const char *title;
	bool active; /* it has the focus */
	bool mark;   /* mark the chosen step */
};

/* Draws all steps of the curve into r. */
struct chart_places heatmap_draw(const struct frame *f, struct rect r,
				 const struct hist_chart *chart);

#endif
