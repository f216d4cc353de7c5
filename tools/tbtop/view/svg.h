/* view: writes a grid as an SVG picture. */
#ifndef TBTOP_VIEW_SVG_H
#define TBTOP_VIEW_SVG_H

#include <stdio.h>

#include "tbtop/view/cells.h"

/* Lines, blocks and Braille are drawn as shapes, so that they do not depend on fonts. Other
 * characters are text that is aligned with the columns. The output is deterministic. */
void print_svg(FILE *out, const struct grid *g);

#endif
