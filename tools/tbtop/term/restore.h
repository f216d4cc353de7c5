/* term: the sequences that restore the screen of the terminal, and those of its modes. */
#ifndef TBTOP_TERM_RESTORE_H
#define TBTOP_TERM_RESTORE_H

#include <stdbool.h>

/* Bracketed paste: the terminal marks the begin and the end of pasted text. */
#define TERM_PASTE_ON "\033[?2004h"
#define TERM_PASTE_OFF "\033[?2004l"

/* Composes the bytes that restore the screen and hands them to signals.h. Call it after the
 * terminal was opened and after its size changed. `extended`: it understands or ignores the
 * sequences of xterm. `rows`: its height. */
void restore_prepare(bool extended, int rows);

#endif
