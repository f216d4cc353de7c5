/* view: charts of tags, laid out in pages. */
#ifndef TBTOP_VIEW_PAGES_H
#define TBTOP_VIEW_PAGES_H

#include "tbtop/view/frame.h"

/* Computes the page of the focused tag, or the position of the chart in full size. */
void pages_measure(const struct model *m, struct rect area, struct geometry *out);

/* Draws one tag into r. `active`: the tag has the focus. */
typedef void pages_chart(const struct frame *f, struct rect r, const struct tag *tag, bool active);

/* Draws the page of the focused tag, which is in row `focus`. There must be at least one tag. */
void pages_draw(const struct frame *f, struct rect area, size_t focus, pages_chart *chart);

#endif
