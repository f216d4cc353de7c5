/* Images in memory. */
#ifndef TFEVENTS_IMAGE_H
#define TFEVENTS_IMAGE_H

#include <stdint.h>

#include <tfevents/dtype.h>

TFE_BEGIN_DECLS

/* An image: rows from the top, pixels from the left, channels interleaved, no padding. channels: 1
 * grey, 2 grey and alpha, 3 RGB, 4 RGBA. Pixels are TFE_DTYPE_UINT8 from 0 to 255, or
 * TFE_DTYPE_FLOAT32 from 0 to 1 (clipped; NaN is 0); they need no alignment. Ownership: the pixels
 * belong to the caller. */
typedef struct tfe_image {
	const void *pixels;
	tfe_dtype dtype;
	uint32_t width, height, channels;
} tfe_image;

TFE_END_DECLS

#endif
