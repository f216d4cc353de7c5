/* common: decodes UTF-8 of unknown origin, character by character. */
#ifndef TFE_COMMON_UTF8_DECODE_H
#define TFE_COMMON_UTF8_DECODE_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_NONE UINT32_MAX

/* Returns the length of the character at the beginning of n > 0 bytes, and stores its code point.
 * If the bytes begin with no valid character, *cp is UTF8_NONE and the length is that of the bytes
 * that one U+FFFD replaces (the Unicode Standard, section 3.9, "maximal subpart", as in Python). */
size_t utf8_step(const uint8_t *p, size_t n, uint32_t *cp);

/* Returns the length of a text, or that of the characters in its first `most` bytes. */
size_t utf8_cut(const char *text, size_t most);

#endif
