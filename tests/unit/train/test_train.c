/* train: tags, steps and runs of the callback are those of Keras; what fails sticks; weights become images by Keras'
 * rules.
 *
 * wraps: write */
#include "unit/inject.h"
#include "unit/inject_write.h"
#include "unit/logged.h"

#include <math.h>

#include <tfevents/histogram.h>
#include <tfevents/logdir.h>
#include <tfevents/series.h>
#include <tfevents/train.h>

#include <png.h>

static const char *folder(const char *name)
{
	static char path[1024];
	const char *base = getenv("TMPDIR");
	static unsigned number;
	snprintf(path, sizeof path, "%s/train-%d-%u-%s", base ? base : "/tmp", (int)getpid(),
		 number++, name);
	return path;
}

static void remove_folder(const char *dir)
{
	char command[1200];
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	assert_int_equal(system(command), 0);
}

static const char *sub(const char *dir, const char *run)
{
	static char path[1200];
	snprintf(path, sizeof path, "%s/%s", dir, run);
	return path;
}

/* Lists "tag@step" of a run's values, one a line. */
static void list(const char *dir, char *out, size_t size)
{
	struct logged l;
	int64_t step;
	const Tfe__Pb__Summary__Value *v;
	size_t used = 0;
	logged_read(&l, dir);
	*out = 0;
	for (size_t i = 0; (v = logged_value(&l, i, &step)); i++)
		used += (size_t)snprintf(out + used, size - used, "%.*s@%lld\n", (int)v->tag.len,
					 (const char *)v->tag.data, (long long)step);
	logged_release(&l);
}

static void assert_listed(const char *dir, const char *run, const char *expected)
{
	static char got[1 << 16];
	list(sub(dir, run), got, sizeof got);
	assert_string_equal(got, expected);
}

struct weights {
	tfe_weight weight[8];
	size_t n;
};

static bool give(void *context, size_t i, tfe_weight *weight)
{
	const struct weights *w = context;
	if (i < w->n)
		*weight = w->weight[i];
	return i < w->n;
}

static tfe_callback *open_in(const char *dir, tfe_callback_options options)
{
	tfe_callback *cb;
	tfe_error error = TFE_ERROR_INIT;
	options.size = sizeof options;
	assert_int_equal(tfe_callback_open(dir, &options, &cb, &error), TFE_OK);
	return cb;
}

/* What keras.callbacks.TensorBoard(update_freq=4) wrote in two epochs of eight batches. */
static void batches_and_epochs_are_logged_where_keras_logs_them(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("batches"));
	tfe_callback *cb = open_in(dir, (tfe_callback_options){.update_freq = 4});
	const tfe_metric batch[] = {{"accuracy", 0.5}, {"loss", 2}};
	const tfe_metric epoch[] = {{"accuracy", 0.5},
				    {"loss", 2},
				    {"val_accuracy", 0.25},
				    {"val_loss", 3},
				    {"learning_rate", 0.1}};
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	for (int64_t e = 0; e < 2; e++) {
		assert_int_equal(tfe_callback_epoch_begin(cb, e), TFE_OK);
		for (int64_t b = 0; b < 8; b++)
			assert_int_equal(tfe_callback_batch_end(cb, b, batch, 2), TFE_OK);
		assert_int_equal(tfe_callback_test_end(cb, batch, 2), TFE_OK);
		assert_int_equal(tfe_callback_epoch_end(cb, e, epoch, 5), TFE_OK);
	}
	assert_int_equal(tfe_callback_train_end(cb), TFE_OK);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_listed(dir, "train",
		      "batch_accuracy@4\nbatch_loss@4\nbatch_accuracy@8\nbatch_loss@8\n"
		      "epoch_accuracy@0\nepoch_loss@0\nepoch_learning_rate@0\n"
		      "batch_accuracy@12\nbatch_loss@12\nbatch_accuracy@16\nbatch_loss@16\n"
		      "epoch_accuracy@1\nepoch_loss@1\nepoch_learning_rate@1\n");
	assert_listed(dir, "validation",
		      "evaluation_accuracy_vs_iterations@8\nevaluation_loss_vs_iterations@8\n"
		      "epoch_accuracy@0\nepoch_loss@0\n"
		      "evaluation_accuracy_vs_iterations@16\nevaluation_loss_vs_iterations@16\n"
		      "epoch_accuracy@1\nepoch_loss@1\n");
	remove_folder(dir);
}

