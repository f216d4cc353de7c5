/* train: when the callback saves checkpoints, and the text that lists the checkpoints it keeps. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "train/callback.h"

enum { COLUMNS = 5, CELL = 32 };

/* The cells of the table of kept checkpoints, and the texts of those that are numbers. */
struct table {
	const char **cell;
	char (*text)[CELL];
};

static void fill_row(struct table *t, size_t row, const struct tfe__checkpoint_entry *e,
		     bool latest)
{
	const char **cell = t->cell + row * COLUMNS;
	char(*text)[CELL] = t->text + row * COLUMNS;
	snprintf(text[0], CELL, "%" PRId64, e->epoch);
	snprintf(text[1], CELL, "%" PRId64, e->step);
	snprintf(text[2], CELL, isnan(e->value) ? "" : "%g", e->value);
	for (size_t i = 0; i < 3; i++)
		cell[1 + i] = text[i];
	cell[0] = e->name;
	cell[4] = e->best ? latest ? "best, latest" : "best" : latest ? "latest" : "";
}

/* Logs the index as a table. */
static tfe_status log_kept(tfe_callback *cb, int64_t epoch)
{
	const struct tfe__checkpoint_index *x = &cb->checkpoints.index;
	const size_t rows = x->n + 1;
	struct table t = {.cell = tfe__alloc_zeroed(&cb->allocator, rows, COLUMNS * sizeof *t.cell),
			  .text = tfe__alloc_zeroed(&cb->allocator, rows, COLUMNS * CELL)};
	tfe_writer *writer = cb->run[TFE_TRAINING_RUN_TRAIN].writer;
	tfe_status status = t.cell && t.text ? TFE_OK : TFE_E_NOMEM;
	if (!status && writer) {
		static const char *const head[] = {"checkpoint", "next epoch", "step"};
		memcpy(t.cell, head, sizeof head);
		t.cell[3] = *x->metric ? x->metric : "value";
		t.cell[4] = "kept as";
		for (size_t i = 0; i < x->n; i++)
			fill_row(&t, i + 1, &x->entry[i], i + 1 == x->n);
		status = tfe_writer_add_text_table(writer, "checkpoints", epoch, t.cell, rows,
						   COLUMNS);
	}
	tfe__free(&cb->allocator, t.cell);
	tfe__free(&cb->allocator, t.text);
	return tfe__callback_note(cb, status, writer, "cannot log the checkpoints");
}

/* Writes the events so far: a training that continues from the checkpoint does not add them again.
 * A failure is no reason to lose the checkpoint too. */
static tfe_status flush_runs(tfe_callback *cb)
{
	tfe_status first = TFE_OK;
	for (size_t i = 0; i < sizeof cb->run / sizeof *cb->run; i++) {
		tfe_writer *writer = cb->run[i].writer;
		tfe_status status = writer ? tfe_writer_flush(writer) : TFE_OK;
		tfe__callback_note(cb, status, writer, "cannot write the event file");
		first = first ? first : status;
	}
	return first;
}

/* Saves a checkpoint and logs the list at the step `epoch`. */
static tfe_status save(tfe_callback *cb, int64_t epoch, double value)
{
	const struct tfe__checkpoint_entry e = {.epoch = cb->count.epoch,
						.step = cb->count.batches,
						.examples = cb->count.examples,
						.value = value};
	tfe_error error = TFE_ERROR_INIT;
	tfe_status flushed = flush_runs(cb);
	tfe_status status = tfe__checkpoints_save(&cb->checkpoints, &e, &error);
	if (status && !cb->error.status)
		cb->error = error;
	status = status ? status : log_kept(cb, epoch);
	return flushed ? flushed : status;
}

tfe_status tfe__callback_save_due(tfe_callback *cb, int64_t epoch, const tfe_metric *logs, size_t n)
{
	const struct tfe__checkpoints *c = &cb->checkpoints;
	if (!c->options.save || cb->count.epoch % c->options.every != 0)
		return TFE_OK;
	double value = (double)NAN;
	for (size_t i = 0; i < n; i++)
		if (logs[i].name && !strcmp(logs[i].name, c->metric))
			value = logs[i].value;
	return save(cb, epoch, value);
}

tfe_status tfe_callback_save_checkpoint(tfe_callback *cb)
{
	const struct tfe__checkpoint_index *x = &cb->checkpoints.index;
	const struct tfe__checkpoint_entry *latest = x->n ? &x->entry[x->n - 1] : NULL;
	if (cb->ended)
		return tfe__callback_note(
			cb, TFE_E_CLOSED, NULL,
			"tfe_callback_save_checkpoint after tfe_callback_train_end");
	if (!cb->checkpoints.options.save)
		return tfe__callback_note(cb, TFE_E_ARG, NULL,
					  "no function that saves a checkpoint is in the options");
	if (latest && latest->epoch == cb->count.epoch && latest->step == cb->count.batches)
		return TFE_OK;
	return save(cb, cb->count.epoch, (double)NAN);
}
