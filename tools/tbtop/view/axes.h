/* view: axes around a plot, drawn on the grid. */
#ifndef TBTOP_VIEW_AXES_H
#define TBTOP_VIEW_AXES_H

#include "tbtop/view/axis.h"
#include "tbtop/view/cells.h"

/* Returns the row of a value on a y axis of `rows` rows, counted from the top. A value outside the
 * axis has a row outside 0 to rows - 1. */
int axis_dot(const struct axis *y, double value, int rows);
/* The same for an axis that is prepared for many values. */
int axis_scale_dot(const struct axis_scale *y, double value, int rows);

/* Returns the width of the longest label, or 0 if a chart w columns wide has no space for it. */
int ticks_width(const struct ticks *ticks, int w);

/* Draws the line left of the plot, and the labels that fit between column `left` and the line. */
void axis_draw_y(struct grid *g, struct rect plot, int left, const struct axis *y,
		 const struct ticks *ticks);

/* Returns the height of the x axis of a chart with h rows: the labels, and a line with ticks if the
 * chart is high enough. */
int axis_rows(int h);

/* Draws the x axis in the rows of r below the plot. `one_place`: a single label in the middle. */
void axis_draw_x(struct grid *g, struct rect plot, struct rect r, const struct axis *x,
		 bool one_place);

/* Returns the column of x in a plot `width` columns wide, or -1 if x is outside the axis. */
int axis_column(const struct axis *x, double at, int width);

/* Draws an arrow below a column of the plot, and the value there, over the other labels. */
void axis_mark_x(struct grid *g, struct rect plot, struct rect r, const struct axis *x, double at,
		 int column);

#endif
