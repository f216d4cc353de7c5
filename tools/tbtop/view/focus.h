/* view: one chart in full size, its crosshair and the values of all runs there. */
#ifndef TBTOP_VIEW_FOCUS_H
#define TBTOP_VIEW_FOCUS_H

#include "tbtop/view/frame.h"

/* Draws the focused tag, which there is. Returns the width of its plot. */
int focus_draw(const struct frame *f, struct rect area);

#endif
