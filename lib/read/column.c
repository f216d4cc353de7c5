/* read: the entries of one series in memory: chunks, and a pyramid of what is known of them above. */
#include "read/column.h"

#include <math.h>
#include <string.h>

#include "base/checked.h"

/* The first chunk holds a series of ten, in little memory; later ones are as large as all before them, up to a
 * limit. */
enum { CHUNK_BYTES_FIRST = 144, CHUNK_BYTES_MIN = 256, INDEX_MIN = 1 };

/* Data of chunks this large or larger can be dropped. */
enum { DROP_BYTES_MIN = 512 };

struct tfe__column *tfe__column_new(struct tfe__arena *arena)
{
	struct tfe__column *column = tfe__arena_alloc(arena, sizeof *column);
	if (column) {
		column->previous = NULL;
		column->superseded = 0;
		atomic_init(&column->count, 0);
		atomic_init(&column->chunks, 0);
		atomic_init(&column->index, NULL);
		atomic_init(&column->smoothing, NULL);
	}
	return column;
}

void tfe__column_writer_init(struct tfe__column_writer *w, struct tfe__column *column,
			     size_t value_bytes)
{
	*w = (struct tfe__column_writer){.column = column,
					 .step_min = INT64_MAX,
					 .step_max = INT64_MIN,
					 .value_bytes = (uint8_t)value_bytes};
}

/* Where level L >= 1 begins among the nodes of an index. */
static size_t level_offset(size_t capacity, unsigned level)
{
	size_t offset = 0;
	for (unsigned l = 1; l < level; l++)
		offset += capacity >> l * TFE__FAN_BITS;
	return offset;
}

static struct tfe__index *index_new(struct tfe__arena *arena, size_t capacity)
{
	size_t nodes = level_offset(capacity, TFE__LEVELS), chunk_bytes, node_bytes, bytes;
	if (tfe__mul_overflows(capacity, sizeof(struct tfe__chunk *), &chunk_bytes) ||
	    tfe__mul_overflows(nodes, sizeof(struct tfe__node), &node_bytes) ||
	    tfe__add_overflows(chunk_bytes, node_bytes, &bytes) ||
	    tfe__add_overflows(bytes, sizeof(struct tfe__index), &bytes))
		return NULL;
	struct tfe__index *index = tfe__arena_alloc(arena, bytes);
	if (index) {
		index->capacity = capacity;
		index->nodes = (struct tfe__node *)(void *)&index->chunks[capacity];
	}
	return index;
}

/* Copies what `chunks` chunks, all sealed, have in an index. */
static void index_copy(struct tfe__index *to, const struct tfe__index *from, size_t chunks)
{
	memcpy(to->chunks, from->chunks, chunks * sizeof(struct tfe__chunk *));
	for (unsigned l = 1; l < TFE__LEVELS; l++) {
		size_t n = chunks >> l * TFE__FAN_BITS;
		if (n)
			memcpy(to->nodes + level_offset(to->capacity, l),
			       from->nodes + level_offset(from->capacity, l),
			       n * sizeof(struct tfe__node));
	}
}

/* Room for one chunk more. */
static struct tfe__index *index_for(struct tfe__column *column, struct tfe__arena *arena,
				    size_t chunks)
{
	struct tfe__index *index = atomic_load_explicit(&column->index, memory_order_relaxed);
	if (index && chunks < index->capacity)
		return index;
	struct tfe__index *larger = index_new(arena, index ? index->capacity * 2 : INDEX_MIN);
	if (larger && index)
		index_copy(larger, index, chunks);
	return larger;
}

static const struct tfe__node *node_at(const struct tfe__index *index, unsigned level, size_t at)
{
	if (!level)
		return index->chunks[at]->node;
	return &index->nodes[level_offset(index->capacity, level) + at];
}

/* Chunk number `at` was sealed: makes the nodes above that it completes. */
static void complete_levels(struct tfe__index *index, size_t at)
{
	const size_t fan = (size_t)1 << TFE__FAN_BITS;
	for (unsigned l = 1; l < TFE__LEVELS && at % fan == fan - 1; l++) {
		size_t below = at & ~(fan - 1);
		at >>= TFE__FAN_BITS;
		struct tfe__node *node = &index->nodes[level_offset(index->capacity, l) + at];
		tfe__node_init(node);
		for (size_t i = 0; i < fan; i++)
			tfe__node_merge(node, node_at(index, l - 1, below + i));
	}
}

static size_t next_chunk_bytes(const struct tfe__column_writer *w)
{
	size_t bytes = CHUNK_BYTES_MIN;
	if (!w->count && w->value_bytes <= sizeof(struct tfe__place))
		return CHUNK_BYTES_FIRST;
	while (bytes < TFE__CHUNK_BYTES_MAX && bytes / 8 < w->count)
		bytes *= 2;
	return bytes;
}

