/* view: the average precision of precision-recall curves over steps. */
#ifndef TBTOP_VIEW_PR_STEPS_H
#define TBTOP_VIEW_PR_STEPS_H

#include "tbtop/view/pr_chart.h"

/* Draws the average precision of n runs over their steps, with a title. Of a long series some steps
 * are drawn, the last one among them. */
void pr_steps_draw(const struct frame *f, struct rect r, const struct pr_shown *shown, size_t n);

#endif
