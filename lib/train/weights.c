/* train: logs weights as histograms and, reshaped as in Keras, as images. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "summary/values.h"
#include "train/callback.h"

enum { MOST_IMAGES = 3, MOST_PIXELS = 1 << 24, MOST_SIDE = 1000000 };

/* The images of a weight: value (image, y, x, channel) is at the sum of index times stride. */
struct weight_layout {
	size_t images, height, width, channels;
	size_t image_stride, y_stride, x_stride, channel_stride;
};

/* Applies the rules of Keras to the shape of a weight; false if it has no image. */
static bool lay_out(const tfe_weight *w, struct weight_layout *l)
{
	size_t dims[8], n = 0;
	for (size_t i = 0; i < w->n_dims; i++)
		if (w->dims[i] != 1)
			dims[n++] = (size_t)w->dims[i];
	if (n == 1) {
		*l = (struct weight_layout){1, dims[0], 1, 1, 0, 1, 0, 0};
	} else if (n == 2 && dims[0] > dims[1]) {
		*l = (struct weight_layout){1, dims[1], dims[0], 1, 0, 1, dims[1], 0};
	} else if (n == 2) {
		*l = (struct weight_layout){1, dims[0], dims[1], 1, 0, dims[1], 1, 0};
	} else if (n == 3) {
		*l = (struct weight_layout){dims[2], dims[0],           dims[1], 1,
					    1,       dims[1] * dims[2], dims[2], 0};
	} else if (n == 4 && (dims[3] == 3 || dims[3] == 4)) {
		size_t x = dims[3], y = dims[2] * x;
		*l = (struct weight_layout){dims[0],     dims[1], dims[2], dims[3],
					    dims[1] * y, y,       x,       1};
	} else {
		return false;
	}
	if (l->images > MOST_IMAGES)
		l->images = MOST_IMAGES;
	return l->images && l->height && l->width && l->height <= MOST_SIDE &&
	       l->width <= MOST_SIDE && l->height * l->width * l->channels <= MOST_PIXELS;
}

static double value_at(const tfe_weight *w, size_t i)
{
	double v;
	tfe__values_load_double(&v, w->values, w->dtype, i, 1);
	return v;
}

/* Converts 0 to 1 into a byte as TensorFlow does; other values are clipped, NaN is black. */
static uint8_t grey(double v)
{
	v *= 255.5;
	return v >= 255 ? 255 : v > 0 ? (uint8_t)v : 0;
}

/* The largest finite absolute value; 1 if none is above 0. */
static double largest(const tfe_weight *w, size_t n)
{
	double most = 0;
	for (size_t i = 0; i < n; i++) {
		double v = fabs(value_at(w, i));
		if (isfinite(v) && v > most)
			most = v;
	}
	return most > 0 ? most : 1;
}

/* Draws the images into `pixels`, one after the other. */
static void draw(const tfe_weight *w, const struct weight_layout *l, double scale, double offset,
		 uint8_t *pixels)
{
	for (size_t i = 0; i < l->images; i++)
		for (size_t y = 0; y < l->height; y++)
			for (size_t x = 0; x < l->width; x++)
				for (size_t c = 0; c < l->channels; c++) {
					size_t at = i * l->image_stride + y * l->y_stride +
						    x * l->x_stride + c * l->channel_stride;
					*pixels++ = grey(value_at(w, at) * scale + offset);
				}
}

/* Returns the tag of a weight, whose name may contain a colon ("dense/kernel:0"); NULL, recorded as
 * an error, if memory ran out. */
static const char *tag_of(tfe_callback *cb, const tfe_weight *w, const char *after)
{
	const char *tag = tfe__callback_tag(cb, TFE_TRAINING_RUN_TRAIN, "", w->name, after);
	if (!tag) {
		tfe__callback_note(cb, tfe__buf_status(&cb->tag), NULL, "a weight's tag");
		return NULL;
	}
	for (char *c = (char *)cb->tag.data; (c = strchr(c, ':')); c++)
		*c = '_';
	return tag;
}

