/* view: writes a grid as an SVG picture: one path of rectangles per colour, then the text. */
#include "tbtop/view/svg.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/view/print.h"
#include "tbtop/view/shape.h"

enum { CELL_W = 8, CELL_H = 16, BASELINE = 12, MARGIN = 8 };
static const uint32_t papers[BACKGROUNDS] = {0x16181d, 0xffffff};
static const uint32_t inks[BACKGROUNDS] = {0xd0d0d0, 0x262626};

/* --- colours ---------------------------------------------------------------------------------- */

struct look {
	uint32_t fg, bg;
	bool bold, underline;
};

static uint32_t mixed(uint32_t a, uint32_t b, int share_of_a)
{
	uint32_t out = 0;
	for (int shift = 0; shift <= 16; shift += 8) {
		int x = (int)(a >> shift & 255), y = (int)(b >> shift & 255);
		out |= (uint32_t)((x * share_of_a + y * (8 - share_of_a)) / 8) << shift;
	}
	return out;
}

static struct look look_of(const struct grid *g, struct style style)
{
	enum background b = g->scheme.background;
	struct look l = {palette_rgb(style.fg, inks[b], g->scheme),
			 palette_rgb(style.bg, papers[b], g->scheme), style.attr & ATTR_BOLD,
			 style.attr & ATTR_UNDERLINE};
	if (style.attr & ATTR_DIM)
		l.fg = mixed(l.fg, l.bg, 4);
	if (style.attr & ATTR_REVERSE) {
		uint32_t fg = l.fg;
		l.fg = l.bg;
		l.bg = fg;
	}
	return l;
}

/* --- shapes ----------------------------------------------------------------------------------- */

struct box {
	uint32_t rgb;
	int x, y, w, h;
};

struct boxes {
	struct box *box;
	size_t n, capacity;
};

static bool joins(const struct box *a, const struct box *b)
{
	return a->rgb == b->rgb && a->y == b->y && a->h == b->h && a->x + a->w == b->x;
}

/* Adds a box, in pixels. A box that continues the previous one to the right is merged with it. */
static void add_box(struct boxes *list, struct box box)
{
	if (list->n && joins(&list->box[list->n - 1], &box)) {
		list->box[list->n - 1].w += box.w;
		return;
	}
	list->box = need_room(list->box, list->n, &list->capacity, sizeof *list->box);
	list->box[list->n++] = box;
}

static int by_colour(const void *a, const void *b)
{
	const struct box *x = a, *y = b;
	if (x->rgb != y->rgb)
		return x->rgb < y->rgb ? -1 : 1;
	if (x->y != y->y)
		return x->y - y->y;
	return x->x != y->x ? x->x - y->x : x->h - y->h;
}

static void print_boxes(FILE *out, struct boxes *list)
{
	if (list->n)
		qsort(list->box, list->n, sizeof *list->box, by_colour);
	for (size_t i = 0; i < list->n; i++) {
		const struct box *b = &list->box[i];
		if (!i || list->box[i - 1].rgb != b->rgb)
			fprintf(out, "%s<path fill=\"#%06x\" d=\"", i ? "\"/>\n" : "", b->rgb);
		fprintf(out, "M%d %dh%dv%dh-%dz", b->x, b->y, b->w, b->h, b->w);
	}
	if (list->n)
		fputs("\"/>\n", out);
	free(list->box);
}

static void add_backgrounds(const struct grid *g, struct boxes *list)
{
	for (int y = 0; y < g->h; y++)
		for (int x = 0; x < g->w; x++) {
			struct look l = look_of(g, grid_at(g, x, y)->style);
			if (l.bg != papers[g->scheme.background])
				add_box(list,
					(struct box){l.bg, x * CELL_W, y * CELL_H, CELL_W, CELL_H});
		}
}

