/* view: draws a curve as dots on a canvas. */
#ifndef TBTOP_VIEW_STROKE_H
#define TBTOP_VIEW_STROKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
	const tfe_column *columns; /* n columns, among them all that have entries */
	size_t n;
	struct neighbour left, right;
	const uint32_t *at; /* of each, its dot column on the canvas; ascending. NULL: all */
	size_t width;       /* with `at`: the number of dot columns of the canvas */
};

/* Returns the dot column of column k, and the number of dot columns. */
static inline size_t stroke_at(const struct stroke *s, size_t k)
{
	return s->at ? s->at[k] : k;
}

static inline size_t stroke_width(const struct stroke *s)
{
	return s->at ? s->width : s->n;
}

/* Draws a curve from its columns: lines between entries, and a vertical line from minimum to
 * maximum in each column. A value that is not finite interrupts the line. Isolated points are drawn
 * large. */
void stroke_curve(struct canvas *c, const struct stroke *stroke, const struct axis *y,
		  struct ink ink);

#endif
