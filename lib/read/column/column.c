/* read/column: columns: appending entries to the chunks of a series, and spans for reading them. */
#include "read/column/column.h"

/* The first chunk holds a series of ten entries in little memory; later chunks are as large as all
 * before them, up to a limit. */
enum { CHUNK_BYTES_FIRST = 144, CHUNK_BYTES_MIN = 256 };

/* A new chunk holds its first entry, which is stored without code. */
static_assert(CHUNK_BYTES_FIRST >= sizeof(struct tfe__chunk) + sizeof(struct tfe__location),
	      "the first chunk of a series has room for an entry");
static_assert(CHUNK_BYTES_MIN >= sizeof(struct tfe__chunk) + sizeof(struct tfe__digest),
	      "every other chunk has room for an entry of any type");

/* The data of chunks of at least this size can be dropped. */
enum { DROP_BYTES_MIN = 512 };

void tfe__column_init(struct tfe__column *column)
{
	column->before = NULL;
	atomic_init(&column->count, 0);
	atomic_init(&column->chunks, 0);
	atomic_init(&column->index, NULL);
	atomic_init(&column->smoothing, NULL);
}

void tfe__column_writer_init(struct tfe__column_writer *w, struct tfe__column *column,
			     enum tfe__value_type type)
{
	*w = (struct tfe__column_writer){
		.encoder.value_type = (uint8_t)type, .column = column, .step_max = INT64_MIN};
}

void tfe__column_writer_release(struct tfe__column_writer *w,
				const struct tfe__column_memory *memory)
{
	struct tfe__chunk *chunk = w->encoder.chunk;
	if (chunk && tfe__chunk_owns_data(chunk))
		tfe__pool_free_data(memory->pool, chunk);
	w->encoder.chunk = NULL;
}

int64_t tfe__column_step_max(const struct tfe__column_writer *w)
{
	int64_t last = (int64_t)w->encoder.step;
	return w->encoder.started && last > w->step_max ? last : w->step_max;
}

static size_t next_chunk_bytes(const struct tfe__column_writer *w)
{
	size_t bytes = CHUNK_BYTES_MIN;
	uint64_t count = tfe__column_written(w);
	if (!count && w->encoder.value_type != TFE__VALUE_TYPE_DIGEST)
		return CHUNK_BYTES_FIRST;
	while (bytes < TFE__CHUNK_BYTES_MAX && bytes / 8 < count)
		bytes *= 2;
	return bytes;
}

/* Allocates a chunk of `bytes` bytes, header included. */
static struct tfe__chunk *chunk_new(const struct tfe__column_memory *memory, size_t bytes,
				    uint8_t **data)
{
	const size_t header = sizeof(struct tfe__chunk);
	bool apart = memory->pool && bytes >= DROP_BYTES_MIN;
	struct tfe__chunk *chunk = tfe__arena_alloc(memory->arena, apart ? header : bytes);
	if (!chunk)
		return NULL;
	*data = apart ? tfe__pool_data(memory->pool, bytes - header) : (uint8_t *)(chunk + 1);
	return *data ? chunk : NULL;
}

/* Allocates everything that sealing the growing chunk needs; *node is NULL if there is no such
 * chunk. */
static tfe_status prepare_seal(const struct tfe__column_writer *w,
			       const struct tfe__column_memory *memory, struct tfe__node **node)
{
	const struct tfe__chunk *chunk = w->encoder.chunk;
	*node = NULL;
	if (!chunk)
		return TFE_OK;
	if (tfe__chunk_owns_data(chunk) && tfe__pool_reserve(memory->pool))
		return TFE_E_NOMEM;
	*node = tfe__arena_alloc(memory->arena, sizeof **node);
	return *node ? TFE_OK : TFE_E_NOMEM;
}

/* Seals the growing chunk. `index` is the index of the column, or the longer copy that replaces
 * it. */
static void seal(struct tfe__column_writer *w, const struct tfe__column_memory *memory,
		 struct tfe__node *node, struct tfe__index *index)
{
	struct tfe__chunk *chunk = w->encoder.chunk;
	size_t chunks = atomic_load_explicit(&w->column->chunks, memory_order_relaxed);
	tfe__encoder_seal(&w->encoder, (uint32_t)(tfe__column_written(w) - chunk->first), node);
	tfe__index_complete(index, chunks - 1);
	if (tfe__chunk_owns_data(chunk))
		tfe__pool_add(memory->pool, chunk);
}

tfe_status tfe__column_seal(struct tfe__column_writer *w, const struct tfe__column_memory *memory)
{
	struct tfe__node *node;
	tfe_status status = prepare_seal(w, memory, &node);
	if (node)
		seal(w, memory, node,
		     atomic_load_explicit(&w->column->index, memory_order_relaxed));
	return status;
}

/* Begins another chunk with an entry that does not fit into the last one, or whose value does not
 * fit its storage type. */
