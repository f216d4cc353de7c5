/* view: a grid of character cells, plain data that all outputs (terminal, text, SVG) share. */
#ifndef TBTOP_VIEW_CELLS_H
#define TBTOP_VIEW_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/printf_like.h"
#include "tbtop/model/geometry.h"
#include "tbtop/model/glyphs.h"
#include "tbtop/view/palette.h"

/* A half-open rectangle: columns x to x + w, rows y to y + h. */
struct rect {
	int x, y, w, h;
};

/* Neither a style nor a cell has padding: equal cells have equal bytes. */
struct style {
	colour fg, bg;
	uint8_t attr; /* ATTR_* */
	uint8_t zero[3];
};

enum { CELL_CODEPOINTS = 4 };

/* A base character and its combining characters. A character that is two columns wide is followed
 * by a cell of width 0. */
struct cell {
	uint32_t cp[CELL_CODEPOINTS]; /* unused elements are 0 */
	uint8_t width;
	uint8_t zero[3];
	struct style style;
};

/* Pixels over cells that are blank: a sequence of bytes for the terminal. */
struct overlay {
	struct rect r;
	const char *bytes; /* valid until the next frame begins */
	size_t n;
	uint64_t number; /* of the sequence: equal bytes have equal numbers */
};
enum { OVERLAYS_MOST = 64 };

struct grid {
	int w, h;
	struct cell *cells; /* in rows */
	struct rect clip;   /* cells outside are not changed */
	enum glyph_tier glyphs;
	enum colour_tier colours; /* of the output: with few colours, some views draw shades */
	enum graphics graphics;   /* what overlays may use */
	int cell_w, cell_h;       /* pixels of a cell, where graphics are shown */
	struct overlay overlay[OVERLAYS_MOST];
	int overlays;
	struct scheme scheme;
	struct target *targets; /* what is drawn where */
	size_t n_targets, targets_capacity;
};

/* Initializes a grid of blanks, at least 1x1. Pair with grid_release. */
void grid_init(struct grid *g, int w, int h, enum glyph_tier glyphs);
void grid_release(struct grid *g);
/* Changes the size and fills the grid with blanks. */
void grid_resize(struct grid *g, int w, int h);

/* Returns the cell at a position inside the grid. */
struct cell *grid_at(const struct grid *g, int x, int y);

/* Intersects the clip with r. Returns the previous clip, which the caller restores. */
struct rect grid_clip(struct grid *g, struct rect r);

/* Draws one character, or its ASCII replacement on a terminal without it. */
void grid_char(struct grid *g, int x, int y, uint32_t cp, struct style style);

/* Draws text in at most `max` columns; longer text ends with an ellipsis. The text may contain any
 * bytes: control characters, invalid UTF-8 and characters that control the terminal are shown as
 * escapes. Returns the number of columns used. */
int grid_text(struct grid *g, int x, int y, int max, const char *text, struct style style);
/* Does the same for n bytes in the first row of r. */
int grid_bytes(struct grid *g, struct rect r, const char *text, size_t n, struct style style);
/* Does the same, but shortens long text at the front. */
int grid_text_tail(struct grid *g, int x, int y, int max, const char *text, struct style style);
int grid_printf(struct grid *g, int x, int y, int max, struct style style, const char *format, ...)
	PRINTF_LIKE(6, 7);

/* Adds pixels over cells; without space for more, they are omitted. */
void grid_overlay(struct grid *g, const struct overlay *overlay);

/* Adds what the mouse finds in a part of the grid. */
void grid_target(struct grid *g, struct rect r, struct target target);

/* Returns the width of the whole text in columns. */
int text_width(const char *text);

void grid_fill(struct grid *g, struct rect r, uint32_t cp, struct style style);
/* Changes the style of existing cells: adds the attributes, and sets fg and bg unless they are
 * COLOUR_DEFAULT. */
void grid_tint(struct grid *g, struct rect r, struct style style);

bool rect_holds(struct rect r, int x, int y);

#endif
