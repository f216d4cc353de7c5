/* write: images: sample types, layouts, encoded files, boxes, videos. */
#include <math.h>

#include <png.h>

#include "unit/kinds.h"

#include "wire/picture_size.h"

#ifdef HAVE_GIF
#include <gif_lib.h>
#endif

enum { W = 5, H = 3, CHANNELS = 3, N = 2, SAMPLES = N * H * W * CHANNELS };

/* The pictures that an add writes, decoded to samples of 16 bit (png_image would apply gamma). */
struct decoded {
	int n;
	uint32_t width, height;
	uint16_t sample[SAMPLES];
	size_t samples;
	uint8_t depth;
};

struct memory_file {
	const uint8_t *p, *end;
};

static void read_memory(png_structp png, png_bytep out, size_t n)
{
	struct memory_file *f = png_get_io_ptr(png);
	assert_true((size_t)(f->end - f->p) >= n);
	memcpy(out, f->p, n);
	f->p += n;
}

static void decode(tfe_bytes file, struct decoded *d)
{
	struct memory_file f = {file.data, file.data + file.size};
	png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	assert_non_null(info);
	png_set_read_fn(png, &f, read_memory);
	png_read_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
	d->width = png_get_image_width(png, info);
	d->height = png_get_image_height(png, info);
	d->depth = png_get_bit_depth(png, info);
	png_bytepp rows = png_get_rows(png, info);
	for (uint32_t y = 0; y < d->height; y++)
		for (uint32_t i = 0; i < d->width * png_get_channels(png, info); i++) {
			assert_true(d->samples < SAMPLES);
			d->sample[d->samples++] =
				d->depth == 16
					? (uint16_t)(rows[y][2 * i] << 8 | rows[y][2 * i + 1])
					: rows[y][i];
		}
	png_destroy_read_struct(&png, &info, NULL);
}

static void decode_event(const tfe_event *event, void *context)
{
	struct decoded *d = context;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_blobs blobs;
	tfe_bytes b;
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	assert_int_equal(v.kind, TFE_KIND_IMAGE);
	tfe_blobs_init(&blobs, &v);
	while (tfe_blobs_next(&blobs, &b)) {
		decode(b, d);
		assert_int_equal(v.width, d->width);
		assert_int_equal(v.height, d->height);
		d->n++;
	}
}

/* --- batches ---------------------------------------------------------------------------------- */

/* Sample (i, y, x, c) of the test batch. */
static uint16_t sample_at(int i, int y, int x, int c)
{
	return (uint16_t)(((i * H + y) * W + x) * CHANNELS + c);
}

static union {
	uint8_t u8[SAMPLES];
	uint16_t u16[SAMPLES];
	float f[SAMPLES];
	double d[SAMPLES];
} pixels;

static tfe_image_batch batch;

static tfe_status add_batch(tfe_writer *w)
{
	return tfe_writer_add_image_batch(w, "batch", 1, &batch);
}

static void fill(tfe_dtype dtype, tfe_image_layout layout)
{
	batch = (tfe_image_batch){&pixels, dtype, layout, N, H, W, CHANNELS};
	for (int i = 0; i < N; i++)
		for (int y = 0; y < H; y++)
			for (int x = 0; x < W; x++)
				for (int c = 0; c < CHANNELS; c++) {
					uint16_t s = sample_at(i, y, x, c);
					size_t at = layout == TFE_IMAGE_LAYOUT_NHWC
							    ? s
							    : (size_t)(((i * CHANNELS + c) * H +
									y) * W +
								       x);
					float f = ((float)s + 0.5f) / 255.5f;
					uint32_t bits;
					memcpy(&bits, &f, sizeof bits);
					if (dtype == TFE_DTYPE_UINT8)
						pixels.u8[at] = (uint8_t)s;
					else if (dtype == TFE_DTYPE_UINT16)
						pixels.u16[at] = (uint16_t)(s * 500 + 1);
					else if (dtype == TFE_DTYPE_FLOAT32)
						pixels.f[at] = f;
					else
						pixels.d[at] = (double)f;
				}
}

