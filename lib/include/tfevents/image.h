/* Images in memory: pixels, batches of images, boxes. */
#ifndef TFEVENTS_IMAGE_H
#define TFEVENTS_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/dtype.h>

TFE_BEGIN_DECLS

/* An image: rows from the top, pixels from the left, channels interleaved, no padding. channels: 1
 * grey, 2 grey and alpha, 3 RGB, 4 RGBA. Pixels are TFE_DTYPE_UINT8 from 0 to 255,
 * TFE_DTYPE_UINT16 from 0 to 65535, or any float type from 0 to 1 (clipped; NaN is 0); they need no
 * alignment. Ownership: the pixels belong to the caller. */
typedef struct tfe_image {
	const void *pixels;
	tfe_dtype dtype;
	uint32_t width, height, channels;
} tfe_image;

/* The order of the dimensions of a batch of images. */
typedef enum tfe_image_layout {
	TFE_IMAGE_LAYOUT_NHWC, /* the channels of a pixel are adjacent */
	TFE_IMAGE_LAYOUT_NCHW  /* each channel is a plane */
} tfe_image_layout;

/* n images of equal size, one after the other without padding. The pixels are as in tfe_image. */
typedef struct tfe_image_batch {
	const void *pixels;
	tfe_dtype dtype;
	tfe_image_layout layout;
	size_t n;
	uint32_t height, width, channels;
} tfe_image_batch;

/* A box within an image: from (left, top) to (right, bottom) in pixels from the top left corner of
 * the image. Parts outside the image are not drawn. */
typedef struct tfe_box {
	double left, top, right, bottom;
	const char *label; /* UTF-8; NULL: none */
	uint32_t colour;   /* 0xRRGGBB; 0: red */
} tfe_box;

TFE_END_DECLS

#endif
