/* common: searching in texts, whatever the case of the ASCII letters. */
#ifndef COMMON_FIND_TEXT_H
#define COMMON_FIND_TEXT_H

#include <stddef.h>

/* Returns the offset of the first occurrence of `part` in n bytes, or n without one. An empty part
 * occurs nowhere. */
size_t find_text(const char *bytes, size_t n, const char *part);

#endif
