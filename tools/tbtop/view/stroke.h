/* view: draws a curve as dots on a canvas. */
#ifndef TBTOP_VIEW_STROKE_H
#define TBTOP_VIEW_STROKE_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/series.h>

#include "tbtop/view/axis.h"
#include "tbtop/view/dot_canvas.h"

/* The entry of a curve next to the visible range. A line leads to it. */
struct neighbour {
	bool is;  /* there is one, and its value is finite */
	double x; /* in dots from the left edge of the canvas */
	double value;
};

/* The data of a curve that are drawn. */
struct stroke {
	const tfe_column *columns; /* one for each dot column of the canvas */
	size_t n;
	struct neighbour left, right;
};

/* Draws a curve from its columns: lines between entries, and a vertical line from minimum to
 * maximum in each column. A value that is not finite interrupts the line. Isolated points are drawn
 * large. */
void stroke_curve(struct canvas *c, const struct stroke *stroke, const struct axis *y,
		  struct ink ink);

#endif
