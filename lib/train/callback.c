/* train: the training callback: the hooks of Keras, which write to writers and feed the health
 * rules. */
#include <tfevents/train.h>

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/options.h"
#include "base/sized.h"
#include "train/callback.h"

static_assert(offsetof(tfe_callback_options, size) == 0, "tfe__options_copy reads the size first");

enum { TAG_LIMIT = 1 << 20 };

/* Returns the first error of two calls that are both made. */
static tfe_status first(tfe_status a, tfe_status b)
{
	return a ? a : b;
}

static const tfe_error no_error = {.size = sizeof no_error, .offset = -1};

/* --- opening and closing ---------------------------------------------------------------------- */

static tfe_status check_options(const tfe_callback_options *o, tfe_error *error)
{
	const char *wrong = NULL;
	if (o->histogram_freq < 0)
		wrong = "histogram_freq is negative";
	else if (o->update_freq < 0)
		wrong = "update_freq is negative";
	else if (o->write_graph && !o->graph)
		wrong = "write_graph is set, but no graph is given";
	else if (o->histogram_freq && !o->weights)
		wrong = "histogram_freq is set, but weights (the function that returns them) is "
			"not";
	else if (o->write_images && !o->histogram_freq)
		wrong = "write_images is set, but not histogram_freq";
	else if (o->images != TFE_WEIGHT_IMAGES_KERAS && o->images != TFE_WEIGHT_IMAGES_SIGNED)
		wrong = "images is neither TFE_WEIGHT_IMAGES_KERAS nor TFE_WEIGHT_IMAGES_SIGNED";
	return wrong ? tfe__error(error, TFE_E_ARG, 0, NULL, -1, "%s", wrong) : TFE_OK;
}

/* Opens the writer of a run unless it is open. */
static tfe_status open_run(tfe_callback *cb, struct tfe__training_run *run)
{
	if (run->writer)
		return TFE_OK;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_writer_open(run->dir, &cb->writer_options, &run->writer, &error);
	if (status && !cb->error.status)
		cb->error = error;
	return status;
}

static tfe_status init_run(tfe_callback *cb, struct tfe__training_run *run, const char *log_dir,
			   const char *name)
{
	run->name = name;
	tfe__buf_clear(&cb->tag);
	tfe__buf_append(&cb->tag, log_dir, strlen(log_dir));
	tfe__buf_append(&cb->tag, "/", 1);
	tfe__buf_append(&cb->tag, name, strlen(name) + 1);
	if (!tfe__buf_status(&cb->tag))
		run->dir = tfe__strdup(&cb->allocator, (const char *)cb->tag.data);
	return run->dir ? TFE_OK : TFE_E_NOMEM;
}

/* Copies the strings of the writers' options. */
static tfe_status own_strings(tfe_callback *cb)
{
	tfe_writer_options *o = &cb->writer_options;
	if (o->suffix && !(o->suffix = cb->suffix = tfe__strdup(&cb->allocator, o->suffix)))
		return TFE_E_NOMEM;
	if (o->hostname && !(o->hostname = cb->hostname = tfe__strdup(&cb->allocator, o->hostname)))
		return TFE_E_NOMEM;
	return TFE_OK;
}

static void callback_free(tfe_callback *cb)
{
	tfe_allocator a = cb->allocator;
	for (size_t i = 0; i < 2; i++)
		tfe__free(&a, cb->run[i].dir);
	tfe_health_close(cb->health);
	tfe__patience_release(&cb->patience, &a);
	tfe__free(&a, cb->suffix);
	tfe__free(&a, cb->hostname);
	tfe__buf_release(&cb->tag);
	tfe__free(&a, cb);
}

tfe_status tfe_callback_open(const char *log_dir, const tfe_callback_options *options,
			     tfe_callback **out, tfe_error *error)
{
	*out = NULL;
	tfe_callback_options o;
	tfe_writer_options w;
	tfe_early_stopping early;
	if (!log_dir || !*log_dir)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "no log directory is given");
	tfe_status status = tfe__options_copy(&o, sizeof o, options, "tfe_callback_options", error);
	if (!status)
		status = tfe__options_copy(&w, sizeof w, o.writer, "tfe_writer_options", error);
	if (!status)
		status = tfe__options_copy(&early, sizeof early, o.early_stopping,
					   "tfe_early_stopping", error);
	if (!status)
		status = check_options(&o, error);
	if (!status)
		status = tfe__patience_check(&early, error);
	if (status)
		return status;
	o.writer = NULL;
	o.early_stopping = NULL;

	tfe_allocator a = tfe__allocator_or_default(w.allocator);
	tfe_callback *cb = tfe__alloc_zeroed(&a, 1, sizeof *cb);
	if (!cb)
		return tfe__error(error, TFE_E_NOMEM, 0, log_dir, -1, "out of memory");
	cb->options = o;
	cb->writer_options = w;
	cb->allocator = a;
	cb->error.size = sizeof cb->error;
	cb->writer_options.allocator = &cb->allocator;
	tfe__buf_init(&cb->tag, &cb->allocator, TAG_LIMIT);
	status = own_strings(cb);
	if (!status)
		status = tfe__patience_init(&cb->patience, &early, &cb->allocator);
	if (!status)
		status = tfe_health_open(&cb->allocator, &cb->health);
	if (!status)
		status = init_run(cb, &cb->run[TFE_TRAINING_RUN_TRAIN], log_dir, "train");
	if (!status)
		status = init_run(cb, &cb->run[TFE_TRAINING_RUN_VALIDATION], log_dir, "validation");
	if (!status)
		status = open_run(cb, &cb->run[TFE_TRAINING_RUN_TRAIN]);
	if (!status) {
		*out = cb;
		return TFE_OK;
	}
	if (error) {
		tfe__callback_note(cb, status, NULL, "cannot open the event file");
		tfe_callback_get_error(cb, error);
	}
	callback_free(cb);
	return status;
}

