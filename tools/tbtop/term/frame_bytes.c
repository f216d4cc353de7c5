/* term: the bytes that change the screen from one frame to the next.
 *
 * Only cells that differ from those on the screen are sent, in an order in which the pen changes
 * little. The cursor goes to them by the shortest of the sequences that terminfo has, or over
 * unchanged cells by writing them too. Long blanks are erased. Characters are not repeated by a
 * sequence (REP), because some terminals that are used as xterm lack it. */
#define NCURSES_WIDECHAR 1
#include "tbtop/term/frame_bytes.h"

#include <curses.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <wchar.h>

#include "common/memory.h"
#include "tbtop/term/direct_colour.h"
#include "tbtop/term/pen.h"
#include "tbtop/term/pieces_of_row.h"

/* Shorter blanks are written, not erased. */
enum { BLANKS = 8 };

/* It is global because curses supports one terminal per process. */
static struct {
	struct cell *shown; /* what the screen shows */
	int w, h;           /* 0: not known */
	struct scheme scheme;
	int x, y; /* of the cursor; -1: not known */
	struct pen pen;
	bool pen_known;
	struct pieces pieces; /* of the row that is sent */
	struct byte_buffer *to;
} screen;

void frame_bytes_open(void)
{
	pen_open();
	frame_bytes_forget();
}

void frame_bytes_close(void)
{
	free(screen.shown);
	pieces_release(&screen.pieces);
	memset(&screen, 0, sizeof screen);
}

void frame_bytes_forget(void)
{
	screen.w = screen.h = 0;
}

static bool other_scheme(const struct grid *g)
{
	return screen.scheme.theme != g->scheme.theme ||
	       screen.scheme.background != g->scheme.background;
}

bool frame_bytes_clears(const struct grid *g)
{
	return screen.w != g->w || screen.h != g->h || other_scheme(g);
}

/* --- cells ------------------------------------------------------------------------------------ */

static struct pen pen_of(const struct grid *g, const struct cell *c)
{
	struct paint fg = palette_paint(c->style.fg, g->colours, g->scheme);
	struct paint bg = palette_paint(c->style.bg, g->colours, g->scheme);
	bool mono = g->colours == COLOURS_MONO;
	if (g->colours == COLOURS_TRUE) {
		fg.value = direct_colour_value(fg.value);
		bg.value = direct_colour_value(bg.value);
	}
	return pen_possible((struct pen){mono ? -1 : fg.value, mono ? -1 : bg.value,
					 (uint8_t)(c->style.attr | fg.attr)});
}

static bool is_blank(const struct cell *c)
{
	return c->width == 1 && c->cp[0] == ' ' && !c->cp[1] &&
	       !(c->style.attr & (ATTR_REVERSE | ATTR_UNDERLINE));
}

static void put_pen(struct pen pen)
{
	pen_change(screen.to, screen.pen_known ? &screen.pen : NULL, pen);
	screen.pen = pen;
	screen.pen_known = true;
}

/* Returns whether a cell can be written with the present pen. A blank shows its background only. */
static bool suits_pen(const struct grid *g, const struct cell *c)
{
	struct pen pen = pen_of(g, c);
	if (!screen.pen_known)
		return false;
	bool plain = !(screen.pen.attr & (ATTR_REVERSE | ATTR_UNDERLINE));
	return pen_equal(pen, screen.pen) || (is_blank(c) && plain && pen.bg == screen.pen.bg);
}

/* Changes the pen to that of a cell. A blank leaves all but the background as it is. */
static void put_pen_of(const struct grid *g, const struct cell *c)
{
	struct pen pen = pen_of(g, c), now = screen.pen;
	if (suits_pen(g, c))
		return;
	if (screen.pen_known && is_blank(c) && !(now.attr & (ATTR_REVERSE | ATTR_UNDERLINE)))
		pen = pen_possible((struct pen){now.fg, pen.bg, now.attr});
	put_pen(pen);
}

/* Adds a character in the encoding of the locale. Returns false if it has none. */
static bool put_char(uint32_t c)
{
	char text[MB_LEN_MAX];
	mbstate_t state = {0};
	size_t n = wcrtomb(text, (wchar_t)c, &state);
	if (n == (size_t)-1)
		return false;
	byte_buffer_add(screen.to, text, n);
	return true;
}

/* Writes a cell. A character whose width differs between this program and the C library would shift
 * the rest of the line, so it is replaced by question marks. */
