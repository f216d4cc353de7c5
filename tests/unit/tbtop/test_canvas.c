/* view: the raster of dots, its appearance with each tier of glyphs, and curves on it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/print.h"
#include "tbtop/view/stroke.h"

static const char *drawn(const struct canvas *c, enum glyph_tier tier)
{
	static char text[1024];
	struct grid g;
	grid_init(&g, c->w, c->h, tier);
	canvas_draw(c, &g, 0, 0);
	FILE *out = fmemopen(text, sizeof text, "w");
	print_text(out, &g);
	fclose(out);
	grid_release(&g);
	return text;
}

static void a_line_in_every_tier(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 4, 2);
	canvas_line(&c, 0, 7, 7, 0, (struct ink){.fg = ROLE_RUN});
	assert_string_equal(drawn(&c, GLYPHS_BRAILLE), "  ⡠⠊\n⡠⠊\n");
	assert_string_equal(drawn(&c, GLYPHS_BLOCK), "  ▄▀\n▄▀\n");
	canvas_release(&c);
}

static void ascii_follows_the_slope(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 1, 1);
	canvas_line(&c, 0, 3, 1, 0, (struct ink){0});
	assert_string_equal(drawn(&c, GLYPHS_ASCII), "/\n");
	canvas_release(&c);
	canvas_init(&c, 1, 1);
	canvas_line(&c, 0, 0, 1, 3, (struct ink){0});
	assert_string_equal(drawn(&c, GLYPHS_ASCII), "\\\n");
	canvas_release(&c);
	canvas_init(&c, 1, 1);
	canvas_line(&c, 0, 3, 1, 3, (struct ink){0});
	assert_string_equal(drawn(&c, GLYPHS_ASCII), "_\n");
	canvas_release(&c);
	canvas_init(&c, 1, 1);
	canvas_line(&c, 0, 0, 0, 3, (struct ink){0});
	assert_string_equal(drawn(&c, GLYPHS_ASCII), "|\n");
	canvas_release(&c);
}

static void every_pattern_has_a_glyph(void **state)
{
	(void)state;
	for (int dots = 1; dots < 256; dots++) {
		assert_in_range(canvas_glyph((uint8_t)dots, GLYPHS_BRAILLE), 0x2801, 0x28ff);
		assert_in_range(canvas_glyph((uint8_t)dots, GLYPHS_BLOCK), 0x2580, 0x259f);
		assert_in_range(canvas_glyph((uint8_t)dots, GLYPHS_ASCII), 33, 126);
	}
	assert_int_equal(canvas_glyph(0, GLYPHS_BRAILLE), ' ');
}

static void the_foreground_covers_the_background(void **state)
{
	(void)state;
	struct canvas c;
	struct ink back = {.fg = ROLE_RUN_DIM, .back = true},
		   other = {.fg = ROLE_RUN_DIM + 1, .back = true};
	struct ink front = {.fg = ROLE_RUN};
	canvas_init(&c, 1, 1);
	canvas_dot(&c, 0, 0, back);
	canvas_dot(&c, 0, 1, other); /* backgrounds mix */
	assert_int_equal(c.cells[0].dots, 1 | 4);
	canvas_dot(&c, 1, 3, front);
	assert_int_equal(c.cells[0].dots, 128);
	assert_int_equal(c.cells[0].ink.fg, ROLE_RUN);
	canvas_release(&c);
}

static unsigned cells_of(const struct canvas *c, uint32_t id)
{
	unsigned n = 0;
	for (int i = 0; i < c->w * c->h; i++)
		n += c->cells[i].dots && c->cells[i].ink.id == id;
	return n;
}

/* Equal curves are drawn in turns, so that each is visible; the one on top gets most cells. */
static void no_curve_hides_another(void **state)
{
	(void)state;
	struct canvas c;
	for (int top = 0; top < 2; top++) {
		canvas_init(&c, 90, 1);
		for (uint32_t id = 0; id < 3; id++)
			canvas_line(
				&c, 0, 1, 179, 1,
				(struct ink){.fg = ROLE_RUN + id, .top = top && id == 2, .id = id});
		for (uint32_t id = 0; id < 3; id++)
			assert_true(cells_of(&c, id) >= 10);
		assert_int_equal(cells_of(&c, 0) + cells_of(&c, 1) + cells_of(&c, 2), 90);
		assert_int_equal(cells_of(&c, 2), top ? 60 : 30);
		canvas_release(&c);
	}
	canvas_init(&c, 10, 4); /* where curves only cross, the later one is whole */
	canvas_line(&c, 0, 0, 19, 15, (struct ink){.fg = ROLE_RUN});
	canvas_line(&c, 10, 0, 10, 15, (struct ink){.fg = ROLE_RUN + 1, .id = 1});
	assert_true(cells_of(&c, 1) >= 3);
	canvas_release(&c);
}

