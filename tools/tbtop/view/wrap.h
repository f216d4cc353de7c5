/* view: text wrapped into lines. */
#ifndef TBTOP_VIEW_WRAP_H
#define TBTOP_VIEW_WRAP_H

#include "tbtop/view/cells.h"

/* Draws text in lines that are at most as wide as r, wrapped between words if possible. Returns the
 * number of lines, including those below r, which are not drawn. */
int wrap_text(struct grid *g, struct rect r, const char *text, struct style style);

/* Returns how many of n > 0 bytes, at least one character, fill a line of `width` columns. */
size_t wrap_chunk(const char *text, size_t n, int width);

#endif
