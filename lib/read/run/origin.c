/* read/run: which file each entry of a series comes from. */
#include "read/run/origin.h"

#include <string.h>

#include "base/alloc.h"
#include "read/run/store.h"

/* Files that are written at the same time and followed live alternate. Their origins may take
 * two bytes of memory for each entry, and some for each series; beyond that origins are no
 * longer recorded. */
enum { ENTRIES_PER_ORIGIN = sizeof(struct tfe__origin) / 2, ORIGINS_FREE = 16 };

static const struct tfe__origin not_recorded;

void tfe__origins_init(struct tfe_run *run)
{
	tfe__map_init(&run->origins.by_tag, &run->store->allocator);
	run->origins.by_tag.meter = &run->store->budget.used_bytes;
}

void tfe__origins_release(struct tfe_run *run)
{
	tfe__map_release(&run->origins.by_tag);
	tfe__free(&run->store->allocator, run->origins.newest);
}

void tfe__origins_reset(struct tfe_run *run, const struct tfe__log *first)
{
	struct tfe__origins *origins = &run->origins;
	pthread_mutex_lock(&run->find_lock);
	origins->first = first;
	for (size_t i = 0; i < origins->by_tag.count; i++)
		origins->newest[i] = NULL;
	pthread_mutex_unlock(&run->find_lock);
}

static const struct tfe__origin *newest_of(const struct tfe__origins *origins,
					   const tfe_series *series)
{
	if (!origins->by_tag.count)
		return NULL;
	size_t at = tfe__map_get(&origins->by_tag, series->tag, series->tag_length);
	return at == TFE__MAP_NONE ? NULL : origins->newest[at];
}

/* The place of a series among those that have origins. */
static tfe_status place_of(struct tfe_run *run, const tfe_series *series, size_t *at)
{
	struct tfe__origins *origins = &run->origins;
	size_t n = origins->by_tag.count;
	*at = tfe__map_get(&origins->by_tag, series->tag, series->tag_length);
	if (*at != TFE__MAP_NONE)
		return TFE_OK;
	*at = n;
	tfe_status status =
		TFE__GROW(&run->store->allocator, origins->newest, origins->capacity, n + 1);
	if (status)
		return status;
	origins->newest[n] = NULL;
	return tfe__map_add(&origins->by_tag, series->tag, series->tag_length, n);
}

/* Whether a series may have another origin. */
static bool may_add(const struct tfe_run *run, const struct tfe__origin *newest, uint64_t arrival)
{
	uint64_t n = newest ? newest->nth : 0;
	return n < ORIGINS_FREE + arrival / ENTRIES_PER_ORIGIN &&
	       !tfe__budget_is_exhausted(&run->store->budget);
}

static tfe_status add(struct tfe_run *run, const tfe_series *series, struct tfe__origin origin)
{
	size_t at;
	tfe_status status = place_of(run, series, &at);
	if (status)
		return status;
	const struct tfe__origin **newest = &run->origins.newest[at];
	if (!may_add(run, *newest, origin.arrival)) {
		*newest = &not_recorded;
		return TFE_OK;
	}
	struct tfe__origin *added = tfe__arena_alloc(&run->arena, sizeof *added);
	if (!added)
		return TFE_E_NOMEM;
	origin.earlier = *newest;
	origin.nth = *newest ? (*newest)->nth + 1 : 1;
	*added = origin;
	*newest = added;
	return TFE_OK;
}

tfe_status tfe__origin_note(struct tfe_run *run, const tfe_series *series,
			    const struct tfe__log *log, uint64_t arrival, double wall_time)
{
	/* Only the caller's thread changes origins, so that it reads them without the lock. */
	const struct tfe__origin *newest = newest_of(&run->origins, series);
	if (log == (newest ? newest->log : run->origins.first) || newest == &not_recorded)
		return TFE_OK;
	pthread_mutex_lock(&run->find_lock);
	tfe_status status =
		add(run, series,
		    (struct tfe__origin){.log = log, .arrival = arrival, .wall_time = wall_time});
	pthread_mutex_unlock(&run->find_lock);
	return status;
}

/* Entries that restarts left out are not counted in a view; then later files are later by their
 * wall times. */
static bool begins_after(const struct tfe__origin *origin, bool superseded, uint64_t i,
			 double wall_time)
{
	return superseded ? origin->wall_time > wall_time : origin->arrival > i;
}

const struct tfe__log *tfe__origin_of(const tfe_view *view, uint64_t i, double wall_time)
{
	const tfe_series *series = view->series;
	struct tfe_run *run = series->shared->run;
	bool superseded = tfe__column_superseded(view->version) > 0;
	pthread_mutex_lock(&run->find_lock);
	const struct tfe__origin *origin = newest_of(&run->origins, series);
	while (origin && begins_after(origin, superseded, i, wall_time))
		origin = origin->earlier;
	const struct tfe__log *log = origin ? origin->log : run->origins.first;
	pthread_mutex_unlock(&run->find_lock);
	return log;
}
