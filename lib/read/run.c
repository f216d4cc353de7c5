/* read: runs as queries see them, and their making and unmaking. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "read/smooth.h"
#include "read/store.h"

struct tfe_run *tfe__run_new(struct tfe_logdir *logdir, const char *name)
{
	struct tfe_run *run = tfe__alloc_zeroed(&logdir->allocator, 1, sizeof *run);
	if (!run)
		return NULL;
	run->logdir = logdir;
	run->name = name;
	run->wall_first = INFINITY;
	run->wall_last = -INFINITY;
	tfe__arena_init(&run->arena, &logdir->allocator, 0);
	tfe__map_init(&run->by_tag, &logdir->allocator);
	tfe__map_init(&run->find_map, &logdir->allocator);
	run->arena.meter = run->by_tag.meter = run->find_map.meter = &logdir->budget.used_bytes;
	tfe__pool_init(&run->pool, &logdir->allocator, tfe__budget_pool_meter(&logdir->budget));
	run->pool.queue = &logdir->budget.pools;
	run->pool.owner = run;
	pthread_mutex_init(&run->find_lock, NULL);
	pthread_mutex_init(&run->filling, NULL);
	return run;
}

static void free_smoothing(struct tfe_run *run, struct tfe__column *column)
{
	const struct tfe__smoothing_memory memory = {&run->logdir->allocator,
						     &run->logdir->budget.used_bytes};
	while (column) {
		tfe__smoothing_free(column, &memory);
		/* That is constant for readers; here nobody reads any more. */
		const struct tfe__column_before *before = column->before;
		column = before ? (struct tfe__column *)(uintptr_t)before->column : NULL;
	}
}

void tfe__run_free(struct tfe_run *run)
{
	const tfe_allocator *a = &run->logdir->allocator;
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
		tfe__points_free(atomic_load(&log->points));
	}
	tfe__free(a, run->order);
	tfe__free(a, run->aliases);
	tfe__map_release(&run->by_tag);
	tfe__map_release(&run->find_map);
	pthread_mutex_destroy(&run->find_lock);
	pthread_mutex_destroy(&run->filling);
	tfe__pool_release(&run->pool);
	tfe__arena_release(&run->arena);
	tfe__free(a, run);
}

void tfe_run_get_info(const tfe_run *run, tfe_run_info *info)
{
	*info = (tfe_run_info){.name = run->name,
			       .first_wall_time = atomic_load(&run->first_wall_time),
			       .last_wall_time = atomic_load(&run->last_wall_time),
			       .last_step = atomic_load(&run->last_step),
			       .bytes_total = atomic_load(&run->bytes_total),
			       .bytes_read = atomic_load(&run->bytes_read),
			       .files = atomic_load(&run->files),
			       .records = atomic_load(&run->records),
			       .restarts = atomic_load(&run->restarts),
			       .superseded = atomic_load(&run->superseded),
			       .left_out = atomic_load(&run->left_out),
			       .loaded = atomic_load(&run->loaded),
			       .gone = atomic_load(&run->gone),
			       .finished = atomic_load(&run->finished),
			       .moved = atomic_load(&run->moved)};
}

size_t tfe_run_series(const tfe_run *run)
{
	return tfe__list_count(&run->series);
}

const tfe_series *tfe_run_series_at(const tfe_run *run, size_t i)
{
	return i < tfe__list_count(&run->series) ? tfe__list_at(&run->series, i) : NULL;
}

/* Without a map, when there is no memory for one. */
static const tfe_series *find_slowly(const tfe_run *run, const char *tag, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const tfe_series *series = tfe__list_at(&run->series, i);
		if (!strcmp(series->tag, tag))
			return series;
	}
	return NULL;
}

const tfe_series *tfe_run_find(const tfe_run *constant, const char *tag)
{
	tfe_run *run = (tfe_run *)(uintptr_t)constant; /* the map below is a cache */
	size_t length = strlen(tag), n = tfe__list_count(&run->series);
	pthread_mutex_lock(&run->find_lock);
	tfe_status status = TFE_OK;
	for (; run->find_known < n && !status; run->find_known += !status) {
		/* By the tag as it is told, which ends at a NUL: the first of those it is told for. */
		const tfe_series *series = tfe__list_at(&run->series, run->find_known);
		size_t told = strlen(series->tag);
		if (tfe__map_get(&run->find_map, series->tag, told) == TFE__MAP_NONE)
			status = tfe__map_add(&run->find_map, series->tag, told, run->find_known);
	}
	const tfe_series *found = NULL;
	if (status) {
		found = find_slowly(run, tag, n);
	} else {
		size_t i = tfe__map_get(&run->find_map, tag, length);
		if (i != TFE__MAP_NONE)
			found = tfe__list_at(&run->series, i);
	}
	pthread_mutex_unlock(&run->find_lock);
	return found;
}

void tfe__log_set_bytes(struct tfe__log *log, uint64_t bytes)
{
	/* Differences modulo 2^64: files shrink too. */
	uint64_t more = bytes - atomic_exchange(&log->bytes, bytes);
	atomic_fetch_add(&log->run->bytes_total, more);
	atomic_fetch_add(&log->run->logdir->bytes_total, more);
}

/* --- damage -------------------------------------------------------------------------------------- */

enum { DAMAGES_MAX = 10000 };

const char *tfe__damage_reason(int sys_errno)
{
	switch (sys_errno) {
	case EACCES:
	case EPERM:
		return "cannot be read: permission denied";
	case ENOENT:
		return "cannot be read: it leads nowhere";
	case ENAMETOOLONG:
		return "cannot be read: its path is too long";
	case ELOOP:
		return "cannot be read: a loop of links";
	case EMFILE:
	case ENFILE:
		return "cannot be read: too many open files";
	case EIO:
		return "cannot be read: input/output error";
	default:
		return "cannot be read";
	}
}

void tfe__damage_add(struct tfe__list *list, struct tfe__arena *arena,
		     const struct tfe__budget *budget, tfe_damage given)
{
	static const char more[] = "more damage than is listed";
	size_t n = tfe__list_count(list);
	const tfe_damage *last = n ? tfe__list_at(list, n - 1) : NULL;
	if (last && last->reason == more)
		return;
	tfe_damage *damage = tfe__arena_alloc(arena, sizeof *damage);
	if (!damage)
		return;
	*damage = given;
	if (n == DAMAGES_MAX - 1 || (n && tfe__budget_is_exhausted(budget)))
		*damage = (tfe_damage){TFE_DAMAGE_LIMIT, given.path, -1, 0, more, 0};
	if (tfe__list_add(list, arena, damage))
		return;
}

static void get_damage(const struct tfe__list *list, size_t i, tfe_damage *damage)
{
	*damage = (tfe_damage){TFE_DAMAGE_BYTES, "", -1, 0, "", 0};
	if (i < tfe__list_count(list))
		*damage = *(const tfe_damage *)tfe__list_at(list, i);
}

size_t tfe_run_damages(const tfe_run *run)
{
	return tfe__list_count(&run->damages);
}

void tfe_run_get_damage(const tfe_run *run, size_t i, tfe_damage *damage)
{
	get_damage(&run->damages, i, damage);
}
