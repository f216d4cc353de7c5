/* view: one chart in full size, with a crosshair and a table of the values of all runs. */
#ifndef TBTOP_VIEW_FOCUS_H
#define TBTOP_VIEW_FOCUS_H

#include "tbtop/view/frame.h"

/* Draws the focused tag, which must exist. Returns the width of its plot. */
int focus_draw(const struct frame *f, struct rect area);

#endif
