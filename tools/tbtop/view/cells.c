/* view: a grid of character cells, plain data that all outputs (terminal, text, SVG) share. */
#include "tbtop/view/cells.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "common/memory.h"
#include "common/printable.h"

/* ASCII replacements of the characters that the views draw. */
static const struct {
	uint32_t cp;
	char ascii;
} stand_ins[] = {
	{0x2500, '-'},  {0x2502, '|'}, {0x250c, '+'}, {0x2510, '+'}, {0x2514, '+'}, {0x2518, '+'},
	{0x251c, '+'},  {0x2524, '+'}, {0x252c, '+'}, {0x2534, '+'}, {0x253c, '+'}, {0x2026, '~'},
	{0x25cf, '*'},  {0x25cb, 'o'}, {0x2713, '+'}, {0x2717, 'x'}, {0x00d7, 'x'}, {0x25b2, '^'},
	{0x25bc, 'v'},  {0x25b6, '>'}, {0x25b8, '>'}, {0x25be, 'v'}, {0x2022, '*'}, {0x00b7, '.'},
	{0x2191, '^'},  {0x2193, 'v'}, {0x2190, '<'}, {0x2192, '>'}, {0x2588, '#'}, {0x2593, '#'},
	{0x2592, '+'},  {0x2591, '.'}, {0x254c, '-'}, {0x2506, ':'}, {0x03c3, 's'}, {0x2212, '-'},
	{0x2574, '-'},  {0x2576, '-'}, {0x2575, '|'}, {0x2577, '|'}, {0x250a, ':'}, {0x26a0, '!'},
	{0x2195, '^'},  {0x2501, '='}, {0x2039, '<'}, {0x203a, '>'}, {0x258e, '|'}, {0x00b1, '~'},
	{0x2580, '\''}, {0x2584, '.'},
};

/* Returns the ASCII letter of a letter with an accent, or '_'. */
static uint32_t plain_letter(uint32_t cp)
{
	utf8proc_int32_t parts[8];
	int boundary = 0;
	const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT;
	utf8proc_ssize_t n =
		utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 8, how, &boundary);
	return n > 0 && n <= 8 && parts[0] > ' ' && parts[0] < 0x7f ? (uint32_t)parts[0] : '_';
}

static uint32_t shown_as(uint32_t cp, enum glyph_tier glyphs)
{
	if (glyphs != GLYPHS_ASCII || cp < 0x80)
		return cp;
	for (size_t i = 0; i < sizeof stand_ins / sizeof *stand_ins; i++)
		if (stand_ins[i].cp == cp)
			return (unsigned char)stand_ins[i].ascii;
	return plain_letter(cp);
}

static struct rect intersection(struct rect a, struct rect b)
{
	int x0 = a.x > b.x ? a.x : b.x, y0 = a.y > b.y ? a.y : b.y;
	int x1 = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
	int y1 = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
	return (struct rect){x0, y0, x1 > x0 ? x1 - x0 : 0, y1 > y0 ? y1 - y0 : 0};
}

bool rect_holds(struct rect r, int x, int y)
{
	return x >= r.x && y >= r.y && x < r.x + r.w && y < r.y + r.h;
}

void grid_init(struct grid *g, int w, int h, enum glyph_tier glyphs)
{
	*g = (struct grid){.glyphs = glyphs};
	grid_resize(g, w, h);
}

void grid_release(struct grid *g)
{
	free(g->cells);
	free(g->targets);
	*g = (struct grid){0};
}

void grid_resize(struct grid *g, int w, int h)
{
	g->w = w > 0 ? w : 1;
	g->h = h > 0 ? h : 1;
	g->clip = (struct rect){0, 0, g->w, g->h};
	g->overlays = 0;
	g->n_targets = 0;
	g->cells = need_resize(g->cells, (size_t)g->w * (size_t)g->h, sizeof *g->cells);
	for (size_t i = 0, n = (size_t)g->w * (size_t)g->h; i < n; i++)
		g->cells[i] = (struct cell){.cp = {' '}, .width = 1};
}

void grid_target(struct grid *g, struct rect r, struct target target)
{
	g->targets = need_room(g->targets, g->n_targets, &g->targets_capacity, sizeof *g->targets);
	target.x = r.x;
	target.y = r.y;
	target.w = r.w;
	target.h = r.h;
	g->targets[g->n_targets++] = target;
}

void grid_overlay(struct grid *g, const struct overlay *overlay)
{
	if (g->overlays < OVERLAYS_MOST)
		g->overlay[g->overlays++] = *overlay;
}

struct cell *grid_at(const struct grid *g, int x, int y)
{
	return &g->cells[(size_t)y * (size_t)g->w + (size_t)x];
}

struct rect grid_clip(struct grid *g, struct rect r)
{
	struct rect was = g->clip;
	g->clip = intersection(was, r);
	return was;
}

