/* read/column: removes the entries of a column that a restart superseded, by copying the rest. */
#include <math.h>

#include "read/column/rebuild.h"

static bool is_superseded(int64_t entry_step, uint64_t i, int64_t step, uint64_t mark)
{
	return i < mark && entry_step >= step;
}

static bool has_superseded(const struct tfe__chunk *chunk, uint32_t entries, int64_t step,
			   uint64_t mark)
{
	int64_t steps[TFE__CHUNK_ENTRIES_MAX];
	tfe__chunk_decode(chunk, entries, false, steps, NULL);
	for (uint32_t i = 0; i < entries; i++)
		if (is_superseded(steps[i], chunk->first + i, step, mark))
			return true;
	return false;
}

/* The first chunk with an entry to remove; the number of chunks if there is none. */
static size_t first_touched(const struct tfe__span *s, int64_t step, uint64_t mark)
{
	for (size_t c = 0; c <= s->whole; c++) {
		const struct tfe__chunk *chunk = s->index->chunks[c];
		if (chunk->first >= mark)
			break;
		if (c < s->whole && chunk->node->step_max < step)
			continue;
		if (!tfe__span_is_resident(s, c))
			return c;
		if (has_superseded(chunk, tfe__span_entries(s, c), step, mark))
			return c;
	}
	return s->whole + 1;
}

uint32_t tfe__chunk_kept(const struct tfe__chunk *chunk, int64_t step, uint64_t mark)
{
	const struct tfe__node *node = chunk->node;
	uint32_t n = chunk->entries, before = n;
	if (chunk->first >= mark || node->step_max < step)
		return n;
	if (chunk->first + n > mark)
		before = (uint32_t)(mark - chunk->first);
	if (node->step_min >= step)
		return n - before;
	double share = ((double)step - (double)node->step_min) /
		       ((double)node->step_max - (double)node->step_min);
	uint32_t kept = (uint32_t)ceil(share * (n - 1));
	uint32_t removed = n - kept < before ? n - kept : before;
	return n - removed;
}

/* An estimate of the node of the `kept` entries that remain in a dropped chunk. */
static struct tfe__node node_of_kept(const struct tfe__chunk *chunk, uint32_t kept, int64_t step,
				     uint64_t mark)
{
	struct tfe__node node = *chunk->node;
	uint32_t n = chunk->entries;
	if (kept == n)
		return node;
	uint64_t *counts[] = {&node.nan_walls, &node.nan, &node.posinf, &node.neginf};
	node.entries = node.finite = kept;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		*counts[i] = *counts[i] * kept / n;
		if (i)
			node.finite -= *counts[i];
	}
	node.sum *= (double)kept / n;
	if (chunk->first + n <= mark && node.step_max >= step)
		node.step_max = step - 1;
	return node;
}

/* Appends the remaining entries of a dropped chunk. */
static tfe_status keep_rest_of_dropped(struct tfe__column_writer *w,
				       const struct tfe__column_memory *memory,
				       const struct tfe__chunk *from, int64_t step, uint64_t mark)
{
	uint32_t kept = tfe__chunk_kept(from, step, mark);
	if (!kept)
		return TFE_OK;
	size_t chunks = atomic_load_explicit(&w->column->chunks, memory_order_relaxed);
	tfe_status status = tfe__column_seal(w, memory);
	struct tfe__index *index =
		tfe__index_for(atomic_load_explicit(&w->column->index, memory_order_relaxed),
			       memory->arena, chunks);
	struct tfe__chunk *chunk = tfe__arena_alloc(memory->arena, sizeof *chunk);
	struct tfe__node *node = tfe__arena_alloc(memory->arena, sizeof *node);
	if (status || !index || !chunk || !node)
		return TFE_E_NOMEM;
	*node = node_of_kept(from, kept, step, mark);
	uint64_t count = tfe__column_written(w);
	/* While the state of `from` is DROPPED, another thread may be writing the steps of its
	 * extremes into the deltas. */
	uint8_t state = atomic_load(&from->state);
	bool remembers = state == TFE__CHUNK_EXTREMES_ONLY;
	*chunk = (struct tfe__chunk){.first = count,
				     .step = from->step,
				     .step_delta = remembers ? from->step_delta : 0,
				     .wall_bits = from->wall_bits,
				     .wall_delta = remembers ? from->wall_delta : 0,
				     .node = node,
				     .entries = (uint16_t)kept,
				     .ascending = from->ascending,
				     .value_type = from->value_type,
				     .state = state};
	index->chunks[chunks] = chunk;
	tfe__index_complete(index, chunks);
	tfe__rebuild_note_steps(w, node);
	atomic_store_explicit(&w->column->index, index, memory_order_relaxed);
	atomic_store_explicit(&w->column->chunks, chunks + 1, memory_order_relaxed);
	atomic_store_explicit(&w->column->count, count + kept, memory_order_relaxed);
	return TFE_OK;
}

