/* term: shows a grid of cells on the terminal and reads its keys (ncurses). */
#define NCURSES_WIDECHAR 1
#include "tbtop/term/term.h"

#include <curses.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#include "common/colour.h"
#include "common/memory.h"
#include "tbtop/model/key_names.h"
#include "tbtop/term/signals.h"

/* The terminal. It is global because curses supports one screen per process. */
static struct {
	SCREEN *screen;
	enum colour_tier colours;
	struct cell *shown; /* what the terminal shows */
	int w, h;
} term;

enum glyph_tier term_default_glyphs(void)
{
	const char *name = getenv("TERM"), *charset = nl_langinfo(CODESET);
	if (!charset || (strcmp(charset, "UTF-8") != 0 && strcmp(charset, "utf8") != 0))
		return GLYPHS_ASCII;
	/* The font of the Linux console has neither Braille nor quarter blocks. */
	if (name && (!strcmp(name, "linux") || !strncmp(name, "vt", 2)))
		return GLYPHS_ASCII;
	return GLYPHS_BRAILLE;
}

/* --- taking over and giving back -------------------------------------------------------------- */

static bool usable(char *error, size_t size)
{
	static const char advice[] = "`tbtop --once` prints one frame anywhere";
	const char *name = getenv("TERM");
	int why = 0;
	if (!name || !*name) {
		snprintf(error, size, "TERM is not set; %s", advice);
		return false;
	}
	if (setupterm(NULL, STDOUT_FILENO, &why) != OK) {
		snprintf(error, size, "unknown terminal \"%.40s\"%s; %s", name,
			 why < 0 ? " (no terminfo database)" : "", advice);
		return false;
	}
	bool can = cursor_address != NULL;
	del_curterm(cur_term);
	if (!can)
		snprintf(error, size, "the terminal \"%.40s\" cannot move the cursor; %s", name,
			 advice);
	return can;
}

static enum colour_tier choose_colours(enum colour_tier asked)
{
	if (asked == COLOURS_MONO || (asked == COLOUR_TIERS && colour_is_refused()))
		return COLOURS_MONO;
	if (!has_colors() || start_color() != OK)
		return COLOURS_MONO;
	use_default_colors();
	enum colour_tier best = COLORS >= 256 ? COLOURS_256 : COLOURS_16;
	if (COLORS > 256 && tigetflag("RGB") > 0)
		best = COLOURS_TRUE;
	return asked != COLOUR_TIERS && asked > best ? asked : best;
}

static void append(char *text, size_t size, const char *sequence)
{
	size_t n = strlen(text);
	if (sequence && n + strlen(sequence) < size)
		memcpy(text + n, sequence, strlen(sequence) + 1);
}

static void prepare_for_crash(void)
{
	char bytes[256] = "";
	append(bytes, sizeof bytes, exit_attribute_mode);
	append(bytes, sizeof bytes, cursor_normal);
	append(bytes, sizeof bytes, keypad_local);
	append(bytes, sizeof bytes, exit_ca_mode);
	append(bytes, sizeof bytes, "\r\n");
	signals_on_crash(bytes);
}

bool term_open(enum colour_tier colours, char *error, size_t size)
{
	if (!usable(error, size))
		return false;
	term.screen = newterm(NULL, stdout, stdin);
	if (!term.screen) {
		snprintf(error, size, "the terminal cannot be opened");
		return false;
	}
	prepare_for_crash();
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(25);
	leaveok(stdscr, TRUE);
	curs_set(0);
	term.colours = choose_colours(colours);
	return true;
}

void term_close(void)
{
	if (!term.screen)
		return;
	curs_set(1);
	endwin();
	signals_on_crash(NULL);
	delscreen(term.screen);
	free(term.shown);
	memset(&term, 0, sizeof term);
}

enum colour_tier term_colours(void)
{
	return term.colours;
}

void term_size(int *w, int *h)
{
	getmaxyx(stdscr, *h, *w);
}

void term_resized(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
}

void term_suspend(void)
{
	def_prog_mode();
	curs_set(1);
	endwin();
	signals_stop();
	term_continued();
}

