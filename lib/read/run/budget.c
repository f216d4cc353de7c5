/* read/run: enforces the memory budget of a log directory. */
#include "read/run/budget.h"

#include <time.h>

#include "base/machine.h"
#include "read/run/store.h"

#define HELD_BYTES_MAX ((size_t)32 << 20)

/* Records up to these sizes are read with any budget. */
#define RECORD_BYTES_MIN ((size_t)64 << 10)
#define LARGE_RECORD_BYTES_MIN ((size_t)1 << 20)

/* A reread reads all files of a run. With any budget, a reread keeps this much data, so that few
 * rereads are needed. */
#define REREAD_BYTES_MIN ((size_t)8 << 20)

static size_t at_least(size_t bytes, size_t least)
{
	return bytes > least ? bytes : least;
}

size_t tfe__budget_default_bytes(void)
{
	uint64_t quarter = tfe__machine_memory_bytes() / 4;
	return quarter < SIZE_MAX / 2 ? (size_t)quarter : SIZE_MAX / 2;
}

void tfe__budget_init(struct tfe__budget *b, size_t bytes, size_t threads)
{
	if (!bytes)
		bytes = tfe__budget_default_bytes();
	b->total_bytes = bytes;
	b->held_bytes = bytes / 16 < HELD_BYTES_MAX ? bytes / 16 : HELD_BYTES_MAX;
	b->limit_bytes = bytes - bytes / 4 - b->held_bytes;
	b->reread_bytes = at_least(bytes / 8, REREAD_BYTES_MIN);
	b->record_bytes = at_least(bytes / 16 / threads, RECORD_BYTES_MIN);
	b->large_record_bytes = at_least(bytes / 4, LARGE_RECORD_BYTES_MIN);
	pthread_mutex_init(&b->large_record, NULL);
	b->points.limit_bytes = b->limit_bytes / 8;
	b->points.meter = &b->used_bytes;
	atomic_store(&b->check_bytes, b->limit_bytes);
	pthread_mutex_init(&b->lock, NULL);
	tfe__pool_queue_init(&b->pools);
}

void tfe__budget_release(struct tfe__budget *b, const tfe_allocator *allocator)
{
	tfe__dropped_free(&b->waiting, allocator, tfe__budget_pool_meter(b));
	tfe__dropped_free(&b->fresh, allocator, tfe__budget_pool_meter(b));
	pthread_mutex_destroy(&b->lock);
	pthread_mutex_destroy(&b->large_record);
	tfe__pool_queue_release(&b->pools);
}

/* Frees dropped data once all queries that may read it have left. */
static void free_dropped(struct tfe__store *store)
{
	struct tfe__budget *b = &store->budget;
	for (int i = 0; i < 2; i++) {
		if (!b->waiting.count) {
			b->waiting = b->fresh;
			b->fresh = (struct tfe__dropped){0};
		}
		if (!b->waiting.count || !tfe__epoch_passed(&b->epoch))
			return;
		tfe__dropped_free(&b->waiting, &store->allocator, tfe__budget_pool_meter(b));
	}
}

/* Returns the memory in use, without dropped data that is not yet freed. */
static size_t needed_bytes(const struct tfe__budget *b)
{
	return atomic_load(&b->used_bytes) - b->fresh.bytes - b->waiting.bytes;
}

/* Drops the oldest chunks of a pool, with about half of its data. */
static void drop_half(struct tfe__pool *pool, struct tfe__budget *b)
{
	uint64_t before = b->fresh.entries;
	tfe__pool_drop(pool, tfe__pool_bytes(pool) / 2 + 1, &b->fresh);
	atomic_fetch_add(&b->dropped, b->fresh.entries - before);
}

/* The maximum number of runs that are filled at the same time, one by each loading thread. */
enum { BUSY_MAX = 64 };

/* Drops data of run after run until at most `target` bytes are needed. Runs that other threads are
 * filling are skipped, because those threads check the budget themselves. Returns false if the
 * target was not reached and no run was skipped. */
