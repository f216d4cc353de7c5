/* view: axes around a plot, drawn on the grid. */
#ifndef TBTOP_VIEW_AXES_H
#define TBTOP_VIEW_AXES_H

#include "tbtop/view/axis.h"
#include "tbtop/view/cells.h"

/* The row, counted from the top, of `rows` that a value has on a y axis; outside the axis outside the rows. */
int axis_dot(const struct axis *y, double value, int rows);

/* Columns of the longest label, as far as a chart w columns wide has room for labels. */
int ticks_width(const struct ticks *ticks, int w);

/* A line left of the plot, the labels left of it down to column `left`. */
void axis_draw_y(struct grid *g, struct rect plot, int left, const struct axis *y,
		 const struct ticks *ticks);

/* The rows that the x axis takes below a plot, in a chart of h rows: a line with marks where there is room for
 * it, and the labels. */
int axis_rows(int h);

/* The x axis in the rows of r below the plot; with `one_place` a single label in the middle. */
void axis_draw_x(struct grid *g, struct rect plot, struct rect r, const struct axis *x,
		 bool one_place);

/* The column of the plot, `width` wide, that stands for x; -1 outside. */
int axis_column(const struct axis *x, double at, int width);

/* Names a place in place of the labels that are there: an arrow below the plot's column, and the value. */
void axis_mark_x(struct grid *g, struct rect plot, struct rect r, const struct axis *x, double at,
		 int column);

#endif
