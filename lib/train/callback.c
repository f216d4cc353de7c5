/* train: the training callback: the hooks of Keras, which write to writers and feed the health
 * rules. */
#include <tfevents/train.h>

#include <stddef.h>
#include <string.h>

#include "base/sized.h"
#include "train/callback.h"

/* Returns the first error of two calls that are both made. */
static tfe_status first(tfe_status a, tfe_status b)
{
	return a ? a : b;
}

/* --- closing ---------------------------------------------------------------------------------- */

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
		static const tfe_error none = {.size = sizeof none, .offset = -1};
		tfe__result_copy(error, &none, sizeof none);
		return TFE_OK;
	}
	tfe__profiling_end(cb);
	close_run(cb, &cb->run[TFE_TRAINING_RUN_TRAIN]);
	close_run(cb, &cb->run[TFE_TRAINING_RUN_VALIDATION]);
	tfe_callback_get_error(cb, error);
	tfe_status status = cb->error.status;
	tfe__callback_free(cb);
	return status;
}

/* --- the hooks -------------------------------------------------------------------------------- */

static tfe_status refuse_ended(tfe_callback *cb, const char *hook)
{
	return cb->ended ? tfe__callback_note(cb, TFE_E_CLOSED, NULL, hook) : TFE_OK;
}

tfe_status tfe_callback_train_begin(tfe_callback *cb)
{
	struct tfe__training_run *run = &cb->run[TFE_TRAINING_RUN_TRAIN];
	tfe_status status = tfe__callback_open_run(cb, run);
	if (status)
		return status;
	status = tfe__profiling_end(cb); /* of a training without tfe_callback_train_end */
	cb->ended = cb->stopped = false;
	tfe__patience_reset(&cb->patience);
	cb->count = cb->resume;
	cb->resume = (struct tfe__counts){0};
	tfe__rates_begin_epoch(cb);
	status = first(status, tfe__profiling_begin(cb));
	return first(status, cb->options.write_graph ? tfe__callback_log_graphs(cb) : TFE_OK);
}

tfe_status tfe_callback_epoch_begin(tfe_callback *cb, int64_t epoch)
{
	cb->count.epoch = epoch;
	tfe__rates_begin_epoch(cb);
	return refuse_ended(cb, "tfe_callback_epoch_begin after tfe_callback_train_end");
}

/* Checks the metrics of a hook. */
static tfe_status check_logs(tfe_callback *cb, const tfe_metric *logs, size_t n)
{
	return logs || !n ? TFE_OK
			  : tfe__callback_note(cb, TFE_E_ARG, NULL, "the metrics are missing");
}

tfe_status tfe_callback_batch_begin(tfe_callback *cb, int64_t batch)
{
	(void)batch;
	tfe_status status =
		refuse_ended(cb, "tfe_callback_batch_begin after tfe_callback_train_end");
	if (status)
		return status;
	tfe__rates_begin_batch(cb);
	return tfe__profiling_begin_batch(cb);
}

tfe_status tfe_callback_batch_end(tfe_callback *cb, int64_t batch, const tfe_metric *logs, size_t n)
{
	(void)batch;
	tfe_status status = refuse_ended(cb, "tfe_callback_batch_end after tfe_callback_train_end");
	if (!status)
		status = check_logs(cb, logs, n);
	if (status)
		return status;
	int64_t freq = cb->options.update_freq;
	cb->count.batches++;
	cb->iterations++;
	bool record = freq != TFE_UPDATE_FREQ_EPOCH && cb->count.batches % freq == 0;
	status = tfe__profiling_end_batch(cb);
	status = first(status, tfe__rates_end_batch(cb, record));
	for (size_t i = 0; record && i < n; i++) {
		const struct tfe__scalar metric = {TFE_TRAINING_RUN_TRAIN, "batch_",
						   logs[i].name,           "",
						   cb->count.batches,      logs[i].value};
		status = first(status, tfe__callback_log_scalar(cb, &metric));
	}
	status = first(status, tfe__resources_log(cb));
	return first(status, tfe__profiling_write_due(cb));
}

tfe_status tfe_callback_test_end(tfe_callback *cb, const tfe_metric *logs, size_t n)
{
	tfe_status status = check_logs(cb, logs, n);
	for (size_t i = 0; logs && i < n; i++) {
		const struct tfe__scalar metric = {TFE_TRAINING_RUN_VALIDATION,
						   "evaluation_",
						   logs[i].name,
						   "_vs_iterations",
						   cb->iterations,
						   logs[i].value};
		status = first(status, tfe__callback_log_scalar(cb, &metric));
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
		const struct tfe__scalar metric = {
			.run = validation ? TFE_TRAINING_RUN_VALIDATION : TFE_TRAINING_RUN_TRAIN,
			.before = "epoch_",
			.name = validation ? name + 4 : name,
			.after = "",
			.step = epoch,
			.value = logs[i].value,
		};
		status = first(status, tfe__callback_log_scalar(cb, &metric));
	}
	return n ? first(status, tfe__rates_end_epoch(cb, epoch)) : status;
}

tfe_status tfe_callback_epoch_end(tfe_callback *cb, int64_t epoch, const tfe_metric *logs, size_t n)
{
	tfe_status status = refuse_ended(cb, "tfe_callback_epoch_end after tfe_callback_train_end");
	if (!status)
		status = check_logs(cb, logs, n);
	if (!status && epoch == INT64_MAX)
		status = tfe__callback_note(cb, TFE_E_ARG, NULL, "the epoch");
	if (status)
		return status;
	status = log_epoch(cb, epoch, logs, n);
	tfe__patience_add(&cb->patience, epoch, logs, n);
	cb->count.epoch = epoch + 1;
	if (cb->options.histogram_freq && epoch % cb->options.histogram_freq == 0)
		status = first(status, tfe__callback_log_weights(cb, epoch));
	if (cb->options.embeddings_freq && epoch % cb->options.embeddings_freq == 0)
		status = first(status, tfe__callback_log_embeddings(cb, epoch));
	status = first(status, tfe__callback_save_due(cb, epoch, logs, n));
	return first(status, tfe__resources_log(cb));
}

tfe_status tfe_callback_train_end(tfe_callback *cb)
{
	tfe_status status = refuse_ended(cb, "tfe_callback_train_end twice");
	cb->ended = true;
	atomic_store(&cb->stop_requested, false);
	status = first(status, tfe__profiling_end(cb));
	status = first(status, close_run(cb, &cb->run[TFE_TRAINING_RUN_TRAIN]));
	return first(status, close_run(cb, &cb->run[TFE_TRAINING_RUN_VALIDATION]));
}

/* --- access to the writers and the findings --------------------------------------------------- */

tfe_writer *tfe_callback_writer(tfe_callback *cb, tfe_training_run run)
{
	if ((unsigned)run > TFE_TRAINING_RUN_VALIDATION || cb->ended)
		return NULL;
	return tfe__callback_open_run(cb, &cb->run[run]) ? NULL : cb->run[run].writer;
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
