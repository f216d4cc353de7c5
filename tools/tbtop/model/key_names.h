/* model: keys by number and name, whatever terminal they come from. */
#ifndef TBTOP_MODEL_KEY_NAMES_H
#define TBTOP_MODEL_KEY_NAMES_H

/* A key is a code point (controls as themselves: Ctrl-D is 4), or one of these. */
enum {
	KEY_NONE = -1,
	TK_UP = 0x110000,
	TK_DOWN,
	TK_LEFT,
	TK_RIGHT,
	TK_HOME,
	TK_END,
	TK_PAGE_UP,
	TK_PAGE_DOWN,
	TK_BACK_TAB,
	TK_F1,
	TK_F10,
	TK_TAB = 9,
	TK_ENTER = 13,
	TK_ESC = 27,
	TK_BACKSPACE = 127
};

/* Reads the next key of a text such as "j j Enter C-d / l o s s": names and characters between blanks.
 * Returns KEY_NONE at its end, and -2 for a word that is no key. Moves *text behind what was read. */
int key_parse(const char **text);

/* The name that key_parse reads, such as "PgDn" or "C-d". */
void key_text(int key, char name[8]);

#endif
