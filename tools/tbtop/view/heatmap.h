/* view: a heat map of histograms: x is the step, y the value, brightness the number of values. */
#ifndef TBTOP_VIEW_HEATMAP_H
#define TBTOP_VIEW_HEATMAP_H

#include "tbtop/view/chart.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/hist_steps.h"

/* The histograms that a chart shows. */
struct hist_chart {
	const struct tag *tag;
	const struct curve *curve; /* one of the tag's curves */
	const char *title;
	bool active; /* it has the focus */
	bool mark;   /* mark the chosen step */
	/* Not for heat maps: the colour of the run, and a second curve that is drawn over it; NULL:
	 * none. */
	colour colour;
	const struct curve *beside;
};

/* What a chart of histograms over steps draws in its plot. */
struct hist_drawing {
	int margin; /* columns right of the plot */
	/* Sets s->y, the value axis, and s->cut. NULL: those of the heat map. */
	void (*fit)(struct hist_steps *s, const struct frame *f, const struct hist_chart *chart);
	/* Draws the steps; `marked` is the column of the chosen step, or -1. */
	void (*plot)(const struct frame *f, struct rect plot, const struct hist_steps *s,
		     const struct hist_chart *chart, int marked);
};

/* Draws title, axes and plot of all steps of the curve into r. */
struct chart_places hist_chart_draw(const struct frame *f, struct rect r,
				    const struct hist_chart *chart,
				    const struct hist_drawing *drawing);

/* Draws the title of a chart of several steps in the first row of r. */
void hist_title_draw(const struct frame *f, struct rect r, const struct hist_chart *chart,
		     const struct hist_steps *s);

/* Draws all steps of the curve as a heat map into r. */
struct chart_places heatmap_draw(const struct frame *f, struct rect r,
				 const struct hist_chart *chart);

#endif