/* A chunk of so many bytes, its header included. */
static struct tfe__chunk *chunk_new(const struct tfe__column_writer *w, struct tfe__arena *arena,
				    size_t bytes, uint8_t **data)
{
	const size_t header = sizeof(struct tfe__chunk);
	bool apart = w->pool && bytes >= DROP_BYTES_MIN;
	struct tfe__chunk *chunk = tfe__arena_alloc(arena, apart ? header : bytes);
	if (!chunk)
		return NULL;
	*data = apart ? tfe__pool_data(w->pool, chunk, bytes - header) : (uint8_t *)(chunk + 1);
	return *data ? chunk : NULL;
}

tfe_status tfe__column_add_to_next(struct tfe__column_writer *w, struct tfe__arena *arena,
				   const struct tfe__entry *entry)
{
	struct tfe__column *column = w->column;
	if (w->full && atomic_load_explicit(w->full, memory_order_relaxed))
		return TFE_E_LIMIT;
	size_t chunks = atomic_load_explicit(&column->chunks, memory_order_relaxed);
	struct tfe__index *index = index_for(column, arena, chunks);
	size_t bytes = next_chunk_bytes(w);
	struct tfe__chunk *full = w->encoder.chunk, *chunk;
	struct tfe__node *node = full ? tfe__arena_alloc(arena, sizeof *node) : NULL;
	uint8_t *data;
	/* The chunk last: the pool knows it from then on, and it is begun in any case. */
	if (!index || (full && !node) || !(chunk = chunk_new(w, arena, bytes, &data)))
		return TFE_E_NOMEM;
	if (full) {
		tfe__encoder_seal(&w->encoder, (uint32_t)(w->count - full->first), node);
		complete_levels(index, chunks - 1);
	}
	if (w->value_bytes == sizeof(float) && !tfe__fits_float32(entry))
		w->value_bytes = sizeof(double);
	tfe__encoder_begin(&w->encoder, chunk, data, bytes - sizeof *chunk, w->value_bytes,
			   w->count);
	bool fits = tfe__encoder_add(&w->encoder, entry);
	index->chunks[chunks] = chunk;
	atomic_store_explicit(&column->index, index, memory_order_release);
	atomic_store_explicit(&column->chunks, chunks + 1, memory_order_release);
	return fits ? TFE_OK : TFE_E_ARG;
}

/* --- leaving out --------------------------------------------------------------------------------- */

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

/* The first chunk that has an entry to leave out; past the last chunk when there is none. */
static size_t first_touched(const struct tfe__span *s, int64_t step, uint64_t mark)
{
	for (size_t c = 0; c <= s->whole; c++) {
		const struct tfe__chunk *chunk = s->index->chunks[c];
		if (chunk->first >= mark)
			break;
		if (c < s->whole && chunk->node->step_max < step)
			continue;
		if (!tfe__span_holds(s, c))
			return c;
		if (has_superseded(chunk, tfe__span_entries(s, c), step, mark))
			return c;
	}
	return s->whole + 1;
}

/* How many entries stay of a dropped chunk: exact where all or none do, or steps are at even distances. */
static uint32_t count_kept(const struct tfe__chunk *chunk, int64_t step, uint64_t mark)
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

/* What is known of `kept` entries of a dropped chunk. */
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

/* Seals the chunk that grows, if there is one: nothing is added to it any more. */
static tfe_status seal_tail(struct tfe__column_writer *w, struct tfe__arena *arena, size_t chunks)
{
	struct tfe__chunk *tail = w->encoder.chunk;
	if (!tail)
		return TFE_OK;
	struct tfe__node *node = tfe__arena_alloc(arena, sizeof *node);
	if (!node)
		return TFE_E_NOMEM;
	tfe__encoder_seal(&w->encoder, (uint32_t)(w->count - tail->first), node);
	complete_levels(atomic_load_explicit(&w->column->index, memory_order_relaxed), chunks - 1);
	w->encoder.chunk = NULL;
	return TFE_OK;
}

