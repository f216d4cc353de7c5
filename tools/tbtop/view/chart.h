/* view: one chart of scalars: curves, axes, the values at its right end. */
#ifndef TBTOP_VIEW_CHART_H
#define TBTOP_VIEW_CHART_H

#include "tbtop/view/axis.h"
#include "tbtop/view/frame.h"

/* Where the parts of the last chart went. */
struct chart_places {
	struct rect plot, r; /* the plot, and the whole chart */
	struct axis x;       /* what the plot's width stands for */
};

/* Draws the tag's drawn runs into r; `active`: it has the focus. */
struct chart_places chart_draw(const struct frame *f, struct rect r, const struct tag *tag,
			       bool active);

/* A vertical line through a chart that was just drawn, where x is `at`, named on the axis; and beside it what is
 * there, if `what` is not NULL, where that hides no curve. */
void chart_mark(struct grid *g, const struct chart_places *places, double at, const char *what,
		struct style style);

#endif
