/* common: CSV (RFC 4180), a line a row. */
#ifndef TFE_COMMON_CSV_H
#define TFE_COMMON_CSV_H

#include "common/out.h"

/* Appends a text field: quoted where it must be, and with an apostrophe before it where a spreadsheet would take it
 * for a formula (it begins with = + - @, a tab or a return). Commas and line ends are the caller's. */
void csv_text(struct out *out, const char *text);

/* Appends a number: the shortest digits that are this double again, or NaN, Infinity, -Infinity. */
void csv_double(struct out *out, double d);

#endif