static bool drop_down_to(struct tfe_run *own, size_t target)
{
	struct tfe__budget *b = &own->store->budget;
	struct tfe__pool *pool;
	unsigned passed_over = 0;
	while (needed_bytes(b) > target && passed_over <= BUSY_MAX &&
	       (pool = tfe__pool_queue_take(&b->pools))) {
		struct tfe_run *run = pool->owner;
		if (run != own && pthread_mutex_trylock(&run->filling)) {
			passed_over++;
			tfe__pool_queue_add(&b->pools, pool);
			continue;
		}
		size_t before = tfe__pool_bytes(pool);
		drop_half(pool, b);
		size_t after = tfe__pool_bytes(pool);
		if (run != own)
			pthread_mutex_unlock(&run->filling);
		if (after)
			tfe__pool_queue_add(&b->pools, pool);
		if (after == before) /* the list of dropped chunks could not grow */
			break;
	}
	return passed_over || needed_bytes(b) <= target;
}

/* A query that entered before data was dropped may take long to leave. The loading threads wait up
 * to about 100 ms for such queries, so that no value is left out for lack of memory that is about
 * to be freed. */
enum { WAITS_MAX = 100 };

static void wait_for_readers(struct tfe__store *store)
{
	static const struct timespec interval = {.tv_nsec = 1000000};
	struct tfe__budget *b = &store->budget;
	size_t limit = b->limit_bytes;
	for (int i = 0; i < WAITS_MAX && b->fresh.bytes + b->waiting.bytes; i++) {
		if (atomic_load(&b->used_bytes) <= limit + limit / 8)
			break;
		pthread_mutex_unlock(&b->lock);
		nanosleep(&interval, NULL);
		pthread_mutex_lock(&b->lock);
		free_dropped(store);
	}
}

/* Schedules the next check of the budget: not before memory use has grown by 1/64 of the limit, so
 * that a budget with nothing to drop is not checked at every record. */
static void check_later(struct tfe__budget *b)
{
	size_t limit = b->limit_bytes, later = atomic_load(&b->used_bytes) + limit / 64;
	atomic_store(&b->check_bytes, later > limit ? later : limit);
}

void tfe__budget_enforce(struct tfe_run *own)
{
	struct tfe__store *store = own->store;
	struct tfe__budget *b = &store->budget;
	if (store->release_memory) {
		store->release_memory(own);
		check_later(b);
		return;
	}
	pthread_mutex_lock(&b->lock);
	free_dropped(store);
	size_t limit = b->limit_bytes, target = limit - limit / 8;
	bool fits = true;
	if (needed_bytes(b) > limit)
		fits = drop_down_to(own, target) || needed_bytes(b) <= limit;
	free_dropped(store);
	wait_for_readers(store);
	atomic_store(&b->full, !fits);
	check_later(b);
	pthread_mutex_unlock(&b->lock);
}

void tfe__budget_discard(struct tfe_run *own, const struct tfe__column *column, size_t first)
{
	struct tfe__store *store = own->store;
	size_t chunks = atomic_load_explicit(&column->chunks, memory_order_relaxed);
	const struct tfe__index *index = atomic_load_explicit(&column->index, memory_order_relaxed);
	pthread_mutex_lock(&store->budget.lock);
	tfe__pool_discard(&own->pool, index->chunks + first, chunks - first, &store->budget.fresh);
	free_dropped(store);
	pthread_mutex_unlock(&store->budget.lock);
}

void tfe__budget_settle(struct tfe__store *store)
{
	pthread_mutex_lock(&store->budget.lock);
	free_dropped(store);
	pthread_mutex_unlock(&store->budget.lock);
}

bool tfe__budget_has_room(struct tfe_run *own, size_t bytes)
{
	struct tfe__budget *b = &own->store->budget;
	size_t limit = b->limit_bytes;
	if (atomic_load(&b->used_bytes) + bytes <= limit && !atomic_load(&b->full))
		return true;
	if (!atomic_load(&b->full))
		tfe__budget_enforce(own);
	/* 1.5 times the limit is accepted for a while: the data that queries still read, or that
	 * another thread has to drop, will soon be freed. */
	return atomic_load(&b->used_bytes) + bytes <= limit + limit / 2 &&
	       !tfe__budget_is_exhausted(b) && !atomic_load(&b->full);
}
