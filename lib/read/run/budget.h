/* read/run: holding the memory budget of a log directory.
 *
 * What is over the budget is dropped: of each run in turn the data of the oldest half of its sealed chunks, of which header
 * and summary stay. Where nothing is left that could be dropped the directory is full: further series and
 * chunks are left out, and counted. */
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
	size_t total_bytes; /* the budget as it was given */
	size_t limit_bytes; /* of what was read: three quarters of the budget, but for */
	size_t held_bytes; /* of values that were read again, one by one: a sixteenth of it, 32 MiB at most */
	size_t reread_bytes; /* of the data that a second reading of a run keeps */
	/* Of one record in memory. Longer ones are read by one thread at a time, which holds this lock, up to the second length. */
	size_t record_bytes, large_record_bytes;
	pthread_mutex_t large_record;
	_Atomic(size_t)
		used_bytes; /* arenas, maps, pools and points of compressed files count here */
	_Atomic(size_t) droppable_bytes; /* of these, the data of sealed chunks, dropped ones too */
	struct tfe__gzip_points_quota points; /* an eighth of the limit */
	_Atomic(size_t) look_bytes;           /* nothing need be looked at before so much is used */
	_Atomic(bool) full;
	_Atomic(uint64_t) dropped, left_out; /* entries; values, of series or without one */
	struct tfe__epoch epoch;
	/* Under the lock: */
	pthread_mutex_t lock;
	struct tfe__dropped fresh,
		waiting; /* waiting: for those readers to leave who may look at it */
	/* Of the runs that have data to drop; a lock of its own. */
	struct tfe__pool_queue pools;
};

/* A quarter of the memory of the machine, or of the control group. */
size_t tfe__budget_default_bytes(void);

/* 0 bytes are the default. So many threads load. */
void tfe__budget_init(struct tfe__budget *b, size_t bytes, size_t threads);
/* Nobody reads any more; runs are still there. */
void tfe__budget_release(struct tfe__budget *b, const tfe_allocator *allocator);

/* Whether it is time for tfe__budget_enforce. */
static inline bool tfe__budget_is_over(const struct tfe__budget *b)
{
	return atomic_load_explicit(&b->used_bytes, memory_order_relaxed) >
	       atomic_load_explicit(&b->look_bytes, memory_order_relaxed);
}

/* Whether data that can never be dropped use all of the budget: no more of them are added. */
static inline bool tfe__budget_is_exhausted(const struct tfe__budget *b)
{
	/* Other threads may change both in between: the difference is about right. */
	size_t droppable = atomic_load(&b->droppable_bytes), used = atomic_load(&b->used_bytes);
	return used > droppable && used - droppable > b->limit_bytes;
}

static inline struct tfe__pool_meter tfe__budget_pool_meter(struct tfe__budget *b)
{
	return (struct tfe__pool_meter){&b->used_bytes, &b->droppable_bytes};
}

/* Drops what is over the budget; the caller fills `own`. */
void tfe__budget_enforce(struct tfe_run *own);

/* Drops the data of chunks of the caller's run that another column replaced: those of `column` from
 * number `first` on. */
void tfe__budget_discard(struct tfe_run *own, const struct tfe__column *column, size_t first);

/* Frees what was dropped, where no reader looks at it any more. */
void tfe__budget_settle(struct tfe__store *store);

/* Whether there is room for so many bytes more, which the caller's run needs for another series. */
bool tfe__budget_has_room(struct tfe_run *own, size_t bytes);

#endif
