/* common: confusion matrices as figures: a square for each pair of classes, darker for a greater
 * share of the examples of its row. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/figure.h"

/* Mixes two colours. */
static uint32_t mix(uint32_t a, uint32_t b, double part)
{
	uint32_t mixed = 0;
	for (int shift = 0; shift <= 16; shift += 8) {
		double from = a >> shift & 255, to = b >> shift & 255;
		mixed |= (uint32_t)(from + (to - from) * part) << shift;
	}
	return mixed;
}

static void name_of(const struct figure_matrix *m, size_t i, char text[40])
{
	if (m->name)
		snprintf(text, 40, "%.20s", m->name[i]);
	else
		snprintf(text, 40, "%zu", i);
	/* A name that was cut within a character ends before it. */
	size_t n = strlen(text);
	if (n == 20 && m->name && m->name[i][20])
		while (n && ((unsigned char)m->name[i][n] & 0xc0) == 0x80)
			text[--n] = 0;
}

static void draw_cell(const struct figure_matrix *m, struct paper *p, double x, double y,
		      double side, int64_t count, double share)
{
	const uint32_t back = figure_background(m->theme), front = figure_foreground(m->theme);
	paper_fill_box(p, x, y, side, side, mix(back, figure_colour(m->theme, 0), share), 1);
	char text[24];
	int n = snprintf(text, sizeof text, "%" PRId64, count);
	double size = fmin(m->font, side / (0.6 * fmax(n, 2)));
	if (size < 4)
		return;
	const struct lettering how = {
		.colour = share > 0.5 ? back : front, .size = size, .anchor = 0.5};
	p->text(p, x + side / 2, y + side / 2 + 0.35 * size, text, &how);
}

void figure_draw_matrix(const struct figure_matrix *m, struct paper *p)
{
	const double font = m->font, top = 3.4 * font, names = 8 * font;
	const double size = fmin(p->width - names - font, p->height - top - 3 * font);
	const double side = size / (double)(m->classes ? m->classes : 1);
	const double left = (p->width - size + names) / 2;
	struct lettering how = {
		.colour = figure_foreground(m->theme), .size = fmin(font, side), .anchor = 1};
	for (size_t t = 0; t < m->classes; t++) {
		const int64_t *row = m->counts + t * m->classes;
		double y = top + (double)t * side, sum = 0;
		char text[40];
		for (size_t k = 0; k < m->classes; k++)
			sum += (double)row[k];
		for (size_t k = 0; k < m->classes; k++)
			draw_cell(m, p, left + (double)k * side, y, side, row[k],
				  sum > 0 ? (double)row[k] / sum : 0);
		name_of(m, t, text);
		how.anchor = 1;
		p->text(p, left - 0.4 * font, y + side / 2 + 0.35 * how.size, text, &how);
		how.anchor = 0.5;
		if ((double)strlen(text) * 0.56 * how.size < side)
			p->text(p, left + ((double)t + 0.5) * side, top - 0.4 * font, text, &how);
	}
	how.size = font;
	p->text(p, left + side * (double)m->classes / 2, p->height - 0.6 * font, "predicted class",
		&how);
	how.upwards = true;
	p->text(p, left - names + font, top + side * (double)m->classes / 2, "true class", &how);
	how.upwards = false;
	how.bold = true;
	how.size = 1.2 * font;
	p->text(p, left + size / 2, 1.4 * font, m->title, &how);
}
