/* Decoded pictures equal those of Pillow 12; hostile sizes and damaged files are refused; pictures
 * are scaled with their aspect ratio. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/crc32.h"
#include "tbtop/cache/picture_decode.h"
#include "tbtop/cache/raster.h"
#include "tbtop/cache/toning.h"

enum { W = 14, H = 11 };

/* The CRC-32 of RGBA after `Image.open(name).seek(frame)` and `convert("RGBA")`, with 0 in pixels
 * that are transparent; of deep.png, that of round(v * 255 / 65535). */
static const struct {
	const char *name;
	size_t frame, frames;
	int channels, bits;
	uint32_t crc;
} files[] = {
	{"rgb.png", 0, 1, 3, 8, 0xc7a7fafa},           {"grey.png", 0, 1, 1, 8, 0x7378dff4},
	{"grey-alpha.png", 0, 1, 2, 8, 0xb689e11e},    {"rgba.png", 0, 1, 4, 8, 0x6556974e},
	{"bits.png", 0, 1, 1, 1, 0x7dd4ca4e},          {"palette.png", 0, 1, 3, 4, 0x53e1c4f6},
	{"palette-alpha.png", 0, 1, 4, 4, 0x2cb3ae64}, {"interlaced.png", 0, 1, 3, 8, 0xc7a7fafa},
	{"deep.png", 0, 1, 1, 16, 0x9babd0a2},
#ifdef HAVE_JPEG
	{"grey.jpg", 0, 1, 1, 8, 0x7cc21686},          {"rgb.jpg", 0, 1, 3, 8, 0x2994d8fd},
	{"progressive.jpg", 0, 1, 3, 8, 0x6bbef54d},
#endif
#ifdef HAVE_GIF
	{"frames.gif", 0, 3, 3, 8, 0x4158fa28},        {"frames.gif", 1, 3, 3, 8, 0x9c6dca15},
	{"frames.gif", 2, 3, 3, 8, 0x389603dc},        {"full.gif", 0, 2, 3, 8, 0xda8a4e53},
	{"full.gif", 1, 2, 3, 8, 0xff2df13f},          {"interlaced.gif", 0, 1, 3, 8, 0x53e1c4f6},
#endif
};
enum { FILES = sizeof files / sizeof *files };

struct bytes {
	uint8_t data[4096];
	size_t n;
};

static tfe_bytes load(const char *name, struct bytes *b)
{
	char path[1024];
	const char *src = getenv("SRC");
	snprintf(path, sizeof path, "%s/tests/golden/data/pictures/%s", src ? src : ".", name);
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	b->n = fread(b->data, 1, sizeof b->data, f);
	fclose(f);
	return (tfe_bytes){b->data, b->n};
}

static uint32_t crc_of(const struct picture *p)
{
	size_t n = (size_t)p->w * p->h * 4;
	uint8_t *copy = malloc(n);
	memcpy(copy, p->rgba, n);
	for (size_t i = 0; i < n; i += 4)
		if (!copy[i + 3])
			memset(copy + i, 0, 4);
	uint32_t crc = crc32_of(0, copy, n);
	free(copy);
	return crc;
}

static void pictures_equal_pillows(void **state)
{
	(void)state;
	int wrong = 0;
	for (size_t i = 0; i < FILES; i++) {
		struct bytes b;
		struct picture p = {0};
		tfe_bytes encoded = load(files[i].name, &b);
		assert_int_equal(picture_frames(encoded), files[i].frames);
		assert_true(picture_decode(encoded, files[i].frame, &p));
		assert_int_equal(p.w, W);
		assert_int_equal(p.h, H);
		assert_int_equal(p.channels, files[i].channels);
		assert_int_equal(p.bits, files[i].bits);
		if (crc_of(&p) != files[i].crc)
			print_message("%s %zu: %08x\n", files[i].name, files[i].frame, crc_of(&p));
		wrong += crc_of(&p) != files[i].crc;
		picture_release(&p);
	}
	assert_int_equal(wrong, 0);
}

static void expect_error(tfe_bytes encoded, const char *want)
{
	struct picture p = {0};
	bool decoded = picture_decode(encoded, 0, &p);
	if (decoded || !strstr(p.error, want))
		fail_msg("\"%s\" instead of \"%s\"", p.error, want);
	assert_null(p.rgba);
	picture_release(&p);
}

