/* read/column: orders the entries of a column by step, where several files were written at the same
 * time. */
#include "read/column/reorder.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "read/column/rebuild.h"

/* An entry to be ordered: chunk number `chunk` of the old column has it at number `at`. */
struct item {
	int64_t step;
	double wall_time;
	double value;    /* of a histogram the mean; 0 for other kinds */
	uint64_t offset; /* of its record; 0 for scalars and histograms */
	uint32_t file, identity;
	uint32_t chunk, at;
};

struct items {
	struct item *item;
	size_t n;
	bool scalar, blobs; /* their kind */
};

static int order_of(double a, double b)
{
	if (a != b && !(a != a && b != b))
		return a != a ? 1 : b != b ? -1 : a > b ? 1 : -1;
	uint64_t x = tfe__bits_of(a), y = tfe__bits_of(b);
	return (x > y) - (x < y);
}

/* The order of points that differ. */
static int by_step(const struct item *x, const struct item *y)
{
	if (x->step != y->step)
		return x->step > y->step ? 1 : -1;
	int order = order_of(x->wall_time, y->wall_time);
	order = order ? order : order_of(x->value, y->value);
	if (!order && x->offset != y->offset)
		order = x->offset > y->offset ? 1 : -1;
	return order ? order : (x->identity > y->identity) - (x->identity < y->identity);
}