static void put_text(const struct cell *c)
{
	bool shown = wcwidth((wchar_t)c->cp[0]) == c->width && put_char(c->cp[0]);
	for (int i = 0; i < c->width && !shown; i++)
		byte_buffer_text(screen.to, "?");
	for (int i = 1; i < CELL_CODEPOINTS && c->cp[i] && shown; i++)
		if (wcwidth((wchar_t)c->cp[i]) == 0)
			put_char(c->cp[i]);
	screen.x += c->width;
	/* After the last column, terminals differ. */
	if (screen.x >= screen.w)
		screen.x = screen.y = -1;
}

/* --- the cursor ------------------------------------------------------------------------------- */

/* A candidate for a move; the shortest one is used. */
struct move {
	char text[64];
	bool is;
};

static void offer(struct move *best, const char *sequence)
{
	char text[sizeof best->text];
	if (sequence && sequence_copy(text, sizeof text, sequence) &&
	    (!best->is || strlen(text) < strlen(best->text))) {
		memcpy(best->text, text, sizeof text);
		best->is = true;
	}
}

/* Returns the number of bytes that write the unchanged cells between the cursor and column x with
 * the present pen, or INT_MAX if they have another one. */
static int cost_of_writing(const struct grid *g, int x)
{
	int cost = 0;
	for (int i = screen.x; i < x; i++) {
		const struct cell *c = grid_at(g, i, screen.y);
		if (c->width != 1 || c->cp[1] || !suits_pen(g, c))
			return INT_MAX;
		cost += c->cp[0] < 0x80 ? 1 : 3;
	}
	return cost;
}

/* Offers moves to the row, which keep the column, followed by moves to the column. curses turns off
 * the translation of "\n" to "\r\n" (nonl). */
static void offer_relative(struct move *best, int x, int y)
{
	char row[32] = "", text[sizeof best->text];
	const char *down = y == screen.y + 1 ? cursor_down : NULL;
	const char *to_row = down ? down : row_address ? tiparm(row_address, y) : NULL;
	if (y != screen.y && (!to_row || !sequence_copy(row, sizeof row, to_row)))
		return;
	const char *to_column[] = {x == screen.x ? "" : NULL,
				   x == screen.x - 1 ? cursor_left : NULL,
				   x == 0 ? carriage_return : NULL};
	for (size_t i = 0; i < sizeof to_column / sizeof *to_column; i++)
		if (to_column[i]) {
			snprintf(text, sizeof text, "%s%s", row, to_column[i]);
			offer(best, text);
		}
	if (x > screen.x && parm_right_cursor) {
		snprintf(text, sizeof text, "%s%s", row, tiparm(parm_right_cursor, x - screen.x));
		offer(best, text);
	}
	if (column_address) {
		snprintf(text, sizeof text, "%s%s", row, tiparm(column_address, x));
		offer(best, text);
	}
}

static void go_to(const struct grid *g, int x, int y)
{
	struct move best = {.is = false};
	if (screen.x == x && screen.y == y)
		return;
	offer(&best, tiparm(cursor_address, y, x));
	if (screen.x >= 0)
		offer_relative(&best, x, y);
	bool near = screen.y == y && screen.x >= 0 && x > screen.x && x - screen.x < 8;
	if (near && cost_of_writing(g, x) <= (int)strlen(best.text)) {
		while (screen.x < x)
			put_text(grid_at(g, screen.x, y));
		return;
	}
	byte_buffer_text(screen.to, best.text);
	screen.x = x;
	screen.y = y;
}

/* --- rows ------------------------------------------------------------------------------------- */

/* Returns the number of blanks with the same background from a cell on. */
static int blanks_at(const struct grid *g, int x, int y)
{
	const struct cell *first = grid_at(g, x, y);
	int n = 0;
	while (x + n < g->w && is_blank(grid_at(g, x + n, y)) &&
	       grid_at(g, x + n, y)->style.bg == first->style.bg)
		n++;
	return n;
}

/* Returns whether the terminal has a short sequence that erases n blanks at a cell. Terminals
 * differ in whether erased cells have the colour of the pen, so coloured blanks are written. */
static bool can_erase(const struct grid *g, int x, int y, int n)
{
	bool to_end = x + n == g->w && clr_eol && n > 3;
	return pen_of(g, grid_at(g, x, y)).bg < 0 && (to_end || (n >= BLANKS && erase_chars));
}

static void erase_blanks(const struct grid *g, int x, int y, int n)
{
	bool to_end = x + n == g->w && clr_eol;
	go_to(g, x, y);
	if (!screen.pen_known || screen.pen.bg >= 0 || screen.pen.attr)
		put_pen((struct pen){-1, -1, 0});
	byte_buffer_sequence(screen.to, to_end ? clr_eol : tiparm(erase_chars, n));
}