static void the_validation_run_appears_with_its_first_value(void **state)
{
	(void)state;
	char dir[1024];
	struct logged l;
	strcpy(dir, folder("lazy"));
	tfe_callback *cb = open_in(dir, (tfe_callback_options){0});
	const tfe_metric logs[] = {{"loss", 1}};
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	assert_int_equal(tfe_callback_batch_end(cb, 0, logs, 1), TFE_OK);
	assert_int_equal(tfe_callback_epoch_end(cb, 0, logs, 1), TFE_OK);
	assert_int_equal(tfe_callback_epoch_end(cb, 1, NULL, 0), TFE_OK);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_listed(dir, "train", "epoch_loss@0\n");
	logged_read(&l, sub(dir, "validation"));
	assert_int_equal(l.files, 0);
	remove_folder(dir);
}

static void a_second_training_opens_new_files_and_counts_from_one(void **state)
{
	(void)state;
	char dir[1024];
	struct logged l;
	strcpy(dir, folder("twice"));
	tfe_callback *cb =
		open_in(dir, (tfe_callback_options){.update_freq = TFE_UPDATE_FREQ_BATCH});
	const tfe_metric logs[] = {{"loss", 1}};
	for (int i = 0; i < 2; i++) {
		assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
		assert_int_equal(tfe_callback_batch_end(cb, 0, logs, 1), TFE_OK);
		assert_int_equal(tfe_callback_test_end(cb, logs, 1), TFE_OK);
		assert_int_equal(tfe_callback_train_end(cb), TFE_OK);
	}
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_listed(dir, "train", "batch_loss@1\nbatch_loss@1\n");
	assert_listed(dir, "validation",
		      "evaluation_loss_vs_iterations@1\nevaluation_loss_vs_iterations@2\n");
	logged_read(&l, sub(dir, "train"));
	assert_int_equal(l.files, 2);
	logged_release(&l);
	remove_folder(dir);
}

static void steps_per_second_are_measured(void **state)
{
	(void)state;
	char dir[1024];
	struct logged l;
	int64_t step;
	strcpy(dir, folder("speed"));
	tfe_callback *cb = open_in(dir, (tfe_callback_options){.update_freq = TFE_UPDATE_FREQ_BATCH,
							       .write_steps_per_second = true});
	const tfe_metric logs[] = {{"loss", 1}};
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	assert_int_equal(tfe_callback_epoch_begin(cb, 0), TFE_OK);
	assert_int_equal(tfe_callback_batch_end(cb, 0, logs, 1), TFE_OK);
	assert_int_equal(tfe_callback_epoch_end(cb, 0, logs, 1), TFE_OK);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_listed(dir, "train",
		      "batch_steps_per_second@1\nbatch_loss@1\n"
		      "epoch_loss@0\nepoch_steps_per_second@0\n");
	logged_read(&l, sub(dir, "train"));
	assert_true(logged_value(&l, 0, &step)->simple_value > 0);
	assert_true(logged_value(&l, 3, &step)->simple_value > 0);
	logged_release(&l);
	remove_folder(dir);
}

static void the_graph_is_written_at_the_begin(void **state)
{
	(void)state;
	char dir[1024];
	struct logged l;
	tfe_graph *graph;
	size_t graphs = 0;
	strcpy(dir, folder("graph"));
	assert_int_equal(tfe_graph_open(NULL, &graph), TFE_OK);
	assert_int_equal(tfe_graph_add_node(graph, "x", "Placeholder", NULL, 0, NULL), TFE_OK);
	tfe_callback *cb =
		open_in(dir, (tfe_callback_options){.write_graph = true, .graph = graph});
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	tfe_graph_close(graph);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	logged_read(&l, sub(dir, "train"));
	for (size_t i = 0; i < l.n; i++)
		graphs += l.event[i]->what_case == TFE__PB__EVENT__WHAT_GRAPH_DEF;
	assert_int_equal(graphs, 1);
	logged_release(&l);
	remove_folder(dir);
}

