/* write: adds of images, encoded pictures and videos. */
#include <math.h>
#include <string.h>

#include "base/checked.h"
#include "base/utf8.h"
#include "summary/boxes.h"
#include "summary/image.h"
#include "wire/gif.h"
#include "wire/picture_size.h"
#include "write/add.h"

static struct tfe__image image_at(const void *images, size_t i)
{
	return tfe__image_of((const tfe_image *)images + i);
}

tfe_status tfe_writer_add_images(tfe_writer *w, const char *tag, int64_t step,
				 const tfe_image *images, size_t n)
{
	struct tfe__add a;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (status)
		return status;
	if (!images || n == 0)
		return tfe__add_refuse(&a, "the images are missing");
	for (size_t i = 0; i < n; i++) {
		const struct tfe__image image = tfe__image_of(&images[i]);
		const char *wrong = tfe__image_wrong(&image);
		if (!wrong && (image.width != images->width || image.height != images->height))
			wrong = "its size differs from that of the first";
		if (wrong)
			return tfe__add_refuse(&a, "image %zu: %s", i, wrong);
	}
	return tfe__add_end(&a, tfe__put_images(&a.buf, &a.header, n, image_at, images));
}

/* Checks a batch. On failure the add has ended. */
static tfe_status check_batch(struct tfe__add *a, const tfe_image_batch *b)
{
	if (!b || b->n == 0)
		return tfe__add_refuse(a, "the images are missing");
	if (b->layout != TFE_IMAGE_LAYOUT_NHWC && b->layout != TFE_IMAGE_LAYOUT_NCHW)
		return tfe__add_refuse(a, "the layout of the images is not NHWC or NCHW");
	const struct tfe__image image = tfe__image_in_batch(b, 0);
	const char *wrong = tfe__image_wrong(&image);
	size_t bytes;
	if (!wrong && (tfe__mul_overflows((size_t)b->width * b->height, b->channels * 8, &bytes) ||
		       tfe__mul_overflows(bytes, b->n, &bytes)))
		wrong = "it is larger than the memory";
	return wrong ? tfe__add_refuse(a, "image 0: %s", wrong) : TFE_OK;
}

static struct tfe__image batch_at(const void *batch, size_t i)
{
	return tfe__image_in_batch(batch, i);
}

tfe_status tfe_writer_add_image_batch(tfe_writer *w, const char *tag, int64_t step,
				      const tfe_image_batch *batch)
{
	struct tfe__add a;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (!status)
		status = check_batch(&a, batch);
	if (status)
		return status;
	return tfe__add_end(&a, tfe__put_images(&a.buf, &a.header, batch->n, batch_at, batch));
}

tfe_status tfe_writer_add_encoded_images(tfe_writer *w, const char *tag, int64_t step,
					 const tfe_bytes *files, size_t n)
{
	struct tfe__add a;
	uint32_t width = 0, height = 0;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (status)
		return status;
	if (!files || n == 0)
		return tfe__add_refuse(&a, "the images are missing");
	for (size_t i = 0; i < n; i++) {
		uint32_t own_width, own_height;
		if (!tfe__picture_size(files[i], &own_width, &own_height))
			return tfe__add_refuse(&a, "image %zu is not a PNG, JPEG or GIF file", i);
		if (i && (own_width != width || own_height != height))
			return tfe__add_refuse(
				&a, "image %zu: its size differs from that of the first", i);
		width = own_width;
		height = own_height;
	}
	tfe__put_encoded(&a.buf, &a.header, width, height, files, n);
	return tfe__add_end(&a, TFE_OK);
}

/* Returns why a box is wrong, or NULL. */
static const char *wrong_box(const tfe_box *b)
{
	if (!(isfinite(b->left) && isfinite(b->top) && isfinite(b->right) && isfinite(b->bottom)))
		return "a coordinate is not finite";
	if (b->left > b->right || b->top > b->bottom)
		return "left is beyond right, or top below bottom";
	if (b->colour > 0xffffff)
		return "the colour is not 0xRRGGBB";
	return b->label && !tfe__utf8_valid((const uint8_t *)b->label, strlen(b->label))
		       ? "the label is not UTF-8"
		       : NULL;
}

