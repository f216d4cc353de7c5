/* term: shows a grid of cells on the terminal and reads its keys (ncurses). */
#define NCURSES_WIDECHAR 1
#include "tbtop/term/term.h"

#include <ctype.h>
#include <curses.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "common/colour.h"
#include "common/memory.h"
#include "tbtop/term/background.h"
#include "tbtop/term/clipboard.h"
#include "tbtop/term/direct_colour.h"
#include "tbtop/term/graphics.h"
#include "tbtop/term/keys.h"
#include "tbtop/term/mouse.h"
#include "tbtop/term/term_output.h"
#include "tbtop/term/restore.h"
#include "tbtop/term/signals.h"
#include "tbtop/term/synchronized.h"
#include "tbtop/term/terminal_name.h"

/* The terminal. It is global because curses supports one screen per process. */
static struct {
	SCREEN *screen;
	bool mouse;    /* its events are reported */
	bool extended; /* it understands or ignores the sequences of xterm */
	enum colour_tier colours;
	struct scheme drawn; /* that of the last frame */
	struct cell *shown; /* what the terminal shows */
	int w, h;
} term;

bool term_has_unicode(void)
{
	const char *charset = nl_langinfo(CODESET);
	return charset && (!strcmp(charset, "UTF-8") || !strcmp(charset, "utf8"));
}

enum glyph_tier term_default_glyphs(void)
{
	const char *name = getenv("TERM");
	if (!term_has_unicode())
		return GLYPHS_ASCII;
	/* The font of the Linux console has neither Braille nor quarter blocks. */
	if (name && (!strncmp(name, "linux", 5) || (!strncmp(name, "vt", 2) && isdigit(name[2]))))
		return GLYPHS_ASCII;
	return GLYPHS_BRAILLE;
}

/* --- taking over and giving back -------------------------------------------------------------- */

static enum colour_tier choose_colours(enum colour_tier asked)
{
	if (asked == COLOURS_MONO || (asked == COLOUR_TIERS && colour_is_refused()))
		return COLOURS_MONO;
	if (!has_colors() || start_color() != OK)
		return COLOURS_MONO;
	use_default_colors();
	enum colour_tier best = COLORS >= 256 ? COLOURS_256 : COLOURS_16;
	/* Such a terminal has no palette of 256 colours: its numbers are red, green and blue. */
	if (COLORS > 256 && tigetflag("RGB") > 0)
		return asked == COLOURS_16 ? asked : COLOURS_TRUE;
	return asked != COLOUR_TIERS && asked > best ? asked : best;
}

/* Sends a sequence that terminfo does not describe. Other terminals ignore it. */
static void send(const char *sequence)
{
	if (term.extended)
		output_text(sequence);
}

bool term_copy(const char *bytes, size_t n)
{
	char *sequence = clipboard_sequence(bytes, n);
	char *through = clipboard_through(
		sequence, multiplexer_of(getenv("TMUX"), getenv("STY"), getenv("TERM")));
	send(sequence);
	if (through)
		send(through);
	free(through);
	free(sequence);
	return term.extended;
}

/* Turns off flow control, by which Ctrl-S would freeze the screen. */
static void release_flow_keys(void)
{
	struct termios modes;
	if (tcgetattr(STDIN_FILENO, &modes))
		return;
	modes.c_iflag &= ~(tcflag_t)IXON;
	tcsetattr(STDIN_FILENO, TCSANOW, &modes);
	def_prog_mode();
}

/* Asks for the background colour unless it is known; keys.c reads the reply whenever it comes. */
static void find_background(enum background asked)
{
	enum background known =
		asked < BACKGROUNDS ? asked : background_of_variable(getenv("COLORFGBG"));
	term_set_background(known);
	if (known == BACKGROUNDS)
		send("\033]11;?\033\\");
}

bool term_is_usable(char *text, size_t size)
{
	char name[TERMINAL_NAME];
	return terminal_name(name, text, size);
}

