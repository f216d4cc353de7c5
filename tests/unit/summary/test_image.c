/* summary: images, decoded by libpng. */
#include <math.h>
#include <string.h>

#include <png.h>

#include "unit/inject.h"

#include "summary/image.h"
#include "summary/summary_put.h"

/* Returns the address of the k-th PNG file in a buffer. */
static const uint8_t *find_png(const struct tfe__buf *b, int k, size_t *n)
{
	for (size_t i = 0; i + 8 < b->size; i++) {
		if (memcmp(b->data + i, "\x89PNG\r\n\x1a\n", 8) == 0 && k-- == 0) {
			*n = b->size - i;
			return b->data + i;
		}
	}
	fail_msg("no PNG file in %zu bytes", b->size);
	return NULL;
}

/* Decodes an image with libpng's simple interface. Ownership: the caller frees the result. */
static uint8_t *decode(const struct tfe__buf *b, int k, uint32_t *width, uint32_t *height,
		       uint32_t format)
{
	size_t n = 0;
	const uint8_t *png = find_png(b, k, &n);
	png_image image = {.version = PNG_IMAGE_VERSION};
	assert_true(png_image_begin_read_from_memory(&image, png, n));
	assert_int_equal(image.format, format);
	*width = image.width;
	*height = image.height;
	uint8_t *pixels = malloc(PNG_IMAGE_SIZE(image));
	assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
	return pixels;
}

static struct tfe__value_header place = {.tag = "i", .tag_bytes = 1};

static struct tfe__image image_at(const void *images, size_t i)
{
	return tfe__image_of((const tfe_image *)images + i);
}

static tfe_status put_images(struct tfe__buf *b, const tfe_image *images, size_t n)
{
	return tfe__put_images(b, &place, n, image_at, images);
}

static void pixels_come_back_as_they_were(void **state)
{
	(void)state;
	const uint32_t formats[] = {PNG_FORMAT_GRAY, PNG_FORMAT_GA, PNG_FORMAT_RGB,
				    PNG_FORMAT_RGBA};
	enum { W = 37, H = 11 };
	static uint8_t bytes[W * H * 4];
	static float floats[W * H * 4];
	for (size_t i = 0; i < sizeof bytes; i++) {
		bytes[i] = (uint8_t)(i * 7);
		floats[i] = ((float)bytes[i] + 0.5f) / 255.5f;
	}
	for (uint32_t channels = 1; channels <= 4; channels++) {
		const tfe_image images[] = {{bytes, TFE_DTYPE_UINT8, W, H, channels},
					    {floats, TFE_DTYPE_FLOAT32, W, H, channels}};
		struct tfe__buf b;
		tfe__buf_init(&b, NULL, 1 << 20);
		assert_int_equal(put_images(&b, images, 2), TFE_OK);
		for (int k = 0; k < 2; k++) {
			uint32_t width, height;
			uint8_t *pixels = decode(&b, k, &width, &height, formats[channels - 1]);
			assert_true(width == W);
			assert_true(height == H);
			assert_memory_equal(pixels, bytes, W * H * channels);
			free(pixels);
		}
		tfe__buf_release(&b);
	}
}

static void floats_are_clipped(void **state)
{
	(void)state;
	const float f[] = {-1, 0, 0.5f, 1, 2, NAN, INFINITY, -INFINITY, 1e-9f};
	const uint8_t want[] = {0, 0, 127, 255, 255, 0, 255, 0, 0};
	const tfe_image image = {f, TFE_DTYPE_FLOAT32, 9, 1, 1};
	struct tfe__buf b;
	tfe__buf_init(&b, NULL, 1 << 20);
	assert_int_equal(put_images(&b, &image, 1), TFE_OK);
	uint32_t width, height;
	uint8_t *pixels = decode(&b, 0, &width, &height, PNG_FORMAT_GRAY);
	assert_memory_equal(pixels, want, sizeof want);
	free(pixels);
	tfe__buf_release(&b);
}

static void large_images_do_not_fit(void **state)
{
	(void)state;
	static const uint8_t p[64];
	const tfe_image images[] = {{p, TFE_DTYPE_UINT8, UINT32_MAX, UINT32_MAX, 4},
				    {p, TFE_DTYPE_UINT8, 1u << 15, 1u << 14, 4}};
	struct tfe__buf b;
	tfe__buf_init(&b, NULL, 1 << 20);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(put_images(&b, &images[i], 1), TFE_E_LIMIT);
	/* The record becomes full in the middle of a picture. */
	static uint8_t noise[100 * 100];
	for (size_t i = 0; i < sizeof noise; i++)
		noise[i] = (uint8_t)(i * i * 31 >> 3);
	const tfe_image image = {noise, TFE_DTYPE_UINT8, 100, 100, 1};
	for (size_t limit = 0; limit < 1000; limit += 37) {
		tfe__buf_release(&b);
		tfe__buf_init(&b, NULL, limit);
		assert_int_equal(put_images(&b, &image, 1), TFE_E_LIMIT);
	}
	tfe__buf_release(&b);
}

static tfe_status encode(const tfe_allocator *allocator, void *context)
{
	struct tfe__buf b;
	tfe__buf_init(&b, allocator, 1 << 20);
	tfe_status status = put_images(&b, context, 2);
	if (!status)
		status = tfe__buf_status(&b);
	tfe__buf_release(&b);
	return status;
}

static void failed_allocations(void **state)
{
	(void)state;
	static float pixels[64 * 64 * 3];
	tfe_image images[] = {{pixels, TFE_DTYPE_FLOAT32, 64, 64, 3},
			      {pixels, TFE_DTYPE_FLOAT32, 64, 64, 3}};
	assert_true(inject_every_allocation(encode, images) > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pixels_come_back_as_they_were),
		cmocka_unit_test(floats_are_clipped),
		cmocka_unit_test(large_images_do_not_fit),
		cmocka_unit_test(failed_allocations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
