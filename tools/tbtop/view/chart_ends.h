/* view: the labels at the right edge of a chart: which curve ends there, and with which value. */
#ifndef TBTOP_VIEW_CHART_ENDS_H
#define TBTOP_VIEW_CHART_ENDS_H

#include "tbtop/view/chart_curves.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/value_text.h"

/* The label of one curve. */
struct end {
	const struct curve_columns *curve;
	double value; /* of the smoothed curve; may be NaN or infinite */
	int row;      /* preferred row, then the row of its own */
	int shift;    /* rows by which it was moved: down if positive */
	int beyond;   /* the value is above (1) or below (-1) the axis */
	char text[VALUE_TEXT];
};

/* Labels from top to bottom. */
struct ends {
	struct end *end;
	size_t n;
	size_t hidden; /* number of curves without a label */
	int width;     /* width of the longest text */
};

/* Chooses the labels for a plot of `rows` rows: that of the focused run, those of the highest and
 * the lowest value, one for NaN, and as many others as there are rows. `reads`: the values are
 * those at the crosshair, not the last ones. Pair with ends_release. */
void ends_choose(struct ends *ends, const struct model *m, const struct curves *curves, int rows,
		 bool reads);
void ends_release(struct ends *ends);

/* Returns the number of columns that the labels need. */
int ends_columns(const struct ends *ends, const struct model *m);

/* Draws the labels; without their values if r is narrower than ends_columns. */
void ends_draw(const struct ends *ends, const struct model *m, struct grid *g, struct rect r);

#endif
