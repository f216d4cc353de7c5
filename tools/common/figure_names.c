/* common: the names and notes of figures: categories in place of ticks, parallel axes, texts beside
 * points. */
#include <math.h>

#include "common/figure_draw.h"

double figure_names_width(const struct figure *f, const struct paper *p)
{
	double widest = 0;
	for (size_t i = 0; i < f->y_names.n; i++)
		widest = fmax(widest, p->measure(p, f->y_names.name[i], f->font));
	return fmin(widest, 0.4 * p->width);
}

/* Draws a name for each whole number of the axis x that has space. */
static void draw_x_names(const struct figure_frame *f)
{
	const struct figure_names *names = &f->figure->x_names;
	const double font = f->figure->font;
	const double each = figure_page_x(f, 1) - figure_page_x(f, 0);
	struct lettering how = {
		.colour = figure_foreground(f->figure->theme), .size = font, .anchor = 0.5};
	char text[FIGURE_SHORT];
	for (size_t i = 0; i < names->n && each > 2 * font; i++) {
		figure_shorten(f->paper, names->name[i], font, each - 0.6 * font, text);
		f->paper->text(f->paper, figure_page_x(f, (double)i), f->bottom + 1.4 * font, text,
			       &how);
	}
}

static void draw_y_names(const struct figure_frame *f)
{
	const struct figure_names *names = &f->figure->y_names;
	const double font = f->figure->font, width = figure_names_width(f->figure, f->paper);
	const double each = fabs(figure_page_y(f, 1) - figure_page_y(f, 0));
	const double size = fmin(font, each);
	const struct lettering how = {
		.colour = figure_foreground(f->figure->theme), .size = size, .anchor = 1};
	char text[FIGURE_SHORT];
	for (size_t i = 0; i < names->n && size >= 4; i++) {
		figure_shorten(f->paper, names->name[i], size, width, text);
		f->paper->text(f->paper, f->left - 0.55 * font,
			       figure_page_y(f, (double)i) + 0.35 * size, text, &how);
	}
}

static void draw_parallel_axes(const struct figure_frame *f)
{
	const struct pen pen = {figure_foreground(f->figure->theme), 0.8, 1, 0};
	for (size_t i = 0; i < f->figure->x_names.n; i++) {
		double x = figure_page_x(f, (double)i);
		const struct dot line[] = {{x, figure_page_y(f, 0)}, {x, figure_page_y(f, 1)}};
		f->paper->line(f->paper, line, 2, &pen);
	}
}

void figure_draw_names(const struct figure_frame *f)
{
	draw_x_names(f);
	draw_y_names(f);
	if (f->figure->parallel)
		draw_parallel_axes(f);
}

void figure_draw_notes(const struct figure_frame *f)
{
	const double font = f->figure->font, size = 0.9 * font;
	const struct lettering how = {.colour = figure_foreground(f->figure->theme), .size = size};
	for (size_t i = 0; i < f->figure->notes; i++) {
		const struct figure_note *n = &f->figure->note[i];
		double x = figure_page_x(f, n->x) + 0.3 * font;
		double y = figure_page_y(f, n->y) + 0.35 * size;
		/* A light background separates the text from lines. */
		paper_fill_box(f->paper, x - 1, y - 0.8 * size,
			       f->paper->measure(f->paper, n->text, size) + 2, size,
			       figure_background(f->figure->theme), 0.7);
		f->paper->text(f->paper, x, y, n->text, &how);
	}
}
