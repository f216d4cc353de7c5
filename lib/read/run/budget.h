/* read/run: enforces the memory budget of a log directory.
 *
 * When the budget is exceeded, data is dropped: of each run in turn, the data of the oldest half of
 * its sealed chunks. The headers and summaries of the chunks stay. When nothing is left to drop,
 * the budget is full: further series and chunks are left out and counted. */
#ifndef TFE_READ_RUN_BUDGET_H
#define TFE_READ_RUN_BUDGET_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "read/column/column.h"
#include "read/column/epoch.h"
#include "read/column/pool.h"
#include "read/file/gzip_points.h"

struct tfe_run;
struct tfe__store;

struct tfe__budget {
	size_t total_bytes; /* the budget as the caller gave it */
	size_t limit_bytes; /* limit for loaded data: 3/4 of the budget, minus held_bytes */
	size_t held_bytes;  /* limit for cached single values: 1/16 of the budget, at most 32 MiB */
	size_t reread_bytes; /* limit for the data that a reread of a run keeps */
	/* Limits for one record in memory. Records longer than record_bytes are read up to
	 * large_record_bytes, by one thread at a time, which locks large_record. */
	size_t record_bytes, large_record_bytes;
	pthread_mutex_t large_record;
	/* The memory of arenas, maps, pools and access points of compressed files. */
	_Atomic(size_t) used_bytes;
	/* The part of used_bytes in the data of sealed chunks, until the data is freed. */
	_Atomic(size_t) droppable_bytes;
	struct tfe__gzip_points_quota points; /* 1/8 of limit_bytes */
	_Atomic(size_t) check_bytes; /* the budget is checked when used_bytes exceeds this */
	_Atomic(bool) full;
	/* Numbers of dropped entries, and of values left out, in a series or without one. */
	_Atomic(uint64_t) dropped, left_out;
	struct tfe__epoch epoch;
	/* Guards `fresh` and `waiting`. */
	pthread_mutex_t lock;
	/* Dropped data: `waiting` is freed when all queries that may read it have left; `fresh` was
	 * dropped later. */
	struct tfe__dropped fresh, waiting;
	/* The pools of runs that have data to drop. The queue has its own lock. */
	struct tfe__pool_queue pools;
};

/* Returns a quarter of the memory of the machine, or of the control group. */
size_t tfe__budget_default_bytes(void);

/* Initialises a budget of `bytes` (0: the default) for `threads` loading threads. */
void tfe__budget_init(struct tfe__budget *b, size_t bytes, size_t threads);
/* Frees the dropped data. No query reads any more, and the runs still exist. */
void tfe__budget_release(struct tfe__budget *b, const tfe_allocator *allocator);

/* Returns whether tfe__budget_enforce is due. */
static inline bool tfe__budget_is_over(const struct tfe__budget *b)
{
	return atomic_load_explicit(&b->used_bytes, memory_order_relaxed) >
	       atomic_load_explicit(&b->check_bytes, memory_order_relaxed);
}

/* Returns whether data that cannot be dropped exceeds the limit; then no more of it is added. */
static inline bool tfe__budget_is_exhausted(const struct tfe__budget *b)
{
	/* The difference is approximate: other threads may change the counters meanwhile. */
	size_t droppable = atomic_load(&b->droppable_bytes), used = atomic_load(&b->used_bytes);
	return used > droppable && used - droppable > b->limit_bytes;
}

static inline struct tfe__pool_meter tfe__budget_pool_meter(struct tfe__budget *b)
{
	return (struct tfe__pool_meter){&b->used_bytes, &b->droppable_bytes};
}

/* Drops data if the budget is exceeded. The caller is the thread that fills `own`. */
void tfe__budget_enforce(struct tfe_run *own);

/* Drops the data of chunks of the caller's run that another column replaced: those of `column` from
 * number `first` on. */
void tfe__budget_discard(struct tfe_run *own, const struct tfe__column *column, size_t first);

/* Frees dropped data that no query reads any more. */
void tfe__budget_settle(struct tfe__store *store);

/* Returns whether `bytes` more, for another series of `own`, fit into the budget. Drops data if
 * necessary. */
bool tfe__budget_has_room(struct tfe_run *own, size_t bytes);

#endif
