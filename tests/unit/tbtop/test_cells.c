/* view: the grid of cells: any text stays within its columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tbtop/view/cells.h"
#include "tbtop/view/print.h"

/* Returns row 0 as text, without blanks at its end. */
static const char *row(const struct grid *g)
{
	static char text[512];
	FILE *out = fmemopen(text, sizeof text, "w");
	print_text(out, g);
	fclose(out);
	text[strcspn(text, "\n")] = '\0';
	return text;
}

static const char *written(const char *text, int max, enum glyph_tier tier)
{
	static char copy[512];
	struct grid g;
	grid_init(&g, 40, 1, tier);
	grid_text(&g, 0, 0, max, text, (struct style){0});
	snprintf(copy, sizeof copy, "%s", row(&g));
	grid_release(&g);
	return copy;
}

static void text_is_cut_with_an_ellipsis(void **state)
{
	(void)state;
	assert_string_equal(written("train/loss", 10, GLYPHS_BRAILLE), "train/loss");
	assert_string_equal(written("train/loss", 9, GLYPHS_BRAILLE), "train/lo…");
	assert_string_equal(written("train/loss", 1, GLYPHS_BRAILLE), "…");
	assert_string_equal(written("train/loss", 0, GLYPHS_BRAILLE), "");
	assert_string_equal(written("train/loss", 9, GLYPHS_ASCII), "train/lo~");
}

static void wide_characters_take_two_columns(void **state)
{
	(void)state;
	assert_int_equal(text_width("損失"), 4);
	assert_string_equal(written("損失/値", 7, GLYPHS_BRAILLE), "損失/値");
	assert_string_equal(written("損失/値", 6, GLYPHS_BRAILLE), "損失/…");
	assert_string_equal(written("損失/値", 4, GLYPHS_BRAILLE), "損…");
	assert_string_equal(written("損失", 4, GLYPHS_ASCII), "____");
}

static void half_of_a_wide_character_never_stays(void **state)
{
	(void)state;
	struct grid g;
	grid_init(&g, 4, 1, GLYPHS_BRAILLE);
	grid_text(&g, 0, 0, 4, "損失", (struct style){0});
	grid_char(&g, 1, 0, 'x', (struct style){0});
	assert_string_equal(row(&g), " x失");
	grid_char(&g, 2, 0, 'y', (struct style){0});
	assert_string_equal(row(&g), " xy");
	/* A wide character has no space at the edge. */
	grid_text(&g, 3, 0, 2, "損", (struct style){0});
	assert_string_equal(row(&g), " xy");
	grid_release(&g);
}

static void combining_characters_join_their_base(void **state)
{
	(void)state;
	assert_int_equal(text_width("e\xcc\x81t"), 2);
	assert_string_equal(written("e\xcc\x81t", 2, GLYPHS_BRAILLE), "e\xcc\x81t");
	/* Any number of combining characters leaves the cell valid. */
	assert_string_equal(
		written("e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81t", 2, GLYPHS_BRAILLE),
		"e\xcc\x81\xcc\x81\xcc\x81t");
}

static void nothing_reaches_the_terminal_raw(void **state)
{
	(void)state;
	assert_string_equal(written("a\x1b[31mb", 40, GLYPHS_BRAILLE), "a\\x1b[31mb");
	assert_string_equal(written("a\nb\tc\rd\x7f", 40, GLYPHS_BRAILLE), "a\\nb\\tc\\rd\\x7f");
	assert_string_equal(written("a\xff\xc3(", 40, GLYPHS_BRAILLE), "a\\xff\\xc3(");
	assert_string_equal(written("a\xc2\x9b"
				    "b",
				    40, GLYPHS_BRAILLE),
			    "a\\u009bb"); /* CSI as a C1 control */
	assert_string_equal(written("a\xe2\x80\xae"
				    "b",
				    40, GLYPHS_BRAILLE),
			    "a\\u202eb"); /* reverses the direction of text */
	assert_string_equal(written("a\xe2\x80\xa8"
				    "b",
				    40, GLYPHS_BRAILLE),
			    "a\\u2028b");
	assert_string_equal(written("a\xe2\x80\x8d"
				    "b\xef\xb8\x8f",
				    40, GLYPHS_BRAILLE),
			    "ab");
}

static void every_byte_string_is_safe(void **state)
{
	(void)state;
	unsigned seed = 1;
	for (int round = 0; round < 20000; round++) {
		char text[24];
		struct grid g;
		grid_init(&g, 12, 1, round % 2 ? GLYPHS_BRAILLE : GLYPHS_ASCII);
		for (size_t i = 0; i < sizeof text; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = (char)(seed >> 16);
		}
		int max = round % 13;
		int used = grid_bytes(&g, (struct rect){0, 0, max, 1}, text, sizeof text,
				      (struct style){0});
		assert_true(used <= max);
		for (int x = 0, wide = 0; x < g.w; x++) {
			const struct cell *c = grid_at(&g, x, 0);
			assert_true(c->width <= 2);
			/* A wide character and its other half. */
			assert_int_equal(c->width == 0, wide);
			wide = c->width == 2;
			if (c->width) {
				assert_true(c->cp[0] >= 32);
				assert_true((c->cp[0] < 127 || c->cp[0] >= 160));
			}
		}
		grid_release(&g);
	}
}

static void the_clip_holds(void **state)
{
	(void)state;
	struct grid g;
	grid_init(&g, 10, 3, GLYPHS_BRAILLE);
	struct rect was = grid_clip(&g, (struct rect){2, 1, 3, 1});
	grid_fill(&g, (struct rect){-5, -5, 30, 30}, 'x', (struct style){0});
	g.clip = was;
	int count = 0;
	for (int i = 0; i < 30; i++)
		count += g.cells[i].cp[0] == 'x';
	assert_int_equal(count, 3);
	assert_int_equal(grid_at(&g, 4, 1)->cp[0], 'x');
	grid_release(&g);
}

static void the_end_is_kept_where_asked(void **state)
{
	(void)state;
	struct grid g;
	grid_init(&g, 20, 1, GLYPHS_BRAILLE);
	assert_int_equal(grid_text_tail(&g, 0, 0, 8, "experiment/run10", (struct style){0}), 8);
	assert_string_equal(row(&g), "…t/run10");
	grid_release(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_cut_with_an_ellipsis),
		cmocka_unit_test(wide_characters_take_two_columns),
		cmocka_unit_test(half_of_a_wide_character_never_stays),
		cmocka_unit_test(combining_characters_join_their_base),
		cmocka_unit_test(nothing_reaches_the_terminal_raw),
		cmocka_unit_test(every_byte_string_is_safe),
		cmocka_unit_test(the_clip_holds),
		cmocka_unit_test(the_end_is_kept_where_asked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
