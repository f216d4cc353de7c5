/* view: pictures of grids: shapes cover the same area as the characters, and any text is
 * well-formed XML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/shape.h"
#include "tbtop/view/svg.h"

static bool covers(const struct shape *s, int x, int y)
{
	for (int i = 0; i < s->n; i++)
		if (rect_holds(s->part[i], x, y))
			return true;
	return false;
}

static void every_shape_lies_in_its_cell(void **state)
{
	(void)state;
	int shapes = 0;
	for (uint32_t cp = 0; cp < 0x3000; cp++) {
		struct shape s;
		if (!shape_of(cp, &s))
			continue;
		shapes++;
		assert_in_range(s.n, cp == 0x2800 ? 0 : 1, SHAPE_PARTS);
		for (int i = 0; i < s.n; i++) {
			assert_true(s.part[i].x >= 0);
			assert_true(s.part[i].x + s.part[i].w <= 8);
			assert_true(s.part[i].y >= 0);
			assert_true(s.part[i].y + s.part[i].h <= 16);
			assert_true(s.part[i].w > 0);
			assert_true(s.part[i].h > 0);
		}
	}
	assert_true(shapes > 256 + 32);
}

/* Shapes are at the positions of the canvas's dots. */
static void dots_are_where_the_canvas_has_them(void **state)
{
	(void)state;
	for (unsigned dots = 1; dots < 256; dots++) {
		struct shape s;
		assert_true(shape_of(canvas_glyph((uint8_t)dots, GLYPHS_BRAILLE), &s));
		for (int bit = 0; bit < 8; bit++)
			assert_int_equal(covers(&s, bit % 2 * 4 + 2, bit / 2 * 4 + 2),
					 dots >> bit & 1);
	}
}

static void quarters_and_eighths(void **state)
{
	(void)state;
	struct shape s;
	assert_true(shape_of(0x2599, &s)); /* all but the top right */
	assert_true(covers(&s, 1, 1));
	assert_false(covers(&s, 6, 1));
	assert_true(covers(&s, 1, 12));
	assert_true(covers(&s, 6, 12));
	assert_true(shape_of(0x2583, &s)); /* three eighths from below */
	assert_true(covers(&s, 4, 10));
	assert_false(covers(&s, 4, 9));
	assert_true(shape_of(0x2592, &s));
	assert_int_equal(s.strength, 4);
	assert_true(shape_of(0x2524, &s)); /* a line to the left, none to the right */
	assert_true(covers(&s, 0, 7));
	assert_false(covers(&s, 7, 7));
	assert_false(shape_of('x', &s));
}

static char *picture(const struct grid *g)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	print_svg(out, g);
	fclose(out);
	return text;
}

static void text_is_escaped(void **state)
{
	(void)state;
	struct grid g;
	grid_init(&g, 40, 2, GLYPHS_BRAILLE);
	grid_text(&g, 1, 0, 30, "a<b> & \"c\" \x1b[31m \xef\xbf\xbf", (struct style){0});
	char *svg = picture(&g), *again = picture(&g);
	assert_non_null(strstr(svg, "a&lt;b&gt; &amp; \"c\" \\x1b[31m"));
	assert_null(strchr(svg, '\x1b'));
	assert_null(strstr(svg, "\xef\xbf\xbf"));
	assert_string_equal(svg, again);
	free(svg);
	free(again);
	grid_release(&g);
}

static void neighbours_become_one_shape(void **state)
{
	(void)state;
	struct grid g;
	grid_init(&g, 40, 1, GLYPHS_BRAILLE);
	grid_fill(&g, (struct rect){2, 0, 10, 1}, ' ', (struct style){.bg = COLOUR_RGB(1, 2, 3)});
	char *svg = picture(&g);
	assert_non_null(strstr(svg, "<path fill=\"#010203\" d=\"M16 0h80v16h-80z\"/>"));
	free(svg);
	grid_release(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_shape_lies_in_its_cell),
		cmocka_unit_test(dots_are_where_the_canvas_has_them),
		cmocka_unit_test(quarters_and_eighths),
		cmocka_unit_test(text_is_escaped),
		cmocka_unit_test(neighbours_become_one_shape),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
