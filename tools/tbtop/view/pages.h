/* view: charts of tags laid out in pages, whatever they show. */
#ifndef TBTOP_VIEW_PAGES_H
#define TBTOP_VIEW_PAGES_H

#include "tbtop/view/frame.h"

/* The page that the focused tag is on, or the place of the one chart in full size. */
void pages_measure(const struct model *m, struct rect area, struct geometry *out);

/* Draws one tag into r; `active`: it has the focus. */
typedef void pages_chart(const struct frame *f, struct rect r, const struct tag *tag, bool active);

/* Draws the page that the focused tag, in row `focus`, is on; there is at least one tag. */
void pages_draw(const struct frame *f, struct rect area, size_t focus, pages_chart *chart);

#endif
