/* read: the chunks of a run whose data can be dropped, in the order in which they were begun. */
#include "read/pool.h"

#include "base/alloc.h"

void tfe__pool_init(struct tfe__pool *pool, const tfe_allocator *allocator, _Atomic(size_t) *meter)
{
	*pool = (struct tfe__pool){.allocator = allocator, .meter = meter};
}

static void free_data(struct tfe__chunk *chunk, const tfe_allocator *allocator,
		      _Atomic(size_t) *meter)
{
	tfe__free(allocator, chunk->data);
	chunk->data = NULL;
	atomic_fetch_sub(meter, chunk->data_bytes);
}

void tfe__pool_release(struct tfe__pool *pool)
{
	for (size_t i = 0; i < pool->count; i++)
		free_data(pool->chunk[i], pool->allocator, pool->meter);
	tfe__free(pool->allocator, pool->chunk);
	pool->chunk = NULL;
	pool->count = pool->capacity = pool->bytes = 0;
}

static tfe_status append(const tfe_allocator *allocator, struct tfe__chunk ***list, size_t *count,
			 size_t *capacity, struct tfe__chunk *chunk)
{
	void *grown = *list;
	tfe_status status = tfe__grow(allocator, &grown, capacity, *count + 1, sizeof chunk);
	*list = grown;
	if (!status)
		(*list)[(*count)++] = chunk;
	return status;
}

uint8_t *tfe__pool_data(struct tfe__pool *pool, struct tfe__chunk *chunk, size_t bytes)
{
	uint8_t *data = tfe__alloc(pool->allocator, bytes);
	if (!data)
		return NULL;
	if (append(pool->allocator, &pool->chunk, &pool->count, &pool->capacity, chunk)) {
		tfe__free(pool->allocator, data);
		return NULL;
	}
	atomic_fetch_add_explicit(pool->meter, bytes, memory_order_relaxed);
	pool->bytes += bytes;
	return data;
}

/* False where that cannot be: it still grows (has no node), or memory is short. */
static bool drop(struct tfe__pool *pool, struct tfe__chunk *chunk, struct tfe__dropped *dropped)
{
	if (!chunk->node ||
	    append(pool->allocator, &dropped->chunk, &dropped->count, &dropped->capacity, chunk))
		return false;
	atomic_store(&chunk->state, TFE__CHUNK_DROPPED);
	dropped->bytes += chunk->data_bytes;
	dropped->entries += chunk->entries;
	pool->bytes -= chunk->data_bytes;
	return true;
}

void tfe__pool_drop(struct tfe__pool *pool, size_t bytes, struct tfe__dropped *dropped)
{
	size_t kept = 0, before = dropped->bytes;
	for (size_t i = 0; i < pool->count; i++) {
		struct tfe__chunk *chunk = pool->chunk[i];
		if (dropped->bytes - before >= bytes || !drop(pool, chunk, dropped))
			pool->chunk[kept++] = chunk;
	}
	pool->count = kept;
}

void tfe__pool_drop_around(struct tfe__pool *pool, uint64_t first, size_t bytes,
			   struct tfe__dropped *dropped)
{
	size_t kept = 0, kept_bytes = 0;
	for (size_t i = 0; i < pool->count; i++) {
		struct tfe__chunk *chunk = pool->chunk[i];
		bool wanted = chunk->first + chunk->entries > first && kept_bytes < bytes;
		if (wanted || !drop(pool, chunk, dropped)) {
			pool->chunk[kept++] = chunk;
			kept_bytes += chunk->data_bytes;
		}
	}
	pool->count = kept;
}

void tfe__dropped_free(struct tfe__dropped *dropped, const tfe_allocator *allocator,
		       _Atomic(size_t) *meter)
{
	for (size_t i = 0; i < dropped->count; i++) {
		tfe__chunk_remember_extremes(dropped->chunk[i]);
		free_data(dropped->chunk[i], allocator, meter);
	}
	tfe__free(allocator, dropped->chunk);
	*dropped = (struct tfe__dropped){0};
}
