/* view: text set in lines. */
#ifndef TBTOP_VIEW_WRAP_H
#define TBTOP_VIEW_WRAP_H

#include "tbtop/view/cells.h"

/* Sets text in lines no wider than r, broken between words where that is possible, and returns how many it takes,
 * those below r, which are not drawn, too. */
int wrap_text(struct grid *g, struct rect r, const char *text, struct style style);

#endif
