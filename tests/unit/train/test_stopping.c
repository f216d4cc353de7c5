/* train: the reasons to stop: a request, overfitting across both runs, patience as in Keras. */
#include <math.h>
#include <signal.h>

#include "unit/logged.h"
#include "unit/train/training.h"

#include <tfevents/train.h>

/* Logs the losses as epochs and asks after each; returns the epoch of the stop, -1 if none. */
static int64_t stop_epoch(const tfe_early_stopping *early, const char *name, const double *values,
			  int64_t n, tfe_finding *reason)
{
	char dir[1024];
	strcpy(dir, folder("early"));
	tfe_callback *cb = open_in(dir, (tfe_callback_options){.early_stopping = early});
	int64_t epoch = 0;
	bool stop = false;
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	for (; epoch < n && !stop; epoch++) {
		const tfe_metric logs[] = {{name, values[epoch]}};
		assert_int_equal(tfe_callback_epoch_end(cb, epoch, logs, 1), TFE_OK);
		assert_int_equal(tfe_callback_check_stop(cb, TFE_SEVERITY_ERROR + 1, &stop, reason),
				 TFE_OK);
	}
	if (stop)
		assert_string_equal(reason->rule, "early_stopping");
	assert_int_equal(tfe_callback_train_end(cb), TFE_OK);
	(void)!tfe_callback_close(cb, NULL);
	remove_folder(dir);
	return stop ? epoch - 1 : -1;
}

/* The epochs are those at which keras.callbacks.EarlyStopping stops. */
static void patience_is_that_of_keras(void **state)
{
	(void)state;
	static const double fall[] = {5, 4, 3, 3.1, 2.9, 3, 3, 3, 3}, rise[] = {1, 1, 2, 3, 3, 3},
			    nans[] = {NAN, NAN, NAN, NAN};
	static const struct {
		const char *name;
		tfe_early_stopping o;
		const double *values;
		int64_t n, want;
	} cases[] = {
		{"loss", {.patience = 0}, fall, 9, 3},
		{"loss", {.patience = 1}, fall, 9, 3},
		{"loss", {.patience = 2}, fall, 9, 6},
		{"loss", {.patience = 2, .min_delta = 0.5}, fall, 9, 4},
		{"loss", {.patience = 3, .start_from_epoch = 4}, fall, 9, 7},
		{"loss", {.patience = 9}, fall, 9, -1},
		{"loss", {.patience = 2, .has_baseline = true, .baseline = 2}, fall, 9, 3},
		{"loss", {.patience = 0}, nans, 4, 1},
		{"loss", {.patience = 2}, nans, 4, 1},
		{"accuracy", {.patience = 1}, rise, 6, 1},
		{"accuracy", {.patience = 2}, rise, 6, 5},
		{"thing", {.patience = 1, .direction = TFE_DIRECTION_HIGHER}, rise, 6, 1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		tfe_early_stopping early = cases[i].o;
		tfe_finding reason = TFE_FINDING_INIT;
		early.size = sizeof early;
		early.metric = cases[i].name;
		const int64_t got =
			stop_epoch(&early, cases[i].name, cases[i].values, cases[i].n, &reason);
		if (got != cases[i].want)
			fail_msg("case %zu: stopped at epoch %lld", i, (long long)got);
	}
}

static void the_reason_of_early_stopping_is_complete(void **state)
{
	(void)state;
	char dir[1024];
	struct logged l;
	int64_t step;
	strcpy(dir, folder("reason"));
	const tfe_early_stopping early = {
		.size = sizeof early, .metric = "val_loss", .patience = 2, .min_delta = 0.25};
	tfe_callback *cb = open_in(dir, (tfe_callback_options){.early_stopping = &early});
	tfe_finding reason = TFE_FINDING_INIT;
	bool stop = false;
	static const double values[] = {2, 1, 0.9, 0.8};
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	for (int64_t e = 0; e < 4; e++) {
		const tfe_metric logs[] = {{"loss", 1}, {"val_loss", values[e]}};
		assert_false(stop);
		tfe_callback_epoch_end(cb, e, logs, 2);
		tfe_callback_epoch_end(cb, e, logs, 1); /* has no val_loss: it does not count */
		tfe_callback_check_stop(cb, TFE_SEVERITY_ERROR, &stop, &reason);
	}
	assert_true(stop);
	assert_string_equal(reason.tag, "validation/epoch_loss");
	assert_string_equal(reason.tags[0], reason.tag);
	assert_null(reason.tags[1]);
	assert_null(reason.causes[0]);
	assert_null(reason.actions[0]);
	assert_int_equal(reason.step, 1);
	assert_int_equal(reason.last_step, 3);
	assert_true(reason.value == 0.8);
	assert_true(reason.limit == 0.75);
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK); /* counts from the beginning */
	assert_int_equal(tfe_callback_check_stop(cb, TFE_SEVERITY_ERROR, &stop, NULL), TFE_OK);
	assert_false(stop);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	logged_read(&l, sub(dir, "validation"));
	const Tfe__Pb__Summary__Value *v = logged_value(&l, 4, &step);
	assert_memory_equal(v->tag.data, "tripwire", v->tag.len);
	assert_int_equal(step, 3);
	logged_release(&l);
	remove_folder(dir);
}