/* --- weights --------------------------------------------------------------------------------------- */

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
		{"tall", {5, 3}, 2, 1, 5, 3, 3},   /* lies across: the next one is a row further */
		{"column", {6, 1}, 2, 1, 1, 6, 1}, /* dimensions of 1 are left out first */
		{"kernels", {4, 5, 6}, 3, 3, 5, 4, 6},   /* the first three of six */
		{"conv", {3, 3, 1, 2}, 4, 2, 3, 3, 2},   /* as Keras has it for one input channel */
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

/* --- what goes wrong ------------------------------------------------------------------------------- */

static void wrong_options_are_named(void **state)
{
	(void)state;
	const struct {
		tfe_callback_options o;
		const char *text;
	} cases[] = {
		{{.size = sizeof(tfe_callback_options), .histogram_freq = 1}, "weights"},
		{{.size = sizeof(tfe_callback_options), .histogram_freq = -1}, "histogram_freq"},
		{{.size = sizeof(tfe_callback_options), .update_freq = -1}, "update_freq"},
		{{.size = sizeof(tfe_callback_options), .write_graph = true}, "graph"},
		{{.size = sizeof(tfe_callback_options), .write_images = true}, "histogram_freq"},
		{{.histogram_freq = 0}, "size"},
	};
	tfe_callback *cb;
	tfe_error error = TFE_ERROR_INIT;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(tfe_callback_open("/nowhere", &cases[i].o, &cb, &error),
				 TFE_E_ARG);
		assert_non_null(strstr(error.message, cases[i].text));
		assert_null(cb);
	}
	assert_int_equal(tfe_callback_open("", NULL, &cb, &error), TFE_E_ARG);
	assert_int_equal(tfe_callback_open("/dev/null/logs", NULL, &cb, &error), TFE_E_IO);
	assert_non_null(strstr(error.path, "/dev/null/logs"));
	assert_int_equal(tfe_callback_close(NULL, &error), TFE_OK);
	assert_int_equal(error.status, TFE_OK);
}

static void a_bad_value_sticks_and_costs_only_itself(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("bad"));
	const float value = 1;
	struct weights w = {
		.weight = {{"", &value, TFE_DTYPE_FLOAT32, {1}, 1},
			   {"negative", &value, TFE_DTYPE_FLOAT32, {-1}, 1},
			   {"huge", &value, TFE_DTYPE_FLOAT32, {INT64_MAX, INT64_MAX}, 2},
			   {"null", NULL, TFE_DTYPE_FLOAT32, {3}, 1},
			   {"deep", &value, TFE_DTYPE_FLOAT32, {1}, 9},
			   {"good", &value, TFE_DTYPE_FLOAT32, {1}, 1}},
		.n = 6};
	tfe_callback *cb =
		open_in(dir, (tfe_callback_options){
				     .histogram_freq = 1, .weights = give, .weights_context = &w});
	tfe_error error = TFE_ERROR_INIT;
	const tfe_metric logs[] = {{"loss", 1}, {NULL, 1}, {"accuracy", 2}};
	tfe_callback_get_error(cb, &error);
	assert_int_equal(error.status, TFE_OK);
	assert_int_equal(tfe_callback_epoch_end(cb, 0, logs, 3), TFE_E_ARG);
	tfe_callback_get_error(cb, &error);
	assert_int_equal(error.status, TFE_E_ARG);
	assert_non_null(strstr(error.message, "name"));
	w.n = 0;
	assert_int_equal(tfe_callback_epoch_end(cb, 1, logs, 1), TFE_OK);
	assert_int_equal(tfe_callback_close(cb, &error), TFE_E_ARG);
	assert_non_null(strstr(error.message, "name"));
	assert_listed(dir, "train",
		      "epoch_loss@0\nepoch_accuracy@0\ngood/histogram@0\nepoch_loss@1\n");
	remove_folder(dir);
}

static void hooks_after_the_end_are_refused(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("ended"));
	tfe_callback *cb = open_in(dir, (tfe_callback_options){.update_freq = 1});
	const tfe_metric logs[] = {{"loss", 1}};
	assert_int_equal(tfe_callback_train_end(cb), TFE_OK);
	assert_null(tfe_callback_get_writer(cb, TFE_TRAINING_RUN_TRAIN));
	assert_int_equal(tfe_callback_epoch_begin(cb, 0), TFE_E_CLOSED);
	assert_int_equal(tfe_callback_batch_end(cb, 0, logs, 1), TFE_E_CLOSED);
	assert_int_equal(tfe_callback_epoch_end(cb, 0, logs, 1), TFE_E_CLOSED);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_E_CLOSED);
	assert_listed(dir, "train", "");
	remove_folder(dir);
}