static tfe_status add_to_next(struct tfe__column_writer *w, const struct tfe__column_memory *memory,
			      const struct tfe__entry *entry)
{
	struct tfe__column *column = w->column;
	if (memory->full && atomic_load_explicit(memory->full, memory_order_relaxed))
		return TFE_E_LIMIT;
	size_t chunks = atomic_load_explicit(&column->chunks, memory_order_relaxed);
	struct tfe__index *index = tfe__index_for(
		atomic_load_explicit(&column->index, memory_order_relaxed), memory->arena, chunks);
	size_t bytes = next_chunk_bytes(w);
	uint64_t count = tfe__column_written(w);
	struct tfe__chunk *chunk;
	struct tfe__node *node;
	uint8_t *data;
	/* The chunk is allocated last, because nothing owns its data until it is begun. */
	if (!index || prepare_seal(w, memory, &node) || !(chunk = chunk_new(memory, bytes, &data)))
		return TFE_E_NOMEM;
	if (node)
		seal(w, memory, node, index);
	if (!tfe__value_fits((enum tfe__value_type)w->encoder.value_type, entry))
		w->encoder.value_type =
			entry->is_integer ? TFE__VALUE_TYPE_EXACT : TFE__VALUE_TYPE_FLOAT64;
	tfe__encoder_begin(&w->encoder, chunk, data, bytes - sizeof *chunk, count, entry);
	index->chunks[chunks] = chunk;
	atomic_store_explicit(&column->index, index, memory_order_release);
	atomic_store_explicit(&column->chunks, chunks + 1, memory_order_release);
	return TFE_OK;
}

/* Updates the latest step; `step_max` is the latest one before. */
static void note_step(struct tfe__column_writer *w, int64_t step_max, int64_t step)
{
	w->encoder.moved |= tfe__column_written(w) && step != step_max;
	w->step_max = step_max > step ? step_max : step;
}

void tfe__column_note_left_out(struct tfe__column_writer *w, int64_t step)
{
	note_step(w, tfe__column_step_max(w), step);
}

tfe_status tfe__column_add(struct tfe__column_writer *w, const struct tfe__column_memory *memory,
			   const struct tfe__entry *entry)
{
	struct tfe__encoder *e = &w->encoder;
	int64_t step_max = tfe__column_step_max(w);
	bool exact = tfe__value_fits((enum tfe__value_type)e->value_type, entry);
	if (!exact || !e->chunk || !tfe__encoder_add(e, entry)) {
		tfe_status status = add_to_next(w, memory, entry);
		if (status)
			return status;
	}
	note_step(w, step_max, entry->step);
	tfe__column_publish(w);
	return TFE_OK;
}

/* --- spans ---------------------------------------------------------------------------------- */

/* Finds the chunk that holds entry i among the first `chunks` chunks (at least one). */
static size_t find_chunk(const struct tfe__index *index, size_t chunks, uint64_t i)
{
	size_t low = 0, high = chunks;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (index->chunks[middle]->first <= i)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct tfe__span tfe__column_span(const struct tfe__column *column, uint64_t count)
{
	struct tfe__span s = {.column = column, .count = count};
	size_t chunks = atomic_load_explicit(&column->chunks, memory_order_acquire);
	s.index = atomic_load_explicit(&column->index, memory_order_acquire);
	if (count)
		s.whole = find_chunk(s.index, chunks, count - 1);
	return s;
}

size_t tfe__span_find(const struct tfe__span *s, uint64_t i)
{
	return find_chunk(s->index, s->whole + 1, i);
}

size_t tfe__span_parts(const struct tfe__span *s, struct tfe__part parts[TFE__PARTS_MAX])
{
	size_t n = 0, done = 0;
	for (unsigned level = TFE__LEVELS; level-- > 0;) {
		size_t end = s->whole >> level * TFE__FAN_BITS;
		for (size_t at = done >> level * TFE__FAN_BITS; at < end && n < TFE__PARTS_MAX;
		     at++)
			parts[n++] = (struct tfe__part){level, at};
		done = end << level * TFE__FAN_BITS;
	}
	return n;
}

const struct tfe__node *tfe__span_node(const struct tfe__span *s, struct tfe__part part)
{
	return tfe__index_node(s->index, part.level, part.at);
}

static void summarize_whole(const struct tfe__span *s, struct tfe__node *node)
{
	struct tfe__part parts[TFE__PARTS_MAX];
	size_t n = tfe__span_parts(s, parts);
	for (size_t i = 0; i < n; i++)
		tfe__node_merge(node, tfe__span_node(s, parts[i]));
}

void tfe__span_summarize(const struct tfe__span *s, struct tfe__node *node)
{
	tfe__node_init(node);
	if (!s->count)
		return;
	summarize_whole(s, node);
	const struct tfe__chunk *tail = s->index->chunks[s->whole];
	uint32_t entries = tfe__span_entries(s, s->whole);
	if (!tfe__chunk_is_resident(tail)) {
		tfe__node_merge(node, tail->node);
		return;
	}
	tfe__chunk_summarize_x(tail, entries, false, node);
	tfe__chunk_summarize_values(tail, entries, node);
}

void tfe__span_summarize_values(const struct tfe__span *s, struct tfe__node *node)
{
	tfe__node_init(node);
	if (!s->count)
		return;
	summarize_whole(s, node);
	const struct tfe__chunk *tail = s->index->chunks[s->whole];
	if (tfe__chunk_is_resident(tail))
		tfe__chunk_summarize_values(tail, tfe__span_entries(s, s->whole), node);
	else
		tfe__node_merge(node, tail->node);
}

bool tfe__span_is_constant(const struct tfe__span *s)
{
	struct tfe__node node;
	tfe__span_summarize_values(s, &node);
	return node.finite == s->count && node.min == node.max;
}
