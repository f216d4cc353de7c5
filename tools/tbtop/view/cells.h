/* view: a grid of character cells, the plain data that every output (terminal, text, SVG) is made from. */
#ifndef TBTOP_VIEW_CELLS_H
#define TBTOP_VIEW_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/printf_like.h"
#include "tbtop/model/glyphs.h"
#include "tbtop/view/palette.h"

/* Half-open: columns x to x + w, rows y to y + h. */
struct rect {
	int x, y, w, h;
};

struct style {
	colour fg, bg;
	uint8_t attr; /* ATTR_* */
};

enum { CELL_CODEPOINTS = 4 };

/* A base character and its combining ones. A character two columns wide is followed by a cell of width 0. */
struct cell {
	uint32_t cp[CELL_CODEPOINTS]; /* unused ones are 0 */
	uint8_t width;
	struct style style;
};

struct grid {
	int w, h;
	struct cell *cells; /* row after row */
	struct rect clip;   /* what lies outside is not drawn */
	enum glyph_tier glyphs;
	enum colour_tier
		colours; /* what it will be shown with: some views draw shades where colours are few */
};

/* A grid of blanks, at least 1x1. Pair with grid_release. */
void grid_init(struct grid *g, int w, int h, enum glyph_tier glyphs);
void grid_release(struct grid *g);
/* Blanks of another size. */
void grid_resize(struct grid *g, int w, int h);

/* The cell at a place that is inside the grid. */
struct cell *grid_at(const struct grid *g, int x, int y);

/* Narrows the clip to its part inside r; returns what it was, to be put back by hand. */
struct rect grid_clip(struct grid *g, struct rect r);

/* One character; on a terminal without it, its ASCII stand-in. */
void grid_char(struct grid *g, int x, int y, uint32_t cp, struct style style);

/* Text in at most `max` columns, ended by an ellipsis where it is longer. Any bytes: controls, bytes that are
 * not UTF-8 and characters that steer the terminal are written out as escapes. Returns the columns used. */
int grid_text(struct grid *g, int x, int y, int max, const char *text, struct style style);
/* The same for n bytes in the first row of r. */
int grid_bytes(struct grid *g, struct rect r, const char *text, size_t n, struct style style);
/* The same with the cut at the front, so that the end is kept. */
int grid_text_tail(struct grid *g, int x, int y, int max, const char *text, struct style style);
int grid_printf(struct grid *g, int x, int y, int max, struct style style, const char *format, ...)
	PRINTF_LIKE(6, 7);

/* Columns that the text takes when it is not cut. */
int text_width(const char *text);

void grid_fill(struct grid *g, struct rect r, uint32_t cp, struct style style);
/* Changes the style of what is there: attributes added, fg and bg where they are not COLOUR_DEFAULT. */
void grid_tint(struct grid *g, struct rect r, struct style style);
/* A frame along the inner edge of r. */
void grid_box(struct grid *g, struct rect r, struct style style);

bool rect_holds(struct rect r, int x, int y);

#endif
