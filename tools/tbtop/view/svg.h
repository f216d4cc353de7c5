/* view: a grid as an SVG picture. */
#ifndef TBTOP_VIEW_SVG_H
#define TBTOP_VIEW_SVG_H

#include <stdio.h>

#include "tbtop/view/cells.h"

/* Lines, blocks and Braille are drawn as shapes, the same with any font or none; the rest is text, set to the
 * columns it has in the terminal. The same grid gives the same bytes. */
void print_svg(FILE *out, const struct grid *g);

#endif
