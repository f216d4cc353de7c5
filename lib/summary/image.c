/* summary: images as records. A row is converted when the encoder asks for it. */
#include "summary/image.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "summary/values.h"
#include "wire/put.h"

/* --- images of callers ------------------------------------------------------------------------ */

struct tfe__image tfe__image_of(const tfe_image *image)
{
	return (struct tfe__image){.pixels = image->pixels,
				   .dtype = image->dtype,
				   .width = image->width,
				   .height = image->height,
				   .channels = image->channels,
				   .pixel_stride = image->channels,
				   .row_stride = (size_t)image->width * image->channels,
				   .channel_stride = 1};
}

struct tfe__image tfe__image_in_batch(const tfe_image_batch *b, size_t i)
{
	const tfe_image whole = {b->pixels, b->dtype, b->width, b->height, b->channels};
	struct tfe__image image = tfe__image_of(&whole);
	const size_t plane = (size_t)b->width * b->height;
	if (b->layout == TFE_IMAGE_LAYOUT_NCHW) {
		image.pixel_stride = 1;
		image.row_stride = b->width;
		image.channel_stride = plane;
	}
	if (image.pixels)
		image.pixels += i * plane * b->channels * tfe_dtype_bytes(b->dtype);
	return image;
}

const char *tfe__image_wrong(const struct tfe__image *image)
{
	if (!image->pixels)
		return "its pixels are missing";
	switch (image->dtype) {
	case TFE_DTYPE_UINT8:
	case TFE_DTYPE_UINT16:
	case TFE_DTYPE_FLOAT16:
	case TFE_DTYPE_BFLOAT16:
	case TFE_DTYPE_FLOAT32:
	case TFE_DTYPE_FLOAT64:
		break;
	default:
		return "its pixels are not uint8, uint16 or floats";
	}
	if (image->width == 0 || image->height == 0)
		return "its width or height is 0";
	return image->channels < 1 || image->channels > 4 ? "it has not 1 to 4 channels" : NULL;
}

/* --- rows ------------------------------------------------------------------------------------- */

/* Converts [0, 1] to [0, 255] as tf.image.convert_image_dtype does, which tf.summary.image uses. */
static inline uint8_t of_float(float f)
{
	f *= 255.5f;
	return f >= 255 ? 255 : f > 0 ? (uint8_t)f : 0;
}

/* The address of the first sample of row y. */
static const uint8_t *row_at(const struct tfe__image *image, uint32_t y)
{
	return image->pixels + y * image->row_stride * tfe_dtype_bytes(image->dtype);
}

/* Runs `store` for each sample of a row, channel by channel: `i` is its position in the converted
 * row, `at` its address in the image. `bytes` is the size of a sample. */
#define FOR_EACH_SAMPLE(image, y, bytes, i, at, store)                                             \
	for (uint32_t c_ = 0; c_ < (image)->channels; c_++) {                                      \
		const uint8_t *at = row_at(image, y) + c_ * (image)->channel_stride * (bytes);     \
		size_t i = c_;                                                                     \
		for (uint32_t x_ = 0; x_ < (image)->width; x_++) {                                 \
			store;                                                                     \
			i += (image)->channels;                                                    \
			at += (image)->pixel_stride * (bytes);                                     \
		}                                                                                  \
	}

static uint8_t sample_of(const uint8_t *at, tfe_dtype dtype)
{
	double d;
	tfe__values_load_double(&d, at, dtype, 0, 1);
	return of_float((float)d);
}

