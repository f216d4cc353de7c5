/* view: points of an embedding in the plane. */
#ifndef TBTOP_VIEW_EMBEDDING_PLOT_H
#define TBTOP_VIEW_EMBEDDING_PLOT_H

#include "tbtop/embed/embedding.h"
#include "tbtop/view/frame.h"

/* Returns the style of a point: the colour of its label. */
struct style embedding_style(const struct embedding *e, size_t point);

/* Draws all points with equal scales along both axes, a label in the middle of its points, and the
 * chosen point with its neighbours over them. */
void embedding_plot_draw(const struct frame *f, struct rect r, const struct embedding *e,
			 const struct neighbours *chosen);

#endif