static void put_be32(uint8_t *to, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		to[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* The size in the header is checked before memory is allocated. */
static void hostile_sizes_are_refused(void **state)
{
	(void)state;
	struct bytes b;
	tfe_bytes png = load("rgb.png", &b);
	put_be32(b.data + 16, 60000);
	put_be32(b.data + 20, 60000);
	put_be32(b.data + 29, crc32_of(0, b.data + 12, 17));
	expect_error(png, "PNG of 60000 x 60000 pixels: pictures of up to 16 million are shown");
#ifdef HAVE_JPEG
	tfe_bytes jpeg = load("rgb.jpg", &b);
	for (size_t i = 0; i + 8 < b.n; i++)
		if (b.data[i] == 0xff && b.data[i + 1] == 0xc0)
			memset(b.data + i + 5, 0xee, 4);
	expect_error(jpeg, "JPEG of 61166 x 61166 pixels");
	expect_error(load("cmyk.jpg", &b), "JPEG of 4 colours (CMYK)");
#endif
#ifdef HAVE_GIF
	tfe_bytes gif = load("frames.gif", &b);
	memset(b.data + 6, 0xff, 4);
	expect_error(gif, "GIF of 65535 x 65535 pixels");
	memset(b.data + 6, 0, 4);
	expect_error(gif, "GIF of 0 x 0 pixels");
#endif
	expect_error((tfe_bytes){(const uint8_t *)"RIFF    WEBP", 12}, "WebP of 12 bytes");
	expect_error((tfe_bytes){(const uint8_t *)"", 0}, "unknown format of 0 bytes");
}

/* A progressive JPEG may repeat its scans. */
static void endless_scans_are_refused(void **state)
{
	(void)state;
#ifdef HAVE_JPEG
	struct bytes b;
	load("progressive.jpg", &b);
	size_t last = 0, n = b.n - 2; /* without the end of the image */
	for (size_t i = 0; i + 1 < n; i++)
		if (b.data[i] == 0xff && b.data[i + 1] == 0xda)
			last = i;
	size_t scan = n - last, size = n + 2 + scan * 3000;
	uint8_t *file = malloc(size);
	memcpy(file, b.data, n);
	for (size_t i = 0; i < 3000; i++)
		memcpy(file + n + i * scan, b.data + last, scan);
	memcpy(file + size - 2, "\xff\xd9", 2);
	expect_error((tfe_bytes){file, size}, "JPEG of more than 100 scans");
	free(file);
#else
	skip();
#endif
}

/* A file that is cut off or damaged is decoded or says why not; there is nothing to see here but
 * sanitizers. */
static void damaged_files_do_no_harm(void **state)
{
	(void)state;
	srandom(5);
	for (size_t i = 0; i < FILES; i++) {
		struct bytes b, bad;
		load(files[i].name, &b);
		for (size_t k = 0; k < b.n + 300; k++) {
			struct picture p = {0};
			bad = b;
			if (k < b.n)
				bad.n = k;
			for (int j = 0; j < 3 && k >= b.n; j++)
				bad.data[(size_t)random() % bad.n] = (uint8_t)random();
			tfe_bytes encoded = {bad.data, bad.n};
			bool decoded = picture_decode(encoded, picture_frames(encoded) - 1, &p);
			if (!decoded)
				assert_true(*p.error != '\0');
			assert_int_equal(decoded, p.rgba != NULL);
			picture_release(&p);
		}
	}
}

/* --- scaling ---------------------------------------------------------------------------------- */

static struct picture gradient(uint32_t w, uint32_t h)
{
	struct picture p = {.format = "PNG"};
	assert_true(picture_allocate(&p, w, h));
	for (uint32_t i = 0; i < w * h; i++) {
		p.rgba[i * 4] = (uint8_t)(i % w * 5);
		p.rgba[i * 4 + 1] = (uint8_t)(i / w * 7);
		p.rgba[i * 4 + 2] = (uint8_t)(i * 31);
		p.rgba[i * 4 + 3] = 255;
	}
	return p;
}

static void aspect_ratio_is_kept(void **state)
{
	(void)state;
	static const uint32_t cases[][6] = {
		/* picture, box, raster */
		{28, 28, 80, 60, 56, 56},    {28, 28, 28, 28, 28, 28},   {28, 28, 27, 100, 27, 27},
		{600, 400, 60, 60, 60, 40},  {400, 600, 60, 60, 40, 60}, {1, 1, 9, 5, 5, 5},
		{16000, 1, 100, 50, 100, 1}, {1, 16000, 100, 50, 1, 50}, {3, 2, 1, 1, 1, 1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const uint32_t *c = cases[i];
		struct picture p = {.format = "PNG"};
		assert_true(picture_allocate(&p, c[0], c[1]));
		struct raster r = raster_fit(&p, c[2], c[3], RASTER_MEAN);
		assert_int_equal(r.w, c[4]);
		assert_int_equal(r.h, c[5]);
		free(r.rgb);
		picture_release(&p);
	}
}

/* Enlarged pixels are squares of equal values; reduced ones are means, or maxima. */
static void scaled_pixels_are_copies_or_means(void **state)
{
	(void)state;
	struct picture p = gradient(12, 8);
	struct raster twice = raster_fit(&p, 25, 17, RASTER_MEAN);
	struct raster third = raster_fit(&p, 6, 4, RASTER_MEAN);
	struct raster most = raster_fit(&p, 6, 4, RASTER_MOST);
	assert_int_equal(twice.w, 24);
	for (uint32_t y = 0; y < 16; y++)
		for (uint32_t x = 0; x < 24; x++)
			assert_memory_equal(twice.rgb + (y * 24 + x) * 3,
					    p.rgba + (y / 2 * 12 + x / 2) * 4, 3);
	for (uint32_t y = 0; y < 4; y++)
		for (uint32_t x = 0; x < 6; x++)
			for (int c = 0; c < 3; c++) {
				int sum = 0, top = 0;
				for (uint32_t k = 0; k < 4; k++) {
					uint32_t at = (2 * y + k / 2) * 12 + 2 * x + k % 2;
					int v = p.rgba[at * 4 + (uint32_t)c];
					sum += v;
					top = v > top ? v : top;
				}
				assert_int_equal(third.rgb[(y * 6 + x) * 3 + (uint32_t)c],
						 (sum + 2) / 4);
				assert_int_equal(most.rgb[(y * 6 + x) * 3 + (uint32_t)c], top);
			}
	free(twice.rgb);
	free(third.rgb);
	free(most.rgb);
	picture_release(&p);
}

/* Brightness adds tenths of white, contrast multiplies the distance to middle grey, both within
 * black and white; 0 and 0 change nothing. */
static void tones_are_brightness_and_contrast(void **state)
{
	(void)state;
	struct toning same = toning_of(0, 0), brighter = toning_of(2, 0), doubled = toning_of(0, 4),
		      halved = toning_of(0, -4);
	for (int i = 0; i < 256; i++) {
		double centred = i - 127.5;
		assert_int_equal(same.value[i], i);
		assert_int_equal(brighter.value[i], i + 51 < 255 ? i + 51 : 255);
		assert_in_range(halved.value[i], (int)(127.5 + centred / 2 - 0.01),
				(int)(127.5 + centred / 2 + 1.01));
		if (i < 64)
			assert_int_equal(doubled.value[i], 0);
		if (i > 191)
			assert_int_equal(doubled.value[i], 255);
	}
	assert_true(doubled.value[140] > 150);
	assert_int_equal(toning_up_to(127.5).value[127], 254);
}

static void transparent_pixels_are_white(void **state)
{
	(void)state;
	struct picture p = {.format = "PNG"};
	assert_true(picture_allocate(&p, 1, 1));
	struct raster r = raster_fit(&p, 1, 1, RASTER_MEAN);
	assert_memory_equal(r.rgb, "\xff\xff\xff", 3);
	free(r.rgb);
	picture_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pictures_equal_pillows),
		cmocka_unit_test(hostile_sizes_are_refused),
		cmocka_unit_test(endless_scans_are_refused),
		cmocka_unit_test(damaged_files_do_no_harm),
		cmocka_unit_test(aspect_ratio_is_kept),
		cmocka_unit_test(scaled_pixels_are_copies_or_means),
		cmocka_unit_test(tones_are_brightness_and_contrast),
		cmocka_unit_test(transparent_pixels_are_white),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
