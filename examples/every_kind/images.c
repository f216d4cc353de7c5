/* Images: batches, 16 bit, videos, boxes, and an encoded file. */
#include "every_kind.h"

/* A grey JPEG file of 8 x 8 pixels. */
static const uint8_t jpeg[] = {
	0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00,
	0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0xff, 0xdb, 0x00, 0x43, 0x00, 0x0d, 0x09, 0x0a,
	0x0b, 0x0a, 0x08, 0x0d, 0x0b, 0x0a, 0x0b, 0x0e, 0x0e, 0x0d, 0x0f, 0x13, 0x20, 0x15,
	0x13, 0x12, 0x12, 0x13, 0x27, 0x1c, 0x1e, 0x17, 0x20, 0x2e, 0x29, 0x31, 0x30, 0x2e,
	0x29, 0x2d, 0x2c, 0x33, 0x3a, 0x4a, 0x3e, 0x33, 0x36, 0x46, 0x37, 0x2c, 0x2d, 0x40,
	0x57, 0x41, 0x46, 0x4c, 0x4e, 0x52, 0x53, 0x52, 0x32, 0x3e, 0x5a, 0x61, 0x5a, 0x50,
	0x60, 0x4a, 0x51, 0x52, 0x4f, 0xff, 0xc0, 0x00, 0x0b, 0x08, 0x00, 0x08, 0x00, 0x08,
	0x01, 0x01, 0x11, 0x00, 0xff, 0xc4, 0x00, 0x14, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0xff, 0xc4,
	0x00, 0x18, 0x10, 0x00, 0x02, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x06, 0x33, 0x81, 0xff, 0xda, 0x00, 0x08,
	0x01, 0x01, 0x00, 0x00, 0x3f, 0x00, 0x2c, 0x09, 0x75, 0xe1, 0xff, 0xd9,
};

enum { WIDTH = 6, HEIGHT = 4 };

static void list_image(const char *tag, int step, int sample, const char *mode,
		       const double *pixels, int n)
{
	if (writer)
		return;
	printf("{\"kind\": \"image\", \"tag\": \"%s\", \"step\": %d, \"sample\": %d, \"mode\": "
	       "\"%s\", \"size\": [%d, %d]",
	       tag, step, sample, mode, WIDTH, HEIGHT);
	list_numbers("pixels", pixels, n);
	puts("}");
}

/* Two RGB images, once with the channels of a pixel together, once as planes. */
static void image_batches(int step)
{
	enum { N = 2, C = 3 };
	uint8_t nhwc[N][HEIGHT][WIDTH][C];
	float nchw[N][C][HEIGHT][WIDTH];
	for (int i = 0; i < N; i++) {
		double pixels[HEIGHT * WIDTH * C];
		for (int k = 0; k < HEIGHT * WIDTH * C; k++) {
			int c = k % C, x = k / C % WIDTH, y = k / C / WIDTH;
			uint8_t value = (uint8_t)(50 * step + 20 * i + 70 * c + 5 * x + y);
			pixels[k] = nhwc[i][y][x][c] = value;
			nchw[i][c][y][x] = (value + 0.5f) / 255.5f; /* converts to it */
		}
		list_image("image/nhwc", step, i, "RGB", pixels, HEIGHT * WIDTH * C);
		list_image("image/nchw", step, i, "RGB", pixels, HEIGHT * WIDTH * C);
	}
	const tfe_image_batch both[] = {
		{nhwc, TFE_DTYPE_UINT8, TFE_IMAGE_LAYOUT_NHWC, N, HEIGHT, WIDTH, C},
		{nchw, TFE_DTYPE_FLOAT32, TFE_IMAGE_LAYOUT_NCHW, N, HEIGHT, WIDTH, C}};
	if (writer) {
		tfe_writer_add_image_batch(writer, "image/nhwc", step, &both[0]);
		tfe_writer_add_image_batch(writer, "image/nchw", step, &both[1]);
	}
}

/* A video of grey frames, and its first frame with 16 bit. */
static void video(int step)
{
	enum { FRAMES = 3 };
	uint8_t frames[FRAMES][HEIGHT][WIDTH];
	uint16_t deep[HEIGHT][WIDTH];
	double pixels[FRAMES * HEIGHT * WIDTH], deep_pixels[HEIGHT * WIDTH];
	for (int k = 0; k < FRAMES * HEIGHT * WIDTH; k++) {
		int x = k % WIDTH, y = k / WIDTH % HEIGHT, i = k / WIDTH / HEIGHT;
		pixels[k] = frames[i][y][x] = (uint8_t)(60 * step + 30 * i + 7 * x + 20 * y);
		deep[y][x] = (uint16_t)(frames[0][y][x] * 257);
		deep_pixels[y * WIDTH + x] = deep[y][x];
	}
	const tfe_image_batch batch = {
		frames, TFE_DTYPE_UINT8, TFE_IMAGE_LAYOUT_NHWC, FRAMES, HEIGHT, WIDTH, 1};
	const tfe_image image = {deep, TFE_DTYPE_UINT16, WIDTH, HEIGHT, 1};
	if (writer) {
		tfe_writer_add_video(writer, "image/video", step, &batch, 10);
		tfe_writer_add_images(writer, "image/16_bit", step, &image, 1);
	}
	list_image("image/video", step, 0, "L", pixels, FRAMES * HEIGHT * WIDTH);
	list_image("image/16_bit", step, 0, "I;16", deep_pixels, HEIGHT * WIDTH);
}

/* A white image with a green box, whose frame has two pixels, and an encoded file. */
static void boxes(int step)
{
	uint8_t white[HEIGHT][WIDTH];
	double pixels[HEIGHT * WIDTH * 3], bytes[sizeof jpeg];
	memset(white, 255, sizeof white);
	for (int k = 0; k < HEIGHT * WIDTH; k++) {
		bool within = k % WIDTH >= 2 + step && k / WIDTH >= 1;
		pixels[3 * k] = pixels[3 * k + 2] = within ? 0 : 255;
		pixels[3 * k + 1] = 255;
	}
	for (size_t i = 0; i < sizeof jpeg; i++)
		bytes[i] = jpeg[i];
	const tfe_image image = {white, TFE_DTYPE_UINT8, WIDTH, HEIGHT, 1};
	const tfe_box box = {2 + step, 1, WIDTH, HEIGHT, NULL, 0x00ff00};
	const tfe_bytes file = {jpeg, sizeof jpeg};
	if (writer) {
		tfe_writer_add_image_with_boxes(writer, "image/boxes", step, &image, &box, 1);
		tfe_writer_add_encoded_images(writer, "image/jpeg", step, &file, 1);
		return;
	}
	list_image("image/boxes", step, 0, "RGB", pixels, HEIGHT * WIDTH * 3);
	printf("{\"kind\": \"image\", \"tag\": \"image/jpeg\", \"step\": %d, \"sample\": 0", step);
	list_numbers("bytes", bytes, sizeof jpeg);
	puts("}");
}

void images(void)
{
	for (int step = 0; step < STEPS; step++) {
		image_batches(step);
		video(step);
		boxes(step);
	}
}
