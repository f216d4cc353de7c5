/* wire: PNG files of noisy and of drawn pictures, read back by libpng. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <png.h>

#include "wire/png.h"

enum { WIDTH = 200, HEIGHT = 151, CHANNELS = 3, ROW = WIDTH * CHANNELS };

static uint8_t pixels[HEIGHT][ROW];

static const uint8_t *row_of(void *context, uint32_t y)
{
	(void)context;
	return pixels[y];
}

/* Encodes the pixels, and checks that they are read back. Returns the size of the file. */
static size_t encoded_bytes(void)
{
	static uint8_t read[HEIGHT][ROW];
	const struct tfe__pixels p = {WIDTH, HEIGHT, CHANNELS, 8, row_of, NULL};
	png_image image = {.version = PNG_IMAGE_VERSION};
	struct tfe__buf b;
	tfe__buf_init(&b, NULL, 1 << 24);
	assert_int_equal(tfe__png_encode(&b, &p), TFE_OK);
	assert_true(png_image_begin_read_from_memory(&image, b.data, b.size));
	assert_int_equal(image.width, WIDTH);
	assert_int_equal(image.height, HEIGHT);
	image.format = PNG_FORMAT_RGB;
	assert_true(png_image_finish_read(&image, NULL, read, 0, NULL));
	assert_memory_equal(read, pixels, sizeof pixels);
	const size_t bytes = b.size;
	tfe__buf_release(&b);
	return bytes;
}

/* Two bits of noise over a gradient: an entropy of 2.7 bits for a filtered byte. */
static void a_noisy_picture_takes_little_more_than_its_entropy(void **state)
{
	(void)state;
	uint32_t noise = 1;
	for (int y = 0; y < HEIGHT; y++)
		for (int i = 0; i < ROW; i++) {
			noise = noise * 1664525 + 1013904223;
			pixels[y][i] = (uint8_t)(i / 6 + (int)(noise >> 30));
		}
	assert_in_range(encoded_bytes(), sizeof pixels * 2 / 8, sizeof pixels * 3 / 8);
}

static void a_drawn_picture_takes_almost_nothing(void **state)
{
	(void)state;
	for (int y = 0; y < HEIGHT; y++)
		for (int i = 0; i < ROW; i++)
			pixels[y][i] = (i / 30 + y / 10) % 2 ? 255 : 40;
	assert_in_range(encoded_bytes(), 1, sizeof pixels / 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_noisy_picture_takes_little_more_than_its_entropy),
		cmocka_unit_test(a_drawn_picture_takes_almost_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
