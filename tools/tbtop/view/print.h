/* view: a grid written to a stream, for `tbtop --once`. */
#ifndef TBTOP_VIEW_PRINT_H
#define TBTOP_VIEW_PRINT_H

#include <stdio.h>

#include "tbtop/view/cells.h"

/* Characters only; a line ends with its last one that is no blank. */
void print_text(FILE *out, const struct grid *g);

/* With colours as the escape sequences of ECMA-48 (SGR). */
void print_ansi(FILE *out, const struct grid *g, enum colour_tier tier);

/* One code point as UTF-8; returns its length. */
int utf8_encode(uint32_t cp, char text[5]);

#endif