static void every_type_and_layout_has_the_same_pixels(void **state)
{
	(void)state;
	static const tfe_dtype dtypes[] = {TFE_DTYPE_UINT8, TFE_DTYPE_UINT16, TFE_DTYPE_FLOAT32,
					   TFE_DTYPE_FLOAT64};
	for (size_t k = 0; k < sizeof dtypes / sizeof *dtypes; k++)
		for (int layout = 0; layout < 2; layout++) {
			struct decoded d = {0};
			fill(dtypes[k], (tfe_image_layout)layout);
			kinds_for_each_event(add_batch, decode_event, &d);
			assert_int_equal(d.n, N);
			assert_int_equal(d.width, W);
			assert_int_equal(d.height, H);
			assert_int_equal(d.samples, SAMPLES);
			assert_int_equal(d.depth, dtypes[k] == TFE_DTYPE_UINT16 ? 16 : 8);
			for (int i = 0; i < SAMPLES; i++)
				assert_int_equal(d.sample[i], d.depth == 16 ? i * 500 + 1 : i);
		}
}

/* --- encoded files ---------------------------------------------------------------------------- */

#define BYTES(literal) ((tfe_bytes){(const uint8_t *)(literal), sizeof(literal) - 1})

static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\1\2\0\0\0\3\x08\0\0\0\0\0\0\0\0";
static const char gif[] = "GIF89a\2\1\3\0\0\0\0";
static const char jpeg[] = "\xff\xd8\xff\xe0\0\4ab\xff\xff\xff\xc4\0\3x"
			   "\xff\xc2\0\x0b\x08\0\3\1\2\1\1\x11\0";