static void add_shapes(const struct grid *g, struct boxes *list)
{
	for (int y = 0; y < g->h; y++)
		for (int x = 0; x < g->w; x++) {
			const struct cell *c = grid_at(g, x, y);
			struct look l = look_of(g, c->style);
			struct shape s;
			if (!shape_of(c->cp[0], &s))
				continue;
			for (int i = 0; i < s.n; i++)
				add_box(list, (struct box){mixed(l.fg, l.bg, s.strength),
							   x * CELL_W + s.part[i].x,
							   y * CELL_H + s.part[i].y, s.part[i].w,
							   s.part[i].h});
		}
}

/* --- text ------------------------------------------------------------------------------------- */

static bool is_text(const struct cell *c)
{
	struct shape s;
	return c->cp[0] && c->cp[0] != ' ' && !shape_of(c->cp[0], &s);
}

/* XML cannot represent some code points, not even escaped. */
static void print_cp(FILE *out, uint32_t cp)
{
	char text[5];
	if (cp == '<')
		fputs("&lt;", out);
	else if (cp == '>')
		fputs("&gt;", out);
	else if (cp == '&')
		fputs("&amp;", out);
	else if (cp < ' ' || (cp & 0xfffe) == 0xfffe || (cp >= 0xd800 && cp < 0xe000))
		fputc('?', out);
	else if (utf8_encode(cp, text))
		fputs(text, out);
}

static bool same_look(struct look a, struct look b)
{
	return a.fg == b.fg && a.bg == b.bg && a.bold == b.bold && a.underline == b.underline;
}

/* Returns the end of the text that begins at x and has one style. Single blanks do not end it. */
static int text_end(const struct grid *g, int x, int y)
{
	struct look look = look_of(g, grid_at(g, x, y)->style);
	int end = x;
	for (; x < g->w; x++) {
		const struct cell *c = grid_at(g, x, y);
		bool blank = c->cp[0] == ' ' && x == end;
		if ((!is_text(c) && !blank && c->width) || !same_look(look_of(g, c->style), look))
			break;
		if (!blank)
			end = x + 1;
	}
	return end;
}

static void print_run(FILE *out, const struct grid *g, int x, int end, int y)
{
	struct look l = look_of(g, grid_at(g, x, y)->style);
	fprintf(out, "<text x=\"%d\" y=\"%d\" fill=\"#%06x\" textLength=\"%d\"%s%s>", x * CELL_W,
		y * CELL_H + BASELINE, l.fg, (end - x) * CELL_W,
		l.bold ? " font-weight=\"bold\"" : "",
		l.underline ? " text-decoration=\"underline\"" : "");
	for (; x < end; x++) {
		const struct cell *c = grid_at(g, x, y);
		for (int i = 0; i < CELL_CODEPOINTS && c->cp[i]; i++)
			print_cp(out, c->cp[i]);
	}
	fputs("</text>\n", out);
}

static void print_texts(FILE *out, const struct grid *g)
{
	for (int y = 0; y < g->h; y++)
		for (int x = 0; x < g->w;) {
			int end = is_text(grid_at(g, x, y)) ? text_end(g, x, y) : x;
			if (end > x)
				print_run(out, g, x, end, y);
			x = end > x ? end : x + 1;
		}
}

void print_svg(FILE *out, const struct grid *g)
{
	struct boxes backgrounds = {0}, shapes = {0};
	int w = g->w * CELL_W + 2 * MARGIN, h = g->h * CELL_H + 2 * MARGIN;
	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		"viewBox=\"%d %d %d %d\" xml:space=\"preserve\" shape-rendering=\"crispEdges\" "
		"font-family=\"DejaVu Sans Mono,Menlo,Consolas,monospace\" font-size=\"13\">\n"
		"<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#%06x\"/>\n",
		w, h, -MARGIN, -MARGIN, w, h, -MARGIN, -MARGIN, w, h, papers[g->scheme.background]);
	add_backgrounds(g, &backgrounds);
	print_boxes(out, &backgrounds);
	add_shapes(g, &shapes);
	print_boxes(out, &shapes);
	print_texts(out, g);
	fputs("</svg>\n", out);
}
