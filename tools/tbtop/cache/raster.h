/* cache: pictures scaled to the size in which they are drawn. */
#ifndef TBTOP_CACHE_RASTER_H
#define TBTOP_CACHE_RASTER_H

#include "tbtop/cache/picture.h"

/* Opaque pixels: 3 bytes for each (RGB), in rows from the top. */
struct raster {
	uint32_t w, h;
	uint8_t *rgb;
};

/* How the pixels that one pixel of a smaller raster covers are joined. */
enum raster_join { RASTER_MEAN, RASTER_MOST };

/* Scales a picture so that it fits into w x h pixels (both above 0), with its aspect ratio. A
 * smaller picture is enlarged by a whole factor, so that its pixels stay squares. Transparent parts
 * become white, as on TensorBoard's page. Release it with free(rgb). */
struct raster raster_fit(const struct picture *p, uint32_t w, uint32_t h, enum raster_join join);

#endif