/* Keras' model.evaluate after model.fit. */
static void an_evaluation_after_the_training_is_logged(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("evaluated"));
	tfe_callback *cb = open_in(dir, (tfe_callback_options){0});
	const tfe_metric logs[] = {{"loss", 1}};
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	assert_int_equal(tfe_callback_batch_end(cb, 0, logs, 1), TFE_OK);
	assert_int_equal(tfe_callback_train_end(cb), TFE_OK);
	assert_int_equal(tfe_callback_test_end(cb, logs, 1), TFE_OK);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_listed(dir, "train", "");
	assert_listed(dir, "validation", "evaluation_loss_vs_iterations@1\n");
	remove_folder(dir);
}

static void a_full_disk_comes_out_of_close(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("full"));
	const tfe_writer_options writer = {.size = sizeof writer, .close_timeout_s = 0.05};
	tfe_callback *cb = open_in(dir, (tfe_callback_options){.writer = &writer});
	const tfe_metric logs[] = {{"loss", 1}};
	inject_write_fail(1, SIZE_MAX, ENOSPC);
	assert_int_equal(tfe_callback_epoch_end(cb, 0, logs, 1), TFE_OK);
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_callback_close(cb, &error);
	inject_write_fail(0, 0, 0);
	assert_int_equal(status, TFE_E_IO);
	assert_int_equal(error.sys_errno, ENOSPC);
	assert_non_null(strstr(error.path, "tfevents"));
	remove_folder(dir);
}

static tfe_status whole_training(const tfe_allocator *a, void *context)
{
	static const float values[] = {-1, 0, 0.5, 1};
	struct weights w = {{{"w", values, TFE_DTYPE_FLOAT32, {4}, 1}}, 1};
	const tfe_writer_options writer = {
		.size = sizeof writer, .allocator = a, .suffix = ".c", .hostname = "here"};
	const tfe_callback_options options = {.size = sizeof options,
					      .histogram_freq = 1,
					      .update_freq = 1,
					      .write_images = true,
					      .weights = give,
					      .weights_context = &w,
					      .writer = &writer};
	const tfe_metric logs[] = {{"loss", 1}, {"val_loss", 2}};
	tfe_callback *cb;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_callback_open(context, &options, &cb, &error);
	if (status != TFE_OK) {
		assert_int_equal(error.status, status);
		return status;
	}
	tfe_callback_train_begin(cb);
	tfe_callback_batch_end(cb, 0, logs, 1);
	tfe_callback_epoch_end(cb, 0, logs, 2);
	status = tfe_callback_judge(cb, TFE_TRAINING_RUN_TRAIN);
	tfe_status closed = tfe_callback_close(cb, NULL);
	return closed != TFE_OK ? closed : status;
}

static void every_allocation_may_fail(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("nomem"));
	assert_true(inject_every_allocation(whole_training, dir) > 10);
	remove_folder(dir);
}

/* How many findings of a rule about a run begin at a step. */
static size_t count_findings(tfe_callback *cb, tfe_training_run run, const char *rule, int64_t step)
{
	size_t count = 0;
	assert_int_equal(tfe_callback_judge(cb, run), TFE_OK);
	for (size_t i = 0; i < tfe_callback_finding_count(cb, run); i++) {
		tfe_finding finding = TFE_FINDING_INIT;
		assert_int_equal(tfe_callback_get_finding(cb, run, i, &finding), TFE_OK);
		count += strcmp(finding.rule, rule) == 0 && finding.step == step;
	}
	return count;
}

