/* read/run: records the file that each entry of a series comes from. */
#include "read/run/origin.h"

#include "base/alloc.h"
#include "read/run/store.h"

/* The entries of files that are written at the same time and followed live alternate. The origins
 * of a series may take two bytes of memory for each entry, plus ORIGINS_FREE origins. Beyond that,
 * the origins of the series are no longer recorded. */
enum { ENTRIES_PER_ORIGIN = sizeof(struct tfe__origin) / 2, ORIGINS_FREE = 16 };

static const struct tfe__origin not_recorded;

void tfe__origins_release(struct tfe_run *run)
{
	tfe__free(&run->store->allocator, run->origins.newest);
}

void tfe__origins_reset(struct tfe_run *run, const struct tfe__log *first)
{
	struct tfe__origins *origins = &run->origins;
	pthread_mutex_lock(&run->find_lock);
	origins->first = first;
	for (size_t i = 0; i < origins->n; i++)
		origins->newest[i] = NULL;
	pthread_mutex_unlock(&run->find_lock);
}

static const struct tfe__origin *newest_of(const struct tfe__origins *origins,
					   const tfe_series *series)
{
	return series->number < origins->n ? origins->newest[series->number] : NULL;
}

/* Makes space for the origins of a series. */
static tfe_status reserve(struct tfe_run *run, const tfe_series *series)
{
	struct tfe__origins *origins = &run->origins;
	size_t n = (size_t)series->number + 1;
	tfe_status status =
		TFE__GROW(&run->store->allocator, origins->newest, origins->capacity, n);
	while (!status && origins->n < n)
		origins->newest[origins->n++] = NULL;
	return status;
}

/* Returns whether a series may have another origin. */
static bool may_add(const struct tfe_run *run, const struct tfe__origin *newest, uint64_t arrival)
{
	uint64_t n = newest ? newest->nth : 0;
	return n < ORIGINS_FREE + arrival / ENTRIES_PER_ORIGIN &&
	       !tfe__budget_is_exhausted(&run->store->budget);
}

static tfe_status add(struct tfe_run *run, const tfe_series *series, struct tfe__origin origin)
{
	tfe_status status = reserve(run, series);
	if (status)
		return status;
	const struct tfe__origin **newest = &run->origins.newest[series->number];
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
	/* Only the caller's thread changes origins, so it may read them without the lock. */
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

/* Returns whether an origin begins after entry i of a view. A view does not count superseded
 * entries; if there are any, wall times are compared instead of numbers. */
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
