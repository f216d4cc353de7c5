/* view: a raster of dots, eight per cell, drawn as Braille, quarter blocks or ASCII. */
#include "tbtop/view/dot_canvas.h"

#include <stdlib.h>

#include "common/memory.h"

void canvas_init(struct canvas *c, int w, int h)
{
	*c = (struct canvas){.w = w > 0 ? w : 0, .h = h > 0 ? h : 0};
	c->cells = need_zeroed((size_t)c->w * (size_t)c->h, sizeof *c->cells);
}

void canvas_release(struct canvas *c)
{
	free(c->cells);
	*c = (struct canvas){0};
}

uint8_t canvas_dash(unsigned number)
{
	static const uint8_t dashes[DASHES] = {0, 0x0f, 0x33, 0x17};
	return dashes[number % DASHES];
}

/* Returns whether a dot, or one directly above or below it, is drawn in a cell. */
static inline bool near_dot(const struct canvas_cell *cell, unsigned dot)
{
	return cell->dots & (dot | dot << DOTS_X | dot >> DOTS_X);
}

/* Decides whether ink replaces the other ink of a cell whose dots coincide with it. Cells are
 * grouped so that each curve is visible as short pieces of a line. */
static bool wins(struct canvas_cell *cell, unsigned x, const struct ink *ink)
{
	enum { GROUP = 3 };
	unsigned group = x / GROUP;
	if (cell->last != ink->id + 1) {
		cell->last = ink->id + 1;
		cell->depth = cell->depth < 255 ? cell->depth + 1 : 255;
	}
	unsigned curves = cell->depth + 1u;
	return ink->top ? group % 3 != 0 : group % curves == curves - 1;
}

/* Draws a dot that is known to be on the canvas. */
static inline void ink_dot(struct canvas *c, int x, int y, const struct ink *ink)
{
	if (ink->dash && !(ink->dash >> (c->along++ % 8) & 1))
		return;
	unsigned column = (unsigned)x, row = (unsigned)y;
	unsigned dot = 1u << (row % DOTS_Y * DOTS_X + column % DOTS_X);
	struct canvas_cell *cell =
		&c->cells[(size_t)(row / DOTS_Y) * (size_t)c->w + column / DOTS_X];
	bool mixes = cell->ink.back && ink->back;
	if (!mixes && cell->dots && (cell->ink.id != ink->id || cell->ink.back != ink->back)) {
		if (!cell->ink.back && !ink->back &&
		    (cell->last == ink->id + 1 || near_dot(cell, dot)) &&
		    !wins(cell, column / DOTS_X, ink))
			return;
		cell->dots = 0;
	}
	cell->dots |= (uint8_t)dot;
	cell->ink = *ink;
}

static inline bool is_within(const struct canvas *c, int x, int y)
{
	return x >= 0 && y >= 0 && x < c->w * DOTS_X && y < c->h * DOTS_Y;
}

void canvas_dot(struct canvas *c, int x, int y, struct ink ink)
{
	if (is_within(c, x, y))
		ink_dot(c, x, y, &ink);
}

/* Draws a vertical line, the most frequent element of a chart. */
static void draw_upright(struct canvas *c, int x, int y0, int y1, const struct ink *ink)
{
	int top = y0 < y1 ? y0 : y1, bottom = y0 < y1 ? y1 : y0;
	if (x < 0 || x >= c->w * DOTS_X)
		return;
	if (top < 0)
		top = 0;
	if (bottom >= c->h * DOTS_Y)
		bottom = c->h * DOTS_Y - 1;
	for (int y = top; y <= bottom; y++)
		ink_dot(c, x, y, ink);
}

/* Clips the parameters of a line to 0 to `size` - 1 along one axis. */
static bool clip(double from, double delta, double size, double *t0, double *t1)
{
	if (delta == 0)
		return from >= 0 && from <= size - 1;
	double a = (0 - from) / delta, b = (size - 1 - from) / delta;
	if (a > b) {
		double swap = a;
		a = b;
		b = swap;
	}
	*t0 = a > *t0 ? a : *t0;
	*t1 = b < *t1 ? b : *t1;
	return *t0 <= *t1;
}

/* Draws a line between points on the canvas (Bresenham's algorithm). */
static void draw_within(struct canvas *c, int x0, int y0, int x1, int y1, const struct ink *ink)
{
	int dx = x1 > x0 ? x1 - x0 : x0 - x1, dy = y1 > y0 ? y1 - y0 : y0 - y1;
	int step_x = x1 > x0 ? 1 : -1, step_y = y1 > y0 ? 1 : -1;
	for (int error = dx - dy;;) {
		ink_dot(c, x0, y0, ink);
		if (x0 == x1 && y0 == y1)
			return;
		int twice = 2 * error;
		if (twice > -dy) {
			error -= dy;
			x0 += step_x;
		}
		if (twice < dx) {
			error += dx;
			y0 += step_y;
		}
	}
}

