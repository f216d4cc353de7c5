/* view: scaled pictures in cells: two pixels in each, one above the other. */
#ifndef TBTOP_VIEW_RASTER_DRAW_H
#define TBTOP_VIEW_RASTER_DRAW_H

#include "tbtop/cache/raster.h"
#include "tbtop/cache/toning.h"
#include "tbtop/view/cells.h"

/* How the values of pixels become colours. */
struct tones {
	struct toning toning;
	bool heat; /* red is the place on the ramp of colours */
};

/* Draws a raster of at most r.w x 2 r.h pixels into the top left of r: half blocks, or shades where
 * colours or half blocks are missing. */
void raster_draw(struct grid *g, struct rect r, const struct raster *raster,
		 const struct tones *tones);

#endif
