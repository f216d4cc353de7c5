/* view: a folded group of charts: a list of its tags with the last values of one run. */
#ifndef TBTOP_VIEW_FOLD_H
#define TBTOP_VIEW_FOLD_H

#include "tbtop/view/frame.h"

/* Draws the group of the tag into r. */
void fold_draw(const struct frame *f, struct rect r, const struct tag *tag, bool active);

#endif
