/* read/column: the pool of a run: its sealed chunks whose data can be dropped, in the order of
 * sealing.
 *
 * A growing chunk belongs to its encoder. A sealed chunk enters the pool and leaves it when its
 * data are dropped. A pool with chunks waits in the queue of the memory budget, so finding the next
 * data to drop takes constant time for any number of runs. */
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

/* The counters for the data of chunks, shared by any number of pools. */
struct tfe__pool_meter {
	_Atomic(size_t) *used_bytes; /* all data, among other memory */
	/* The data of sealed chunks until they are freed; NULL: not counted. */
	_Atomic(size_t) *droppable_bytes;
};

/* The pools that have data to drop, the next one first. Threads: any. */
struct tfe__pool_queue {
	pthread_mutex_t lock;
	struct tfe__pool *first, *last;
};

void tfe__pool_queue_init(struct tfe__pool_queue *queue);
void tfe__pool_queue_release(struct tfe__pool_queue *queue);

/* Takes the first pool out of the queue; NULL if the queue is empty. The caller returns it with
 * tfe__pool_queue_add if the pool still has chunks, or if that is unknown. */
struct tfe__pool *tfe__pool_queue_take(struct tfe__pool_queue *queue);
void tfe__pool_queue_add(struct tfe__pool_queue *queue, struct tfe__pool *pool);

/* The pool of a run. Threads: one at a time (the thread that loads the run, or one that holds its
 * lock), except for `next` and `queued`, which belong to the queue. */
struct tfe__pool {
	const tfe_allocator *allocator;
	struct tfe__pool_meter meter;
	struct tfe__pool_queue *queue; /* NULL: only the owner drops from this pool */
	void *owner;                   /* the run, for the user of the queue */
	struct tfe__pool *next;
	_Atomic(bool) queued;
	struct tfe__chunk **chunk; /* chunk[first] to chunk[end - 1] */
	size_t first, end, capacity;
	size_t bytes; /* size of the data of these chunks */
};

void tfe__pool_init(struct tfe__pool *pool, const tfe_allocator *allocator,
		    struct tfe__pool_meter meter);
/* Frees the data of all its chunks. No query may read them any more. */
void tfe__pool_release(struct tfe__pool *pool);

/* Allocates the data of a growing chunk; NULL if there is no memory. */
uint8_t *tfe__pool_data(struct tfe__pool *pool, size_t bytes);
/* Frees the data of a growing chunk that is no longer needed. */
void tfe__pool_free_data(struct tfe__pool *pool, struct tfe__chunk *chunk);

/* Ensures that the next tfe__pool_add succeeds. */
tfe_status tfe__pool_reserve(struct tfe__pool *pool) TFE_MUST_CHECK;
/* Adds a sealed chunk whose data were allocated by tfe__pool_data. */
void tfe__pool_add(struct tfe__pool *pool, struct tfe__chunk *chunk);

/* Chunks that are marked as dropped and whose data are not yet freed. */
struct tfe__dropped {
	struct tfe__chunk **chunk;
	size_t count, capacity, bytes;
	uint64_t entries;
};

static inline size_t tfe__pool_bytes(const struct tfe__pool *pool)
{
	return pool->bytes;
}

/* Marks the oldest chunks as dropped, with about `bytes` of data. */
void tfe__pool_drop(struct tfe__pool *pool, size_t bytes, struct tfe__dropped *dropped);

/* Marks the chunks of one series as dropped, except about `bytes` of those that contain entry
 * `first` or begin after it. */
void tfe__pool_drop_around(struct tfe__pool *pool, uint64_t first, size_t bytes,
			   struct tfe__dropped *dropped);

/* Marks these chunks of the pool as dropped, as many of them as there is memory to record. */
void tfe__pool_discard(struct tfe__pool *pool, struct tfe__chunk *const *chunk, size_t n,
		       struct tfe__dropped *dropped);

/* Frees the data of dropped chunks, which no query reads any more. */
void tfe__dropped_free(struct tfe__dropped *dropped, const tfe_allocator *allocator,
		       struct tfe__pool_meter meter);

#endif
