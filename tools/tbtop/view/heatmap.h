/* view: a heat map of histograms: steps along x, values along y, how many values as brightness. */
#ifndef TBTOP_VIEW_HEATMAP_H
#define TBTOP_VIEW_HEATMAP_H

#include "tbtop/model/model.h"
#include "tbtop/view/cells.h"
#include "tbtop/view/chart.h"

/* Draws one curve of histograms of the tag into r; `mark`: where the chosen step is. */
struct chart_places heatmap_draw(const struct model *m, struct grid *g, struct rect r,
				 const struct tag *tag, const struct curve *curve,
				 const char *title, bool active, bool mark);

#endif