static tfe_status close_run(tfe_callback *cb, struct tfe__training_run *run)
{
	if (!run->writer)
		return TFE_OK;
	tfe_status status = tfe_writer_finish(run->writer);
	tfe__callback_note(cb, status, run->writer, "cannot finish the event file");
	tfe_status closed = tfe_writer_close(run->writer);
	run->writer = NULL;
	return first(status, tfe__callback_note(cb, closed, NULL, "cannot close the event file"));
}

tfe_status tfe_callback_close(tfe_callback *cb, tfe_error *error)
{
	if (!cb) {
		tfe__result_copy(error, &no_error, sizeof no_error);
		return TFE_OK;
	}
	close_run(cb, &cb->run[TFE_TRAINING_RUN_TRAIN]);
	close_run(cb, &cb->run[TFE_TRAINING_RUN_VALIDATION]);
	tfe_callback_get_error(cb, error);
	tfe_status status = cb->error.status;
	callback_free(cb);
	return status;
}

void tfe_callback_get_error(const tfe_callback *cb, tfe_error *error)
{
	tfe__result_copy(error, cb->error.status ? &cb->error : &no_error, sizeof no_error);
}

/* --- the hooks -------------------------------------------------------------------------------- */

static tfe_status refuse_ended(tfe_callback *cb, const char *hook)
{
	return cb->ended ? tfe__callback_note(cb, TFE_E_CLOSED, NULL, hook) : TFE_OK;
}

/* A scalar of one of the runs. Its tag is the name between `before` and `after`. */
struct scalar {
	tfe_training_run run;
	const char *before, *name, *after;
	int64_t step;
	double value;
};

/* Writes one scalar and feeds it to the health rules. */
static tfe_status log_scalar(tfe_callback *cb, const struct scalar *s)
{
	struct tfe__training_run *run = &cb->run[s->run];
	if (!s->name)
		return tfe__callback_note(cb, TFE_E_ARG, NULL, "a metric has no name");
	tfe_status status = open_run(cb, run);
	if (status)
		return status;
	const char *tag = tfe__callback_tag(cb, s->run, s->before, s->name, s->after);
	if (!tag)
		return tfe__callback_note(cb, tfe__buf_status(&cb->tag), NULL,
					  "cannot build the tag of a metric");
	status = tfe_writer_add_scalar(run->writer, tag, s->step, s->value);
	tfe__callback_note(cb, status, run->writer, tag);
	if (!status) {
		status = tfe_health_add_scalar(cb->health, (const char *)cb->tag.data, s->step,
					       s->value);
		tfe__callback_note(cb, status, NULL, "cannot pass a metric to the health rules");
	}
	return status;
}

tfe_status tfe_callback_train_begin(tfe_callback *cb)
{
	struct tfe__training_run *run = &cb->run[TFE_TRAINING_RUN_TRAIN];
	tfe_status status = open_run(cb, run);
	if (status)
		return status;
	cb->ended = cb->stopped = false;
	atomic_store(&cb->stop_requested, false);
	tfe__patience_reset(&cb->patience);
	cb->batches = 0;
	cb->epoch_batches = 0;
	cb->epoch_begin_s = cb->last_batch_end_s = tfe__monotonic_seconds();
	if (!cb->options.write_graph)
		return TFE_OK;
	return tfe__callback_note(cb, tfe_writer_add_graph(run->writer, cb->options.graph),
				  run->writer, "cannot write the graph");
}

tfe_status tfe_callback_epoch_begin(tfe_callback *cb, int64_t epoch)
{
	(void)epoch;
	cb->epoch_batches = 0;
	cb->epoch_begin_s = cb->last_batch_end_s = tfe__monotonic_seconds();
	return refuse_ended(cb, "tfe_callback_epoch_begin after tfe_callback_train_end");
}

