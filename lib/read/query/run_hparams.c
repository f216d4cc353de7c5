/* read/query: the hyperparameters of a run, from its files. */
#include <string.h>

#include <tfevents/cursor.h>

#include "base/error.h"
#include "read/run/store.h"
#include "summary/hparams.h"

/* Adds the last entry of a series. *found: it had a content that was decoded. */
static tfe_status add_last(tfe_hparams *h, const tfe_series *series, bool *found, tfe_error *error)
{
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_fetched *fetched = NULL;
	tfe_cursor *cursor;
	tfe_status status = tfe_cursor_open(series, NULL, &cursor, error);
	if (status)
		return status;
	status = tfe_cursor_get_info(cursor, &info);
	if (!status && info.count)
		status = tfe_cursor_fetch(cursor, info.count - 1, &fetched);
	if (status)
		tfe_cursor_get_error(cursor, error);
	tfe_cursor_close(cursor);
	if (!status && fetched) {
		tfe_bytes content = tfe_fetched_value(fetched)->metadata.content;
		status = tfe__hparams_add(h, content);
		*found |= !status;
		if (status == TFE_E_NOMEM)
			tfe__error(error, status, 0, NULL, -1, "out of memory");
		else
			status = TFE_OK;
	}
	tfe_fetched_release(fetched);
	return status;
}

tfe_status tfe_run_open_hparams(const tfe_run *run, tfe_hparams **out, tfe_error *error)
{
	tfe_error own = TFE_ERROR_INIT;
	bool found = false;
	tfe_status status = tfe__hparams_new(&run->store->allocator, out);
	if (status)
		return tfe__error(error, status, 0, NULL, -1, "out of memory");
	for (size_t i = 0, n = tfe__list_count(&run->series); i < n && !status; i++) {
		const tfe_series *series = tfe__list_at(&run->series, i);
		if (!strcmp(series->shared->plugin, "hparams"))
			status = add_last(*out, series, &found, error ? error : &own);
	}
	if (!status && !found)
		status = tfe__error(error, TFE_E_NOTFOUND, 0, NULL, -1,
				    "the run has no hyperparameters");
	if (status) {
		tfe_hparams_close(*out);
		*out = NULL;
	}
	return status;
}