/* Appends what stays of a dropped chunk. */
static tfe_status keep_rest_of_dropped(struct tfe__column_writer *w, struct tfe__arena *arena,
				       const struct tfe__chunk *from, int64_t step, uint64_t mark)
{
	uint32_t kept = count_kept(from, step, mark);
	if (!kept)
		return TFE_OK;
	size_t chunks = atomic_load_explicit(&w->column->chunks, memory_order_relaxed);
	tfe_status status = seal_tail(w, arena, chunks);
	struct tfe__index *index = index_for(w->column, arena, chunks);
	struct tfe__chunk *chunk = tfe__arena_alloc(arena, sizeof *chunk);
	struct tfe__node *node = tfe__arena_alloc(arena, sizeof *node);
	if (status || !index || !chunk || !node)
		return TFE_E_NOMEM;
	*node = node_of_kept(from, kept, step, mark);
	*chunk = (struct tfe__chunk){.first = w->count,
				     .step = from->step,
				     .step_delta = from->step_delta,
				     .wall_bits = from->wall_bits,
				     .wall_delta = from->wall_delta,
				     .node = node,
				     .entries = (uint16_t)kept,
				     .ascending = from->ascending,
				     .value_bytes = from->value_bytes,
				     .state = atomic_load(&from->state)};
	index->chunks[chunks] = chunk;
	complete_levels(index, chunks);
	w->count += kept;
	w->step_min = node->step_min < w->step_min ? node->step_min : w->step_min;
	w->step_max = node->step_max > w->step_max ? node->step_max : w->step_max;
	atomic_store_explicit(&w->column->index, index, memory_order_relaxed);
	atomic_store_explicit(&w->column->chunks, chunks + 1, memory_order_relaxed);
	atomic_store_explicit(&w->column->count, w->count, memory_order_relaxed);
	return TFE_OK;
}

/* Appends what stays of chunk number c. */
static tfe_status keep_rest(struct tfe__column_writer *w, struct tfe__arena *arena,
			    const struct tfe__span *s, size_t c, int64_t step, uint64_t mark)
{
	const struct tfe__chunk *chunk = s->index->chunks[c];
	if (!tfe__span_holds(s, c))
		return keep_rest_of_dropped(w, arena, chunk, step, mark);
	uint32_t entries = tfe__span_entries(s, c);
	int64_t steps[TFE__CHUNK_ENTRIES_MAX];
	double wall_times[TFE__CHUNK_ENTRIES_MAX];
	tfe__chunk_decode(chunk, entries, false, steps, wall_times);
	for (uint32_t i = 0; i < entries; i++) {
		if (is_superseded(steps[i], chunk->first + i, step, mark))
			continue;
		struct tfe__entry entry = {.step = steps[i], .wall_time = wall_times[i]};
		struct tfe__digest digest;
		if (tfe__chunk_is_scalar(chunk))
			entry.value = tfe__chunk_value(chunk, i);
		else if (tfe__chunk_has_digests(chunk))
			digest = tfe__chunk_digest(chunk, i), entry.digest = &digest;
		else
			entry.place = tfe__chunk_place(chunk, i);
		tfe_status status = tfe__column_add(w, arena, &entry);
		if (status)
			return status;
	}
	return TFE_OK;
}

/* A column that begins with the first `chunks` chunks of another, all sealed. */
static tfe_status begin_with(struct tfe__column_writer *w, struct tfe__arena *arena,
			     const struct tfe__span *s, size_t chunks)
{
	struct tfe__index *index = index_new(arena, s->index->capacity);
	if (!index)
		return TFE_E_NOMEM;
	index_copy(index, s->index, chunks);
	for (size_t c = 0; c < chunks; c++) {
		const struct tfe__chunk *chunk = s->index->chunks[c];
		w->count += chunk->entries;
		if (chunk->node->step_min < w->step_min)
			w->step_min = chunk->node->step_min;
		if (chunk->node->step_max > w->step_max)
			w->step_max = chunk->node->step_max;
	}
	atomic_store_explicit(&w->column->index, index, memory_order_relaxed);
	atomic_store_explicit(&w->column->chunks, chunks, memory_order_relaxed);
	atomic_store_explicit(&w->column->count, w->count, memory_order_relaxed);
	return TFE_OK;
}

tfe_status tfe__column_supersede(struct tfe__column_writer *w, struct tfe__arena *arena,
				 int64_t step, uint64_t mark, uint64_t *removed)
{
	*removed = 0;
	if (!w->count || w->step_max < step)
		return TFE_OK;
	struct tfe__span s = tfe__column_span(w->column, w->count);
	size_t touched = first_touched(&s, step, mark);
	if (touched > s.whole)
		return TFE_OK;
	struct tfe__column_writer rest;
	struct tfe__column *column = tfe__column_new(arena);
	if (!column)
		return TFE_E_NOMEM;
	tfe__column_writer_init(&rest, column, w->value_bytes);
	rest.pool = w->pool;
	tfe_status status = begin_with(&rest, arena, &s, touched);
	for (size_t c = touched; !status && c <= s.whole; c++)
		status = keep_rest(&rest, arena, &s, c, step, mark);
	if (status)
		return status;
	*removed = w->count - rest.count;
	if (*removed) {
		column->previous = w->column;
		column->superseded = w->column->superseded + *removed;
		rest.full = w->full; /* what was kept has room in any case */
		*w = rest;
	}
	return TFE_OK;
}

/* --- looking ------------------------------------------------------------------------------------- */

/* Of the first `chunks` chunks (at least one) the one that holds entry i. */
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
	return node_at(s->index, part.level, part.at);
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
	if (!tfe__chunk_is_held(tail)) {
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
	if (tfe__chunk_is_held(tail))
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
