/* summary: images as records. */
#include "summary/image.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "wire/put.h"

static void put_number(struct tfe__buf *b, uint32_t number)
{
	char text[16];
	snprintf(text, sizeof text, "%u", (unsigned)number);
	tfe__put_text(b, 8, text);
}

/* An image value that is being put: images of equal size. */
struct pictures {
	struct tfe__value value;
	size_t tensor;
};

static void begin(struct pictures *p, struct tfe__buf *b, const struct tfe__value_header *header,
		  uint32_t width, uint32_t height, size_t n)
{
	const int64_t strings = 2 + (int64_t)n;
	tfe__value_begin(&p->value, b, header);
	p->tensor = tfe__tensor_begin(b, TFE_DTYPE_STRING, &strings, 1);
	put_number(b, width);
	put_number(b, height);
}

static tfe_status put(struct tfe__buf *b, const struct tfe__pixels *pixels)
{
	size_t string = tfe__put_begin(b, 8);
	tfe_status status = tfe__png_encode(b, pixels);
	tfe__put_end(b, string);
	return status;
}

static void end(struct pictures *p, struct tfe__buf *b)
{
	tfe__put_end(b, p->tensor);
	tfe__value_end(&p->value, "images", NULL);
}

tfe_status tfe__put_picture(struct tfe__buf *b, const struct tfe__value_header *header,
			    const struct tfe__pixels *picture)
{
	struct pictures p;
	begin(&p, b, header, picture->width, picture->height, 1);
	tfe_status status = put(b, picture);
	end(&p, b);
	return status;
}

/* The rows of a caller's image. */
struct image_rows {
	const uint8_t *pixels;
	size_t samples; /* of a row */
	uint8_t *bytes; /* buffer for one converted row of floats */
};

static const uint8_t *byte_row(void *context, uint32_t y)
{
	const struct image_rows *r = context;
	return r->pixels + y * r->samples;
}

/* Converts [0, 1] to [0, 255] as tf.image.convert_image_dtype does, which tf.summary.image uses. */
static const uint8_t *float_row(void *context, uint32_t y)
{
	struct image_rows *r = context;
	const uint8_t *p = r->pixels + y * r->samples * sizeof(float);
	for (size_t i = 0; i < r->samples; i++) {
		float f;
		memcpy(&f, p + i * sizeof f, sizeof f);
		f *= 255.5f;
		r->bytes[i] = f >= 255 ? 255 : f > 0 ? (uint8_t)f : 0;
	}
	return r->bytes;
}

static bool is_image(const tfe_image *image, const tfe_image *first)
{
	return image->pixels &&
	       (image->dtype == TFE_DTYPE_UINT8 || image->dtype == TFE_DTYPE_FLOAT32) &&
	       image->width == first->width && image->height == first->height &&
	       image->channels >= 1 && image->channels <= 4;
}

tfe_status tfe__put_images(struct tfe__buf *b, const struct tfe__value_header *header,
			   const tfe_image *images, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!images || !is_image(&images[i], &images[0]))
			return TFE_E_ARG;
	if (n == 0 || images->width == 0 || images->height == 0)
		return TFE_E_ARG;
	if ((uint64_t)images->width * images->height > TFE__PNG_MOST_PIXELS)
		return TFE_E_LIMIT;
	struct image_rows rows = {.bytes = tfe__alloc(&b->allocator, (size_t)images->width * 4)};
	if (!rows.bytes)
		return TFE_E_NOMEM;
	struct pictures p;
	tfe_status status = TFE_OK;
	begin(&p, b, header, images->width, images->height, n);
	for (size_t i = 0; !status && i < n; i++) {
		rows.pixels = images[i].pixels;
		rows.samples = (size_t)images[i].width * images[i].channels;
		const struct tfe__pixels pixels = {
			.width = images[i].width,
			.height = images[i].height,
			.channels = images[i].channels,
			.row = images[i].dtype == TFE_DTYPE_UINT8 ? byte_row : float_row,
			.context = &rows,
		};
		status = put(b, &pixels);
	}
	end(&p, b);
	tfe__free(&b->allocator, rows.bytes);
	return status;
}
