/* view: what the mouse finds in a plot, and the part of it that is being selected. */
#ifndef TBTOP_VIEW_POINTER_H
#define TBTOP_VIEW_POINTER_H

#include "tbtop/view/chart.h"

/* Registers the plot of a chart whose x axis can be zoomed, and shows the part that the mouse
 * selects in it. */
void pointer_plot(const struct frame *f, const struct chart_places *places, const struct tag *tag);

#endif
