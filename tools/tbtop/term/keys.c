/* term: keys, and other input of the terminal: pasted text, and its background colour. */
#define NCURSES_WIDECHAR 1
#include "tbtop/term/keys.h"

#include <curses.h>
#include <string.h>

#include "tbtop/model/key_names.h"
#include "tbtop/term/background.h"
#include "tbtop/term/graphics.h"
#include "tbtop/term/mouse.h"

/* Codes of sequences beyond those of curses. */
enum {
	CODE_PASTE = 0x4000,
	CODE_PASTE_END,
	CODE_BACKGROUND,
	CODE_ATTRIBUTES,
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
	{"\033[?", CODE_ATTRIBUTES},
	{"\033_G", CODE_KITTY},
	{"\033[1;5C", CODE_WORD_RIGHT},
	{"\033[1;3D", CODE_WORD_LEFT},
	{"\033[1;3C", CODE_WORD_RIGHT},
	{"\033b", CODE_WORD_LEFT},
	{"\033f", CODE_WORD_RIGHT},
	{TERM_MOUSE_EVENT, CODE_MOUSE},
	{TERM_MOUSE_OLD_EVENT, CODE_OLD_MOUSE},
};

void keys_define(void)
{
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
	{KEY_F(10), TK_F10},
	{CODE_PASTE, TK_PASTE},
	{CODE_PASTE_END, TK_PASTE_END},
	{CODE_WORD_LEFT, TK_WORD_LEFT},
	{CODE_WORD_RIGHT, TK_WORD_RIGHT},
};

enum { REPLY = 80 };

/* Reads the rest of a reply of the terminal up to `end`, BEL or ESC \. */
static void read_reply(char text[REPLY], wint_t end)
{
	size_t n = 0;
	wint_t c = 0;
	timeout(100); /* the reply may arrive in parts */
	while (get_wch(&c) == OK && c != end && c != 7 && c != 27)
		if (n + 1 < REPLY && c < 0x80)
			text[n++] = (char)c;
	text[n] = '\0';
	if (c == 27)
		get_wch(&c); /* the backslash */
	nodelay(stdscr, TRUE);
}

/* Adopts what the terminal replies to a query. Returns false for the code of a key. */
static bool is_reply(wint_t code)
{
	char text[REPLY];
	if (code == CODE_BACKGROUND) {
		read_reply(text, 7);
		term_set_background(background_of_reply(text));
	} else if (code == CODE_ATTRIBUTES) {
		read_reply(text, 'c');
		graphics_attributes_reply(text);
	} else if (code == CODE_KITTY) {
		read_reply(text, 7);
		graphics_kitty_reply(text);
	} else {
		return false;
	}
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
	int kind = get_wch(&c);
	if (kind == ERR)
		return KEY_NONE;
	if (kind == OK)
		return c == '\n' ? TK_ENTER : c == 8 ? TK_BACKSPACE : (int)c;
	if (c == CODE_MOUSE)
		return read_mouse();
	if (c == CODE_OLD_MOUSE)
		return read_old_mouse();
	if (is_reply(c))
		return TK_IGNORED;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if ((int)c == codes[i].code)
			return codes[i].key;
	return TK_IGNORED;
}
