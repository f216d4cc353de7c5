/* view: characters of increasing darkness, where colours are missing. */
#ifndef TBTOP_VIEW_SHADE_H
#define TBTOP_VIEW_SHADE_H

#include "tbtop/view/cells.h"

/* Returns the character for a strength from 0 (a blank) to 1; above 0 it is no blank. ASCII has
 * more of them. */
uint32_t shade_of(const struct grid *g, double strength);

#endif