static tfe_status log_image(tfe_callback *cb, const tfe_weight *w, size_t n, int64_t step)
{
	struct weight_layout l;
	const char *name = tag_of(cb, w, "/image");
	if (!name)
		return tfe__buf_status(&cb->tag);
	if (!tfe__values_are_numbers(w->dtype) || !lay_out(w, &l))
		return TFE_OK;
	size_t bytes = l.height * l.width * l.channels;
	uint8_t *pixels = tfe__alloc(&cb->allocator, l.images * bytes);
	if (!pixels)
		return tfe__callback_note(cb, TFE_E_NOMEM, NULL, name);
	if (cb->options.images == TFE_WEIGHT_IMAGES_SIGNED)
		draw(w, &l, 0.5 / largest(w, n), 0.5, pixels);
	else
		draw(w, &l, 1, 0, pixels);
	tfe_image image[MOST_IMAGES];
	for (size_t i = 0; i < l.images; i++)
		image[i] = (tfe_image){pixels + i * bytes, TFE_DTYPE_UINT8, (uint32_t)l.width,
				       (uint32_t)l.height, (uint32_t)l.channels};
	tfe_writer *writer = cb->run[TFE_TRAINING_RUN_TRAIN].writer;
	tfe_status status = tfe_writer_add_images(writer, name, step, image, l.images);
	tfe__free(&cb->allocator, pixels);
	return tfe__callback_note(cb, status, writer, name);
}

/* Writes the histogram and feeds an exact one to the rules. */
static tfe_status log_histogram(tfe_callback *cb, const tfe_weight *w, size_t n, int64_t step)
{
	const char *name = tag_of(cb, w, "/histogram");
	if (!name)
		return tfe__buf_status(&cb->tag);
	struct tfe__training_run *run = &cb->run[TFE_TRAINING_RUN_TRAIN];
	tfe_status status =
		tfe_writer_add_histogram_v2(run->writer, name, step, w->values, w->dtype, n, 0);
	if (status)
		return tfe__callback_note(cb, status, run->writer, name);
	tfe_histogram h;
	tfe_histogram_init(&h, &cb->allocator);
	status = tfe_histogram_count(&h, w->values, w->dtype, n);
	if (!status)
		status = tfe_health_add_histogram(cb->health, (const char *)cb->tag.data, step, &h);
	tfe_histogram_release(&h);
	return tfe__callback_note(cb, status, NULL, "cannot pass a weight to the health rules");
}

bool tfe__weight_count(const tfe_weight *w, size_t *n)
{
	*n = 1;
	if (w->n_dims > 8)
		return false;
	for (size_t i = 0; i < w->n_dims; i++)
		if (w->dims[i] < 0 || (uint64_t)w->dims[i] > SIZE_MAX ||
		    tfe__mul_overflows(*n, (size_t)w->dims[i], n))
			return false;
	return true;
}

static tfe_status log_weight(tfe_callback *cb, const tfe_weight *w, int64_t step)
{
	size_t n;
	if (!w->name || !*w->name)
		return tfe__callback_note(cb, TFE_E_ARG, NULL, "a weight has no name");
	if (!tfe__weight_count(w, &n) || (n && !w->values))
		return tfe__callback_note(cb, TFE_E_ARG, NULL, w->name);

	tfe_status status = log_histogram(cb, w, n, step);
	if (!cb->options.write_images)
		return status;
	tfe_status of_image = log_image(cb, w, n, step);
	return status ? status : of_image;
}

tfe_status tfe__callback_log_weights(tfe_callback *cb, int64_t step)
{
	tfe_status result = TFE_OK;
	for (size_t i = 0;; i++) {
		tfe_weight weight = {0};
		if (!cb->options.weights(cb->options.weights_context, i, &weight))
			return result;
		tfe_status status = log_weight(cb, &weight, step);
		if (!result)
			result = status;
	}
}
