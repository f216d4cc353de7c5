/* tools: text of unknown origin made safe for a terminal, character by character. */
#ifndef COMMON_PRINTABLE_H
#define COMMON_PRINTABLE_H

#include <stddef.h>
#include <stdint.h>

/* One step through a text: either a character, or an escape that stands for bytes that must not be printed. */
struct printable {
	size_t bytes;    /* of the text that it stands for */
	uint32_t cp;     /* the character; 0 where `escape` is to be written */
	int width;       /* columns: 0 (combining), 1 or 2; of an escape its length */
	char escape[12]; /* "\n", "\x1b", "\u202e", "\xff" (not UTF-8); "" leaves the bytes out */
};

/* Reads the first of n > 0 bytes. Controls, bytes that are not UTF-8, line separators and characters that turn
 * the direction of text are escaped; joiners and variation selectors, whose width terminals disagree on, are
 * left out. */
struct printable printable_next(const char *text, size_t n);

#endif
