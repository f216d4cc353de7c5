/* view: marks on the x axis of a chart where restarts superseded points. */
#ifndef TBTOP_VIEW_RESTART_MARKS_H
#define TBTOP_VIEW_RESTART_MARKS_H

#include "tbtop/view/chart_curves.h"

/* Draws a mark and the number of superseded points on the line of the x axis below the plot. */
void restart_marks_draw(const struct model *m, struct grid *g, struct rect plot,
			const struct curves *curves);

#endif
