/* summary: the image of a ROC curve: a square with a grid, the diagonal of a random classifier, the
 * curve, and the area under it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "summary/pr_curve.h"

enum { SIDE = 320, LEFT = 54, TOP = 36, RIGHT = 20, BOTTOM = 44, CAPITAL = 10, MOST_GLYPHS = 48 };

static const uint32_t ink = 0x1f2933, frame = 0x7b8794, grid = 0xe4e7eb, line = 0x2b6cb0;

static int32_t x_of(double rate)
{
	return LEFT + (int32_t)lround(fmin(fmax(rate, 0), 1) * (SIDE - 1));
}

static int32_t y_of(double rate)
{
	return TOP + SIDE - 1 - (int32_t)lround(fmin(fmax(rate, 0), 1) * (SIDE - 1));
}

/* Writes a text whose middle is at x, or, if upright, at y. */
static void draw_text(struct tfe__canvas *c, const struct tfe__font *f, const char *text, int32_t x,
		      int32_t y, bool upright)
{
	uint8_t glyphs[MOST_GLYPHS];
	size_t n = tfe__glyphs_of(text, glyphs, MOST_GLYPHS);
	int32_t half = (int32_t)tfe__font_width(f, glyphs, n) / 2;
	const struct tfe__line at = {upright ? x : x - half, upright ? y + half : y, upright, ink};
	tfe__canvas_text(c, f, glyphs, n, &at);
}

static void draw_frame(struct tfe__canvas *c, const struct tfe__font *f)
{
	tfe__canvas_fill(c, LEFT - 1, TOP - 1, SIDE + 2, SIDE + 2, frame);
	tfe__canvas_fill(c, LEFT, TOP, SIDE, SIDE, 0xffffff);
	for (int i = 0; i <= 4; i++) {
		char number[8];
		if (i > 0 && i < 4) {
			tfe__canvas_fill(c, x_of(i / 4.0), TOP, 1, SIDE, grid);
			tfe__canvas_fill(c, LEFT, y_of(i / 4.0), SIDE, 1, grid);
		}
		if (i % 2)
			continue;
		snprintf(number, sizeof number, "%s", i == 0 ? "0" : i == 2 ? "0.5" : "1");
		draw_text(c, f, number, x_of(i / 4.0), TOP + SIDE + 6, false);
		draw_text(c, f, number, LEFT - 16, y_of(i / 4.0) - CAPITAL / 2, false);
	}
	draw_text(c, f, "false positive rate", LEFT + SIDE / 2, TOP + SIDE + 24, false);
	draw_text(c, f, "true positive rate", 6, TOP + SIDE / 2, true);
}

/* Draws a line of squares of `width` pixels, one for each pixel of its longer side. */
static void draw_line(struct tfe__canvas *c, double x0, double y0, double x1, double y1,
		      int32_t width, uint32_t colour)
{
	int32_t ax = x_of(x0), ay = y_of(y0), bx = x_of(x1), by = y_of(y1);
	int32_t dx = bx - ax, dy = by - ay, steps = abs(dx) > abs(dy) ? abs(dx) : abs(dy);
	for (int32_t i = 0; i <= steps; i++) {
		double share = steps ? (double)i / steps : 0;
		tfe__canvas_fill(c, ax + (int32_t)lround(share * dx) - width / 2,
				 ay + (int32_t)lround(share * dy) - width / 2, width, width,
				 colour);
	}
}

static void draw_curve(struct tfe__canvas *canvas, const struct tfe__pr_curve *c)
{
	double x = 0, y = 0;
	draw_line(canvas, 0, 0, 1, 1, 1, frame);
	for (size_t i = c->n; i-- > 0;) {
		double next_x = tfe__roc_false_rate(c, i), next_y = tfe__roc_true_rate(c, i);
		draw_line(canvas, x, y, next_x, next_y, 2, line);
		x = next_x;
		y = next_y;
	}
}

static void draw_heading(struct tfe__canvas *c, const struct tfe__font *f, double area)
{
	char text[64];
	if (isnan(area))
		snprintf(text, sizeof text, "ROC: examples of one class only");
	else
		snprintf(text, sizeof text, "ROC, area 0.%03ld", lround(fmin(area, 0.999) * 1000));
	draw_text(c, f, area >= 0.9995 ? "ROC, area 1" : text, LEFT + SIDE / 2, 12, false);
}

tfe_status tfe__roc_draw(struct tfe__canvas *canvas, const tfe_allocator *allocator,
			 const struct tfe__pr_curve *c)
{
	struct tfe__font font;
	tfe_status status = tfe__font_init(&font, allocator, CAPITAL);
	if (status)
		return status;
	status = tfe__canvas_init(canvas, allocator, LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM);
	if (!status) {
		draw_frame(canvas, &font);
		draw_curve(canvas, c);
		draw_heading(canvas, &font, tfe__roc_area(c));
	}
	tfe__font_release(&font);
	return status;
}
