/* view: one histogram as bars, with its value axis; and its numbers. */
#ifndef TBTOP_VIEW_BARS_H
#define TBTOP_VIEW_BARS_H

#include "tbtop/model/hist_cache.h"
#include "tbtop/model/model.h"
#include "tbtop/view/cells.h"

/* Draws the chosen step of a curve of the tag into r. */
void bars_draw(const struct model *m, struct grid *g, struct rect r, const struct tag *tag,
	       const struct curve *curve, const char *title, bool active);

/* Count, moments and quantiles of the chosen step, as many as r has room for. */
void bars_numbers(const struct model *m, struct grid *g, struct rect r, const struct curve *curve);

#endif
