/* view: a raster of dots, eight per cell, drawn as Braille, quarter blocks or ASCII. */
#ifndef TBTOP_VIEW_DOT_CANVAS_H
#define TBTOP_VIEW_DOT_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "tbtop/view/cells.h"

enum { DOTS_X = 2, DOTS_Y = 4 }; /* dots per cell */

/* The ink of one curve. Within a cell, ink with another id replaces all dots; ink of the background
 * (`back`) only combines with other background ink. Where dots of several curves coincide, the
 * curves take turns in groups of cells, so that none is hidden. */
struct ink {
	colour fg;
	uint8_t attr;
	bool back;
	bool top;     /* it gets most of the cells in which it coincides with other ink */
	uint8_t dash; /* a bit for each of 8 dots along a line: drawn or not; 0: solid */
	uint32_t id;
};

struct canvas_cell {
	uint8_t dots;  /* bit 2 * row + column of a dot */
	uint8_t depth; /* number of inks that coincided here, at most 255 */
	uint32_t last; /* id of the last of them, plus one */
	struct ink ink;
};

struct canvas {
	int w, h;       /* in cells */
	unsigned along; /* position in the dashes of the current line */
	struct canvas_cell *cells;
};

/* Returns the dashes of a number: solid for 0, and for each multiple of DASHES. */
enum {
	DASHES = 4,
	DASH_BASELINE = 0x03, /* of the baseline only */
	/* Of points that restarts superseded only; the second where a character shows no single
	 * dots. */
	DASH_SUPERSEDED = 0x11,
	DASH_SUPERSEDED_WIDE = 0x01
};
uint8_t canvas_dash(unsigned number);

/* Initializes an empty canvas. Pair with canvas_release. */
void canvas_init(struct canvas *c, int w, int h);
void canvas_release(struct canvas *c);

/* Coordinates are dots, from the top left. Dots outside the canvas are ignored. */
void canvas_dot(struct canvas *c, int x, int y, struct ink ink);
void canvas_line(struct canvas *c, int x0, int y0, int x1, int y1, struct ink ink);

/* Copies all cells with dots to the grid, with the top left at (x, y). */
void canvas_draw(const struct canvas *c, struct grid *g, int x, int y);

/* Returns the character for a set of dots. */
uint32_t canvas_glyph(uint8_t dots, enum glyph_tier tier);

#endif
