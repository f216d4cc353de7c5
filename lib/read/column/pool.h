/* read/column: the sealed chunks of a run whose data can be dropped, in the order in which they were sealed.
 *
 * A chunk that grows belongs to its encoder. Once it is sealed it enters the pool, and leaves it when its data are dropped. A
 * pool with chunks waits in the queue of the memory budget, so that the budget finds the next data to drop in constant time,
 * however many runs there are. */
#ifndef TFE_READ_COLUMN_POOL_H
#define TFE_READ_COLUMN_POOL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

#include "read/column/chunk.h"

struct tfe__pool;

/* What the data of chunks are counted in, by any number of pools. */
struct tfe__pool_meter {
	_Atomic(size_t) *used_bytes; /* all of them, among other things */
	_Atomic(size_t) *
		droppable_bytes; /* those of sealed chunks, until they are freed; NULL: not counted */
};

/* Pools that have data to drop, the next one first. Threads: any. */
struct tfe__pool_queue {
	pthread_mutex_t lock;
	struct tfe__pool *first, *last;
};

void tfe__pool_queue_init(struct tfe__pool_queue *queue);
void tfe__pool_queue_release(struct tfe__pool_queue *queue);

/* Takes the first pool out of the queue; NULL when the queue is empty. The caller gives the pool back with tfe__pool_queue_add
 * when the pool still has chunks, or when the caller could not find out whether it has. */
struct tfe__pool *tfe__pool_queue_take(struct tfe__pool_queue *queue);
void tfe__pool_queue_add(struct tfe__pool_queue *queue, struct tfe__pool *pool);

/* Threads: one at a time (the thread that fills the run, or one that holds the run's lock), except for `next` and `queued`,
 * which are the queue's. */
struct tfe__pool {
	const tfe_allocator *allocator;
	struct tfe__pool_meter meter;
	struct tfe__pool_queue *queue; /* NULL: nobody drops from this pool but its owner */
	void *owner;                   /* the queue's user finds the run by it */
	struct tfe__pool *next;
	_Atomic(bool) queued;
	struct tfe__chunk **chunk; /* chunk[first] to chunk[end - 1] */
	size_t first, end, capacity;
	size_t bytes; /* of the data of these chunks */
};

void tfe__pool_init(struct tfe__pool *pool, const tfe_allocator *allocator,
		    struct tfe__pool_meter meter);
/* Frees the data of all its chunks. No query reads them any more. */
void tfe__pool_release(struct tfe__pool *pool);

/* Memory for the data of a chunk that grows. NULL when there is none. */
uint8_t *tfe__pool_data(struct tfe__pool *pool, size_t bytes);
/* Frees the data of a chunk that grew and is not needed any more. */
void tfe__pool_free_data(struct tfe__pool *pool, struct tfe__chunk *chunk);

/* Makes sure that the next tfe__pool_add succeeds. */
tfe_status tfe__pool_reserve(struct tfe__pool *pool) TFE_MUST_CHECK;
/* A chunk with data of tfe__pool_data was sealed. */
void tfe__pool_add(struct tfe__pool *pool, struct tfe__chunk *chunk);

/* Chunks that are marked as dropped, and whose data wait to be freed. */
struct tfe__dropped {
	struct tfe__chunk **chunk;
	size_t count, capacity, bytes;
	uint64_t entries;
};

static inline size_t tfe__pool_bytes(const struct tfe__pool *pool)
{
	return pool->bytes;
}

/* Drops the data of the oldest chunks, about `bytes` of them. */
void tfe__pool_drop(struct tfe__pool *pool, size_t bytes, struct tfe__dropped *dropped);

/* Of the chunks of one series drops all but about `bytes` of those that reach to entry `first` or begin after it. */
void tfe__pool_drop_around(struct tfe__pool *pool, uint64_t first, size_t bytes,
			   struct tfe__dropped *dropped);

/* Frees the data of dropped chunks: no query reads them any more. */
void tfe__dropped_free(struct tfe__dropped *dropped, const tfe_allocator *allocator,
		       struct tfe__pool_meter meter);

#endif