static void wrong_early_stopping_is_refused(void **state)
{
	(void)state;
	static const struct {
		tfe_early_stopping o;
		const char *text;
	} cases[] = {
		{{.metric = ""}, "name"},
		{{.metric = "thing"}, "direction"},
		{{.metric = "loss", .direction = (tfe_direction)7}, "direction"},
		{{.metric = "loss", .min_delta = -1}, "min_delta"},
		{{.metric = "loss", .min_delta = NAN}, "min_delta"},
		{{.metric = "loss", .patience = -1}, "patience"},
		{{.metric = "loss", .has_baseline = true, .baseline = NAN}, "baseline"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		tfe_early_stopping early = cases[i].o;
		early.size = sizeof early;
		const tfe_callback_options o = {.size = sizeof o, .early_stopping = &early};
		tfe_callback *cb;
		tfe_error error = TFE_ERROR_INIT;
		assert_int_equal(tfe_callback_open("/nowhere", &o, &cb, &error), TFE_E_ARG);
		assert_non_null(strstr(error.message, cases[i].text));
	}
}

/* The rule needs the losses of both runs. */
static void overfitting_is_a_reason(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("overfit"));
	tfe_callback *cb = open_in(dir, (tfe_callback_options){0});
	tfe_finding reason = TFE_FINDING_INIT;
	bool stop = false;
	int64_t e = 0;
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	for (; e < 60 && !stop; e++) {
		const tfe_metric logs[] = {
			{"loss", 2 * pow(0.9, (double)e)},
			{"val_loss", 0.5 + 1.5 * pow(0.7, (double)e) + 0.03 * (double)e}};
		assert_int_equal(tfe_callback_epoch_end(cb, e, logs, 2), TFE_OK);
		assert_int_equal(tfe_callback_check_stop(cb, TFE_SEVERITY_WARNING, &stop, &reason),
				 TFE_OK);
	}
	assert_true(stop);
	assert_string_equal(reason.rule, "overfit");
	assert_string_equal(reason.tag, "validation/epoch_loss");
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	remove_folder(dir);
}

static tfe_callback *interrupted;

static void on_signal(int number)
{
	(void)number;
	tfe_callback_request_stop(interrupted);
}

static void a_signal_handler_can_request_a_stop(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("request"));
	interrupted = open_in(dir, (tfe_callback_options){.update_freq = 1});
	tfe_finding reason = TFE_FINDING_INIT;
	const tfe_metric logs[] = {{"loss", NAN}};
	bool stop = true;
	assert_int_equal(tfe_callback_train_begin(interrupted), TFE_OK);
	assert_int_equal(tfe_callback_check_stop(interrupted, TFE_SEVERITY_INFO, &stop, NULL),
			 TFE_OK);
	assert_false(stop);
	assert_int_equal(tfe_callback_batch_end(interrupted, 0, logs, 1), TFE_OK);
	void (*before)(int) = signal(SIGUSR1, on_signal);
	assert_false(tfe_callback_stop_is_requested(interrupted));
	raise(SIGUSR1);
	signal(SIGUSR1, before);
	assert_true(tfe_callback_stop_is_requested(interrupted));
	/* The request comes first, although the loss is a reason too. */
	assert_int_equal(tfe_callback_check_stop(interrupted, TFE_SEVERITY_INFO, &stop, &reason),
			 TFE_OK);
	assert_true(stop);
	assert_string_equal(reason.rule, "stop_requested");
	assert_string_equal(reason.tag, "");
	assert_int_equal(reason.last_step, 1);
	assert_int_equal(tfe_callback_train_end(interrupted), TFE_OK);
	assert_false(tfe_callback_stop_is_requested(interrupted));
	assert_int_equal(tfe_callback_close(interrupted, NULL), TFE_OK);
	assert_listed(dir, "train", "batch_loss@1\ntripwire@1\n");
	remove_folder(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patience_is_that_of_keras),
		cmocka_unit_test(the_reason_of_early_stopping_is_complete),
		cmocka_unit_test(wrong_early_stopping_is_refused),
		cmocka_unit_test(overfitting_is_a_reason),
		cmocka_unit_test(a_signal_handler_can_request_a_stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
