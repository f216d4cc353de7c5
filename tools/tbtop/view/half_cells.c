/* view: cells with two colours, one above the other, as half blocks. */
#include "tbtop/view/half_cells.h"

static int32_t paint(const struct grid *g, colour c)
{
	return palette_paint(c, g->colours, g->scheme).value;
}

void half_cell_draw(struct half_cells *h, int x, int y, colour top, colour bottom)
{
	enum { UPPER_HALF = 0x2580, LOWER_HALF = 0x2584 };
	bool follows = h->drawn && h->row == y;
	int32_t above = paint(h->g, top), below = top == bottom ? above : paint(h->g, bottom);
	int same = (h->fg == above) + (h->bg == below);
	int swapped = (h->fg == below) + (h->bg == above);
	bool blank = above == below;
	/* The default colour of text is not that of the background. */
	bool swap = !blank && follows && swapped > same && bottom != COLOUR_DEFAULT;
	grid_char(h->g, x, y, blank ? ' ' : swap ? LOWER_HALF : UPPER_HALF,
		  (struct style){.fg = swap ? bottom : top, .bg = swap ? top : bottom});
	if (!blank || !follows) /* a blank leaves the colour of text as it is */
		h->fg = swap ? below : above;
	h->bg = swap ? above : below;
	h->row = y;
	h->drawn = true;
}
