/* read/column: a new column that shares the first chunks of another one. */
#include "read/column/rebuild.h"

void tfe__rebuild_note_steps(struct tfe__column_writer *w, const struct tfe__node *node)
{
	bool first = w->step_max == INT64_MIN;
	w->encoder.moved |=
		node->step_min != node->step_max || (!first && node->step_max != w->step_max);
	w->step_max = node->step_max > w->step_max ? node->step_max : w->step_max;
}

/* The first chunks of another column become those of *w. */
static tfe_status share(struct tfe__column_writer *w, const struct tfe__column_memory *memory,
			const struct tfe__span *s, size_t chunks)
{
	struct tfe__index *index = tfe__index_new(memory->arena, s->index->capacity);
	if (!index)
		return TFE_E_NOMEM;
	tfe__index_copy(index, s->index, chunks);
	uint64_t count = 0;
	for (size_t c = 0; c < chunks; c++) {
		const struct tfe__chunk *chunk = s->index->chunks[c];
		count += chunk->entries;
		tfe__rebuild_note_steps(w, chunk->node);
	}
	atomic_store_explicit(&w->column->index, index, memory_order_relaxed);
	atomic_store_explicit(&w->column->chunks, chunks, memory_order_relaxed);
	atomic_store_explicit(&w->column->count, count, memory_order_relaxed);
	return TFE_OK;
}

tfe_status tfe__rebuild_begin(struct tfe__column_writer *rest, struct tfe__column_writer *w,
			      const struct tfe__column_memory *memory, const struct tfe__span *s,
			      size_t chunks)
{
	/* The new column begins with a chunk of its own, so the last chunk of the old column is
	 * sealed and can be dropped. */
	tfe_status status = tfe__column_seal(w, memory);
	if (status)
		return status;
	struct tfe__column *column = tfe__arena_alloc(memory->arena, sizeof *column);
	if (!column)
		return TFE_E_NOMEM;
	tfe__column_init(column);
	tfe__column_writer_init(rest, column, (enum tfe__value_type)w->encoder.value_type);
	return share(rest, memory, s, chunks);
}

tfe_status tfe__rebuild_add(struct tfe__column_writer *rest,
			    const struct tfe__column_memory *memory, const struct tfe__chunk *chunk,
			    uint32_t i, int64_t step, double wall_time)
{
	struct tfe__entry entry = {.step = step, .wall_time = wall_time};
	struct tfe__digest digest;
	if (tfe__chunk_is_scalar(chunk))
		tfe__chunk_get_scalar(chunk, i, &entry);
	else if (tfe__chunk_has_digests(chunk))
		digest = tfe__chunk_digest(chunk, i), entry.digest = &digest;
	else
		entry.place = tfe__chunk_place(chunk, i);
	return tfe__column_add(rest, memory, &entry);
}

tfe_status tfe__rebuild_end(struct tfe__column_writer *w, const struct tfe__column_writer *rest,
			    const struct tfe__column_memory *memory,
			    struct tfe__column_before before)
{
	struct tfe__column_before *kept = tfe__arena_alloc(memory->arena, sizeof *kept);
	if (!kept)
		return TFE_E_NOMEM;
	*kept = before;
	kept->column = w->column;
	rest->column->before = kept;
	*w = *rest;
	return TFE_OK;
}
