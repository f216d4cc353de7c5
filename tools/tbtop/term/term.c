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

#include "common/colour.h"
#include "common/memory.h"
#include "common/printable.h"
#include "tbtop/term/background.h"
#include "tbtop/term/byte_buffer.h"
#include "tbtop/term/clipboard.h"
#include "tbtop/term/direct_colour.h"
#include "tbtop/term/frame_bytes.h"
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
	struct byte_buffer frame;
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

void term_bell(void)
{
	output_text("\a");
}

/* Sends a string of OSC with a text. Bytes that could end it or control the terminal are
 * escaped. */
static void send_osc(const char *begin, const char *text)
{
	enum { TEXT_MOST = 500 };
	struct byte_buffer b = {0};
	byte_buffer_text(&b, "\033]");
	byte_buffer_text(&b, begin);
	for (size_t at = 0, n = strlen(text); at < n && b.n < TEXT_MOST;) {
		struct printable p = printable_next(text + at, n - at);
		if (p.cp)
			byte_buffer_add(&b, text + at, p.bytes);
		else
			byte_buffer_text(&b, p.escape);
		at += p.bytes;
	}
	byte_buffer_text(&b, "\033\\");
	byte_buffer_add(&b, "", 1);
	char *through = clipboard_through(
		b.bytes, multiplexer_of(getenv("TMUX"), getenv("STY"), getenv("TERM")));
	send(through ? through : b.bytes);
	free(through);
	byte_buffer_release(&b);
}

void term_notify_9(const char *text)
{
	send_osc("9;", text);
}

void term_notify_777(const char *title, const char *text)
{
	char begin[64];
	snprintf(begin, sizeof begin, "777;notify;%.40s;", title);
	send_osc(begin, text);
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
	output_open();
	getmaxyx(stdscr, term.h, term.w);
	restore_prepare(term.extended, term.h);
	need_end_with(signals_restore);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	keys_define(term.extended);
	nodelay(stdscr, TRUE);
	set_escdelay(25);
	leaveok(stdscr, TRUE);
	curs_set(0);
	release_flow_keys();
	refresh(); /* so that curses does not clear the screen when it reads the first key */
	term.colours = choose_colours(colours);
	frame_bytes_open();
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
	need_end_with(NULL);
	output_close();
	delscreen(term.screen);
	byte_buffer_release(&term.frame);
	frame_bytes_close();
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
	enum { W_MOST = 2000, H_MOST = 1000 }; /* a size may be nonsense */
	*w = term.w < W_MOST ? term.w : W_MOST;
	*h = term.h < H_MOST ? term.h : H_MOST;
}

void term_resized(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
		term.w = size.ws_col;
		term.h = size.ws_row;
	}
	restore_prepare(term.extended, term.h);
}

void term_suspend(void)
{
	signals_restore();
	signals_stop();
	term_continued();
}

/* What newterm and curs_set send when the terminal is opened. */
static void take_over(void)
{
	const char *const sequences[] = {enter_ca_mode, keypad_xmit, cursor_invisible};
	struct byte_buffer b = {0};
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
		byte_buffer_sequence(&b, sequences[i]);
	byte_buffer_add(&b, "", 1);
	output_text(b.bytes);
	byte_buffer_release(&b);
	send(TERM_PASTE_ON);
	if (term.mouse)
		send(TERM_MOUSE_ON);
}

void term_continued(void)
{
	output_discard();
	reset_prog_mode();
	take_over();
	term_resized();
	frame_bytes_forget();
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* A frame of more bytes is synchronized: terminals draw fewer at once anyway. */
enum { SYNCHRONIZED_BYTES = 1000 };

void term_draw(const struct grid *g, bool whole)
{
	static const char begin[] = SYNCHRONIZED_BEGIN;
	enum { BEGIN = sizeof begin - 1 };
	struct byte_buffer *frame = &term.frame;
	if (whole || graphics_leave(g))
		frame_bytes_forget();
	bool clears = frame_bytes_clears(g);
	frame->n = 0;
	byte_buffer_add(frame, begin, BEGIN);
	frame_bytes_add(frame, g);
	if (term.extended)
		graphics_add(frame, g, clears);
	bool synchronized = frame->n > SYNCHRONIZED_BYTES && synchronized_is_known();
	if (synchronized)
		byte_buffer_text(frame, SYNCHRONIZED_END);
	size_t skipped = synchronized ? 0 : BEGIN;
	output_send(frame->bytes + skipped, frame->n - skipped);
}

bool term_is_ready(void)
{
	return output_is_accepted();
}
