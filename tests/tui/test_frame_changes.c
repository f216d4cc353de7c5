/* The bytes from one frame to the next: after any sequence of random frames, the screen of a
 * terminal (libvterm) has the cells of the last one. */
#include <locale.h>

#include "tui/terminal.h"

#include "tbtop/term/frame_bytes.h"

#include <curses.h>
#include <term.h>

static uint32_t next(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % n;
}

static struct style random_style(uint32_t *seed)
{
	static const uint8_t attrs[] = {0, 0, ATTR_BOLD, ATTR_REVERSE, ATTR_UNDERLINE};
	struct style s = {.attr = attrs[next(seed, 5)]};
	s.fg = next(seed, 3) ? next(seed, ROLES) : COLOUR_RGB(next(seed, 256), 0, 90);
	s.bg = next(seed, 3) ? COLOUR_DEFAULT : COLOUR_RGB(20, next(seed, 256), 200);
	return s;
}

/* Draws runs of equal characters, of blanks, of wide and of combined characters over the grid.
 * libvterm 0.1 does not combine in the last column. */
static void draw_at_random(struct grid *g, uint32_t *seed)
{
	static const char *const texts[] = {"x", "long text", "損失", "e\xcc\x81", "─────", "▀"};
	for (uint32_t i = next(seed, 40); i > 0; i--) {
		int x = (int)next(seed, (uint32_t)g->w - 1), y = (int)next(seed, (uint32_t)g->h);
		struct style style = random_style(seed);
		if (next(seed, 2))
			grid_text(g, x, y, g->w - x, texts[next(seed, 6)], style);
		else
			grid_fill(g, (struct rect){x, y, (int)next(seed, 30), 2}, ' ', style);
	}
}

/* Returns whether the screen has the character of a cell, and its background if it is a blank. */
static bool is_shown(struct terminal *t, const struct grid *g, int x, int y)
{
	VTermScreenCell have;
	const struct cell *want = grid_at(g, x, y);
	vterm_screen_get_cell(t->screen, (VTermPos){.row = y, .col = x}, &have);
	if (!want->width)
		return have.chars[0] == (uint32_t)-1;
	uint32_t shown = have.chars[0] ? have.chars[0] : ' ';
	struct paint fg = palette_paint(want->style.fg, g->colours, g->scheme);
	struct paint bg = palette_paint(want->style.bg, g->colours, g->scheme);
	int has_fg = VTERM_COLOR_IS_DEFAULT_FG(&have.fg) ? -1 : have.fg.indexed.idx;
	int has_bg = VTERM_COLOR_IS_DEFAULT_BG(&have.bg) ? -1 : have.bg.indexed.idx;
	bool plain = shown == ' ';
	uint8_t attr = want->style.attr | fg.attr;
	uint32_t combined = have.chars[0] ? have.chars[1] : 0;
	return shown == want->cp[0] && combined == want->cp[1] &&
	       (g->colours == COLOURS_MONO || has_bg == bg.value) &&
	       (plain || g->colours == COLOURS_MONO || has_fg == fg.value) &&
	       (plain || have.attrs.bold == !!(attr & ATTR_BOLD)) &&
	       have.attrs.reverse == !!(attr & ATTR_REVERSE) &&
	       have.attrs.underline == !!(attr & ATTR_UNDERLINE);
}

static void assert_shown(struct terminal *t, const struct grid *g, const char *term, uint32_t frame)
{
	for (int y = 0; y < g->h; y++)
		for (int x = 0; x < g->w; x++)
			if (!is_shown(t, g, x, y)) {
				print_message("%s, frame %u: column %d of line %d differs\n", term,
					      frame, x, y);
				fail();
			}
}

static void show(struct terminal *t, const struct byte_buffer *bytes)
{
	for (size_t i = 0; i < bytes->n; i++)
		show_byte(t, bytes->bytes[i]);
}

static void try_frames(const char *term, enum colour_tier colours)
{
	enum { W = 60, H = 16, FRAMES = 200 };
	struct terminal t = {.w = W, .h = H, .vt = vterm_new(H, W)};
	struct grid g;
	struct byte_buffer bytes = {0};
	uint32_t seed = 7;
	vterm_set_utf8(t.vt, 1);
	t.screen = vterm_obtain_screen(t.vt);
	vterm_screen_reset(t.screen, 1);
	assert_int_equal(setupterm(term, STDOUT_FILENO, NULL), OK);
	frame_bytes_open();
	grid_init(&g, W, H, GLYPHS_BRAILLE);
	g.colours = colours;
	for (uint32_t i = 0; i < FRAMES; i++) {
		if (!next(&seed, 10))
			grid_resize(&g, W, H);
		if (!next(&seed, 20))
			frame_bytes_forget();
		draw_at_random(&g, &seed);
		bytes.n = 0;
		frame_bytes_add(&bytes, &g);
		show(&t, &bytes);
		assert_shown(&t, &g, term, i);
		bytes.n = 0;
		assert_int_equal(frame_bytes_add(&bytes, &g), 0); /* nothing changed */
		assert_int_equal(bytes.n, 0);
	}
	grid_release(&g);
	frame_bytes_close();
	byte_buffer_release(&bytes);
	del_curterm(cur_term);
	vterm_free(t.vt);
}

static void any_frame_follows_any_other(void **state)
{
	(void)state;
	try_frames("xterm-256color", COLOURS_256);
	try_frames("screen-256color", COLOURS_256);
	try_frames("xterm", COLOURS_16);
	try_frames("vt220", COLOURS_MONO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(any_frame_follows_any_other)};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
