/* view: cells with two colours, one above the other. */
#ifndef TBTOP_VIEW_HALF_CELLS_H
#define TBTOP_VIEW_HALF_CELLS_H

#include "tbtop/view/cells.h"
#include "tbtop/view/palette.h"

/* The colours of the cell that was drawn last, as the terminal has them. Initialize it with the
 * grid only. */
struct half_cells {
	struct grid *g;
	int row;
	bool drawn; /* a cell of this row */
	int32_t fg, bg;
};

/* Draws a cell. Of the upper and the lower half block it uses the one that has more colours in
 * common with the last cell, so that cells drawn from left to right need few bytes. `bottom` may be
 * COLOUR_DEFAULT. */
void half_cell_draw(struct half_cells *h, int x, int y, colour top, colour bottom);

#endif