tfe_status tfe_writer_add_image_with_boxes(tfe_writer *w, const char *tag, int64_t step,
					   const tfe_image *image, const tfe_box *boxes, size_t n)
{
	struct tfe__add a;
	struct tfe__canvas canvas;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (status)
		return status;
	if (!image || (n && !boxes))
		return tfe__add_refuse(&a, "the image or the boxes are missing");
	const struct tfe__image own = tfe__image_of(image);
	const char *wrong = tfe__image_wrong(&own);
	if (wrong)
		return tfe__add_refuse(&a, "the image: %s", wrong);
	for (size_t i = 0; i < n; i++)
		if ((wrong = wrong_box(&boxes[i])))
			return tfe__add_refuse(&a, "box %zu: %s", i, wrong);
	if ((uint64_t)own.width * own.height > TFE__PNG_MOST_PIXELS)
		return tfe__add_end(&a, TFE_E_LIMIT);
	status = tfe__boxes_draw(&canvas, &a.buf.allocator, &own, boxes, n);
	if (status)
		return tfe__add_end(&a, status);
	const struct tfe__pixels pixels = tfe__canvas_pixels(&canvas);
	status = tfe__put_picture(&a.buf, &a.header, &pixels);
	tfe__canvas_release(&canvas);
	return tfe__add_end(&a, status);
}

/* --- videos ----------------------------------------------------------------------------------- */

/* The frames of a batch; `rows` is that of the last frame. */
struct video {
	const tfe_image_batch *batch;
	struct tfe__image_rows rows;
};

static void frame_row(void *context, size_t frame, uint32_t y, uint8_t *rgb)
{
	struct video *v = context;
	v->rows.image = tfe__image_in_batch(v->batch, frame);
	tfe__image_rgb_row(&v->rows, y, rgb);
}

static tfe_status put_video(struct tfe__add *a, const tfe_image_batch *batch, double fps)
{
	struct video video = {.batch = batch};
	struct tfe__buf gif;
	const struct tfe__image first = tfe__image_in_batch(batch, 0);
	const struct tfe__frames frames = {.width = batch->width,
					   .height = batch->height,
					   .n = batch->n,
					   .delay = (uint16_t)lround(fmin(100 / fps, 65535)),
					   .grey = batch->channels < 3,
					   .row = frame_row,
					   .context = &video};
	tfe_status status = tfe__image_rows_init(&video.rows, &a->buf.allocator, &first);
	if (status)
		return status;
	tfe__buf_init(&gif, &a->buf.allocator, TFE__RECORD_LIMIT);
	status = tfe__gif_encode(&gif, &frames);
	const tfe_bytes file = {gif.data, gif.size};
	if (!status)
		tfe__put_encoded(&a->buf, &a->header, batch->width, batch->height, &file, 1);
	tfe__buf_release(&gif);
	tfe__image_rows_release(&video.rows);
	return status;
}

tfe_status tfe_writer_add_video(tfe_writer *w, const char *tag, int64_t step,
				const tfe_image_batch *frames, double fps)
{
	enum { MOST_SIDE = 65535 };
	struct tfe__add a;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (!status)
		status = check_batch(&a, frames);
	if (status)
		return status;
	if (!(fps > 0 && fps <= 100))
		return tfe__add_refuse(&a, "the frames per second are not above 0, up to 100");
	if (frames->width > MOST_SIDE || frames->height > MOST_SIDE ||
	    (uint64_t)frames->width * frames->height > TFE__PNG_MOST_PIXELS)
		return tfe__add_end(&a, TFE_E_LIMIT);
	status = put_video(&a, frames, fps);
	return status == TFE_E_UNSUPPORTED
		       ? tfe__add_lacks(&a, "giflib", "add the frames as a batch of images")
		       : tfe__add_end(&a, status);
}