static const uint8_t *converted_row(void *context, uint32_t y)
{
	const struct tfe__image_rows *rows = context;
	const struct tfe__image *image = &rows->image;
	uint8_t *bytes = rows->bytes;
	float f;
	uint16_t u;
	switch (image->dtype) {
	case TFE_DTYPE_UINT8:
		if (image->channel_stride == 1)
			return row_at(image, y);
		FOR_EACH_SAMPLE(image, y, 1, i, at, bytes[i] = *at)
		break;
	case TFE_DTYPE_UINT16:
		FOR_EACH_SAMPLE(image, y, sizeof u, i, at, {
			memcpy(&u, at, sizeof u);
			bytes[2 * i] = (uint8_t)(u >> 8); /* PNG is big-endian */
			bytes[2 * i + 1] = (uint8_t)u;
		})
		break;
	case TFE_DTYPE_FLOAT32:
		FOR_EACH_SAMPLE(image, y, sizeof f, i, at, {
			memcpy(&f, at, sizeof f);
			bytes[i] = of_float(f);
		})
		break;
	default:
		FOR_EACH_SAMPLE(image, y, tfe_dtype_bytes(image->dtype), i, at,
				bytes[i] = sample_of(at, image->dtype))
	}
	return bytes;
}

tfe_status tfe__image_rows_init(struct tfe__image_rows *rows, const tfe_allocator *allocator,
				const struct tfe__image *image)
{
	const uint32_t depth = image->dtype == TFE_DTYPE_UINT16 ? 16 : 8;
	*rows = (struct tfe__image_rows){.image = *image, .allocator = *allocator};
	rows->bytes = tfe__alloc(allocator, (size_t)image->width * image->channels * (depth / 8));
	rows->pixels = (struct tfe__pixels){.width = image->width,
					    .height = image->height,
					    .channels = image->channels,
					    .depth = depth,
					    .row = converted_row,
					    .context = rows};
	return rows->bytes ? TFE_OK : TFE_E_NOMEM;
}

void tfe__image_rows_release(struct tfe__image_rows *rows)
{
	tfe__free(&rows->allocator, rows->bytes);
	rows->bytes = NULL;
}

void tfe__image_rgb_row(struct tfe__image_rows *rows, uint32_t y, uint8_t *rgb)
{
	const uint8_t *row = converted_row(rows, y);
	const uint32_t channels = rows->image.channels, step = rows->pixels.depth / 8;
	const bool coloured = channels > 2, alpha = channels == 2 || channels == 4;
	for (uint32_t x = 0; x < rows->image.width; x++, row += channels * step, rgb += 3) {
		unsigned opacity = alpha ? row[(channels - 1) * step] : 255;
		for (uint32_t c = 0; c < 3; c++) {
			unsigned value = row[coloured ? c * step : 0];
			rgb[c] = (uint8_t)((value * opacity + 255 * (255 - opacity) + 127) / 255);
		}
	}
}

/* --- records ---------------------------------------------------------------------------------- */

/* An image value that is being put: images of equal size. */
struct pictures {
	struct tfe__value value;
	size_t tensor;
};

static void put_number(struct tfe__buf *b, uint32_t number)
{
	char text[16];
	snprintf(text, sizeof text, "%u", (unsigned)number);
	tfe__put_text(b, 8, text);
}

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

tfe_status tfe__put_images(struct tfe__buf *b, const struct tfe__value_header *header, size_t n,
			   struct tfe__image (*at)(const void *context, size_t i),
			   const void *context)
{
	struct pictures p;
	const struct tfe__image first = at(context, 0);
	if ((uint64_t)first.width * first.height > TFE__PNG_MOST_PIXELS)
		return TFE_E_LIMIT;
	tfe_status status = TFE_OK;
	begin(&p, b, header, first.width, first.height, n);
	for (size_t i = 0; i < n && !status; i++) {
		struct tfe__image_rows rows;
		const struct tfe__image image = at(context, i);
		status = tfe__image_rows_init(&rows, &b->allocator, &image);
		if (!status) {
			status = put(b, &rows.pixels);
			tfe__image_rows_release(&rows);
		}
	}
	end(&p, b);
	return status;
}

void tfe__put_encoded(struct tfe__buf *b, const struct tfe__value_header *header, uint32_t width,
		      uint32_t height, const tfe_bytes *files, size_t n)
{
	struct pictures p;
	begin(&p, b, header, width, height, n);
	for (size_t i = 0; i < n; i++)
		tfe__put_bytes(b, 8, files[i].data, files[i].size);
	end(&p, b);
}
