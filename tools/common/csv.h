/* common: CSV (RFC 4180), one row per line. */
#ifndef TFE_COMMON_CSV_H
#define TFE_COMMON_CSV_H

#include "common/out.h"

/* Appends a text field, quoted where CSV requires it. Bytes that are not UTF-8 become U+FFFD. A
 * field that a spreadsheet would read as a formula gets an apostrophe as its first character: a
 * field that begins with a tab or a line end, or whose first character after any blanks and
 * invisible characters is = + - or @, in any of its forms. The caller writes commas and line ends
 * between fields. */
void csv_text(struct out *out, const char *text);

/* Appends a number: the shortest decimal digits that are read as the same double, or NaN, Infinity,
 * -Infinity. A spreadsheet reads it as a number, also if it is negative. */
void csv_double(struct out *out, double d);

#endif
