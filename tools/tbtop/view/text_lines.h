/* view: lines of styled text on the grid. */
#ifndef TBTOP_VIEW_TEXT_LINES_H
#define TBTOP_VIEW_TEXT_LINES_H

#include "common/text_page.h"
#include "tbtop/view/cells.h"

/* Draws the lines of a page from line `first` on into r. Bytes that are not printable are
 * escaped. */
void text_lines_draw(struct grid *g, struct rect r, const struct text_page *page, size_t first);

/* Marks what occurs in the lines that text_lines_draw has drawn. */
void text_lines_mark(struct grid *g, struct rect r, const struct text_page *page, size_t first,
		     const char *part);

#endif