/* Appends the remaining entries of chunk number c. */
static tfe_status keep_rest(struct tfe__column_writer *w, const struct tfe__column_memory *memory,
			    const struct tfe__span *s, size_t c, int64_t step, uint64_t mark)
{
	const struct tfe__chunk *chunk = s->index->chunks[c];
	if (!tfe__span_is_resident(s, c))
		return keep_rest_of_dropped(w, memory, chunk, step, mark);
	uint32_t entries = tfe__span_entries(s, c);
	int64_t steps[TFE__CHUNK_ENTRIES_MAX];
	double wall_times[TFE__CHUNK_ENTRIES_MAX];
	tfe__chunk_decode(chunk, entries, false, steps, wall_times);
	for (uint32_t i = 0; i < entries; i++) {
		if (is_superseded(steps[i], chunk->first + i, step, mark))
			continue;
		tfe_status status = tfe__rebuild_add(w, memory, chunk, i, steps[i], wall_times[i]);
		if (status)
			return status;
	}
	return TFE_OK;
}

/* Adds a restart to those of a column, which is replaced. */
static tfe_status add_restart(struct tfe__column_before *before, const struct tfe__column *replaced,
			      const struct tfe__column_memory *memory, int64_t step, uint64_t mark,
			      uint64_t superseded)
{
	struct tfe__column_restart *restart = tfe__arena_alloc(memory->arena, sizeof *restart);
	if (!restart)
		return TFE_E_NOMEM;
	*restart = (struct tfe__column_restart){replaced, step, mark, superseded};
	before->restarts = restart;
	before->superseded += superseded;
	return TFE_OK;
}

tfe_status tfe__column_supersede(struct tfe__column_writer *w,
				 const struct tfe__column_memory *memory, int64_t step,
				 uint64_t mark, uint64_t *removed)
{
	*removed = 0;
	uint64_t count = tfe__column_written(w);
	if (!count || tfe__column_step_max(w) < step)
		return TFE_OK;
	struct tfe__span s = tfe__column_span(w->column, count);
	size_t touched = first_touched(&s, step, mark);
	if (touched > s.whole)
		return TFE_OK;
	/* Remaining entries are stored even if the budget is full. */
	const struct tfe__column_memory kept = {memory->arena, memory->pool, NULL};
	struct tfe__column_writer rest;
	tfe_status status = tfe__rebuild_begin(&rest, w, &kept, &s, touched);
	if (status)
		return status;
	for (size_t c = touched; !status && c <= s.whole; c++)
		status = keep_rest(&rest, &kept, &s, c, step, mark);
	uint64_t gone = count - tfe__column_written(&rest);
	struct tfe__column_before before = tfe__column_before(w->column);
	if (!status && gone)
		status = add_restart(&before, w->column, memory, step, mark, gone);
	if (!status && gone)
		status = tfe__rebuild_end(w, &rest, memory, before);
	if (status || !gone)
		tfe__column_writer_release(&rest, memory);
	*removed = status ? 0 : gone;
	return status;
}
