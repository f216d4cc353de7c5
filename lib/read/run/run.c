/* read/run: creates and frees runs, and counts the bytes of their files. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "read/column/smooth.h"
#include "read/run/copies.h"
#include "read/run/store.h"

struct tfe_run *tfe__run_new(struct tfe__store *store, const char *name)
{
	struct tfe_run *run = tfe__alloc_zeroed(&store->allocator, 1, sizeof *run);
	if (!run)
		return NULL;
	run->store = store;
	run->name = name;
	run->history = TFE__HISTORY_NONE;
	run->wall_first = INFINITY;
	run->wall_last = -INFINITY;
	tfe__arena_init(&run->arena, &store->allocator, 0);
	tfe__map_init(&run->by_tag, &store->allocator);
	tfe__map_init(&run->next_kind, &store->allocator);
	tfe__map_init(&run->find_map, &store->allocator);
	run->arena.meter = run->by_tag.meter = &store->budget.used_bytes;
	run->next_kind.meter = run->find_map.meter = &store->budget.used_bytes;
	tfe__damage_list_init(&run->damages, &store->allocator, &store->budget.used_bytes);
	tfe__pool_init(&run->pool, &store->allocator, tfe__budget_pool_meter(&store->budget));
	run->pool.queue = &store->budget.pools;
	run->pool.owner = run;
	pthread_mutex_init(&run->find_lock, NULL);
	pthread_mutex_init(&run->filling, NULL);
	return run;
}

static void free_smoothing(struct tfe_run *run, struct tfe__column *column)
{
	const struct tfe__smoothing_memory memory = {&run->store->allocator,
						     &run->store->budget.used_bytes};
	while (column) {
		tfe__smoothing_free(column, &memory);
		/* `column` is const for readers. Here no thread reads it any more. */
		const struct tfe__column_before *before = column->before;
		column = before ? (struct tfe__column *)(uintptr_t)before->column : NULL;
	}
}

void tfe__run_free(struct tfe_run *run)
{
	const tfe_allocator *a = &run->store->allocator;
	const struct tfe__column_memory memory = {&run->arena, &run->pool, NULL};
	size_t n = tfe__list_count(&run->series);
	for (size_t i = 0; i < n; i++) {
		tfe_series *series = tfe__list_at(&run->series, i);
		free_smoothing(run, atomic_load(&series->column));
		tfe__column_writer_release(&series->writer, &memory);
	}
	for (size_t i = 0; i < tfe__list_count(&run->logs); i++) {
		struct tfe__log *log = tfe__list_at(&run->logs, i);
		if (log->opened)
			tfe__file_close(&log->file);
		tfe__copy_release(log, a);
		tfe__gzip_points_free(atomic_load(&log->points));
	}
	tfe__free(a, run->order);
	tfe__free(a, run->aliases);
	tfe__map_release(&run->by_tag);
	tfe__map_release(&run->next_kind);
	tfe__map_release(&run->find_map);
	tfe__origins_release(run);
	tfe__damage_list_release(&run->damages);
	pthread_mutex_destroy(&run->find_lock);
	pthread_mutex_destroy(&run->filling);
	tfe__pool_release(&run->pool);
	tfe__arena_release(&run->arena);
	tfe__free(a, run);
}

void tfe__log_set_bytes(struct tfe__log *log, uint64_t bytes)
{
	/* The differences are modulo 2^64, because files also shrink. */
	uint64_t more = bytes - atomic_exchange(&log->bytes, bytes);
	atomic_fetch_add(&log->run->bytes_total, more);
	atomic_fetch_add(&log->run->store->bytes_total, more);
}
