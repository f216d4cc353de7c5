/* read/column: the pool of a run: its sealed chunks whose data can be dropped. */
#include "read/column/pool.h"

#include <string.h>

#include "base/alloc.h"

/* --- the queue of pools ----------------------------------------------------------------------- */

void tfe__pool_queue_init(struct tfe__pool_queue *queue)
{
	*queue = (struct tfe__pool_queue){0};
	pthread_mutex_init(&queue->lock, NULL);
}

void tfe__pool_queue_release(struct tfe__pool_queue *queue)
{
	pthread_mutex_destroy(&queue->lock);
}

struct tfe__pool *tfe__pool_queue_take(struct tfe__pool_queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	struct tfe__pool *pool = queue->first;
	if (pool) {
		queue->first = pool->next;
		if (!queue->first)
			queue->last = NULL;
		pool->next = NULL;
		atomic_store(&pool->queued, false);
	}
	pthread_mutex_unlock(&queue->lock);
	return pool;
}

void tfe__pool_queue_add(struct tfe__pool_queue *queue, struct tfe__pool *pool)
{
	pthread_mutex_lock(&queue->lock);
	if (!atomic_load(&pool->queued)) {
		*(queue->last ? &queue->last->next : &queue->first) = pool;
		queue->last = pool;
		atomic_store(&pool->queued, true);
	}
	pthread_mutex_unlock(&queue->lock);
}

/* --- a pool ----------------------------------------------------------------------------------- */

void tfe__pool_init(struct tfe__pool *pool, const tfe_allocator *allocator,
		    struct tfe__pool_meter meter)
{
	*pool = (struct tfe__pool){.allocator = allocator, .meter = meter};
}

static void free_data(struct tfe__chunk *chunk, const tfe_allocator *allocator,
		      struct tfe__pool_meter meter)
{
	bool is_sealed = chunk->node != NULL;
	tfe__free(allocator, chunk->data);
	chunk->data = NULL;
	atomic_fetch_sub(meter.used_bytes, chunk->data_bytes);
	if (is_sealed && meter.droppable_bytes)
		atomic_fetch_sub(meter.droppable_bytes, chunk->data_bytes);
}

void tfe__pool_release(struct tfe__pool *pool)
{
	for (size_t i = pool->first; i < pool->end; i++)
		free_data(pool->chunk[i], pool->allocator, pool->meter);
	tfe__free(pool->allocator, pool->chunk);
	pool->chunk = NULL;
	pool->first = pool->end = pool->capacity = pool->bytes = 0;
}

uint8_t *tfe__pool_data(struct tfe__pool *pool, size_t bytes)
{
	uint8_t *data = tfe__alloc(pool->allocator, bytes);
	if (data)
		atomic_fetch_add_explicit(pool->meter.used_bytes, bytes, memory_order_relaxed);
	return data;
}

void tfe__pool_free_data(struct tfe__pool *pool, struct tfe__chunk *chunk)
{
	free_data(chunk, pool->allocator, pool->meter);
}

tfe_status tfe__pool_reserve(struct tfe__pool *pool)
{
	/* The used-up first half of the array is reclaimed: moving the rest is cheaper than the
	 * drops were. */
	if (pool->first && pool->first >= pool->end / 2 && pool->end == pool->capacity) {
		memmove(pool->chunk, pool->chunk + pool->first,
			(pool->end - pool->first) * sizeof(struct tfe__chunk *));
		pool->end -= pool->first;
		pool->first = 0;
	}
	tfe_status status = TFE__GROW(pool->allocator, pool->chunk, pool->capacity, pool->end + 1);
	return status;
}

void tfe__pool_add(struct tfe__pool *pool, struct tfe__chunk *chunk)
{
	pool->chunk[pool->end++] = chunk;
	pool->bytes += chunk->data_bytes;
	if (pool->meter.droppable_bytes)
		atomic_fetch_add(pool->meter.droppable_bytes, chunk->data_bytes);
	if (pool->queue && !atomic_load_explicit(&pool->queued, memory_order_relaxed))
		tfe__pool_queue_add(pool->queue, pool);
}

/* Marks a chunk as dropped; false if there is no memory to record it. */
static bool drop(struct tfe__pool *pool, struct tfe__chunk *chunk, struct tfe__dropped *dropped)
{
	tfe_status status =
		TFE__GROW(pool->allocator, dropped->chunk, dropped->capacity, dropped->count + 1);
	if (status)
		return false;
	dropped->chunk[dropped->count++] = chunk;
	atomic_store(&chunk->state, TFE__CHUNK_DROPPED);
	dropped->bytes += chunk->data_bytes;
	dropped->entries += chunk->entries;
	pool->bytes -= chunk->data_bytes;
	return true;
}

void tfe__pool_drop(struct tfe__pool *pool, size_t bytes, struct tfe__dropped *dropped)
{
	size_t before = dropped->bytes;
	while (pool->first < pool->end && dropped->bytes - before < bytes &&
	       drop(pool, pool->chunk[pool->first], dropped))
		pool->first++;
}

void tfe__pool_drop_around(struct tfe__pool *pool, uint64_t first, size_t bytes,
			   struct tfe__dropped *dropped)
{
	size_t kept = pool->first, kept_bytes = 0;
	for (size_t i = pool->first; i < pool->end; i++) {
		struct tfe__chunk *chunk = pool->chunk[i];
		bool wanted = chunk->first + chunk->entries > first && kept_bytes < bytes;
		if (wanted || !drop(pool, chunk, dropped)) {
			pool->chunk[kept++] = chunk;
			kept_bytes += chunk->data_bytes;
		}
	}
	pool->end = kept;
}

void tfe__pool_discard(struct tfe__pool *pool, struct tfe__chunk *const *chunk, size_t n,
		       struct tfe__dropped *dropped)
{
	size_t kept = pool->first;
	/* All chunks of a pool are resident, so that the mark finds them. */
	for (size_t i = 0; i < n; i++)
		if (tfe__chunk_owns_data(chunk[i]) && tfe__chunk_is_resident(chunk[i]))
			atomic_store(&chunk[i]->state, TFE__CHUNK_DROPPED);
	for (size_t i = pool->first; i < pool->end; i++)
		if (tfe__chunk_is_resident(pool->chunk[i]) || !drop(pool, pool->chunk[i], dropped))
			pool->chunk[kept++] = pool->chunk[i];
	pool->end = kept;
}

void tfe__dropped_free(struct tfe__dropped *dropped, const tfe_allocator *allocator,
		       struct tfe__pool_meter meter)
{
	for (size_t i = 0; i < dropped->count; i++) {
		tfe__chunk_keep_extremes(dropped->chunk[i]);
		free_data(dropped->chunk[i], allocator, meter);
	}
	tfe__free(allocator, dropped->chunk);
	*dropped = (struct tfe__dropped){0};
}