void canvas_line(struct canvas *c, int x0, int y0, int x1, int y1, struct ink ink)
{
	if (x0 == x1) {
		draw_upright(c, x0, y0, y1, &ink);
		return;
	}
	if (is_within(c, x0, y0) && is_within(c, x1, y1)) {
		draw_within(c, x0, y0, x1, y1, &ink);
		return;
	}
	double dx = (double)x1 - x0, dy = (double)y1 - y0, t0 = 0, t1 = 1;
	if (!clip(x0, dx, c->w * DOTS_X, &t0, &t1) || !clip(y0, dy, c->h * DOTS_Y, &t0, &t1))
		return;
	draw_within(c, (int)(x0 + t0 * dx + 0.5), (int)(y0 + t0 * dy + 0.5),
		    (int)(x0 + t1 * dx + 0.5), (int)(y0 + t1 * dy + 0.5), &ink);
}

/* --- characters ------------------------------------------------------------------------------- */

static uint32_t braille(uint8_t dots)
{
	/* The bits of Braille: Unicode numbers the upper six dots by columns, then the lowest
	 * two. */
	static const uint8_t bit[8] = {0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80};
	uint32_t pattern = 0;
	for (int i = 0; i < 8; i++)
		if (dots & 1 << i)
			pattern |= bit[i];
	return 0x2800 + pattern;
}

static uint32_t quarters(uint8_t dots)
{
	/* Index: the sum of upper left 1, upper right 2, lower left 4, lower right 8. */
	static const uint16_t glyph[16] = {' ',    0x2598, 0x259d, 0x2580, 0x2596, 0x258c,
					   0x259e, 0x259b, 0x2597, 0x259a, 0x2590, 0x259c,
					   0x2584, 0x2599, 0x259f, 0x2588};
	int q = 0;
	q |= dots & 0x05 ? 1 : 0;
	q |= dots & 0x0a ? 2 : 0;
	q |= dots & 0x50 ? 4 : 0;
	q |= dots & 0xa0 ? 8 : 0;
	return glyph[q];
}

static int count(uint8_t bits)
{
	int n = 0;
	for (; bits; bits &= (uint8_t)(bits - 1))
		n++;
	return n;
}

/* Returns the lowest or highest row with a dot in a column (0 is the top), or -1. */
static int edge(uint8_t dots, int column, bool lowest)
{
	for (int i = 0; i < DOTS_Y; i++) {
		int row = lowest ? DOTS_Y - 1 - i : i;
		if (dots & 1 << (row * DOTS_X + column))
			return row;
	}
	return -1;
}

static char ascii(uint8_t dots)
{
	static const char level[DOTS_Y] = {'\'', '-', '-', '_'};
	int left = edge(dots, 0, false), right = edge(dots, 1, false);
	int left_low = edge(dots, 0, true), right_low = edge(dots, 1, true);
	if (count(dots) >= 6)
		return '#';
	if (left < 0 || right < 0) {
		int top = left < 0 ? right : left, low = left < 0 ? right_low : left_low;
		if (low - top >= 2)
			return '|';
		return top == 0 ? '\'' : low == DOTS_Y - 1 ? '.' : '-';
	}
	if (left == right && left_low == right_low)
		return left_low - left >= 2 ? '#' : level[left_low - left == 1 ? left : left_low];
	if (left_low >= right_low && left >= right && left_low - right >= 2)
		return '/';
	if (left_low <= right_low && left <= right && right_low - left >= 2)
		return '\\';
	if (left_low - left >= 2 || right_low - right >= 2)
		return '|';
	return level[(left + right_low) / 2];
}

uint32_t canvas_glyph(uint8_t dots, enum glyph_tier tier)
{
	if (!dots)
		return ' ';
	if (tier == GLYPHS_BRAILLE)
		return braille(dots);
	return tier == GLYPHS_BLOCK ? quarters(dots) : (uint32_t)ascii(dots);
}

void canvas_draw(const struct canvas *c, struct grid *g, int x, int y)
{
	for (int row = 0; row < c->h; row++)
		for (int column = 0; column < c->w; column++) {
			const struct canvas_cell *cell = &c->cells[row * c->w + column];
			struct style style = {.fg = cell->ink.fg, .attr = cell->ink.attr};
			if (cell->dots)
				grid_char(g, x + column, y + row,
					  canvas_glyph(cell->dots, g->glyphs), style);
		}
}
