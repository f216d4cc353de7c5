/* read: entries that are no scalars, read from their files when they are asked for. */
#include "read/entry.h"

#include <string.h>

#include "base/error.h"
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

static tfe_status changed(const struct tfe__wanted *w, tfe_error *error)
{
	return tfe__error(error, TFE_E_DAMAGED, 0, w->path, (int64_t)w->place.offset,
			  "what was there is not there any more: the file was changed");
}

tfe_status tfe__entry_value(const struct tfe__wanted *w, const uint8_t *data, size_t size,
			    struct tfe__arena *arena, tfe_value *value, tfe_error *error)
{
	tfe_event event;
	if (tfe__validate_event(data, size))
		return changed(w, error);
	tfe_status status = tfe__event_decode(arena, data, size, &event);
	for (uint32_t i = 0; i <= w->place.nth && !status; i++)
		status = tfe_event_next(&event, value);
	if (status == TFE_E_NOMEM)
		return no_memory(error);
	return !status && is_wanted(w, &event, value) ? TFE_OK : changed(w, error);
}

/* What goes through the entries, and the file that the last one was read from. */
struct source {
	const tfe_allocator *allocator;
	struct tfe__log *log; /* NULL: none */
	struct tfe__file file;
	tfe__take *take;
	void *context;
	tfe_error *error;
};

static void close_source(struct source *s)
{
	if (s->log)
		tfe__file_close(&s->file);
	s->log = NULL;
}

static tfe_status open_source(struct source *s, struct tfe__log *log)
{
	if (s->log == log)
		return TFE_OK;
	close_source(s);
	tfe_status status = tfe__file_open(&s->file, log->path, false, s->allocator, s->error);
	if (status && status != TFE_E_NOMEM) {
		if (s->error)
			s->error->status = TFE_E_IO;
		return TFE_E_IO;
	}
	if (status)
		return status;
	tfe__file_share_points(&s->file, &log->points, NULL);
	s->log = log;
	return TFE_OK;
}

static tfe_status read_wanted(struct source *s, struct tfe__wanted *w)
{
	struct tfe__log *log = tfe__list_at(&w->series->shared->run->logs, w->place.file);
	struct tfe__record record;
	w->path = log->path;
	tfe_status status = open_source(s, log);
	if (!status)
		status = tfe__file_read_at(&s->file, w->place.offset, &record, s->error);
	if (status == TFE_E_DAMAGED)
		return changed(w, s->error);
	return status ? status : s->take(s->context, w, &record, s->error);
}

/* Those of chunk number `at`, from entry number `from` of it on. */
static tfe_status read_chunk(struct source *s, const tfe_series *series,
			     const struct tfe__span *span, size_t at, uint32_t from, size_t n,
			     size_t *read)
{
	const struct tfe__chunk *chunk = span->index->chunks[at];
	int64_t steps[TFE__CHUNK_ENTRIES_MAX];
	struct tfe__place places[TFE__CHUNK_ENTRIES_MAX];
	uint32_t entries = tfe__span_entries(span, at);
	uint32_t to = n < entries - from ? from + (uint32_t)n : entries;
	unsigned turn = tfe__readers_enter(series->shared->readers);
	bool held = tfe__chunk_is_held(chunk);
	if (held) {
		tfe__chunk_decode(chunk, to, at < span->whole, steps, NULL);
		for (uint32_t i = from; i < to; i++)
			places[i] = tfe__chunk_place(chunk, i);
	}
	tfe__readers_leave(series->shared->readers, turn);
	if (!held)
		return tfe__error(s->error, TFE_E_LIMIT, 0, NULL, -1,
				  "the memory budget had no room for where it lies");
	for (uint32_t i = from; i < to; i++) {
		struct tfe__wanted w = {series, places[i], steps[i], NULL};
		tfe_status status = read_wanted(s, &w);
		if (status)
			return status;
		++*read;
	}
	return TFE_OK;
}

tfe_status tfe__entries_read(const tfe_view *view, uint64_t first, size_t n, tfe__take *take,
			     void *context, size_t *read, tfe_error *error)
{
	const tfe_series *series = view->series;
	struct source source = {.allocator = &series->shared->run->logdir->allocator,
				.take = take,
				.context = context,
				.error = error};
	struct tfe__span span = tfe__column_span(view->version, view->count);
	tfe_status status = TFE_OK;
	*read = 0;
	for (size_t at = tfe__span_find(&span, first); at <= span.whole && *read < n && !status;
	     at++) {
		uint64_t next = first + *read - span.index->chunks[at]->first;
		status = read_chunk(&source, series, &span, at, (uint32_t)next, n - *read, read);
	}
	close_source(&source);
	return status;
}