bool term_open(enum colour_tier colours, enum background background, char *text, size_t size)
{
	char name[TERMINAL_NAME];
	if (!terminal_name(name, text, size))
		return false;
	direct_colour_name(name, colours);
	term.screen = newterm(name, stdout, stdin);
	if (!term.screen) {
		snprintf(text, size, "the terminal cannot be opened");
		return false;
	}
	term.extended = terminal_knows_osc(name);
	restore_prepare(term.extended);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	keys_define();
	nodelay(stdscr, TRUE);
	set_escdelay(25);
	leaveok(stdscr, TRUE);
	curs_set(0);
	release_flow_keys();
	term.colours = choose_colours(colours);
	send(TERM_PASTE_ON);
	find_background(background);
	send(graphics_query(name));
	send(SYNCHRONIZED_QUERY);
	return true;
}

void term_mouse(bool on)
{
	if (on != term.mouse)
		send(on ? TERM_MOUSE_ON : TERM_MOUSE_OFF);
	term.mouse = on;
}

void term_close(void)
{
	if (!term.screen)
		return;
	signals_restore();
	delscreen(term.screen);
	free(term.shown);
	memset(&term, 0, sizeof term);
}

enum colour_tier term_colours(void)
{
	return term.colours;
}

enum graphics term_graphics(int *cell_w, int *cell_h)
{
	return graphics_of_terminal(cell_w, cell_h);
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
	restore_prepare(term.extended);
}

void term_suspend(void)
{
	def_prog_mode();
	send(TERM_MOUSE_OFF);
	send(TERM_PASTE_OFF);
	curs_set(1);
	endwin();
	signals_stop();
	term_continued();
}

void term_continued(void)
{
	reset_prog_mode();
	send(TERM_PASTE_ON);
	if (term.mouse)
		send(TERM_MOUSE_ON);
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
static void put(const struct grid *g, const struct cell *c, int x, int y)
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
	struct paint fg = palette_paint(c->style.fg, g->colours, g->scheme);
	struct paint bg = palette_paint(c->style.bg, g->colours, g->scheme);
	int pair = 0;
	if (g->colours == COLOURS_TRUE) {
		fg.value = direct_colour_value(fg.value);
		bg.value = direct_colour_value(bg.value);
	}
	if (g->colours != COLOURS_MONO && (fg.value >= 0 || bg.value >= 0))
		pair = alloc_pair(fg.value, bg.value);
	if (pair < 0)
		pair = 0;
	cchar_t cell;
	setcchar(&cell, text, attributes(c->style.attr | fg.attr), (short)pair, &pair);
	mvadd_wch(y, x, &cell);
	if (c->width == 2 && text[0] == L'?')
		mvadd_wch(y, x + 1, &cell);
}

static bool other_scheme(const struct grid *g)
{
	return term.drawn.theme != g->scheme.theme || term.drawn.background != g->scheme.background;
}

/* Forgets what the terminal shows, if a frame of this size cannot be drawn over it. */
static void forget(const struct grid *g, bool whole)
{
	if (term.w == g->w && term.h == g->h && !other_scheme(g) && !whole)
		return;
	size_t n = (size_t)g->w * (size_t)g->h;
	term.shown = need_resize(term.shown, n, sizeof *term.shown);
	memset(term.shown, 0xff, n * sizeof *term.shown);
	term.w = g->w;
	term.h = g->h;
	term.drawn = g->scheme;
	erase();
	if (whole)
		clearok(curscr, TRUE);
}

/* Gives the cells that differ from those on the terminal to curses. Returns their number. */
static size_t put_changes(const struct grid *g)
{
	size_t changes = 0;
	for (int y = 0; y < g->h; y++)
		for (int x = 0; x < g->w; x++) {
			const struct cell *c = grid_at(g, x, y);
			struct cell *shown = &term.shown[y * g->w + x];
			if (!memcmp(c, shown, sizeof *c))
				continue;
			*shown = *c;
			changes++;
			if (c->width)
				put(g, c, x, y);
		}
	return changes;
}

void term_draw(const struct grid *g, bool whole)
{
	whole |= graphics_leave(g);
	bool forgotten = whole || term.w != g->w || term.h != g->h;
	forget(g, whole);
	/* A small change needs no frame around it: terminals draw what arrives together at once. */
	bool large = put_changes(g) > 2 * (size_t)g->w || g->overlays;
	bool synchronized = large && synchronized_is_known();
	if (synchronized)
		output_text(SYNCHRONIZED_BEGIN);
	refresh();
	if (term.extended)
		graphics_draw(g, forgotten);
	if (synchronized)
		output_text(SYNCHRONIZED_END);
}

bool term_is_ready(void)
{
	return output_is_accepted();
}
