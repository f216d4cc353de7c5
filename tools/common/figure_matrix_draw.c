/* common: confusion matrices as figures: a square for each pair of classes, in the colour of its
 * value. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "common/figure_draw.h"
#include "common/figure_matrix.h"

/* Draws the number of a cell; below a share, if there is space, the count. */
static void draw_numbers(const struct figure_matrix *m, struct paper *p, double x, double y,
			 double side, size_t cell)
{
	char text[FIGURE_VALUE], count[FIGURE_VALUE];
	const double value = m->value[cell];
	figure_matrix_text(m, value, text);
	double size = fmin(m->font, 0.9 * side / p->measure(p, text, m->font) * m->font);
	if (size < 4)
		return;
	struct lettering how = {.colour = figure_matrix_ink(m, value), .size = size, .anchor = 0.5};
	bool both = m->share != SHARE_NONE && !m->from && side > 3 * size;
	p->text(p, x + side / 2, y + side / 2 + (both ? 0 : 0.35) * size, text, &how);
	if (!both)
		return;
	snprintf(count, sizeof count, "%" PRId64, m->counts[cell]);
	how.size = fmin(0.75 * size, 0.9 * side / p->measure(p, count, m->font) * m->font);
	if (how.size >= 4)
		p->text(p, x + side / 2, y + side / 2 + size, count, &how);
}

static void draw_cells(const struct figure_matrix *m, struct paper *p, double left, double top,
		       double side)
{
	for (size_t i = 0; i < m->classes * m->classes; i++) {
		double x = left + (double)(i % m->classes) * side;
		double y = top + (double)(i / m->classes) * side;
		paper_fill_box(p, x, y, side, side, figure_matrix_colour(m, m->value[i]), 1);
		draw_numbers(m, p, x, y, side, i);
	}
}

/* Returns the width of the longest name of a class. */
static double names_width(const struct figure_matrix *m, const struct paper *p, double font)
{
	double widest = 0;
	char text[FIGURE_CLASS];
	for (size_t i = 0; i < m->classes; i++) {
		figure_class_name(m, i, text);
		widest = fmax(widest, p->measure(p, text, font));
	}
	return widest;
}

/* Draws the scale of the colours right of the matrix. */
static void draw_key(const struct figure_matrix *m, struct paper *p, double x, double top,
		     double height)
{
	enum { STEPS = 50 };
	const double font = m->font, low = m->from ? -m->full : 0;
	const char *unit = m->share == SHARE_NONE ? "" : " %";
	struct lettering how = {.colour = figure_foreground(m->theme), .size = font};
	char text[FIGURE_VALUE + 4], number[FIGURE_VALUE];
	for (int i = 0; i < STEPS; i++) {
		double from = top + height * i / STEPS;
		double value = m->full + (low - m->full) * (i + 0.5) / STEPS;
		paper_fill_box(p, x, from, font, height / STEPS + 0.3,
			       figure_matrix_colour(m, value), 1);
	}
	for (int end = 0; end < 2; end++) {
		figure_matrix_text(m, end ? low : m->full, number);
		snprintf(text, sizeof text, "%s%s", number, unit);
		p->text(p, x + 1.4 * font, end ? top + height : top + 0.8 * font, text, &how);
	}
	how.upwards = true;
	how.anchor = 0.5;
	p->text(p, x + 2.6 * font, top + height / 2, figure_matrix_meaning(m), &how);
}

static void draw_frame(const struct figure_matrix *m, struct paper *p, double left, double top,
		       double size)
{
	const struct pen pen = {figure_foreground(m->theme), 0.8, 1, 0};
	const struct dot box[] = {{left, top},
				  {left + size, top},
				  {left + size, top + size},
				  {left, top + size},
				  {left, top}};
	p->line(p, box, 5, &pen);
}

static void draw_titles(const struct figure_matrix *m, struct paper *p, double left, double top,
			double size, double names)
{
	const double font = m->font, middle = left + size / 2;
	struct lettering how = {.colour = figure_foreground(m->theme), .size = font, .anchor = 0.5};
	p->text(p, middle, top + size + 2.9 * font, "predicted class", &how);
	how.upwards = true;
	p->text(p, left - names - 1.2 * font, top + size / 2, "true class", &how);
	how.upwards = false;
	how.bold = true;
	how.size = 1.2 * font;
	p->text(p, middle, 1.5 * font, m->title, &how);
}

/* Draws the names of the classes, left and, where they are short enough, below. */
static void draw_classes(const struct figure_matrix *m, struct paper *p, double left, double top,
			 double side)
{
	const double label = fmin(m->font, side), size = side * (double)m->classes;
	struct lettering how = {.colour = figure_foreground(m->theme), .size = label};
	const bool below = names_width(m, p, label) < side;
	for (size_t i = 0; i < m->classes && label >= 4; i++) {
		char text[FIGURE_CLASS];
		figure_class_name(m, i, text);
		how.anchor = 1;
		p->text(p, left - 0.4 * m->font, top + ((double)i + 0.5) * side + 0.35 * label,
			text, &how);
		how.anchor = 0.5;
		if (below)
			p->text(p, left + ((double)i + 0.5) * side, top + size + 1.3 * m->font,
				text, &how);
	}
}

void figure_draw_matrix(const struct figure_matrix *m, struct paper *p)
{
	const double font = m->font, top = 2.4 * font, key = 5.5 * font;
	const double names = names_width(m, p, font);
	const double sides = names + 2.6 * font + key;
	const double size = fmax(fmin(p->width - sides, p->height - top - 3.6 * font), 1);
	const double side = size / (double)(m->classes ? m->classes : 1);
	const double left = (p->width - size - sides) / 2 + names + 2.6 * font;
	draw_cells(m, p, left, top, side);
	draw_classes(m, p, left, top, side);
	draw_frame(m, p, left, top, size);
	draw_titles(m, p, left, top, size, names);
	draw_key(m, p, left + size + font, top, size);
}
