/* view: a short text in place of content: "reading", "no run drawn", why a value is not shown. */
#ifndef TBTOP_VIEW_NOTICE_H
#define TBTOP_VIEW_NOTICE_H

#include "tbtop/view/cells.h"

/* Draws the text in the middle of r, wrapped and escaped. `fg`: ROLE_FAINT while something is being
 * read, ROLE_ERROR for what cannot be shown. */
void notice_draw(struct grid *g, struct rect r, colour fg, const char *text);

#endif