tfe_status tfe_callback_batch_end(tfe_callback *cb, int64_t batch, const tfe_metric *logs, size_t n)
{
	(void)batch;
	tfe_status status = refuse_ended(cb, "tfe_callback_batch_end after tfe_callback_train_end");
	if (status)
		return status;
	int64_t freq = cb->options.update_freq;
	cb->batches++;
	cb->iterations++;
	cb->epoch_batches++;
	bool record = freq != TFE_UPDATE_FREQ_EPOCH && cb->batches % freq == 0;
	if (cb->options.write_steps_per_second) {
		double now = tfe__monotonic_seconds(), span = now - cb->last_batch_end_s;
		cb->last_batch_end_s = now;
		const struct scalar rate = {TFE_TRAINING_RUN_TRAIN,
					    "batch_",
					    "steps_per_second",
					    "",
					    cb->batches,
					    1 / span};
		if (record && span > 0)
			status = log_scalar(cb, &rate);
	}
	for (size_t i = 0; record && i < n; i++) {
		const struct scalar metric = {
			TFE_TRAINING_RUN_TRAIN, "batch_", logs[i].name, "", cb->batches,
			logs[i].value};
		status = first(status, log_scalar(cb, &metric));
	}
	return status;
}

tfe_status tfe_callback_test_end(tfe_callback *cb, const tfe_metric *logs, size_t n)
{
	tfe_status status = TFE_OK;
	for (size_t i = 0; i < n; i++) {
		const struct scalar metric = {TFE_TRAINING_RUN_VALIDATION,
					      "evaluation_",
					      logs[i].name,
					      "_vs_iterations",
					      cb->iterations,
					      logs[i].value};
		status = first(status, log_scalar(cb, &metric));
	}
	return status;
}

/* Logs the metrics of an epoch into their runs. As in Keras, nothing is logged for an epoch without
 * metrics. */
static tfe_status log_epoch(tfe_callback *cb, int64_t epoch, const tfe_metric *logs, size_t n)
{
	tfe_status status = TFE_OK;
	for (size_t i = 0; i < n; i++) {
		const char *name = logs[i].name;
		bool validation = name && strncmp(name, "val_", 4) == 0;
		const struct scalar metric = {
			.run = validation ? TFE_TRAINING_RUN_VALIDATION : TFE_TRAINING_RUN_TRAIN,
			.before = "epoch_",
			.name = validation ? name + 4 : name,
			.after = "",
			.step = epoch,
			.value = logs[i].value,
		};
		status = first(status, log_scalar(cb, &metric));
	}
	double span = tfe__monotonic_seconds() - cb->epoch_begin_s;
	const struct scalar rate = {
		TFE_TRAINING_RUN_TRAIN,          "epoch_", "steps_per_second", "", epoch,
		(double)cb->epoch_batches / span};
	if (n && cb->options.write_steps_per_second && span > 0)
		status = first(status, log_scalar(cb, &rate));
	return status;
}

tfe_status tfe_callback_epoch_end(tfe_callback *cb, int64_t epoch, const tfe_metric *logs, size_t n)
{
	tfe_status status = refuse_ended(cb, "tfe_callback_epoch_end after tfe_callback_train_end");
	if (status)
		return status;
	status = log_epoch(cb, epoch, logs, n);
	tfe__patience_add(&cb->patience, epoch, logs, n);
	if (cb->options.histogram_freq && epoch % cb->options.histogram_freq == 0)
		status = first(status, tfe__callback_log_weights(cb, epoch));
	return status;
}

tfe_status tfe_callback_train_end(tfe_callback *cb)
{
	tfe_status status = refuse_ended(cb, "tfe_callback_train_end twice");
	cb->ended = true;
	status = first(status, close_run(cb, &cb->run[TFE_TRAINING_RUN_TRAIN]));
	return first(status, close_run(cb, &cb->run[TFE_TRAINING_RUN_VALIDATION]));
}

/* --- access to the writers and the findings --------------------------------------------------- */

tfe_writer *tfe_callback_writer(tfe_callback *cb, tfe_training_run run)
{
	if ((unsigned)run > TFE_TRAINING_RUN_VALIDATION || cb->ended)
		return NULL;
	return open_run(cb, &cb->run[run]) ? NULL : cb->run[run].writer;
}

tfe_status tfe_callback_judge(tfe_callback *cb)
{
	return tfe_health_judge(cb->health);
}

size_t tfe_callback_finding_count(const tfe_callback *cb)
{
	return tfe_health_finding_count(cb->health);
}

tfe_status tfe_callback_get_finding(const tfe_callback *cb, size_t i, tfe_finding *finding)
{
	return tfe_health_get_finding(cb->health, i, finding);
}
