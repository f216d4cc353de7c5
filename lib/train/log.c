/* train: the tags of logged values, and the first error of the callback. */
#include <string.h>

#include "base/error.h"
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
