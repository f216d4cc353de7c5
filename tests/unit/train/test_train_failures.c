/* train: failures are kept until they are reported: wrong options, bad values, a full disk, no
 * memory.
 *
 * wraps: write */

#include "unit/inject.h"
#include "unit/inject_write.h"
#include "unit/train/training.h"

#include <tfevents/train.h>

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
		{{.size = sizeof(tfe_callback_options), .n_layers = 1}, "layers"},
		{{.size = sizeof(tfe_callback_options), .n_layers = 1, .model_json = "{}"},
		 "model_json"},
		{{.size = sizeof(tfe_callback_options), .profile_batch = {-1, 2}}, "negative"},
		{{.size = sizeof(tfe_callback_options), .profile_batch = {3, 2}}, "before"},
		{{.size = sizeof(tfe_callback_options), .profile_batch = {3, -1}}, "before"},
		{{.size = sizeof(tfe_callback_options), .profile_batch = {0, 2}}, "no first"},
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
	assert_int_equal(tfe_callback_batch_end(cb, 0, NULL, 1), TFE_E_ARG);
	assert_int_equal(tfe_callback_epoch_end(cb, 0, NULL, 1), TFE_E_ARG);
	assert_int_equal(tfe_callback_test_end(cb, NULL, 1), TFE_E_ARG);
	assert_int_equal(tfe_callback_close(cb, &error), TFE_E_ARG);
	assert_non_null(strstr(error.message, "metrics are missing"));
	remove_folder(dir);
	strcpy(dir, folder("bad"));
	cb = open_in(dir, (tfe_callback_options){
				  .histogram_freq = 1, .weights = give, .weights_context = &w});
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
	assert_null(tfe_callback_writer(cb, TFE_TRAINING_RUN_TRAIN));
	assert_int_equal(tfe_callback_epoch_begin(cb, 0), TFE_E_CLOSED);
	assert_int_equal(tfe_callback_batch_begin(cb, 0), TFE_E_CLOSED);
	assert_int_equal(tfe_callback_batch_end(cb, 0, logs, 1), TFE_E_CLOSED);
	assert_int_equal(tfe_callback_epoch_end(cb, 0, logs, 1), TFE_E_CLOSED);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_E_CLOSED);
	assert_listed(dir, "train", "");
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
					      .profile_batch = {1, 1},
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
	tfe_callback_batch_begin(cb, 0);
	tfe_callback_batch_end(cb, 0, logs, 1);
	tfe_callback_epoch_end(cb, 0, logs, 2);
	status = tfe_callback_judge(cb);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_options_are_named),
		cmocka_unit_test(a_bad_value_sticks_and_costs_only_itself),
		cmocka_unit_test(hooks_after_the_end_are_refused),
		cmocka_unit_test(a_full_disk_comes_out_of_close),
		cmocka_unit_test(every_allocation_may_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
