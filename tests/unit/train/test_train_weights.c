/* train: weights become images by Keras' rules. */
#include <math.h>
#include <png.h>

#include "unit/logged.h"
#include "unit/train/training.h"

#include <tfevents/train.h>

static const Tfe__Pb__TensorProto *find_tensor(const struct logged *l, const char *tag)
{
	const Tfe__Pb__Summary__Value *v;
	int64_t step;
	for (size_t i = 0; (v = logged_value(l, i, &step)); i++)
		if (v->tag.len == strlen(tag) && memcmp(v->tag.data, tag, v->tag.len) == 0)
			return v->value_case == TFE__PB__SUMMARY__VALUE__VALUE_TENSOR ? v->tensor
										      : NULL;
	return NULL;
}

/* Decodes image i of an image tensor into grey or RGB(A) bytes. */
static void decode(const Tfe__Pb__TensorProto *t, size_t i, unsigned *width, unsigned *height,
		   uint8_t *pixels, size_t size)
{
	png_image image = {.version = PNG_IMAGE_VERSION};
	assert_true(t->n_string_val > 2 + i);
	const ProtobufCBinaryData *png = &t->string_val[2 + i];
	assert_true(png_image_begin_read_from_memory(&image, png->data, png->len));
	assert_true(PNG_IMAGE_SIZE(image) <= size);
	assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
	*width = image.width;
	*height = image.height;
}

static void weights_become_images_by_the_rules_of_keras(void **state)
{
	(void)state;
	static float ramp[400];
	for (size_t i = 0; i < 400; i++)
		ramp[i] = (float)i / 255;
	static const struct {
		const char *name;
		int64_t dims[8];
		size_t n_dims, images;
		unsigned width, height;
		uint8_t second; /* the pixel right of the first one, or below it */
	} cases[] = {
		{"bias", {7}, 1, 1, 1, 7, 1},
		{"dense", {3, 5}, 2, 1, 5, 3, 1},
		{"tall", {5, 3}, 2, 1, 5, 3, 3},         /* transposed */
		{"column", {6, 1}, 2, 1, 1, 6, 1},       /* dimensions of 1 are removed first */
		{"kernels", {4, 5, 6}, 3, 3, 5, 4, 6},   /* the first three of six */
		{"conv", {3, 3, 1, 2}, 4, 2, 3, 3, 2},   /* like Keras for one input channel */
		{"colour", {2, 3, 4, 3}, 4, 2, 4, 3, 1}, /* RGB: the first pixel's green */
		{"scalar", {1}, 1, 0, 0, 0, 0},
		{"volume", {2, 3, 4, 5}, 4, 0, 0, 0, 0},
		{"empty", {0}, 1, 0, 0, 0, 0},
	};
	char dir[1024], tag[64];
	strcpy(dir, folder("images"));
	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
		struct weights w = {.n = 1};
		w.weight[0] =
			(tfe_weight){"layer:0", ramp, TFE_DTYPE_FLOAT32, {0}, cases[c].n_dims};
		memcpy(w.weight[0].dims, cases[c].dims, sizeof cases[c].dims);
		tfe_callback *cb = open_in(dir, (tfe_callback_options){.histogram_freq = 1,
								       .write_images = true,
								       .weights = give,
								       .weights_context = &w});
		assert_int_equal(tfe_callback_epoch_end(cb, 0, NULL, 0), TFE_OK);
		assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);

		struct logged l;
		logged_read(&l, sub(dir, "train"));
		const Tfe__Pb__TensorProto *t = find_tensor(&l, "layer_0/histogram");
		assert_non_null(t);
		t = find_tensor(&l, "layer_0/image");
		snprintf(tag, sizeof tag, "%s: %s", cases[c].name, t ? "image" : "no image");
		if (!t != !cases[c].images)
			fail_msg("%s", tag);
		if (t) {
			uint8_t pixels[1024];
			unsigned width, height;
			assert_int_equal(t->n_string_val, 2 + cases[c].images);
			decode(t, 0, &width, &height, pixels, sizeof pixels);
			if (width != cases[c].width || height != cases[c].height ||
			    pixels[0] != 0 || pixels[1] != cases[c].second)
				fail_msg("%s: %ux%u, first pixels %d %d", cases[c].name, width,
					 height, pixels[0], pixels[1]);
		}
		logged_release(&l);
		remove_folder(dir);
	}
}

static void signed_images_have_grey_at_zero(void **state)
{
	(void)state;
	const double values[] = {-4, 0, 2, NAN, INFINITY, 4};
	struct weights w = {{{"w", values, TFE_DTYPE_FLOAT64, {6}, 1}}, 1};
	char dir[1024];
	unsigned width, height;
	uint8_t pixels[6];
	struct logged l;
	strcpy(dir, folder("signed"));
	tfe_callback *cb = open_in(dir, (tfe_callback_options){.histogram_freq = 2,
							       .write_images = true,
							       .images = TFE_WEIGHT_IMAGES_SIGNED,
							       .weights = give,
							       .weights_context = &w});
	for (int64_t e = 0; e < 4; e++)
		assert_int_equal(tfe_callback_epoch_end(cb, e, NULL, 0), TFE_OK);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_listed(dir, "train", "w/histogram@0\nw/image@0\nw/histogram@2\nw/image@2\n");
	logged_read(&l, sub(dir, "train"));
	decode(find_tensor(&l, "w/image"), 0, &width, &height, pixels, sizeof pixels);
	const uint8_t expected[] = {0, 127, 191, 0, 255, 255};
	assert_memory_equal(pixels, expected, 6);
	logged_release(&l);
	remove_folder(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weights_become_images_by_the_rules_of_keras),
		cmocka_unit_test(signed_images_have_grey_at_zero),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
