/* term: the clipboard of the terminal, by OSC 52. */
#ifndef TBTOP_TERM_CLIPBOARD_H
#define TBTOP_TERM_CLIPBOARD_H

#include <stdbool.h>
#include <stddef.h>

/* Terminals refuse longer texts. */
enum { CLIPBOARD_MOST = 48 << 10 };

/* Returns the sequence that copies n bytes, at most CLIPBOARD_MOST, as base64: it has no byte of
 * the text. Release it with free. */
char *clipboard_sequence(const char *bytes, size_t n);

/* The program between this one and the terminal. */
enum multiplexer { MULTIPLEXER_NONE, MULTIPLEXER_TMUX, MULTIPLEXER_SCREEN };

/* Finds it by the variables TMUX and STY, or by TERM (NULL: not set), which remains over ssh. */
enum multiplexer multiplexer_of(const char *tmux, const char *sty, const char *term);

/* Returns a sequence in the form that a multiplexer passes to the terminal: tmux if its option
 * allow-passthrough permits it, GNU screen always, in parts that it accepts. NULL: there is none.
 * Release it with free. */
char *clipboard_through(const char *sequence, enum multiplexer multiplexer);

#endif
