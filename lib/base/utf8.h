/* base: validation of UTF-8, as strict as that of protobuf. */
#ifndef TFE_BASE_UTF8_H
#define TFE_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, up to
 * U+10FFFF). */
bool tfe__utf8_valid(const uint8_t *p, size_t n);

/* Returns the number of bytes before the first one that is not well-formed; n if there is none. */
size_t tfe__utf8_prefix(const uint8_t *p, size_t n);

#endif
