/* view: a curve as dots on a canvas. */
#ifndef TBTOP_VIEW_STROKE_H
#define TBTOP_VIEW_STROKE_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/series.h>

#include "tbtop/view/axis.h"
#include "tbtop/view/dot_canvas.h"

/* The entry of a curve next to what is in view: its line leads out of the chart. */
struct neighbour {
	bool is;  /* there is one, and it is finite */
	double x; /* in dots from the left of the canvas */
	double value;
};

/* What is drawn of a curve. */
struct stroke {
	const tfe_column *columns; /* one for each dot column of the canvas */
	size_t n;
	struct neighbour left, right;
};

/* Draws a curve from its columns: from entry to entry, least and greatest values in between; never
 * across a value that is not finite. Points that no line leads to are drawn large. */
void stroke_curve(struct canvas *c, const struct stroke *stroke, const struct axis *y,
		  struct ink ink);

#endif
