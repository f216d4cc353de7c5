/* summary: images as records. */
#ifndef TFE_SUMMARY_IMAGE_H
#define TFE_SUMMARY_IMAGE_H

#include <tfevents/event.h>
#include <tfevents/image.h>

#include "summary/value.h"
#include "wire/png.h"

/* An image of a caller. The strides are the distances of neighbours, in samples. */
struct tfe__image {
	const uint8_t *pixels;
	tfe_dtype dtype;
	uint32_t width, height, channels;
	size_t pixel_stride, row_stride, channel_stride;
};

struct tfe__image tfe__image_of(const tfe_image *image);
struct tfe__image tfe__image_in_batch(const tfe_image_batch *batch, size_t i);

/* Returns why an image is wrong, or NULL. */
const char *tfe__image_wrong(const struct tfe__image *image);

/* The rows of an image, converted for tfe__png_encode. Uint16 samples keep 16 bits, all others have
 * 8. */
struct tfe__image_rows {
	struct tfe__image image;
	uint8_t *bytes; /* one converted row */
	struct tfe__pixels pixels;
	tfe_allocator allocator;
};

/* Prepares the rows of a valid image. `rows` must not move. TFE_E_NOMEM; then there is nothing to
 * release. */
tfe_status tfe__image_rows_init(struct tfe__image_rows *rows, const tfe_allocator *allocator,
				const struct tfe__image *image) TFE_MUST_CHECK;
void tfe__image_rows_release(struct tfe__image_rows *rows);

/* Converts row y to RGB of 8 bits; transparent pixels are on white. `rgb` has 3 * width bytes. */
void tfe__image_rgb_row(struct tfe__image_rows *rows, uint32_t y, uint8_t *rgb);

/* Puts one image as a tensor of strings under plugin "images": width, height, PNG. */
tfe_status tfe__put_picture(struct tfe__buf *b, const struct tfe__value_header *header,
			    const struct tfe__pixels *picture) TFE_MUST_CHECK;

/* Puts n valid images of equal size: width, height, PNG, PNG, ... Returns TFE_E_LIMIT or
 * TFE_E_NOMEM. `at` returns image i. */
tfe_status tfe__put_images(struct tfe__buf *b, const struct tfe__value_header *header, size_t n,
			   struct tfe__image (*at)(const void *context, size_t i),
			   const void *context) TFE_MUST_CHECK;

/* Puts n encoded pictures of the given size. */
void tfe__put_encoded(struct tfe__buf *b, const struct tfe__value_header *header, uint32_t width,
		      uint32_t height, const tfe_bytes *files, size_t n);

#endif
