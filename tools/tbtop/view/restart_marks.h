/* view: marks on the x axis of a chart where restarts superseded points. */
#ifndef TBTOP_VIEW_RESTART_MARKS_H
#define TBTOP_VIEW_RESTART_MARKS_H

#include "tbtop/view/chart_curves.h"
#include "tbtop/view/title.h"

/* Draws a mark and the number of superseded points on the line of the x axis below the plot. */
void restart_marks_draw(const struct model *m, struct grid *g, struct rect plot,
			const struct curves *curves);

/* Adds to the title of a chart in full size how many points restarts superseded: of the focused
 * curve, or of all; of one curve at the crosshair, how many the last restart before it did. */
void restart_marks_note(const struct model *m, const struct curves *curves, struct title *title);

#endif
