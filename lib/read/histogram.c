/* read: histograms, read from their files when they are asked for. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "read/store.h"
#include "summary/histogram.h"
#include "wire/event.h"
#include "wire/validate.h"

/* --- rows ---------------------------------------------------------------------------------------------- */

/* Takes rows (owned from now on), and drops empty ones at both ends. TFE_E_DAMAGED when they do not ascend. */
static tfe_status set_rows(tfe_histogram *h, tfe_bucket *row, size_t n)
{
	size_t first = 0;
	tfe__free(&h->allocator, h->row);
	h->row = row;
	while (n > first && !(row[n - 1].count > 0))
		n--;
	while (first < n && !(row[first].count > 0))
		first++;
	h->rows = n - first;
	if (h->rows)
		memmove(row, row + first, h->rows * sizeof *row);
	for (size_t i = 0; i < h->rows; i++) {
		bool ascends =
			row[i].left <= row[i].right && (!i || row[i - 1].right <= row[i].left);
		if (!ascends || !(row[i].count >= 0) || !isfinite(row[i].left) ||
		    !isfinite(row[i].right) || !isfinite(row[i].count)) {
			h->rows = 0;
			return TFE_E_DAMAGED;
		}
	}
	return TFE_OK;
}

/* As TensorBoard turns them: each bucket begins where the one before ends; the first that is not empty begins at the least
 * value and the last ends at the greatest (tensorboard/data_compat.py, _migrate_histogram_value). */
static tfe_status from_buckets(tfe_histogram *h, const tfe_value *v)
{
	size_t n = v->buckets.count < v->bucket_limits.count ? v->buckets.count
							     : v->bucket_limits.count;
	tfe_bucket *row = tfe__alloc_zeroed(&h->allocator, n ? n : 1, sizeof *row);
	if (!row)
		return TFE_E_NOMEM;
	size_t first = n, last = 0;
	for (size_t i = 0; i < n; i++) {
		row[i].right = tfe_doubles_at(&v->bucket_limits, i);
		row[i].left = i ? row[i - 1].right : row[i].right;
		row[i].count = tfe_doubles_at(&v->buckets, i);
		if (row[i].count > 0) {
			first = first < i ? first : i;
			last = i;
		}
	}
	if (first < n && v->min <= row[first].right)
		row[first].left = v->min;
	if (first < n && v->max >= row[last].left)
		row[last].right = v->max;
	tfe_status status = set_rows(h, row, n);
	h->min = v->min;
	h->max = v->max;
	h->num = v->num;
	h->sum = v->sum;
	h->sum_squares = v->sum_squares;
	h->exact = true;
	h->nonfinite = !isfinite(h->min) || !isfinite(h->max) || !isfinite(h->sum) ||
		       !isfinite(h->sum_squares);
	return status;
}

/* A tensor with a row of left edge, right edge and count for each bucket. */
static tfe_status from_tensor(tfe_histogram *h, const tfe_tensor *tensor)
{
	size_t n = (size_t)(tensor->count / 3);
	double(*rows)[3] = tfe__alloc_zeroed(&h->allocator, n ? n : 1, sizeof *rows);
	if (!rows)
		return TFE_E_NOMEM;
	tfe_elements elements;
	tfe_number number;
	tfe_elements_init(&elements, tensor);
	for (size_t i = 0; i < 3 * n && tfe_elements_next(&elements, &number); i++)
		rows[i / 3][i % 3] = number.value;
	tfe_status status = tfe__histogram_from_rows(h, (const double(*)[3])rows, n);
	tfe__free(&h->allocator, rows);
	return status;
}

static tfe_status fill(tfe_histogram *h, const tfe_value *v)
{
	tfe__free(&h->allocator, h->row);
	*h = (tfe_histogram){.allocator = h->allocator};
	/* TensorFlow 1 names the plugin with the first value only, so the kind may be any tensor. */
	if (v->kind == TFE_KIND_HISTOGRAM && v->tensor.dtype == TFE_INVALID)
		return from_buckets(h, v);
	if (v->tensor.bad || v->tensor.rank != 2 || v->tensor.dims[1] != 3)
		return TFE_E_DAMAGED;
	return from_tensor(h, &v->tensor);
}

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
	return is_wanted(w, &event, &value) ? fill(h, &value) : TFE_E_DAMAGED;
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
