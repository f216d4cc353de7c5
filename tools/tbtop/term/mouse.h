/* term: the mouse: events of all movements (mode 1003), in the form of SGR (mode 1006). */
#ifndef TBTOP_TERM_MOUSE_H
#define TBTOP_TERM_MOUSE_H

/* The modes. While Shift is pressed, terminals select text as without them. */
#define TERM_MOUSE_ON "\033[?1003h\033[?1006h"
#define TERM_MOUSE_OFF "\033[?1006l\033[?1003l"

/* The beginnings of events in the form of SGR, and in the older form of terminals without it. */
#define TERM_MOUSE_EVENT "\033[<"
#define TERM_MOUSE_OLD_EVENT "\033[M"

/* Returns the key (key_names.h) of an event whose text after the beginning is "BUTTON;X;Y", and
 * whose last character is `end`, M or m; or TK_IGNORED. */
int mouse_event_key(const char *text, char end);

/* Returns the key of an event in the older form: three numbers from 32 on. */
int mouse_old_event_key(int button, int x, int y);

#endif
