/* train: the tags, steps and runs of the callback equal those of Keras; its findings. */
#include <math.h>

#include "unit/logged.h"
#include "unit/train/training.h"

#include <tfevents/histogram.h>
#include <tfevents/logdir.h>
#include <tfevents/series.h>
#include <tfevents/train.h>

#include "base/clock.h"

/* The data that keras.callbacks.TensorBoard(update_freq=4) wrote in two epochs of eight batches. */
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

/* Logs a batch that begins 20 ms after the last one ended. Returns its steps per second. */
static double rate_after_a_pause(void)
{
	char dir[1024];
	struct logged l;
	int64_t step;
	strcpy(dir, folder("pause"));
	tfe_callback *cb = open_in(dir, (tfe_callback_options){.update_freq = TFE_UPDATE_FREQ_BATCH,
							       .write_steps_per_second = true});
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	const double begin = tfe__monotonic_seconds();
	while (tfe__monotonic_seconds() - begin < 0.02)
		;
	assert_int_equal(tfe_callback_batch_begin(cb, 0), TFE_OK);
	assert_int_equal(tfe_callback_batch_end(cb, 0, NULL, 0), TFE_OK);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	logged_read(&l, sub(dir, "train"));
	const double rate = (double)logged_value(&l, 0, &step)->simple_value;
	logged_release(&l);
	remove_folder(dir);
	return rate;
}

/* The system may stop the process within a batch, but not within all of them. */
static void a_rate_does_not_count_the_time_between_batches(void **state)
{
	(void)state;
	double rate = 0;
	for (int i = 0; i < 100 && rate <= 51; i++)
		rate = rate_after_a_pause();
	assert_true(rate > 51);
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

/* Logs the begin of a training with one JSON of a model, and checks it. */
static void assert_model(const tfe_callback_options *options, const char *json)
{
	char dir[1024];
	struct logged l;
	int64_t step;
	strcpy(dir, folder("model"));
	tfe_callback *cb = open_in(dir, *options);
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_listed(dir, "train", "keras@0\n");
	logged_read(&l, sub(dir, "train"));
	const Tfe__Pb__Summary__Value *v = logged_value(&l, 0, &step);
	const ProtobufCBinaryData *plugin = &v->metadata->plugin_data->plugin_name;
	assert_int_equal(plugin->len, strlen("graph_keras_model"));
	assert_memory_equal(plugin->data, "graph_keras_model", plugin->len);
	assert_int_equal(v->tensor->n_string_val, 1);
	assert_int_equal(v->tensor->string_val[0].len, strlen(json));
	assert_memory_equal(v->tensor->string_val[0].data, json, strlen(json));
	logged_release(&l);
	remove_folder(dir);
}

static void the_model_is_written_at_the_begin(void **state)
{
	(void)state;
	static const char json[] = "{\"class_name\": \"Sequential\", \"config\": {}}";
	static const tfe_keras_layer layer = {"x", "InputLayer", NULL, 0, NULL};
	assert_model(&(tfe_callback_options){.write_graph = true, .model_json = json}, json);
	assert_model(
		&(tfe_callback_options){
			.write_graph = true, .layers = &layer, .n_layers = 1, .model_name = "m"},
		"{\"module\": \"keras\", \"class_name\": \"Functional\", \"config\": {"
		"\"name\": \"m\", \"trainable\": true, \"layers\": [{\"module\": "
		"\"keras.layers\", \"class_name\": \"InputLayer\", \"config\": {\"name\": \"x\", "
		"\"dtype\": \"float32\"}, \"name\": \"x\", \"inbound_nodes\": []}]}, "
		"\"registered_name\": \"Functional\"}");
}

/* A graph beside a wrong model is written. */
static void a_wrong_model_is_an_error(void **state)
{
	(void)state;
	static const char *const wrong[] = {"", "\xff"};
	char dir[1024];
	tfe_graph *graph;
	assert_int_equal(tfe_graph_open(NULL, &graph), TFE_OK);
	assert_int_equal(tfe_graph_add_node(graph, "x", "Op", NULL, 0, NULL), TFE_OK);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct logged l;
		strcpy(dir, folder("model"));
		tfe_callback *cb = open_in(dir, (tfe_callback_options){.write_graph = true,
								       .graph = graph,
								       .model_json = wrong[i]});
		assert_int_equal(tfe_callback_train_begin(cb), TFE_E_ARG);
		assert_int_equal(tfe_callback_close(cb, NULL), TFE_E_ARG);
		logged_read(&l, sub(dir, "train"));
		assert_int_equal(l.n, 2);
		assert_int_equal(l.event[1]->what_case, TFE__PB__EVENT__WHAT_GRAPH_DEF);
		logged_release(&l);
		remove_folder(dir);
	}
	tfe_graph_close(graph);
}

/* --- problems --------------------------------------------------------------------------------- */

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

