/* common: makes text of unknown origin safe for a terminal, character by character. */
#ifndef COMMON_PRINTABLE_H
#define COMMON_PRINTABLE_H

#include <stddef.h>
#include <stdint.h>

/* One step through a text: a character, or an escape that replaces bytes that must not be
 * printed. */
struct printable {
	size_t bytes;    /* the number of bytes of the text that the step consumes */
	uint32_t cp;     /* the character; 0 if `escape` is to be printed */
	int width;       /* columns: 0 (combining), 1 or 2; for an escape, its length */
	char escape[12]; /* "\n", "\x1b", "\u202e", "\xff" (not UTF-8); "" omits the bytes */
};

/* Reads the first of n > 0 bytes. Control characters, bytes that are not UTF-8, line separators and
 * characters that change the direction of text are escaped. Joiners and variation selectors are
 * omitted, because terminals disagree about their width. */
struct printable printable_next(const char *text, size_t n);

#endif
