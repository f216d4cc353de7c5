/* view: one chart in full size, its crosshair and the values of all runs there. */
#ifndef TBTOP_VIEW_FOCUS_H
#define TBTOP_VIEW_FOCUS_H

#include "tbtop/model/model.h"
#include "tbtop/view/cells.h"

/* Draws the focused tag, which there is. */
void focus_draw(const struct model *m, struct grid *g, struct rect area, struct geometry *geometry);

#endif
