/* view: writes a grid to a stream, for `tbtop --once`. */
#include "tbtop/view/print.h"

#include <utf8proc.h>

int utf8_encode(uint32_t cp, char text[5])
{
	int n = (int)utf8proc_encode_char((utf8proc_int32_t)cp, (utf8proc_uint8_t *)text);
	text[n] = '\0';
	return n;
}

static void print_cell(FILE *out, const struct cell *c)
{
	for (int i = 0; i < CELL_CODEPOINTS && c->cp[i]; i++) {
		char text[5];
		utf8_encode(c->cp[i], text);
		fputs(text, out);
	}
}

/* Returns the number of columns up to the last visible cell. */
static int used(const struct grid *g, int y, bool styled)
{
	int w = g->w;
	for (; w > 0; w--) {
		const struct cell *c = grid_at(g, w - 1, y);
		bool marked =
			styled && (c->style.bg || c->style.attr & (ATTR_REVERSE | ATTR_UNDERLINE));
		if (c->width != 1 || c->cp[0] != ' ' || c->cp[1] || marked)
			break;
	}
	return w;
}

void print_text(FILE *out, const struct grid *g)
{
	for (int y = 0; y < g->h; y++) {
		for (int x = 0, w = used(g, y, false); x < w; x++)
			print_cell(out, grid_at(g, x, y));
		fputc('\n', out);
	}
}

/* --- with colours ----------------------------------------------------------------------------- */

static void print_colour(FILE *out, struct paint p, enum colour_tier tier, int base)
{
	if (p.value < 0)
		return;
	if (tier == COLOURS_TRUE)
		fprintf(out, ";%d;2;%d;%d;%d", base + 8, p.value >> 16 & 255, p.value >> 8 & 255,
			p.value & 255);
	else if (tier == COLOURS_256)
		fprintf(out, ";%d;5;%d", base + 8, p.value);
	else
		fprintf(out, ";%d", p.value < 8 ? base + p.value : base + 60 + p.value - 8);
}

static void print_style(FILE *out, const struct grid *g, struct style style)
{
	struct paint fg = palette_paint(style.fg, g->colours, g->scheme);
	struct paint bg = palette_paint(style.bg, g->colours, g->scheme);
	uint8_t attr = style.attr | fg.attr;
	fputs("\033[0", out);
	if (attr & ATTR_BOLD)
		fputs(";1", out);
	if (attr & ATTR_DIM)
		fputs(";2", out);
	if (attr & ATTR_UNDERLINE)
		fputs(";4", out);
	if (attr & ATTR_REVERSE)
		fputs(";7", out);
	print_colour(out, fg, g->colours, 30);
	print_colour(out, bg, g->colours, 40);
	fputc('m', out);
}

static bool same_style(struct style a, struct style b)
{
	return a.fg == b.fg && a.bg == b.bg && a.attr == b.attr;
}

void print_ansi(FILE *out, const struct grid *g)
{
	for (int y = 0; y < g->h; y++) {
		struct style now = {0};
		for (int x = 0, w = used(g, y, true); x < w; x++) {
			const struct cell *c = grid_at(g, x, y);
			if (!same_style(c->style, now))
				print_style(out, g, c->style);
			now = c->style;
			print_cell(out, c);
		}
		if (!same_style(now, (struct style){0}))
			fputs("\033[0m", out);
		fputc('\n', out);
	}
}
