/* view: long names, shortened so that the part that tells them apart remains. */
#ifndef TBTOP_VIEW_NAMES_H
#define TBTOP_VIEW_NAMES_H

#include "tbtop/view/cells.h"

/* Draws a name in the first row of r. Of a longer name the group before its first '/' and the end
 * remain ("gradients/...norm_003"), or else the part around byte `differs`, at which it begins to
 * differ from its neighbours in the list. Returns the number of columns used. */
int name_draw(struct grid *g, struct rect r, const char *name, size_t differs, struct style style);

#endif
