/* train: layers and the norm of their gradients, rates of examples, and what the process uses. */
#include <math.h>

#include "unit/logged.h"
#include "unit/train/training.h"

#include <tfevents/train.h>

static tfe_array array_of(const float *values, const int64_t *shape)
{
	return (tfe_array){values, TFE_DTYPE_FLOAT32, 1, shape, NULL};
}

/* Returns the value of a scalar of the run "train"; NaN if there is none. */
static double value_of(const char *dir, const char *tag, int64_t step)
{
	struct logged l;
	double value = NAN;
	logged_read(&l, sub(dir, "train"));
	for (size_t i = 0; i < l.n; i++) {
		const Tfe__Pb__Event *e = l.event[i];
		if (e->what_case != TFE__PB__EVENT__WHAT_SUMMARY || e->step != step)
			continue;
		for (size_t k = 0; k < e->summary->n_value; k++) {
			const Tfe__Pb__Summary__Value *v = e->summary->value[k];
			if (v->tag.len == strlen(tag) && !memcmp(v->tag.data, tag, v->tag.len))
				value = (double)v->simple_value;
		}
	}
	logged_release(&l);
	return value;
}

static void layers_are_logged_with_their_norm(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("layers"));
	static const float activation[] = {0, 1, 2, 3}, first[] = {3, 0}, second[] = {0, -4},
			   bad[] = {NAN, 1};
	static const int64_t four[] = {4}, two[] = {2};
	const tfe_array a = array_of(activation, four), g = array_of(first, two),
			h = array_of(second, two), nan = array_of(bad, two);
	const tfe_array none = {activation, TFE_DTYPE_STRING, 1, four, NULL};
	tfe_callback *cb = open_in(dir, (tfe_callback_options){.update_freq = 1});
	const tfe_metric logs[] = {{"loss", 1}};
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	tfe_callback_epoch_begin(cb, 0);
	assert_int_equal(tfe_callback_add_layer(cb, "dense", &a, &g), TFE_OK);
	assert_int_equal(tfe_callback_add_layer(cb, "out", NULL, &h), TFE_OK);
	assert_int_equal(tfe_callback_batch_end(cb, 0, logs, 1), TFE_OK);
	assert_int_equal(tfe_callback_batch_end(cb, 1, logs, 1), TFE_OK);
	assert_int_equal(tfe_callback_add_layer(cb, "dense", NULL, &g), TFE_OK);
	assert_int_equal(tfe_callback_batch_end(cb, 2, logs, 1), TFE_OK);
	assert_int_equal(tfe_callback_epoch_end(cb, 0, logs, 1), TFE_OK);
	tfe_callback_epoch_begin(cb, 1);
	assert_int_equal(tfe_callback_add_layer(cb, "dense", NULL, &nan), TFE_OK);
	assert_int_equal(tfe_callback_batch_end(cb, 0, logs, 1), TFE_OK);
	assert_int_equal(tfe_callback_add_layer(cb, "", &a, NULL), TFE_E_ARG);
	assert_int_equal(tfe_callback_add_layer(cb, NULL, &a, NULL), TFE_E_ARG);
	assert_int_equal(tfe_callback_add_layer(cb, "x", &none, NULL), TFE_E_ARG);
	assert_int_equal(tfe_callback_train_end(cb), TFE_OK);
	assert_int_equal(tfe_callback_add_layer(cb, "dense", &a, NULL), TFE_E_CLOSED);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_E_ARG);
	assert_listed(dir, "train",
		      "dense/activations@1\ndense/gradients@1\nout/gradients@1\n"
		      "batch_gradient_norm@1\nbatch_loss@1\nbatch_loss@2\n"
		      "dense/gradients@3\nbatch_gradient_norm@3\nbatch_loss@3\n"
		      "epoch_loss@0\nepoch_gradient_norm@0\n"
		      "dense/gradients@4\nbatch_gradient_norm@4\nbatch_loss@4\n");
	assert_true(value_of(dir, "batch_gradient_norm", 1) == 5);
	assert_true(value_of(dir, "batch_gradient_norm", 3) == 3);
	assert_true(value_of(dir, "epoch_gradient_norm", 0) == 4);
	assert_true(isnan(value_of(dir, "batch_gradient_norm", 4)));
	remove_folder(dir);
}