static void dashes_tell_lines_apart(void **state)
{
	(void)state;
	struct canvas c;
	unsigned dots[DASHES];
	for (unsigned i = 0; i < DASHES; i++) {
		canvas_init(&c, 80, 1);
		canvas_line(&c, 0, 0, 159, 0, (struct ink){.dash = canvas_dash(i)});
		dots[i] = 0;
		for (int x = 0; x < 80; x++)
			for (int bit = 0; bit < 8; bit++)
				dots[i] += c.cells[x].dots >> bit & 1;
		for (unsigned k = 0; k < i; k++)
			assert_int_not_equal(canvas_dash(i), canvas_dash(k));
		canvas_release(&c);
	}
	assert_int_equal(dots[0], 160);
	for (unsigned i = 1; i < DASHES; i++)
		assert_int_equal(dots[i], 80);
	assert_int_equal(canvas_dash(DASHES), canvas_dash(0));
}

static void lines_from_far_outside_are_clipped(void **state)
{
	(void)state;
	struct canvas c;
	canvas_init(&c, 10, 5);
	canvas_line(&c, -1000000, -1000000, 1000000, 1000000, (struct ink){0});
	for (int i = 0; i < 20; i++)
		assert_true(c.cells[i / 4 * 10 + i / 2].dots);
	canvas_line(&c, 5, -2000000000, 5, 2000000000, (struct ink){0});
	canvas_line(&c, -5, -5, -1, -1, (struct ink){0});
	canvas_release(&c);
}

/* Draws a curve of one entry per column; NAN is a non-finite entry, INFINITY an empty column. */
static const char *curve(const double *values, size_t n, struct neighbour left,
			 struct neighbour right)
{
	static char text[1024];
	tfe_column columns[16] = {0};
	struct axis y = {SCALE_NUMBER, 0, 3};
	struct canvas c;
	canvas_init(&c, (int)n / DOTS_X, 1);
	for (size_t i = 0; i < n; i++) {
		double v = values[i];
		if (isnan(v))
			columns[i].nan = 1;
		else if (isfinite(v))
			columns[i] =
				(tfe_column){.count = 1, .first = v, .min = v, .max = v, .last = v};
	}
	stroke_curve(&c, &(struct stroke){columns, n, left, right}, &y, (struct ink){0});
	snprintf(text, sizeof text, "%s", drawn(&c, GLYPHS_BRAILLE));
	text[strcspn(text, "\n")] = '\0';
	canvas_release(&c);
	return text;
}

static void curves_join_what_is_finite(void **state)
{
	(void)state;
	const struct neighbour none = {0};
	const double I = INFINITY;
	assert_string_equal(curve((double[]){0, I, I, 0, I, I}, 6, none, none), "⣀⣀");
	assert_string_equal(curve((double[]){0, 0, NAN, 0, 0, 0}, 6, none, none), "⣀⢀⣀");
	assert_string_equal(curve((double[]){I, I, I, 1, I, I}, 6, none, none),
			    " ⣤"); /* a single point is large */
	assert_string_equal(curve((double[]){0, NAN, I, I, NAN, 0}, 6, none, none), "⣤ ⣤");
	assert_string_equal(curve((double[]){I, I, I, I, I, I}, 6, none, none), "");
}

static void curves_lead_out_of_the_window(void **state)
{
	(void)state;
	const double I = INFINITY;
	struct neighbour left = {true, -4, 0}, right = {true, 9, 0}, none = {0};
	assert_string_equal(curve((double[]){I, I, 0, I, I, I}, 6, left, none), "⣀⡀");
	assert_string_equal(curve((double[]){I, I, 0, I, I, I}, 6, left, right), "⣀⣀⣀");
	assert_string_equal(curve((double[]){I, I, I, I, I, I}, 6, left, right), "⣀⣀⣀");
	assert_string_equal(curve((double[]){I, NAN, 0, 0, NAN, I}, 6, left, right), " ⣀");
}

static void a_column_shows_its_whole_range(void **state)
{
	(void)state;
	tfe_column columns[2] = {{.count = 9, .first = 1, .min = 0, .max = 3, .last = 1},
				 {.count = 1, .first = 1, .min = 1, .max = 1, .last = 1}};
	struct axis y = {SCALE_NUMBER, 0, 3};
	struct canvas c;
	canvas_init(&c, 1, 1);
	stroke_curve(&c, &(struct stroke){.columns = columns, .n = 2}, &y, (struct ink){0});
	assert_int_equal(c.cells[0].dots, 1 | 4 | 16 | 64 | 32);
	canvas_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_curve_hides_another),
		cmocka_unit_test(dashes_tell_lines_apart),
		cmocka_unit_test(a_line_in_every_tier),
		cmocka_unit_test(ascii_follows_the_slope),
		cmocka_unit_test(every_pattern_has_a_glyph),
		cmocka_unit_test(the_foreground_covers_the_background),
		cmocka_unit_test(lines_from_far_outside_are_clipped),
		cmocka_unit_test(curves_join_what_is_finite),
		cmocka_unit_test(curves_lead_out_of_the_window),
		cmocka_unit_test(a_column_shows_its_whole_range),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
