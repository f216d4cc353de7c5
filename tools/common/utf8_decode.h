/* common: UTF-8 of unknown origin, character by character. */
#ifndef TFE_COMMON_UTF8_DECODE_H
#define TFE_COMMON_UTF8_DECODE_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_NONE UINT32_MAX

/* The length of the character that n > 0 bytes begin with, and its code point. Where they begin
 * with none, *cp is UTF8_NONE, and the length is that of the bytes that one U+FFFD replaces (the
 * Unicode Standard, section 3.9, "maximal subpart", as Python replaces). */
size_t utf8_step(const uint8_t *p, size_t n, uint32_t *cp);

#endif