void term_continued(void)
{
	reset_prog_mode();
	curs_set(0);
	term_resized();
	clearok(curscr, TRUE);
	term.w = 0; /* the contents of the terminal are unknown */
}

/* --- drawing ---------------------------------------------------------------------------------- */

static attr_t attributes(uint8_t attr)
{
	attr_t a = A_NORMAL;
	a |= attr & ATTR_BOLD ? A_BOLD : 0;
	a |= attr & ATTR_DIM ? A_DIM : 0;
	a |= attr & ATTR_REVERSE ? A_REVERSE : 0;
	a |= attr & ATTR_UNDERLINE ? A_UNDERLINE : 0;
	return a;
}

/* Writes a cell. A character whose width differs between this program and the C library would shift
 * the rest of the line, so it is replaced by a question mark. */
static void put(const struct cell *c, int x, int y)
{
	wchar_t text[CELL_CODEPOINTS + 1] = {0};
	int n = 0;
	if (wcwidth((wchar_t)c->cp[0]) == c->width)
		text[n++] = (wchar_t)c->cp[0];
	else
		text[n++] = L'?';
	for (int i = 1; i < CELL_CODEPOINTS && c->cp[i] && text[0] != L'?'; i++)
		if (wcwidth((wchar_t)c->cp[i]) == 0)
			text[n++] = (wchar_t)c->cp[i];
	struct paint fg = palette_paint(c->style.fg, term.colours);
	struct paint bg = palette_paint(c->style.bg, term.colours);
	int pair = 0;
	if (term.colours != COLOURS_MONO && (fg.value >= 0 || bg.value >= 0))
		pair = alloc_pair(fg.value, bg.value);
	if (pair < 0)
		pair = 0;
	cchar_t cell;
	setcchar(&cell, text, attributes(c->style.attr | fg.attr), (short)pair, &pair);
	mvadd_wch(y, x, &cell);
	if (c->width == 2 && text[0] == L'?')
		mvadd_wch(y, x + 1, &cell);
}

void term_draw(const struct grid *g, bool whole)
{
	size_t n = (size_t)g->w * (size_t)g->h;
	if (term.w != g->w || term.h != g->h || whole) {
		term.shown = need_resize(term.shown, n, sizeof *term.shown);
		memset(term.shown, 0xff, n * sizeof *term.shown);
		term.w = g->w;
		term.h = g->h;
		erase();
	}
	if (whole)
		clearok(curscr, TRUE);
	for (int y = 0; y < g->h; y++)
		for (int x = 0; x < g->w; x++) {
			const struct cell *c = grid_at(g, x, y);
			struct cell *shown = &term.shown[y * g->w + x];
			if (!memcmp(c, shown, sizeof *c))
				continue;
			*shown = *c;
			if (c->width)
				put(c, x, y);
		}
	refresh();
}

/* --- keys ------------------------------------------------------------------------------------- */

int term_key(void)
{
	wint_t c;
	int kind = get_wch(&c);
	if (kind == ERR)
		return KEY_NONE;
	if (kind == OK)
		return c == '\n' ? TK_ENTER : c == 8 ? TK_BACKSPACE : (int)c;
	switch (c) {
	case KEY_UP:
		return TK_UP;
	case KEY_DOWN:
		return TK_DOWN;
	case KEY_LEFT:
		return TK_LEFT;
	case KEY_RIGHT:
		return TK_RIGHT;
	case KEY_HOME:
		return TK_HOME;
	case KEY_END:
		return TK_END;
	case KEY_PPAGE:
		return TK_PAGE_UP;
	case KEY_NPAGE:
		return TK_PAGE_DOWN;
	case KEY_BTAB:
		return TK_BACK_TAB;
	case KEY_ENTER:
		return TK_ENTER;
	case KEY_BACKSPACE:
		return TK_BACKSPACE;
	case KEY_F(1):
		return TK_F1;
	case KEY_F(10):
		return TK_F10;
	default:
		return KEY_NONE - 1;
	}
}
