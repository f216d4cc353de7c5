/* common: what the parts of drawing a figure share: places, widths of texts, pens. */
#include "common/figure_draw.h"

/* The average width of a letter, in parts of the size of the font. */
static const double letter = 0.56;

double figure_text_width(const char *text, double font)
{
	size_t letters = 0;
	for (; *text; text++)
		letters += ((unsigned char)*text & 0xc0) != 0x80;
	return (double)letters * letter * font;
}

double figure_page_x(const struct figure_frame *f, double x)
{
	return f->left + figure_axis_at(&f->x, x) * (f->right - f->left);
}

double figure_page_y(const struct figure_frame *f, double y)
{
	return f->bottom - figure_axis_at(&f->y, y) * (f->bottom - f->top);
}

struct pen figure_pen(const struct figure *f, const struct figure_curve *c)
{
	const double scale = f->font / 10;
	const bool faint = c->shape == FIGURE_FAINT;
	struct pen pen = {figure_curve_colour(f, c->colour), (faint ? 0.8 : 1.4) * scale,
			  faint ? 0.35 : 1, c->colour >= 8 && !f->ramp};
	if (c->shape == FIGURE_SUPERSEDED)
		pen = (struct pen){pen.colour, 0.8 * scale, 0.6, true};
	if (c->shape == FIGURE_DASHED)
		pen = (struct pen){figure_foreground(f->theme), 0.8 * scale, 0.6, true};
	return pen;
}
