/* view: cells with two colours, one above the other, as half blocks. */
#include "tbtop/view/half_cells.h"

static int32_t paint(const struct grid *g, colour c)
{
	return palette_paint(c, g->colours, g->scheme).value;
}

void half_cell_draw(struct grid *g, int x, int y, colour top, colour bottom)
{
	enum { UPPER_HALF = 0x2580 };
	bool blank = top == bottom || paint(g, top) == paint(g, bottom);
	grid_char(g, x, y, blank ? ' ' : UPPER_HALF, (struct style){.fg = top, .bg = bottom});
}
