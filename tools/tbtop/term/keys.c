/* term: keys, and other input of the terminal: pasted text, and its background colour. */
#define NCURSES_WIDECHAR 1
#include "tbtop/term/keys.h"

#include <curses.h>
#include <stdbool.h>

#include "common/timer.h"
#include "tbtop/model/key_names.h"
#include "tbtop/term/background.h"
#include "tbtop/term/graphics.h"
#include "tbtop/term/mouse.h"
#include "tbtop/term/paste.h"
#include "tbtop/term/synchronized.h"

/* Codes of sequences beyond those of curses. */
enum {
	CODE_PASTE = 0x4000,
	CODE_PASTE_END,
	CODE_BACKGROUND,
	CODE_CONTROL,
	CODE_KITTY,
	CODE_MOUSE,
	CODE_OLD_MOUSE,
	CODE_WORD_LEFT,
	CODE_WORD_RIGHT
};

static const struct {
	const char *sequence;
	int code;
} sequences[] = {
	{"\033[200~", CODE_PASTE},
	{"\033[201~", CODE_PASTE_END},
	{"\033]11;", CODE_BACKGROUND},
	{"\033[1;5D", CODE_WORD_LEFT},
	{"\033[?", CODE_CONTROL},
	{"\033_G", CODE_KITTY},
	{"\033[1;5C", CODE_WORD_RIGHT},
	{"\033[1;3D", CODE_WORD_LEFT},
	{"\033[1;3C", CODE_WORD_RIGHT},
	{"\033b", CODE_WORD_LEFT},
	{"\033f", CODE_WORD_RIGHT},
	{TERM_MOUSE_EVENT, CODE_MOUSE},
	{TERM_MOUSE_OLD_EVENT, CODE_OLD_MOUSE},
	/* Keys of the cursor in both modes: multiplexers and serial lines mix them up. */
	{"\033[A", KEY_UP},
	{"\033OA", KEY_UP},
	{"\033[B", KEY_DOWN},
	{"\033OB", KEY_DOWN},
	{"\033[C", KEY_RIGHT},
	{"\033OC", KEY_RIGHT},
	{"\033[D", KEY_LEFT},
	{"\033OD", KEY_LEFT},
	{"\033[H", KEY_HOME},
	{"\033OH", KEY_HOME},
	{"\033[F", KEY_END},
	{"\033OF", KEY_END},
};

/* The terminal marks pasted text. */
static bool pastes_are_marked;

void keys_define(bool marked_pastes)
{
	pastes_are_marked = marked_pastes;
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
		define_key(sequences[i].sequence, sequences[i].code);
}

static const struct {
	int code, key;
} codes[] = {
	{KEY_UP, TK_UP},
	{KEY_DOWN, TK_DOWN},
	{KEY_LEFT, TK_LEFT},
	{KEY_RIGHT, TK_RIGHT},
	{KEY_HOME, TK_HOME},
	{KEY_END, TK_END},
	{KEY_PPAGE, TK_PAGE_UP},
	{KEY_NPAGE, TK_PAGE_DOWN},
	{KEY_BTAB, TK_BACK_TAB},
	{KEY_ENTER, TK_ENTER},
	{KEY_BACKSPACE, TK_BACKSPACE},
	{KEY_DC, TK_DELETE},
	{KEY_F(1), TK_F1},
	{KEY_F(3), TK_F3},
	{KEY_F(4), TK_F4},
	{KEY_F(6), TK_F6},
	{KEY_F(10), TK_F10},
	{CODE_PASTE, TK_PASTE},
	{CODE_PASTE_END, TK_PASTE_END},
	{CODE_WORD_LEFT, TK_WORD_LEFT},
	{CODE_WORD_RIGHT, TK_WORD_RIGHT},
};

/* A reply of the terminal that has begun to arrive. It is global because curses supports one
 * terminal per process. */
enum { REPLY = 80 };
static struct {
	wint_t code; /* 0: none */
	char text[REPLY];
	size_t n;
	bool escape; /* the last character was ESC */
	double at;   /* monotonic time of the last character */
} reply;

