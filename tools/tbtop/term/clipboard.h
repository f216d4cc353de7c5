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

#endif
