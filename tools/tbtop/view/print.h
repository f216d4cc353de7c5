/* view: writes a grid to a stream, for `tbtop --once`. */
#ifndef TBTOP_VIEW_PRINT_H
#define TBTOP_VIEW_PRINT_H

#include <stdio.h>

#include "tbtop/view/cells.h"

/* Writes characters without colours and without trailing blanks. */
void print_text(FILE *out, const struct grid *g);

/* Writes characters with colours as escape sequences (ECMA-48 SGR). */
void print_ansi(FILE *out, const struct grid *g);

/* Encodes one code point as UTF-8. Returns its length. */
int utf8_encode(uint32_t cp, char text[5]);

#endif
