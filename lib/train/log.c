/* train: the writers of the callback, logging a scalar, tags, and the first error. */
#include <string.h>

#include "base/error.h"
#include "base/sized.h"
#include "train/callback.h"

tfe_status tfe__callback_note(tfe_callback *cb, tfe_status status, tfe_writer *writer,
			      const char *what)
{
	if (!status || cb->error.status)
		return status;
	if (writer)
		tfe_writer_get_error(writer, &cb->error);
	if (cb->error.status != status)
		tfe__error(&cb->error, status, 0, cb->run[TFE_TRAINING_RUN_TRAIN].dir, -1, "%s: %s",
			   what, tfe_status_text(status));
	return status;
}

void tfe_callback_get_error(const tfe_callback *cb, tfe_error *error)
{
	tfe__result_copy(error, &cb->error, sizeof cb->error);
}

tfe_status tfe__callback_open_run(tfe_callback *cb, struct tfe__training_run *run)
{
	if (run->writer)
		return TFE_OK;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_writer_open(run->dir, &cb->writer_options, &run->writer, &error);
	if (status && !cb->error.status)
		cb->error = error;
	return status;
}

const char *tfe__callback_tag(tfe_callback *cb, tfe_training_run run, const char *before,
			      const char *name, const char *after)
{
	const char *part = cb->run[run].name;
	tfe__buf_clear(&cb->tag);
	tfe__buf_append(&cb->tag, part, strlen(part));
	tfe__buf_append(&cb->tag, "/", 1);
	tfe__buf_append(&cb->tag, before, strlen(before));
	tfe__buf_append(&cb->tag, name, strlen(name));
	tfe__buf_append(&cb->tag, after, strlen(after) + 1);
	return tfe__buf_status(&cb->tag) ? NULL : (const char *)cb->tag.data + strlen(part) + 1;
}

tfe_status tfe__callback_log_scalar(tfe_callback *cb, const struct tfe__scalar *s)
{
	struct tfe__training_run *run = &cb->run[s->run];
	if (!s->name)
		return tfe__callback_note(cb, TFE_E_ARG, NULL, "a metric has no name");
	tfe_status status = tfe__callback_open_run(cb, run);
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
