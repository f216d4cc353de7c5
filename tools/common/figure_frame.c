/* common: what the parts of drawing a figure share: places, widths of texts, pens. */
#include "common/figure_draw.h"

#include <stdio.h>
#include <string.h>

void figure_shorten(const struct paper *p, const char *text, double font, double width,
		    char shorter[FIGURE_SHORT])
{
	static const char cut[] = "\xe2\x80\xa6";
	const char *from = text;
	while (*from && p->measure(p, from, font) > (from == text ? width : width - font)) {
		from++;
		while (((unsigned char)*from & 0xc0) == 0x80)
			from++;
	}
	size_t most = FIGURE_SHORT - sizeof cut, n = strlen(from);
	while (n > most || (n && ((unsigned char)from[n] & 0xc0) == 0x80))
		n--;
	snprintf(shorter, FIGURE_SHORT, "%s%.*s", from == text ? "" : cut, (int)n, from);
}

double figure_page_x(const struct figure_frame *f, double x)
{
	return f->left + figure_axis_at(&f->x, x) * (f->right - f->left);
}

double figure_page_y(const struct figure_frame *f, double y)
{
	return f->bottom - figure_axis_at(&f->y, y) * (f->bottom - f->top);
}

unsigned figure_dash(const struct figure *f, const struct figure_curve *c)
{
	return f->ramp ? 0 : (c->dash + c->colour / FIGURE_COLOURS) % PEN_DASHES;
}

struct pen figure_pen(const struct figure *f, const struct figure_curve *c)
{
	const double scale = f->font / 10;
	const bool faint = c->shape == FIGURE_FAINT;
	struct pen pen = {figure_curve_colour(f, c->colour), (faint ? 0.8 : 1.4) * scale,
			  faint ? 0.35 : 1, figure_dash(f, c)};
	if (c->shape == FIGURE_SUPERSEDED)
		pen = (struct pen){pen.colour, 0.8 * scale, 0.6, 1};
	if (c->shape == FIGURE_DASHED)
		pen = (struct pen){figure_foreground(f->theme), 0.8 * scale, 0.6, 1};
	return pen;
}
