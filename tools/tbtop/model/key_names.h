/* model: numbers and names of keys, independent of the terminal. */
#ifndef TBTOP_MODEL_KEY_NAMES_H
#define TBTOP_MODEL_KEY_NAMES_H

#include <stdbool.h>

/* A key is a code point (a control character is itself: Ctrl-D is 4) or one of these. */
enum {
	KEY_NONE = -1,
	TK_IGNORED = -2, /* no key */
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
	TK_F3,
	TK_F4,
	TK_F6,
	TK_F10,
	TK_DELETE,
	TK_WORD_LEFT,
	TK_WORD_RIGHT,
	TK_PASTE, /* pasted text follows, up to TK_PASTE_END */
	TK_PASTE_END,
	TK_TAB = 9,
	TK_ENTER = 13,
	TK_ESC = 27,
	TK_BACKSPACE = 127
};

/* An event of the mouse in a cell is a key as well. */
enum mouse_event {
	MOUSE_PRESS,   /* the left button */
	MOUSE_DRAG,    /* moved with the left button pressed */
	MOUSE_RELEASE, /* the left button */
	MOUSE_HOVER,   /* moved without a button */
	MOUSE_BACK,    /* the right button was pressed */
	MOUSE_WHEEL_UP,
	MOUSE_WHEEL_DOWN,
	MOUSE_WHEEL_LEFT,
	MOUSE_WHEEL_RIGHT,
	MOUSE_EVENTS
};
enum { MOUSE_MOST = 8191 }; /* the greatest coordinate */

/* Returns the key of an event in the cell x, y, counted from 0. */
int mouse_key(enum mouse_event event, int x, int y);
/* Returns whether a key is an event of the mouse, and gets its parts. */
bool mouse_of_key(int key, enum mouse_event *event, int *x, int *y);

/* Parses the next key of a text such as "j j Enter C-d / l o s s": names and characters separated
 * by blanks. An event of the mouse is "Press:COLUMN,ROW", counted from 1, or Drag, Release, Hover,
 * Back, WheelUp, WheelDown, WheelLeft, WheelRight. Advances *text past the key. Returns KEY_NONE at
 * the end of the text, and TK_IGNORED for a word that is not a key. */
int key_parse(const char **text);

/* Writes the name that key_parse accepts, such as "PgDn" or "C-d". */
void key_text(int key, char name[8]);

#endif
