/* read/query: reads single entries of kinds other than scalars from their files, on request. */
#include "read/query/fetch.h"

#include <string.h>

#include "base/error.h"
#include "base/sized.h"
#include "wire/event.h"
#include "wire/validate.h"

static bool is_wanted(const struct tfe__wanted *w, const tfe_event *event, const tfe_value *value)
{
	tfe_bytes tag = value->tag.size ? value->tag : value->node_name;
	return event->step == w->step && tag.size == w->series->tag_length &&
	       (!tag.size || !memcmp(tag.data, w->series->tag, tag.size));
}

static tfe_status no_memory(tfe_error *error)
{
	return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
}

static tfe_status report_changed(const struct tfe__wanted *w, tfe_error *error)
{
	return tfe__error(error, TFE_E_DAMAGED, 0, w->path, (int64_t)w->location.offset,
			  "the entry is no longer in the file: the file was changed");
}

tfe_status tfe__entry_value(const struct tfe__wanted *w, const uint8_t *data, size_t size,
			    struct tfe__arena *arena, tfe_value *value, tfe_error *error)
{
	tfe_event event;
	if (tfe__validate_event(data, size))
		return report_changed(w, error);
	tfe_status status = tfe__event_decode(arena, data, size, &event);
	for (uint32_t i = 0; i <= w->location.nth && !status; i++)
		status = tfe__event_next(&event, value);
	if (status == TFE_E_NOMEM)
		return no_memory(error);
	return !status && is_wanted(w, &event, value) ? TFE_OK : report_changed(w, error);
}

/* Gets the location of entry i. Returns false if the memory budget dropped its chunk. */
static bool find_wanted(const tfe_view *view, uint64_t i, struct tfe__wanted *w)
{
	int64_t steps[TFE__CHUNK_ENTRIES_MAX];
	const tfe_series *series = view->series;
	struct tfe__span span = tfe__column_span(view->version, view->count);
	size_t at = tfe__span_find(&span, i);
	const struct tfe__chunk *chunk = span.index->chunks[at];
	uint32_t nth = (uint32_t)(i - chunk->first);
	unsigned epoch = tfe__epoch_enter(series->shared->epoch);
	bool resident = tfe__chunk_is_resident(chunk);
	if (resident) {
		tfe__chunk_decode(chunk, nth + 1, at < span.whole, steps, NULL);
		*w = (struct tfe__wanted){series, tfe__chunk_place(chunk, nth), steps[nth], NULL};
	}
	tfe__epoch_leave(series->shared->epoch, epoch);
	return resident;
}

tfe_status tfe__entry_dropped(tfe_error *error)
{
	return tfe__error(error, TFE_E_LIMIT, 0, NULL, -1,
			  "the memory budget dropped the location of the entry");
}

static tfe_status open_file(struct tfe__file *file, struct tfe__log *log,
			    const tfe_allocator *allocator, tfe_error *error)
{
	tfe_error own = TFE_ERROR_INIT;
	tfe_status status = tfe__file_open(file, log->path, false, allocator, &own);
	if (!status) {
		tfe__file_share_points(file, &log->points, NULL);
		return TFE_OK;
	}
	if (status != TFE_E_NOMEM)
		status = own.status = TFE_E_IO;
	tfe__result_copy(error, &own, sizeof own);
	return status;
}

tfe_status tfe__entry_read(const tfe_view *view, uint64_t i, tfe__consume_record *consume,
			   void *context, tfe_error *error)
{
	struct tfe_run *run = view->series->shared->run;
	struct tfe__wanted w;
	struct tfe__file file;
	struct tfe__record record;
	if (!find_wanted(view, i, &w))
		return tfe__entry_dropped(error);
	struct tfe__log *log = tfe__list_at(&run->logs, w.location.file);
	w.path = log->path;
	tfe_status status = open_file(&file, log, &run->store->allocator, error);
	if (status)
		return status;
	tfe__file_set_record_limit(&file, run->store->budget.large_record_bytes);
	status = tfe__file_read_at(&file, w.location.offset, &record, error);
	if (status == TFE_E_LIMIT)
		tfe__error(error, status, 0, log->path, (int64_t)w.location.offset,
			   "the record is larger than the memory limit");
	else if (status == TFE_E_DAMAGED)
		status = report_changed(&w, error);
	else if (!status)
		status = consume(context, &w, &record, error);
	tfe__file_close(&file);
	return status;
}