/* A layer whose units are all off is a reason to stop. */
static void layers_are_judged(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("dead"));
	static const float off[64] = {0};
	static const int64_t shape[] = {64};
	const tfe_array a = array_of(off, shape);
	tfe_callback *cb = open_in(dir, (tfe_callback_options){0});
	tfe_finding reason = TFE_FINDING_INIT;
	bool stop = false;
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	for (int64_t batch = 0; batch < 20; batch++) {
		assert_int_equal(tfe_callback_add_layer(cb, "dense/relu", &a, NULL), TFE_OK);
		tfe_callback_batch_end(cb, batch, NULL, 0);
	}
	assert_int_equal(tfe_callback_check_stop(cb, TFE_SEVERITY_WARNING, &stop, &reason), TFE_OK);
	assert_true(stop);
	assert_string_equal(reason.rule, "dead_relu");
	assert_string_equal(reason.tag, "train/dense/relu/activations");
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	remove_folder(dir);
}

static void examples_are_counted(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("examples"));
	tfe_callback *cb = open_in(
		dir, (tfe_callback_options){.update_freq = 2, .write_steps_per_second = true});
	const tfe_metric logs[] = {{"loss", 1}};
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	tfe_callback_epoch_begin(cb, 0);
	for (int64_t batch = 0; batch < 2; batch++) {
		assert_int_equal(tfe_callback_add_examples(cb, 30), TFE_OK);
		tfe_callback_batch_end(cb, batch, logs, 1);
	}
	tfe_callback_epoch_end(cb, 0, logs, 1);
	assert_int_equal(tfe_callback_add_examples(cb, -1), TFE_E_ARG);
	assert_int_equal(tfe_callback_add_examples(cb, INT64_MAX), TFE_E_ARG);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_E_ARG);
	assert_listed(dir, "train",
		      "batch_steps_per_second@2\nbatch_examples_per_second@2\nbatch_loss@2\n"
		      "epoch_loss@0\nepoch_steps_per_second@0\nepoch_examples_per_second@0\n");
	double ratio = value_of(dir, "batch_examples_per_second", 2) /
		       value_of(dir, "batch_steps_per_second", 2);
	assert_true(fabs(ratio - 30) < 1e-4);
	ratio = value_of(dir, "epoch_examples_per_second", 0) /
		value_of(dir, "epoch_steps_per_second", 0);
	assert_true(fabs(ratio - 30) < 1e-4);
	remove_folder(dir);
}

static void the_process_is_measured_at_an_interval(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("resources"));
	tfe_callback *cb = open_in(dir, (tfe_callback_options){.resources_interval_s = 1e-9});
	tfe_callback_train_begin(cb);
	tfe_callback_batch_end(cb, 0, NULL, 0);
	for (volatile int i = 0; i < 100000; i++)
		;
	tfe_callback_batch_end(cb, 1, NULL, 0);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_true(value_of(dir, "resources/memory_mib", 1) > 1);
	assert_true(isnan(value_of(dir, "resources/cpu_percent", 1)));
	assert_true(value_of(dir, "resources/cpu_percent", 2) > 0);
	remove_folder(dir);
	/* An interval that does not pass again. */
	strcpy(dir, folder("once"));
	cb = open_in(dir, (tfe_callback_options){.resources_interval_s = 1e9});
	tfe_callback_train_begin(cb);
	for (int64_t batch = 0; batch < 9; batch++)
		tfe_callback_batch_end(cb, batch, NULL, 0);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_false(isnan(value_of(dir, "resources/memory_mib", 1)));
	assert_true(isnan(value_of(dir, "resources/memory_mib", 2)));
	remove_folder(dir);
	const tfe_callback_options bad = {.size = sizeof bad, .resources_interval_s = NAN};
	assert_int_equal(tfe_callback_open("/nowhere", &bad, &cb, NULL), TFE_E_ARG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layers_are_logged_with_their_norm),
		cmocka_unit_test(layers_are_judged),
		cmocka_unit_test(examples_are_counted),
		cmocka_unit_test(the_process_is_measured_at_an_interval),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
