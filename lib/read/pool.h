/* read: the chunks of a run whose data can be dropped, in the order in which they were begun. */
#ifndef TFE_READ_POOL_H
#define TFE_READ_POOL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

#include "read/chunk.h"

struct tfe__pool {
	const tfe_allocator *allocator;
	_Atomic(size_t) *meter; /* has the bytes of all data */
	struct tfe__chunk **chunk;
	size_t count, capacity, bytes;
};

void tfe__pool_init(struct tfe__pool *pool, const tfe_allocator *allocator, _Atomic(size_t) *meter);
/* Frees the data of all its chunks. Nobody reads them any more. */
void tfe__pool_release(struct tfe__pool *pool);

/* Memory for the data of a chunk, which is in the pool from now on. NULL when there is none. */
uint8_t *tfe__pool_data(struct tfe__pool *pool, struct tfe__chunk *chunk, size_t bytes);

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

/* Drops the data of the oldest sealed chunks, about `bytes` of them. */
void tfe__pool_drop(struct tfe__pool *pool, size_t bytes, struct tfe__dropped *dropped);

/* Of the chunks of one series drops all sealed ones but about `bytes` of those that reach to entry `first` or begin behind
 * it. */
void tfe__pool_drop_around(struct tfe__pool *pool, uint64_t first, size_t bytes,
			   struct tfe__dropped *dropped);

/* Frees what was dropped: no reader looks at it any more. */
void tfe__dropped_free(struct tfe__dropped *dropped, const tfe_allocator *allocator,
		       _Atomic(size_t) *meter);

#endif