/* Longer silence than this ends a reply that is incomplete. */
static const double reply_gap_s = 0.5;

/* Returns whether a character ends the reply: a control sequence ends with a final byte, a control
 * string with BEL or ESC \. */
static bool ends_reply(wint_t c)
{
	return reply.code == CODE_CONTROL ? c >= 0x40 && c <= 0x7e : c == 7 || reply.escape;
}

/* A terminal that reports no colour, or none that is known, keeps the background that it has. */
static const char *note;

static void adopt_background(void)
{
	enum background background = background_of_reply(reply.text);
	term_set_background(background);
	if (background == BACKGROUNDS)
		note = "the terminal misreports its background; --background=dark or light sets it";
}

const char *keys_note(void)
{
	const char *text = note;
	note = NULL;
	return text;
}

static void adopt_reply(wint_t last)
{
	reply.text[reply.n] = '\0';
	if (reply.code == CODE_BACKGROUND)
		adopt_background();
	else if (reply.code == CODE_KITTY)
		graphics_kitty_reply(reply.text);
	else if (last == 'c')
		graphics_attributes_reply(reply.text);
	else if (last == 'y')
		synchronized_reply(reply.text);
}

/* Adds a character to the reply. Returns false if there is none that it belongs to. */
static bool add_to_reply(wint_t c)
{
	double now = clock_monotonic_s();
	if (reply.code && now - reply.at > reply_gap_s)
		reply.code = 0;
	if (!reply.code)
		return false;
	reply.at = now;
	if (ends_reply(c)) {
		adopt_reply(c);
		reply.code = 0;
	} else if (c != 27 && c < 0x80 && reply.n + 1 < REPLY) {
		reply.text[reply.n++] = (char)c;
	}
	reply.escape = c == 27;
	return true;
}

/* Begins a reply. Returns false for the code of a key. */
static bool begin_reply(wint_t code)
{
	if (code != CODE_BACKGROUND && code != CODE_CONTROL && code != CODE_KITTY)
		return false;
	reply.code = code;
	reply.n = 0;
	reply.escape = false;
	reply.at = clock_monotonic_s();
	return true;
}

/* Reads the rest of an event of the mouse. */
static int read_mouse(void)
{
	char text[24];
	size_t n = 0;
	wint_t c = 0;
	timeout(100); /* the event may arrive in parts */
	while (get_wch(&c) == OK && (c == ';' || (c >= '0' && c <= '9')))
		if (n + 1 < sizeof text)
			text[n++] = (char)c;
	text[n] = '\0';
	nodelay(stdscr, TRUE);
	return mouse_event_key(text, c == 'M' || c == 'm' ? (char)c : '\0');
}

static int read_old_mouse(void)
{
	wint_t part[3] = {0};
	int n = 0;
	timeout(100);
	while (n < 3 && get_wch(&part[n]) == OK)
		n++;
	nodelay(stdscr, TRUE);
	if (n < 3)
		return TK_IGNORED;
	return mouse_old_event_key((int)part[0], (int)part[1], (int)part[2]);
}

int term_key(void)
{
	wint_t c;
	if (paste_is_on())
		return paste_key();
	if (!pastes_are_marked && paste_waits()) {
		paste_begin(false);
		return TK_PASTE;
	}
	int kind = get_wch(&c);
	if (kind == ERR)
		return KEY_NONE;
	if (kind == OK && add_to_reply(c))
		return TK_IGNORED;
	if (kind == OK)
		return c == '\n' ? TK_ENTER : c == 8 ? TK_BACKSPACE : (int)c;
	if (c == CODE_MOUSE)
		return read_mouse();
	if (c == CODE_OLD_MOUSE)
		return read_old_mouse();
	if (c == CODE_PASTE)
		paste_begin(true);
	if (begin_reply(c))
		return TK_IGNORED;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if ((int)c == codes[i].code)
			return codes[i].key;
	return TK_IGNORED;
}