/* The colour of the text of a blank does not matter. */
static bool differs(const struct grid *g, int x, int y)
{
	const struct cell *c = grid_at(g, x, y), *shown = &screen.shown[y * g->w + x];
	if (!memcmp(c, shown, sizeof *c))
		return false;
	return !is_blank(c) || !is_blank(shown) || c->style.bg != shown->style.bg;
}

/* Returns how many of n cells differ from the screen. */
static int count_changes(const struct grid *g, int x, int y, int n)
{
	int changes = 0;
	for (int i = 0; i < n; i++)
		changes += differs(g, x + i, y);
	return changes;
}

/* Without the glitch that delays the end of a line, the last cell of the screen would scroll it. */
static bool is_writable(const struct grid *g, int x, int y)
{
	return x + 1 < g->w || y + 1 < g->h || !auto_right_margin || eat_newline_glitch;
}

/* --- pieces of rows --------------------------------------------------------------------------- */

/* Returns whether the row has, or had, wide characters: writing a half of one clears the other. */
static bool has_wide(const struct grid *g, int y)
{
	for (int x = 0; x < g->w; x++)
		if (grid_at(g, x, y)->width != 1 || screen.shown[y * g->w + x].width != 1)
			return true;
	return false;
}

/* Collects the cells of a row that differ from the screen. Returns their number. */
static size_t collect(const struct grid *g, int y)
{
	size_t changes = 0;
	int written_to = 0; /* blanks before this column are written */
	pieces_clear(&screen.pieces, has_wide(g, y));
	for (int x = 0; x < g->w; x++) {
		const struct cell *c = grid_at(g, x, y);
		if (!differs(g, x, y))
			continue;
		int n = x < written_to ? 0 : blanks_at(g, x, y);
		int changed = count_changes(g, x, y, n);
		if (changed > BLANKS / 2 && can_erase(g, x, y, n)) {
			pieces_add_erased(&screen.pieces, x, n);
			changes += (size_t)changed;
			x += n - 1;
			continue;
		}
		written_to = n ? x + n : written_to;
		changes++;
		if (is_writable(g, x, y))
			pieces_add_cell(&screen.pieces, x, pen_of(g, c), is_blank(c));
	}
	return changes;
}

static void put_piece(const struct grid *g, const struct piece *piece, int y)
{
	if (piece->erased) {
		erase_blanks(g, piece->x, y, piece->n);
		return;
	}
	for (int x = piece->x; x < piece->x + piece->n; x++) {
		const struct cell *c = grid_at(g, x, y);
		if (!c->width)
			continue;
		go_to(g, x, y);
		put_pen_of(g, c);
		put_text(c);
	}
}

static size_t put_row(const struct grid *g, int y)
{
	size_t changes = collect(g, y);
	struct piece piece;
	while (pieces_next(&screen.pieces, screen.x, screen.pen, &piece))
		put_piece(g, &piece, y);
	if (changes)
		memcpy(&screen.shown[y * g->w], grid_at(g, 0, y),
		       (size_t)g->w * sizeof *screen.shown);
	return changes;
}

/* --- the whole -------------------------------------------------------------------------------- */

/* Clears the screen if it does not show a frame that this one can be drawn over. */
static void begin(const struct grid *g)
{
	size_t n = (size_t)g->w * (size_t)g->h;
	screen.x = screen.y = -1;
	if (!frame_bytes_clears(g))
		return;
	screen.w = g->w;
	screen.h = g->h;
	screen.scheme = g->scheme;
	screen.shown = need_resize(screen.shown, n, sizeof *screen.shown);
	for (size_t i = 0; i < n; i++)
		screen.shown[i] = (struct cell){.cp = {' '}, .width = 1};
	screen.pen_known = false;
	byte_buffer_sequence(screen.to, exit_attribute_mode);
	put_pen((struct pen){-1, -1, 0});
	byte_buffer_sequence(screen.to, clear_screen);
}

size_t frame_bytes_add(struct byte_buffer *to, const struct grid *g)
{
	size_t changes = 0;
	screen.to = to;
	begin(g);
	for (int y = 0; y < g->h; y++)
		changes += put_row(g, y);
	if (changes && screen.pen_known &&
	    (screen.pen.fg >= 0 || screen.pen.bg >= 0 || screen.pen.attr))
		put_pen((struct pen){-1, -1, 0});
	return changes;
}