static int by_item(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int order = by_step(x, y);
	if (!order && x->file != y->file)
		order = x->file > y->file ? 1 : -1;
	if (!order && x->chunk != y->chunk)
		order = x->chunk > y->chunk ? 1 : -1;
	return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* Scalars do not record their file. A histogram that its file has twice is kept; whether two blobs
 * are equal is not known. */
static bool is_repeated(const struct items *items, const struct item *first,
			const struct item *item)
{
	return !items->blobs && !by_step(first, item) &&
	       (items->scalar || first->file != item->file);
}

static void fill_item(struct item *item, const struct tfe__chunk *chunk)
{
	if (tfe__chunk_is_scalar(chunk)) {
		struct tfe__entry entry;
		tfe__chunk_get_scalar(chunk, item->at, &entry);
		item->value = entry.value;
		item->identity = (uint16_t)entry.rest;
		return;
	}
	struct tfe__location place = tfe__chunk_place(chunk, item->at);
	item->file = place.file;
	if (tfe__chunk_has_digests(chunk)) {
		struct tfe__digest digest = tfe__chunk_digest(chunk, item->at);
		item->value = digest.mean;
		item->identity = digest.fingerprint;
	} else {
		item->offset = place.offset;
		item->identity = place.nth;
	}
}

/* The chunk of the first entry that may move: none before it has a step as late as that of an entry
 * to be inserted. */
static size_t first_touched(const struct tfe__span *s, const struct tfe__reorder *r)
{
	int64_t steps[TFE__CHUNK_ENTRIES_MAX], least = INT64_MAX;
	size_t c = tfe__span_find(s, r->ordered);
	for (size_t k = c; k <= s->whole && s->index->chunks[k]->first < r->to; k++) {
		const struct tfe__chunk *chunk = s->index->chunks[k];
		uint32_t n = tfe__span_entries(s, k);
		if (!tfe__span_is_resident(s, k))
			return c;
		tfe__chunk_decode(chunk, n, false, steps, NULL);
		for (uint32_t i = 0; i < n; i++)
			if (chunk->first + i >= r->ordered && steps[i] < least)
				least = steps[i];
	}
	size_t first = tfe__span_find(s, r->from);
	while (c > first && s->index->chunks[c - 1]->node->step_max >= least)
		c--;
	return c;
}

/* Collects the entries from chunk number c on. */
static tfe_status collect(const struct tfe__span *s, size_t c, const struct tfe__reorder *r,
			  struct items *items)
{
	int64_t steps[TFE__CHUNK_ENTRIES_MAX];
	double wall_times[TFE__CHUNK_ENTRIES_MAX];
	for (; c <= s->whole && s->index->chunks[c]->first < r->to; c++) {
		const struct tfe__chunk *chunk = s->index->chunks[c];
		uint32_t n = tfe__span_entries(s, c);
		if (!tfe__span_is_resident(s, c))
			return TFE_E_LIMIT;
		items->scalar = tfe__chunk_is_scalar(chunk);
		items->blobs = !items->scalar && !tfe__chunk_has_digests(chunk);
		tfe__chunk_decode(chunk, n, false, steps, wall_times);
		for (uint32_t i = 0; i < n; i++) {
			uint64_t entry = chunk->first + i;
			if (entry < r->from || entry >= r->to)
				continue;
			struct item *item = &items->item[items->n++];
			*item = (struct item){.step = steps[i],
					      .wall_time = wall_times[i],
					      .chunk = (uint32_t)c,
					      .at = i};
			fill_item(item, chunk);
		}
	}
	return TFE_OK;
}

/* Sorts the items, and removes those that are repeated. Returns whether anything changed. */
static bool sort(struct items *items, struct tfe__reorder *r)
{
	bool changes = false;
	size_t kept = 0;
	for (size_t i = 1; i < items->n && !changes; i++)
		changes = by_item(&items->item[i - 1], &items->item[i]) > 0;
	if (changes)
		qsort(items->item, items->n, sizeof *items->item, by_item);
	for (size_t i = 0; i < items->n; i++) {
		if (kept && is_repeated(items, &items->item[kept - 1], &items->item[i]))
			continue;
		r->same_steps += kept && items->item[kept - 1].step == items->item[i].step;
		items->item[kept++] = items->item[i];
	}
	r->repeated = items->n - kept;
	items->n = kept;
	return changes || r->repeated;
}

/* Appends the entries of chunk number c that are not to be ordered: those before number `from`, or
 * those from `to` on. */
static tfe_status copy_outside(struct tfe__column_writer *rest,
			       const struct tfe__column_memory *memory, const struct tfe__span *s,
			       size_t c, uint64_t from, uint64_t to)
{
	int64_t steps[TFE__CHUNK_ENTRIES_MAX];
	double wall_times[TFE__CHUNK_ENTRIES_MAX];
	const struct tfe__chunk *chunk = s->index->chunks[c];
	uint32_t n = tfe__span_entries(s, c);
	if (!tfe__span_is_resident(s, c))
		return TFE_E_LIMIT;
	tfe__chunk_decode(chunk, n, false, steps, wall_times);
	tfe_status status = TFE_OK;
	for (uint32_t i = 0; i < n && !status; i++)
		if (chunk->first + i < from || chunk->first + i >= to)
			status = tfe__rebuild_add(rest, memory, chunk, i, steps[i], wall_times[i]);
	return status;
}

static tfe_status append(struct tfe__column_writer *rest, const struct tfe__column_memory *memory,
			 const struct tfe__span *s, size_t c, const struct items *items,
			 const struct tfe__reorder *r)
{
	tfe_status status = copy_outside(rest, memory, s, c, r->from, UINT64_MAX);
	for (size_t i = 0; i < items->n && !status; i++) {
		const struct item *item = &items->item[i];
		status = tfe__rebuild_add(rest, memory, s->index->chunks[item->chunk], item->at,
					  item->step, item->wall_time);
	}
	for (size_t k = c; k <= s->whole && r->to < s->count && !status; k++)
		if (s->index->chunks[k]->first + tfe__span_entries(s, k) > r->to)
			status = copy_outside(rest, memory, s, k, 0, r->to);
	return status;
}

static tfe_status replace(struct tfe__column_writer *w, const struct tfe__column_memory *memory,
			  const struct tfe__span *s, size_t c, const struct items *items,
			  struct tfe__reorder *r)
{
	/* Entries that were stored before are stored even if the budget is full. */
	const struct tfe__column_memory kept = {memory->arena, memory->pool, NULL};
	struct tfe__column_writer rest;
	tfe_status status = tfe__rebuild_begin(&rest, w, &kept, s, c);
	if (status)
		return status;
	struct tfe__column_before before = tfe__column_before(w->column);
	before.repeated += r->repeated;
	before.several |= r->same_steps > 0;
	before.ordered = true;
	status = append(&rest, &kept, s, c, items, r);
	if (!status)
		status = tfe__rebuild_end(w, &rest, memory, before);
	if (status)
		tfe__column_writer_release(&rest, memory);
	r->replaced = !status;
	return status;
}

tfe_status tfe__column_reorder(struct tfe__column_writer *w,
			       const struct tfe__column_memory *memory,
			       const tfe_allocator *allocator, size_t items_max,
			       struct tfe__reorder *r)
{
	struct tfe__span s = tfe__column_span(w->column, tfe__column_written(w));
	struct items items = {0};
	r->to = r->to < s.count ? r->to : s.count;
	r->replaced = false;
	if (r->ordered >= r->to)
		return TFE_OK;
	size_t c = first_touched(&s, r), bytes;
	uint64_t begin = s.index->chunks[c]->first;
	uint64_t n = r->to - (begin > r->from ? begin : r->from);
	if (tfe__mul_overflows((size_t)n, sizeof *items.item, &bytes) || bytes > items_max)
		return TFE_E_LIMIT;
	r->first_chunk = c;
	items.item = tfe__alloc(allocator, bytes);
	tfe_status status = items.item ? collect(&s, c, r, &items) : TFE_E_NOMEM;
	bool changes = !status && sort(&items, r);
	changes |= !status && r->same_steps && !tfe__column_before(w->column).several;
	if (changes)
		status = replace(w, memory, &s, c, &items, r);
	tfe__free(allocator, items.item);
	return status;
}
