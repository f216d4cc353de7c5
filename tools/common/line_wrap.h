/* common: where lines of a text end. */
#ifndef COMMON_LINE_WRAP_H
#define COMMON_LINE_WRAP_H

#include <stddef.h>

/* Returns the number of bytes of the first line of n > 0 bytes, including its newline or trailing
 * blanks, so that it is at most `width` columns wide (1 or more) as printable.h shows it. Lines end
 * between words if possible. */
size_t line_wrap(const char *text, size_t n, int width);

#endif