/* Returns the number of findings of a rule that begin at a step. */
static size_t count_findings(tfe_callback *cb, const char *rule, int64_t step)
{
	size_t count = 0;
	assert_int_equal(tfe_callback_judge(cb), TFE_OK);
	for (size_t i = 0; i < tfe_callback_finding_count(cb); i++) {
		tfe_finding finding = TFE_FINDING_INIT;
		assert_int_equal(tfe_callback_get_finding(cb, i, &finding), TFE_OK);
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
	tfe_finding finding = TFE_FINDING_INIT;
	assert_int_equal(tfe_callback_finding_count(cb), 0);
	assert_int_equal(tfe_callback_judge(cb), TFE_OK);
	assert_int_equal(tfe_callback_finding_count(cb), 0);
	for (int64_t e = 0; e < 3; e++) {
		const tfe_metric logs[] = {{"loss", e ? NAN : 1}, {"val_loss", 1}};
		assert_int_equal(tfe_callback_epoch_end(cb, e, logs, 2), TFE_OK);
	}
	assert_int_equal(count_findings(cb, "nonfinite", 1), 1);
	assert_int_equal(tfe_callback_get_finding(cb, 0, &finding), TFE_OK);
	assert_string_equal(finding.tag, "train/epoch_loss");
	assert_int_equal(tfe_callback_get_finding(cb, 1, &finding), TFE_E_ARG);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	remove_folder(dir);
}

/* Weights that became NaN are reported as findings, and the file contains a text about them for
 * later readers. */
static void weights_that_are_not_finite_are_reported(void **state)
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
	assert_int_equal(count_findings(cb, "nonfinite", 1), 1);
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

/* Logs an epoch of both runs, and asks whether to stop. */
static bool stops(tfe_callback *cb, int64_t epoch, double loss, double val_loss, tfe_severity level,
		  tfe_finding *reason)
{
	const tfe_metric logs[] = {{"loss", loss}, {"val_loss", val_loss}};
	bool stop = false;
	assert_int_equal(tfe_callback_epoch_end(cb, epoch, logs, 2), TFE_OK);
	assert_int_equal(tfe_callback_check_stop(cb, level, &stop, reason), TFE_OK);
	return stop;
}

static void the_tripwire_returns_the_reason(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("tripwire"));
	tfe_callback *cb = open_in(dir, (tfe_callback_options){0});
	tfe_finding reason = TFE_FINDING_INIT;
	bool stop = true;
	assert_int_equal(tfe_callback_check_stop(cb, TFE_SEVERITY_INFO, &stop, &reason), TFE_OK);
	assert_false(stop);
	assert_false(stops(cb, 0, 1, 1, TFE_SEVERITY_INFO, &reason));
	assert_true(stops(cb, 1, 1, NAN, TFE_SEVERITY_ERROR, &reason));
	assert_string_equal(reason.rule, "nonfinite");
	assert_string_equal(reason.tag, "validation/epoch_loss");
	assert_int_equal(reason.step, 1);
	assert_int_equal(reason.state, TFE_FINDING_STATE_FIRING);
	assert_true(stops(cb, 2, NAN, NAN, TFE_SEVERITY_ERROR, NULL));
	/* What has cleared is no reason. */
	assert_false(stops(cb, 3, 1, 1, TFE_SEVERITY_INFO, &reason));
	assert_int_equal(tfe_callback_finding_count(cb), 2);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	/* The reason is logged once. */
	assert_listed(dir, "train", "epoch_loss@0\nepoch_loss@1\nepoch_loss@2\nepoch_loss@3\n");
	assert_listed(dir, "validation",
		      "epoch_loss@0\nepoch_loss@1\ntripwire@1\nepoch_loss@2\nepoch_loss@3\n");
	remove_folder(dir);
}

static void the_tripwire_asks_for_its_severity(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("severity"));
	tfe_callback *cb = open_in(dir, (tfe_callback_options){0});
	tfe_finding reason = TFE_FINDING_INIT;
	bool stop;
	const tfe_metric logs[] = {{"accuracy", NAN}};
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	assert_int_equal(tfe_callback_epoch_end(cb, 0, logs, 1), TFE_OK);
	assert_int_equal(tfe_callback_check_stop(cb, TFE_SEVERITY_WARNING, &stop, NULL), TFE_OK);
	assert_false(stop);
	assert_int_equal(tfe_callback_check_stop(cb, TFE_SEVERITY_INFO, &stop, &reason), TFE_OK);
	assert_true(stop);
	assert_int_equal(reason.severity, TFE_SEVERITY_INFO);
	assert_int_equal(tfe_callback_check_stop(NULL, TFE_SEVERITY_INFO, &stop, NULL), TFE_E_ARG);
	assert_int_equal(tfe_callback_check_stop(cb, TFE_SEVERITY_INFO, NULL, NULL), TFE_E_ARG);
	/* After the end of the training it still answers. */
	assert_int_equal(tfe_callback_train_end(cb), TFE_OK);
	assert_int_equal(tfe_callback_check_stop(cb, TFE_SEVERITY_INFO, &stop, NULL), TFE_OK);
	assert_true(stop);
	reason.size = 0;
	assert_int_equal(tfe_callback_check_stop(cb, TFE_SEVERITY_INFO, &stop, &reason), TFE_E_ARG);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	remove_folder(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(batches_and_epochs_are_logged_where_keras_logs_them),
		cmocka_unit_test(the_validation_run_appears_with_its_first_value),
		cmocka_unit_test(a_second_training_opens_new_files_and_counts_from_one),
		cmocka_unit_test(steps_per_second_are_measured),
		cmocka_unit_test(a_rate_does_not_count_the_time_between_batches),
		cmocka_unit_test(the_graph_is_written_at_the_begin),
		cmocka_unit_test(the_model_is_written_at_the_begin),
		cmocka_unit_test(a_wrong_model_is_an_error),
		cmocka_unit_test(an_evaluation_after_the_training_is_logged),
		cmocka_unit_test(findings_come_from_what_was_logged),
		cmocka_unit_test(weights_that_are_not_finite_are_reported),
		cmocka_unit_test(the_tripwire_returns_the_reason),
		cmocka_unit_test(the_tripwire_asks_for_its_severity),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