static void sizes_come_from_headers(void **state)
{
	(void)state;
	const tfe_bytes files[] = {BYTES(png), BYTES(gif), BYTES(jpeg)};
	uint32_t width, height;
	for (size_t i = 0; i < 3; i++) {
		assert_true(tfe__picture_size(files[i], &width, &height));
		assert_int_equal(width, 0x102);
		assert_int_equal(height, 3);
		for (size_t n = 0; n + 2 < files[i].size; n++) {
			uint8_t *cut = malloc(n ? n : 1); /* a sanitizer finds reads beyond it */
			memcpy(cut, files[i].data, n);
			tfe__picture_size((tfe_bytes){cut, n}, &width, &height);
			free(cut);
		}
	}
	static const char *const bad[] = {"", "BM", "\xff\xd8\xff\xc0\0\2aaaaaaaa", "GIF89a"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(tfe__picture_size((tfe_bytes){(const uint8_t *)bad[i], strlen(bad[i])},
					       &width, &height));
	assert_false(tfe__picture_size((tfe_bytes){0}, &width, &height));
	assert_false(tfe__picture_size(BYTES("GIF89a\0\0\0\0\0\0\0"), &width, &height));
}

static tfe_status add_encoded(tfe_writer *w)
{
	const tfe_bytes files[] = {BYTES(png), BYTES(jpeg), BYTES(gif)};
	return tfe_writer_add_encoded_images(w, "encoded", 2, files, 3);
}

static void encoded_bytes_are_golden(void **state)
{
	(void)state;
	kinds_check_golden("image", add_encoded);
}

/* --- boxes ------------------------------------------------------------------------------------ */

enum { SIDE = 64 };
static uint8_t canvas[SIDE * SIDE * 2];
static uint8_t rgb[SIDE * SIDE * 3];

static tfe_status add_boxes(tfe_writer *w)
{
	const tfe_image image = {canvas, TFE_DTYPE_UINT8, SIDE, SIDE, 2};
	const tfe_box boxes[] = {{10, 30, 40, 50, "cat", 0x00ff00},
				 {-5, -5, 8, 8, NULL, 0},
				 {50, 2, 500, 600, "d\xc3\xb6g", 0x0000ff},
				 {-1e300, 62, 1e300, 1e300, NULL, 0x00ffff}};
	return tfe_writer_add_image_with_boxes(w, "boxes", 0, &image, boxes, 4);
}

static void decode_rgb(const tfe_event *event, void *context)
{
	(void)context;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_blobs blobs;
	tfe_bytes b;
	png_image image = {.version = PNG_IMAGE_VERSION};
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	tfe_blobs_init(&blobs, &v);
	assert_true(tfe_blobs_next(&blobs, &b));
	assert_true(png_image_begin_read_from_memory(&image, b.data, b.size));
	assert_int_equal(image.format, PNG_FORMAT_RGB);
	assert_int_equal(PNG_IMAGE_SIZE(image), sizeof rgb);
	assert_true(png_image_finish_read(&image, NULL, rgb, 0, NULL));
}

static uint32_t pixel_at(int x, int y)
{
	const uint8_t *p = rgb + 3 * (y * SIDE + x);
	return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

static void boxes_are_drawn_over_the_image(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIDE * SIDE; i++) {
		canvas[2 * i] = 100;
		canvas[2 * i + 1] = i % 2 ? 255 : 0; /* transparent: white */
	}
	kinds_for_each_event(add_boxes, decode_rgb, NULL);
	assert_int_equal(pixel_at(25, 40), 0x646464);
	assert_int_equal(pixel_at(24, 40), 0xffffff);
	assert_int_equal(pixel_at(10, 40), 0x00ff00); /* left */
	assert_int_equal(pixel_at(39, 49), 0x00ff00); /* right bottom */
	assert_int_equal(pixel_at(41, 40), 0x646464); /* outside */
	assert_int_equal(pixel_at(11, 18), 0x00ff00); /* the label is above the box */
	assert_int_equal(pixel_at(7, 0), 0xff0000);   /* red is the default; clipped */
	assert_int_equal(pixel_at(5, 2), 0x646464);
	assert_int_equal(pixel_at(51, 60), 0x0000ff);
	assert_int_equal(pixel_at(2, 62), 0x00ffff);
	assert_int_equal(pixel_at(51, 3), 0x0000ff); /* its label, within */
}

/* --- videos ----------------------------------------------------------------------------------- */

enum { FRAMES = 3, PIXELS = 4 * 6 };
static uint8_t frames[FRAMES * PIXELS], coloured[FRAMES * PIXELS * 3];

static tfe_status add_video(tfe_writer *w)
{
	const tfe_image_batch video = {frames, TFE_DTYPE_UINT8, TFE_IMAGE_LAYOUT_NHWC, 3, 4, 6, 1};
	return tfe_writer_add_video(w, "video", 1, &video, 8);
}

static tfe_status add_coloured(tfe_writer *w)
{
	const tfe_image_batch video = {coloured, TFE_DTYPE_UINT8, TFE_IMAGE_LAYOUT_NHWC, 3, 4, 6,
				       3};
	return tfe_writer_add_video(w, "video", 1, &video, 8);
}

#ifdef HAVE_GIF
static int read_gif(GifFileType *file, GifByteType *out, int n)
{
	struct memory_file *f = file->UserData;
	int left = (int)(f->end - f->p);
	n = n < left ? n : left;
	memcpy(out, f->p, (size_t)n);
	f->p += n;
	return n;
}

static void check_video(const tfe_event *event, void *context)
{
	const bool grey = context != NULL;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_blobs blobs;
	tfe_bytes b;
	GraphicsControlBlock control;
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	assert_int_equal(v.kind, TFE_KIND_IMAGE);
	assert_int_equal(v.width, 6);
	assert_int_equal(v.height, 4);
	tfe_blobs_init(&blobs, &v);
	assert_true(tfe_blobs_next(&blobs, &b));
	struct memory_file f = {b.data, b.data + b.size};
	GifFileType *file = DGifOpen(&f, read_gif, NULL);
	assert_non_null(file);
	assert_int_equal(DGifSlurp(file), GIF_OK);
	assert_int_equal(file->ImageCount, 3);
	for (int i = 0; i < FRAMES; i++) {
		const SavedImage *s = &file->SavedImages[i];
		assert_int_equal(DGifSavedExtensionToGCB(file, i, &control), GIF_OK);
		assert_int_equal(control.DelayTime, 13); /* 1/8 s, rounded */
		for (int k = 0; k < PIXELS; k++) {
			const GifColorType c = s->ImageDesc.ColorMap->Colors[s->RasterBits[k]];
			const uint8_t *want = coloured + 3 * (i * PIXELS + k);
			if (grey) {
				assert_int_equal(c.Red, frames[i * PIXELS + k]);
				assert_int_equal(c.Blue, c.Red);
			} else {
				assert_true(abs(c.Red - want[0]) <= 8);
				assert_true(abs(c.Green - want[1]) <= 8);
				assert_true(abs(c.Blue - want[2]) <= 8);
			}
		}
	}
	assert_int_equal(DGifCloseFile(file, NULL), GIF_OK);
}

static void videos_are_animated_gifs(void **state)
{
	(void)state;
	for (int i = 0; i < FRAMES * PIXELS; i++) {
		frames[i] = (uint8_t)(i * 37);
		for (int c = 0; c < 3; c++)
			coloured[3 * i + c] = (uint8_t)(i * 90 + c * 70);
	}
	kinds_for_each_event(add_video, check_video, frames);
	kinds_for_each_event(add_coloured, check_video, NULL);
}
#else
static void videos_are_animated_gifs(void **state)
{
	(void)state;
	char *dir = make_logdir();
	double now;
	tfe_writer *w;
	assert_int_equal(kinds_open(dir, NULL, &now, &w), TFE_OK);
	assert_int_equal(add_video(w), TFE_E_UNSUPPORTED);
	assert_int_equal(add_coloured(w), TFE_E_UNSUPPORTED);
	assert_int_equal(tfe_writer_close(w), TFE_E_UNSUPPORTED);
	remove_logdir(dir);
}
#endif

/* --- refused ---------------------------------------------------------------------------------- */

static const uint8_t one[16];

static tfe_status add_two(tfe_writer *w, tfe_image a, tfe_image b)
{
	return tfe_writer_add_images(w, "i", 0, (const tfe_image[]){a, b}, 2);
}
static tfe_status no_pixels(tfe_writer *w)
{
	return add_two(w, (tfe_image){one, TFE_DTYPE_UINT8, 1, 1, 1},
		       (tfe_image){NULL, TFE_DTYPE_UINT8, 1, 1, 1});
}
static tfe_status other_size(tfe_writer *w)
{
	return add_two(w, (tfe_image){one, TFE_DTYPE_UINT8, 1, 2, 1},
		       (tfe_image){one, TFE_DTYPE_UINT8, 2, 1, 1});
}
static tfe_status integers(tfe_writer *w)
{
	return add_two(w, (tfe_image){one, TFE_DTYPE_INT32, 1, 1, 1}, (tfe_image){0});
}
static tfe_status no_width(tfe_writer *w)
{
	return add_two(w, (tfe_image){one, TFE_DTYPE_UINT8, 0, 1, 1}, (tfe_image){0});
}
static tfe_status five_channels(tfe_writer *w)
{
	return add_two(w, (tfe_image){one, TFE_DTYPE_UINT8, 1, 1, 5}, (tfe_image){0});
}
static tfe_status no_images(tfe_writer *w)
{
	return tfe_writer_add_images(w, "i", 0, NULL, 1);
}
static tfe_status no_batch(tfe_writer *w)
{
	return tfe_writer_add_image_batch(w, "i", 0, NULL);
}
static tfe_status bad_layout(tfe_writer *w)
{
	const tfe_image_batch b = {one, TFE_DTYPE_UINT8, (tfe_image_layout)7, 1, 1, 1, 1};
	return tfe_writer_add_image_batch(w, "i", 0, &b);
}
static tfe_status endless_batch(tfe_writer *w)
{
	const tfe_image_batch b = {one, TFE_DTYPE_UINT8, TFE_IMAGE_LAYOUT_NHWC, SIZE_MAX, 9, 9, 1};
	return tfe_writer_add_image_batch(w, "i", 0, &b);
}
static tfe_status no_file(tfe_writer *w)
{
	return tfe_writer_add_encoded_images(w, "i", 0, NULL, 1);
}
static tfe_status bitmap(tfe_writer *w)
{
	const tfe_bytes files[] = {BYTES(png), BYTES("BM....")};
	return tfe_writer_add_encoded_images(w, "i", 0, files, 2);
}
static tfe_status files_of_two_sizes(tfe_writer *w)
{
	const tfe_bytes files[] = {BYTES(png), BYTES("GIF89a\2\1\4\0\0\0\0")};
	return tfe_writer_add_encoded_images(w, "i", 0, files, 2);
}
static tfe_status add_box(tfe_writer *w, tfe_box box)
{
	const tfe_image image = {one, TFE_DTYPE_UINT8, 2, 2, 1};
	return tfe_writer_add_image_with_boxes(w, "i", 0, &image, &box, 1);
}
static tfe_status box_at_nan(tfe_writer *w)
{
	return add_box(w, (tfe_box){0, NAN, 1, 1, NULL, 0});
}
static tfe_status box_reversed(tfe_writer *w)
{
	return add_box(w, (tfe_box){1, 0, 0, 1, NULL, 0});
}
static tfe_status box_of_bad_colour(tfe_writer *w)
{
	return add_box(w, (tfe_box){0, 0, 1, 1, NULL, 0x1000000});
}
static tfe_status box_of_bad_label(tfe_writer *w)
{
	return add_box(w, (tfe_box){0, 0, 1, 1, "\xff", 0});
}
static tfe_status no_boxes(tfe_writer *w)
{
	const tfe_image image = {one, TFE_DTYPE_UINT8, 2, 2, 1};
	return tfe_writer_add_image_with_boxes(w, "i", 0, &image, NULL, 1);
}
static tfe_status video_at(tfe_writer *w, double fps)
{
	const tfe_image_batch b = {one, TFE_DTYPE_UINT8, TFE_IMAGE_LAYOUT_NHWC, 2, 2, 2, 1};
	return tfe_writer_add_video(w, "i", 0, &b, fps);
}
static tfe_status video_without_speed(tfe_writer *w)
{
	return video_at(w, 0);
}
static tfe_status video_of_nan(tfe_writer *w)
{
	return video_at(w, NAN);
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {
		{no_pixels, "image 1: its pixels are missing"},
		{other_size, "image 1: its size differs"},
		{integers, "image 0: its pixels are not uint8"},
		{no_width, "width or height is 0"},
		{five_channels, "1 to 4 channels"},
		{no_images, "images are missing"},
		{no_batch, "images are missing"},
		{bad_layout, "layout"},
		{endless_batch, "larger than the memory"},
		{no_file, "images are missing"},
		{bitmap, "image 1 is not a PNG"},
		{files_of_two_sizes, "image 1: its size differs"},
		{box_at_nan, "box 0: a coordinate"},
		{box_reversed, "box 0: left is beyond right"},
		{box_of_bad_colour, "box 0: the colour"},
		{box_of_bad_label, "box 0: the label"},
		{no_boxes, "boxes are missing"},
		{video_without_speed, "frames per second"},
		{video_of_nan, "frames per second"},
	};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	kinds_check_memory(add_boxes);
	kinds_check_memory(add_encoded);
	fill(TFE_DTYPE_FLOAT32, TFE_IMAGE_LAYOUT_NCHW);
	kinds_check_memory(add_batch);
#ifdef HAVE_GIF
	kinds_check_memory(add_video);
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_and_layout_has_the_same_pixels),
		cmocka_unit_test(sizes_come_from_headers),
		cmocka_unit_test(encoded_bytes_are_golden),
		cmocka_unit_test(boxes_are_drawn_over_the_image),
		cmocka_unit_test(videos_are_animated_gifs),
		cmocka_unit_test(wrong_arguments_are_refused),
		cmocka_unit_test(memory_may_be_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
