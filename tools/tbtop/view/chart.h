/* view: one chart of scalars: curves, axes, and the last values at its right edge. */
#ifndef TBTOP_VIEW_CHART_H
#define TBTOP_VIEW_CHART_H

#include "tbtop/view/axis.h"
#include "tbtop/view/frame.h"

struct chart {
	const struct tag *tag;
	bool active; /* it has the focus */
	bool reads;  /* the labels of the curves have the values at the crosshair */
};

/* The geometry of a chart that was drawn. */
struct chart_places {
	struct rect plot, r; /* the plot, and the whole chart */
	struct axis x, y;    /* the ranges that the width and the height of the plot represent */
};

/* Returns the range of x that one column of cells represents. */
double chart_column_width(const struct chart_places *places);

/* Draws the curves of the tag's drawn runs into r. */
struct chart_places chart_draw(const struct frame *f, struct rect r, const struct chart *chart);

/* Marks x = `at` in a chart that was just drawn: a vertical line, a label on the axis and, unless
 * it is NULL, the text `what` beside the line where it hides no curve. */
void chart_mark(struct grid *g, const struct chart_places *places, double at, const char *what,
		struct style style);

#endif
