/* read: histograms, read from their files when they are asked for. */
#include <string.h>

#include "read/rows.h"
#include "read/store.h"
#include "wire/event.h"
#include "wire/validate.h"

/* --- files --------------------------------------------------------------------------------------------- */

/* Where an entry that is no scalar lies, and what its event must say. */
struct wanted {
	const tfe_series *series;
	struct tfe__place place;
	int64_t step;
};

static bool is_wanted(const struct wanted *w, const tfe_event *event, const tfe_value *value)
{
	tfe_bytes tag = value->tag.size ? value->tag : value->node_name;
	return event->step == w->step && tag.size == w->series->tag_length &&
	       (!tag.size || !memcmp(tag.data, w->series->tag, tag.size));
}

/* Finds the value in a record and fills the histogram from it. */
static tfe_status fill_from(const struct wanted *w, const struct tfe__record *record,
			    struct tfe__arena *arena, tfe_histogram *h)
{
	tfe_event event;
	tfe_value value;
	if (tfe__validate_event(record->data, record->size))
		return TFE_E_DAMAGED;
	tfe_status status = tfe__event_decode(arena, record->data, record->size, &event);
	for (uint32_t i = 0; i <= w->place.nth && !status; i++)
		status = tfe_event_next(&event, &value);
	if (status)
		return status == TFE_E_NOMEM ? status : TFE_E_DAMAGED;
	return is_wanted(w, &event, &value) ? tfe__histogram_fill(h, &value) : TFE_E_DAMAGED;
}

/* The file that entries were last read from. */
struct source {
	const tfe_allocator *allocator;
	struct tfe__log *log; /* NULL: none */
	struct tfe__file file;
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
	tfe_status status = tfe__file_open(&s->file, log->path, false, s->allocator, NULL);
	if (status)
		return status == TFE_E_NOMEM ? status : TFE_E_IO;
	tfe__file_share_points(&s->file, &log->points, false);
	s->log = log;
	return TFE_OK;
}

static tfe_status read_wanted(struct source *s, const struct wanted *w, tfe_histogram *h)
{
	tfe_status status = open_source(s, tfe__list_at(&w->series->run->logs, w->place.file));
	if (status)
		return status;
	struct tfe__record record;
	struct tfe__arena arena;
	tfe__arena_init(&arena, s->allocator, 0);
	status = tfe__file_read_at(&s->file, w->place.offset, &record, NULL);
	if (!status)
		status = fill_from(w, &record, &arena, h);
	tfe__arena_release(&arena);
	return status;
}

/* Those of chunk number `at`, from entry number `from` of it on. */
static tfe_status read_chunk(struct source *s, const tfe_series *series,
			     const struct tfe__span *span, size_t at, uint32_t from,
			     tfe_histogram *h, size_t n, size_t *read)
{
	const struct tfe__chunk *chunk = span->index->chunks[at];
	int64_t steps[TFE__CHUNK_ENTRIES_MAX];
	struct tfe__place places[TFE__CHUNK_ENTRIES_MAX];
	uint32_t entries = tfe__span_entries(span, at);
	uint32_t to = n < entries - from ? from + (uint32_t)n : entries;
	unsigned turn = tfe__readers_enter(series->readers);
	bool held = tfe__chunk_is_held(chunk);
	if (held) {
		tfe__chunk_decode(chunk, to, at < span->whole, steps, NULL);
		for (uint32_t i = from; i < to; i++)
			places[i] = tfe__chunk_place(chunk, i);
	}
	tfe__readers_leave(series->readers, turn);
	if (!held)
		return TFE_E_LIMIT;
	for (uint32_t i = from; i < to; i++) {
		struct wanted w = {series, places[i], steps[i]};
		tfe_status status = read_wanted(s, &w, &h[*read]);
		if (status)
			return status;
		++*read;
	}
	return TFE_OK;
}

tfe_status tfe_view_histograms(const tfe_view *view, uint64_t first, tfe_histogram *h, size_t n,
			       size_t *read)
{
	const tfe_series *series = view->series;
	*read = 0;
	if (series->kind != TFE_KIND_HISTOGRAM)
		return TFE_E_ARG;
	if (first >= view->count)
		return TFE_OK;
	struct source source = {.allocator = &series->run->logdir->allocator};
	struct tfe__span span = tfe__column_span(view->version, view->count);
	tfe_status status = TFE_OK;
	for (size_t at = tfe__span_find(&span, first); at <= span.whole && *read < n && !status;
	     at++) {
		uint64_t next = first + *read - span.index->chunks[at]->first;
		status = read_chunk(&source, series, &span, at, (uint32_t)next, h, n - *read, read);
	}
	close_source(&source);
	return status;
}

tfe_status tfe_view_histogram(const tfe_view *view, uint64_t i, tfe_histogram *h)
{
	size_t read;
	if (i >= view->count)
		return TFE_E_ARG;
	return tfe_view_histograms(view, i, h, 1, &read);
}
