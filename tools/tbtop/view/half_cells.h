/* view: cells with two colours, one above the other. */
#ifndef TBTOP_VIEW_HALF_CELLS_H
#define TBTOP_VIEW_HALF_CELLS_H

#include "tbtop/view/cells.h"
#include "tbtop/view/palette.h"

/* Draws a cell: a blank if the terminal shows both colours alike. `bottom` may be
 * COLOUR_DEFAULT. */
void half_cell_draw(struct grid *g, int x, int y, colour top, colour bottom);

#endif
