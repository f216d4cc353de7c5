/* common: CSV (RFC 4180), a line a row. */
#ifndef TFE_COMMON_CSV_H
#define TFE_COMMON_CSV_H

#include "common/out.h"

/* Appends a text field, quoted where it must be. Bytes that are not UTF-8 become U+FFFD. A field
 * that a spreadsheet would take for a formula begins with an apostrophe: one whose first
 * character is = + - or @, in any of its forms and after any blanks and invisible characters, a
 * tab or a line end. Commas and line ends between fields are the caller's. */
void csv_text(struct out *out, const char *text);

/* Appends a number: the shortest digits that are this double again, or NaN, Infinity, -Infinity.
 * A spreadsheet reads it as a number, below 0 too. */
void csv_double(struct out *out, double d);

#endif
