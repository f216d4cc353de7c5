/* view: the lines of the runs of a group as one line with a band.
 *
 * The rule: in each column of dots a run counts with the value on its line there; columns before
 * the begin and after the end of its line do not count it. Thus precision is averaged at equal
 * recall, and the true positive rate at equal false positive rate. */
#ifndef TBTOP_VIEW_LINE_GROUPS_H
#define TBTOP_VIEW_LINE_GROUPS_H

#include "tbtop/view/axis.h"
#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/group_stats.h"

/* A point of a line: x from 0 at the left to 1 at the right edge of a plot. */
struct line_point {
	double x, y;
};

/* Writes the value of a line in each of the columns; NaN outside of it. The x of successive points
 * never ascend, or never descend. Where several points have one x, the last one counts. Points that
 * are not finite are skipped. */
void line_values(const struct line_point *points, size_t n, size_t columns, double *values);

/* Draws the middle of n lines, and before it the band, which is faint. `values` has a row of
 * columns for each line; the canvas is as wide as they are many. */
void line_group_draw(struct canvas *canvas, const double *values, size_t n,
		     const struct grouping *grouping, const struct axis *y, struct ink line,
		     struct ink band);

/* Draws a band as a pattern of dots: from lo[i] to hi[i] in column i, nothing where they are
 * NaN. */
void band_draw(struct canvas *canvas, const double *lo, const double *hi, size_t columns,
	       const struct axis *y, struct ink ink);

#endif
