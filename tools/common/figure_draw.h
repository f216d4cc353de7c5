/* common: the parts of drawing a figure. */
#ifndef COMMON_FIGURE_DRAW_H
#define COMMON_FIGURE_DRAW_H

#include "common/figure.h"
#include "common/figure_ticks.h"

/* Returns whether a curve has this shape. */
bool figure_has_shape(const struct figure *figure, enum figure_shape shape);

/* The ranges of the data that can be drawn in the visible part of x. */
struct figure_extent {
	double x0, x1, y0, y1;
	bool any;
};
struct figure_extent figure_extent_of(const struct figure *figure);

/* Moves the ends of y inwards if the figure ignores outliers. Returns the end of the linear part of
 * a symmetric logarithmic axis. */
double figure_extent_refine(const struct figure *figure, struct figure_extent *extent);
/* Widens the range of y to the superseded points of each curve, at each end that none of them is
 * beyond by more than half of the range: points that diverged do not flatten the curves. */
void figure_extent_widen(const struct figure *figure, struct figure_extent *extent, double linear);

/* The place of the axes on the page. */
struct figure_frame {
	struct paper *paper;
	const struct figure *figure;
	struct figure_axis x, y;
	double left, right, top, bottom;
};

/* Makes both axes of a figure that has data, without ticks. */
void figure_axes_make(const struct figure *figure, struct figure_axis *x, struct figure_axis *y);

double figure_page_x(const struct figure_frame *f, double x);
double figure_page_y(const struct figure_frame *f, double y);

/* Copies the end of a text that fits into a width: it distinguishes names more often than the
 * beginning. */
enum { FIGURE_SHORT = 256 };
void figure_shorten(const struct paper *paper, const char *text, double font, double width,
		    char shorter[FIGURE_SHORT]);

/* Returns the pattern of a line: more curves than colours have one. */
unsigned figure_dash(const struct figure *figure, const struct figure_curve *curve);

/* Returns how a curve is drawn. */
struct pen figure_pen(const struct figure *figure, const struct figure_curve *curve);

/* The legend has a line for each name, in a corner of the plot that no curve touches, otherwise
 * right of the plot. */
struct figure_legend {
	size_t names, shown; /* shown: those that fit */
	size_t skipped;      /* bytes at the beginning of names that are all alike */
	double font;
	double width, height;
	bool inside;
	double x, y; /* its upper left corner, if it is inside */
};

/* Measures the legend. */
struct figure_legend figure_legend_of(const struct figure *figure, const struct paper *page);

/* Chooses a free corner of the frame. Returns false if there is none. */
bool figure_legend_place(struct figure_legend *legend, const struct figure_frame *frame);
void figure_legend_draw(const struct figure_legend *legend, const struct figure_frame *frame);

/* --- names and notes -------------------------------------------------------------------------- */

/* Returns the width that the names of the axis y need, at most a part of the page. */
double figure_names_width(const struct figure *figure, const struct paper *paper);

/* Draws the names in place of ticks, and the axes of parallel coordinates. */
void figure_draw_names(const struct figure_frame *f);
void figure_draw_notes(const struct figure_frame *f);

#endif