/* Clears the other half of a wide character whose one half is overwritten. */
static void cut_wide(struct grid *g, int x, int y)
{
	struct cell *c = grid_at(g, x, y);
	if (c->width == 0 && x > 0)
		*grid_at(g, x - 1, y) = (struct cell){.cp = {' '}, .width = 1, .style = c->style};
	if (c->width == 2 && x + 1 < g->w)
		*grid_at(g, x + 1, y) = (struct cell){.cp = {' '}, .width = 1, .style = c->style};
}

static void put(struct grid *g, int x, int y, uint32_t cp, int width, struct style style)
{
	if (!rect_holds(g->clip, x, y) || (width == 2 && !rect_holds(g->clip, x + 1, y)))
		return;
	cut_wide(g, x, y);
	if (width == 2) {
		cut_wide(g, x + 1, y);
		*grid_at(g, x + 1, y) = (struct cell){.style = style};
	}
	*grid_at(g, x, y) = (struct cell){.cp = {cp}, .width = (uint8_t)width, .style = style};
}

static void combine(struct grid *g, int x, int y, uint32_t cp)
{
	if (!rect_holds(g->clip, x, y))
		return;
	if (grid_at(g, x, y)->width == 0 && x > 0)
		x--;
	struct cell *c = grid_at(g, x, y);
	for (int i = 1; i < CELL_CODEPOINTS; i++)
		if (!c->cp[i]) {
			c->cp[i] = cp;
			return;
		}
}

void grid_char(struct grid *g, int x, int y, uint32_t cp, struct style style)
{
	put(g, x, y, shown_as(cp, g->glyphs), 1, style);
}

int grid_bytes(struct grid *g, struct rect r, const char *text, size_t n, struct style style)
{
	const int x = r.x, y = r.y, max = r.w;
	int used = 0; /* columns written */
	int safe = 0; /* columns after which an ellipsis still fits */
	for (size_t at = 0; at < n;) {
		struct printable p = printable_next(text + at, n - at);
		at += p.bytes;
		if (p.width == 0) {
			if (p.cp && used > 0 && g->glyphs != GLYPHS_ASCII)
				combine(g, x + used - 1, y, p.cp);
			continue;
		}
		if (used + p.width > max) {
			if (max > 0) {
				for (int i = safe; i < max; i++)
					put(g, x + i, y, ' ', 1, style);
				grid_char(g, x + safe, y, 0x2026, style);
			}
			return max > 0 ? safe + 1 : 0;
		}
		if (p.cp) {
			uint32_t cp = shown_as(p.cp, g->glyphs);
			put(g, x + used, y, cp, cp < 0x80 ? 1 : p.width, style);
			if (cp < 0x80 && p.width == 2)
				put(g, x + used + 1, y, cp, 1, style);
		} else {
			for (int i = 0; i < p.width; i++)
				put(g, x + used + i, y, (unsigned char)p.escape[i], 1, style);
		}
		used += p.width;
		if (used < max)
			safe = used;
	}
	return used;
}

int grid_text(struct grid *g, int x, int y, int max, const char *text, struct style style)
{
	return grid_bytes(g, (struct rect){x, y, max, 1}, text, strlen(text), style);
}

static int width_of(const char *text, size_t n)
{
	int width = 0;
	for (size_t at = 0; at < n;) {
		struct printable p = printable_next(text + at, n - at);
		at += p.bytes;
		width += p.width;
	}
	return width;
}

int text_width(const char *text)
{
	return width_of(text, strlen(text));
}

int grid_text_tail(struct grid *g, int x, int y, int max, const char *text, struct style style)
{
	size_t n = strlen(text);
	int width = width_of(text, n);
	if (width <= max)
		return grid_bytes(g, (struct rect){x, y, max, 1}, text, n, style);
	if (max <= 0)
		return 0;
	size_t at = 0;
	while (width > max - 1) {
		struct printable p = printable_next(text + at, n - at);
		at += p.bytes;
		width -= p.width;
	}
	grid_char(g, x, y, 0x2026, style);
	return 1 + grid_bytes(g, (struct rect){x + 1, y, max - 1, 1}, text + at, n - at, style);
}

int grid_printf(struct grid *g, int x, int y, int max, struct style style, const char *format, ...)
{
	char text[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return grid_text(g, x, y, max, text, style);
}

void grid_fill(struct grid *g, struct rect r, uint32_t cp, struct style style)
{
	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x++)
			grid_char(g, x, y, cp, style);
}

void grid_tint(struct grid *g, struct rect r, struct style style)
{
	r = intersection(r, g->clip);
	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x++) {
			struct style *s = &grid_at(g, x, y)->style;
			s->attr |= style.attr;
			s->fg = style.fg ? style.fg : s->fg;
			s->bg = style.bg ? style.bg : s->bg;
		}
}
