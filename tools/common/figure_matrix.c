/* common: confusion matrices as figures: a square for each pair of classes, darker for a greater
 * share of the examples of its row. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/figure_draw.h"

void figure_class_name(const struct figure_matrix *m, size_t i, char text[FIGURE_CLASS])
{
	if (m->name)
		snprintf(text, FIGURE_CLASS, "%.20s", m->name[i]);
	else
		snprintf(text, FIGURE_CLASS, "%zu", i);
	/* A name that was cut within a character ends before it. */
	size_t n = strlen(text);
	if (n == 20 && m->name && m->name[i][20])
		while (n && ((unsigned char)m->name[i][n] & 0xc0) == 0x80)
			text[--n] = 0;
}

double figure_matrix_share(const struct figure_matrix *m, size_t t, size_t k)
{
	double sum = 0;
	for (size_t i = 0; i < m->classes; i++)
		sum += (double)m->counts[t * m->classes + i];
	return sum > 0 ? (double)m->counts[t * m->classes + k] / sum : 0;
}

/* Returns the colour of a share. */
static uint32_t shade(const struct figure_matrix *m, double share)
{
	return figure_mix(figure_background(m->theme), figure_colour(m->theme, 0), share);
}

static void draw_cell(const struct figure_matrix *m, struct paper *p, double x, double y,
		      double side, int64_t count, double share)
{
	const uint32_t back = figure_background(m->theme), front = figure_foreground(m->theme);
	paper_fill_box(p, x, y, side, side, shade(m, share), 1);
	char text[24];
	int n = snprintf(text, sizeof text, "%" PRId64, count);
	double size = fmin(m->font, side / (0.6 * fmax(n, 2)));
	if (size < 4)
		return;
	const struct lettering how = {
		.colour = share > 0.5 ? back : front, .size = size, .anchor = 0.5};
	p->text(p, x + side / 2, y + side / 2 + 0.35 * size, text, &how);
}

/* Returns the width of the longest name of a class. */
static double names_width(const struct figure_matrix *m, double font)
{
	double widest = 0;
	char text[FIGURE_CLASS];
	for (size_t i = 0; i < m->classes; i++) {
		figure_class_name(m, i, text);
		widest = fmax(widest, figure_text_width(text, font));
	}
	return widest;
}

/* Draws the scale of the colours right of the matrix. */
static void draw_key(const struct figure_matrix *m, struct paper *p, double x, double top,
		     double height)
{
	enum { STEPS = 50 };
	const double font = m->font;
	struct lettering how = {.colour = figure_foreground(m->theme), .size = font};
	for (int i = 0; i < STEPS; i++) {
		double from = top + height * i / STEPS;
		paper_fill_box(p, x, from, font, height / STEPS + 0.3,
			       shade(m, 1 - (i + 0.5) / STEPS), 1);
	}
	p->text(p, x + 1.4 * font, top + 0.8 * font, "100 %", &how);
	p->text(p, x + 1.4 * font, top + height, "0 %", &how);
	how.upwards = true;
	how.anchor = 0.5;
	p->text(p, x + 2.6 * font, top + height / 2, "share of the true class", &how);
}

static void draw_frame(const struct figure_matrix *m, struct paper *p, double left, double top,
		       double size)
{
	const struct pen pen = {figure_foreground(m->theme), 0.8, 1, false};
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

void figure_draw_matrix(const struct figure_matrix *m, struct paper *p)
{
	const double font = m->font, top = 2.4 * font, key = 5.5 * font;
	const double names = names_width(m, font);
	const double sides = names + 2.6 * font + key;
	const double size = fmax(fmin(p->width - sides, p->height - top - 3.6 * font), 1);
	const double side = size / (double)(m->classes ? m->classes : 1);
	const double left = (p->width - size - sides) / 2 + names + 2.6 * font;
	const double label = fmin(font, side);
	struct lettering how = {.colour = figure_foreground(m->theme), .size = label};
	const bool below = names_width(m, label) < side;
	for (size_t t = 0; t < m->classes; t++) {
		const double y = top + (double)t * side;
		char text[FIGURE_CLASS];
		for (size_t k = 0; k < m->classes; k++)
			draw_cell(m, p, left + (double)k * side, y, side,
				  m->counts[t * m->classes + k], figure_matrix_share(m, t, k));
		figure_class_name(m, t, text);
		how.anchor = 1;
		if (label >= 4)
			p->text(p, left - 0.4 * font, y + side / 2 + 0.35 * label, text, &how);
		how.anchor = 0.5;
		if (label >= 4 && below)
			p->text(p, left + ((double)t + 0.5) * side, top + size + 1.3 * font, text,
				&how);
	}
	draw_frame(m, p, left, top, size);
	draw_titles(m, p, left, top, size, names);
	draw_key(m, p, left + size + font, top, size);
}
