/* view: a raster of dots, eight to a cell, drawn as Braille, as quarter blocks or as ASCII. */
#ifndef TBTOP_VIEW_DOT_CANVAS_H
#define TBTOP_VIEW_DOT_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "tbtop/view/cells.h"

enum { DOTS_X = 2, DOTS_Y = 4 }; /* of a cell */

/* What was drawn last lies on top: within a cell ink of another colour replaces what is there, but ink of the
 * background (`back`) only mixes with its like. */
struct ink {
	colour fg;
	uint8_t attr;
	bool back;
};

struct canvas_cell {
	uint8_t dots; /* bit 2 * row + column */
	struct ink ink;
};

struct canvas {
	int w, h; /* in cells */
	struct canvas_cell *cells;
};

/* Empty; pair with canvas_release. */
void canvas_init(struct canvas *c, int w, int h);
void canvas_release(struct canvas *c);

/* Coordinates are dots from the top left; what lies outside is not drawn. */
void canvas_dot(struct canvas *c, int x, int y, struct ink ink);
void canvas_line(struct canvas *c, int x0, int y0, int x1, int y1, struct ink ink);

/* Puts every cell that has a dot on the grid, its top left at (x, y). */
void canvas_draw(const struct canvas *c, struct grid *g, int x, int y);

/* The character for dots. */
uint32_t canvas_glyph(uint8_t dots, enum glyph_tier tier);

#endif