static void findings_come_from_what_was_logged(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("findings"));
	tfe_callback *cb = open_in(dir, (tfe_callback_options){0});
	const tfe_training_run train = TFE_TRAINING_RUN_TRAIN,
			       held_out = TFE_TRAINING_RUN_VALIDATION, none = (tfe_training_run)2;
	tfe_finding finding = TFE_FINDING_INIT;
	assert_int_equal(tfe_callback_finding_count(cb, train), 0);
	assert_int_equal(tfe_callback_judge(cb, train), TFE_OK);
	assert_int_equal(tfe_callback_finding_count(cb, train), 0);
	for (int64_t e = 0; e < 3; e++) {
		const tfe_metric logs[] = {{"loss", e ? NAN : 1}, {"val_loss", 1}};
		assert_int_equal(tfe_callback_epoch_end(cb, e, logs, 2), TFE_OK);
	}
	assert_int_equal(count_findings(cb, train, "nonfinite", 1), 1);
	assert_int_equal(tfe_callback_get_finding(cb, train, 0, &finding), TFE_OK);
	assert_string_equal(finding.tag, "epoch_loss");
	assert_int_equal(tfe_callback_judge(cb, held_out), TFE_OK);
	assert_int_equal(tfe_callback_finding_count(cb, held_out), 0);
	assert_int_equal(tfe_callback_get_finding(cb, held_out, 0, &finding), TFE_E_ARG);
	assert_int_equal(tfe_callback_judge(cb, none), TFE_E_ARG);
	assert_int_equal(tfe_callback_finding_count(cb, none), 0);
	assert_int_equal(tfe_callback_get_finding(cb, none, 0, &finding), TFE_E_ARG);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	remove_folder(dir);
}

/* Weights that became NaN: the findings say so, and so does the file for those who come later. */
static void weights_that_are_not_finite_are_told(void **state)
{
	(void)state;
	const float good[] = {0, 1, 2, 3}, bad[] = {0, NAN, 2, 3},
		    worst[] = {NAN, NAN, INFINITY, NAN};
	struct weights w = {{{"w/kernel", good, TFE_DTYPE_FLOAT32, {4}, 1}}, 1};
	char dir[1024];
	strcpy(dir, folder("nan"));
	tfe_callback *cb =
		open_in(dir, (tfe_callback_options){
				     .histogram_freq = 1, .weights = give, .weights_context = &w});
	for (int64_t e = 0; e < 3; e++) {
		w.weight[0].values = e == 0 ? good : e == 1 ? bad : worst;
		assert_int_equal(tfe_callback_epoch_end(cb, e, NULL, 0), TFE_OK);
	}
	assert_int_equal(count_findings(cb, TFE_TRAINING_RUN_TRAIN, "nonfinite", 1), 1);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);

	const char *path = sub(dir, "train");
	tfe_logdir *logdir;
	assert_int_equal(tfe_logdir_open(&path, 1, NULL, &logdir, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	const tfe_series *series = tfe_run_series_at(tfe_logdir_run_at(logdir, 0), 0);
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	static const double num[] = {4, 3, 0};
	tfe_view view = tfe_series_view(series);
	assert_int_equal(view.count, 3);
	for (uint64_t e = 0; e < 3; e++) {
		assert_int_equal(tfe_view_read_histogram(&view, e, &h), TFE_OK);
		assert_true(h.num == num[e]);
		assert_true(h.nonfinite == (e > 0));
	}
	tfe_histogram_release(&h);
	tfe_logdir_close(logdir);
	remove_folder(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(batches_and_epochs_are_logged_where_keras_logs_them),
		cmocka_unit_test(the_validation_run_appears_with_its_first_value),
		cmocka_unit_test(a_second_training_opens_new_files_and_counts_from_one),
		cmocka_unit_test(steps_per_second_are_measured),
		cmocka_unit_test(the_graph_is_written_at_the_begin),
		cmocka_unit_test(weights_become_images_by_the_rules_of_keras),
		cmocka_unit_test(signed_images_have_grey_at_zero),
		cmocka_unit_test(wrong_options_are_named),
		cmocka_unit_test(a_bad_value_sticks_and_costs_only_itself),
		cmocka_unit_test(hooks_after_the_end_are_refused),
		cmocka_unit_test(an_evaluation_after_the_training_is_logged),
		cmocka_unit_test(a_full_disk_comes_out_of_close),
		cmocka_unit_test(every_allocation_may_fail),
		cmocka_unit_test(findings_come_from_what_was_logged),
		cmocka_unit_test(weights_that_are_not_finite_are_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
