/* Pictures in memory. */
#ifndef TFEVENTS_IMAGE_H
#define TFEVENTS_IMAGE_H

#include <stdint.h>

#include <tfevents/dtype.h>

TFE_BEGIN_DECLS

/* Pixels in memory: rows from the top, pixels from the left, channels interleaved, no padding.
 * channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. TFE_DTYPE_UINT8 from 0 to 255, or TFE_DTYPE_FLOAT32 from 0 to 1
 * (clipped; NaN is 0), aligned or not. */
typedef struct tfe_image {
	const void *pixels;
	tfe_dtype dtype;
	uint32_t width, height, channels;
} tfe_image;

TFE_END_DECLS

#endif
