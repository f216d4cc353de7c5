/* view: the table below a chart in full size: the values of its runs at the crosshair. */
#ifndef TBTOP_VIEW_FOCUS_TABLE_H
#define TBTOP_VIEW_FOCUS_TABLE_H

#include "tbtop/view/chart.h"

/* Draws a heading and one row per drawn run, as many as fit, in the order of the list of runs.
 * `places`: the chart above it. */
void focus_table_draw(const struct model *m, struct grid *g, struct rect r, const struct tag *tag,
		      const struct chart_places *places);

#endif
