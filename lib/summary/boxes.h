/* summary: images with boxes and labels. */
#ifndef TFE_SUMMARY_BOXES_H
#define TFE_SUMMARY_BOXES_H

#include "summary/canvas.h"
#include "summary/image.h"

/* Creates a canvas with a valid image, and boxes with their labels over it. */
tfe_status tfe__boxes_draw(struct tfe__canvas *canvas, const tfe_allocator *allocator,
			   const struct tfe__image *image, const tfe_box *boxes,
			   size_t n) TFE_MUST_CHECK;

#endif
