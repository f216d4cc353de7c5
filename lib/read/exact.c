/* read: reading a run again for the points that the memory budget had dropped.
 *
 * The run is read as it was the first time, into another one in which only some series keep their points: the one that is
 * asked for and those behind it in its run's list, as many as there is room for, for they will be asked for next. */
#include "read/exact.h"

#include <string.h>

#include <tfevents/series.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "read/ingest.h"

/* Bytes that a point takes at most, about. */
enum { POINT_BYTES = 12, SERIES_BYTES = 1024 };

/* --- what is read again ------------------------------------------------------------------------------------ */

static size_t room_of(const struct tfe_logdir *d)
{
	return d->budget.exact_bytes;
}

void tfe__again_drop(struct tfe__again *again)
{
	struct tfe__dropped dropped = {0};
	tfe__pool_drop(&again->run->pool, SIZE_MAX, &dropped);
	if (again->one)
		tfe__pool_drop_around(&again->kept, again->first, room_of(again->of->logdir),
				      &dropped);
	/* Nobody sees the run before it is filled. */
	tfe__dropped_free(&dropped, &again->logdir.allocator,
			  tfe__budget_pool_meter(&again->logdir.budget));
}

void tfe__again_free(struct tfe__again *again)
{
	if (!again)
		return;
	tfe_allocator a = again->logdir.allocator;
	tfe__budget_release(&again->logdir.budget, &a);
	tfe__pool_release(&again->kept); /* whose chunks lie in the run's arena */
	if (again->run)
		tfe__run_free(again->run);
	tfe__map_release(&again->wanted);
	pthread_mutex_destroy(&again->logdir.lock);
	tfe__arena_release(&again->logdir.arena);
	tfe__free(&a, again);
}

static bool is_wanted(const struct tfe__again *again, const tfe_series *series)
{
	return tfe__map_get(&again->wanted, series->tag, series->tag_length) != TFE__MAP_NONE;
}

static tfe_status want(struct tfe__again *again, const tfe_series *series, size_t at)
{
	return tfe__map_add(&again->wanted, series->tag, series->tag_length, at);
}

/* The series from number `at` on, as many as there is room for. */
static tfe_status want_from(struct tfe__again *again, size_t at)
{
	size_t room = room_of(again->of->logdir), n = tfe__list_count(&again->of->series);
	tfe_status status = TFE_OK;
	size_t wanted = 0;
	for (; at < n && !status; at++) {
		const tfe_series *series = tfe__list_at(&again->of->series, at);
		uint64_t entries = tfe_series_view(series).count + atomic_load(&series->left_out);
		if (wanted && entries > (room - room / 4) / POINT_BYTES)
			break;
		size_t bytes = (size_t)entries * POINT_BYTES + SERIES_BYTES;
		if (wanted && bytes > room)
			break;
		room -= bytes < room ? bytes : room;
		status = want(again, series, at);
		wanted++;
	}
	again->one = wanted == 1;
	return status;
}

/* The files of the run, to be read in their order. */
static tfe_status add_logs(struct tfe__again *again)
{
	struct tfe__arena *arena = &again->logdir.arena;
	for (size_t i = 0; i < tfe__list_count(&again->of->logs); i++) {
		const struct tfe__log *from = tfe__list_at(&again->of->logs, i);
		struct tfe__log *log = tfe__arena_alloc(arena, sizeof *log);
		if (!log)
			return TFE_E_NOMEM;
		memset(log, 0, sizeof *log);
		log->path = from->path;
		log->run = again->run;
		log->number = from->number;
		atomic_store(&log->excluded, atomic_load(&from->excluded));
		atomic_store(&log->changed, true);
		tfe_status status = tfe__list_add(&again->run->logs, arena, log);
		if (status)
			return status;
	}
	return TFE_OK;
}

/* --- restarts ---------------------------------------------------------------------------------------------- */

/* Copies what restarts left out of wanted series. */
static tfe_status copy_supersedings(struct tfe__again *again)
{
	struct tfe_run *of = (struct tfe_run *)(uintptr_t)again->of; /* for its lock */
	tfe_status status = TFE_OK;
	size_t n = 0, bytes;
	pthread_mutex_lock(&of->filling);
	const struct tfe__superseding *s;
	for (s = of->supersedings; s; s = s->earlier)
		n += is_wanted(again, s->series);
	if (tfe__mul_overflows(n, sizeof *s, &bytes))
		status = TFE_E_NOMEM;
	else if (n)
		again->supersedings = tfe__arena_alloc(&again->logdir.arena, bytes);
	if (n && !again->supersedings)
		status = TFE_E_NOMEM;
	for (s = of->supersedings; s && !status; s = s->earlier)
		if (is_wanted(again, s->series))
			again->supersedings[again->n_supersedings++] = *s;
	pthread_mutex_unlock(&of->filling);
	tfe__supersedings_sort(again->supersedings, again->n_supersedings);
	return status;
}

tfe_status tfe__again_arrivals(const struct tfe__again *again, const tfe_series *of,
			       tfe_series *series)
{
	struct tfe__arrivals arrivals;
	tfe__arrivals_init(&arrivals, again->supersedings, again->n_supersedings, of);
	if (!arrivals.cuts)
		return TFE_OK;
	series->arrivals = tfe__arena_alloc(&again->run->arena, sizeof arrivals);
	if (!series->arrivals)
		return TFE_E_NOMEM;
	*series->arrivals = arrivals;
	return TFE_OK;
}

/* Has the series that were read tell how many entries restarts left out of them. */
static tfe_status count_superseded(struct tfe__again *again)
{
	struct tfe_run *run = again->run;
	for (size_t i = 0; i < tfe__list_count(&run->series); i++) {
		tfe_series *series = tfe__list_at(&run->series, i);
		if (!series->arrivals)
			continue;
		struct tfe__column_before *before = tfe__arena_alloc(&run->arena, sizeof *before);
		if (!before)
			return TFE_E_NOMEM;
		*before = (struct tfe__column_before){.superseded = series->arrivals->superseded};
		series->writer.column->before = before;
	}
	return TFE_OK;
}

static tfe_status fill(struct tfe__again *again)
{
	while (tfe__ingest(again->run, UINT64_MAX))
		continue;
	tfe_status status = atomic_load(&again->run->status);
	for (size_t i = 0; i < again->run->ordered && !status; i++) {
		const struct tfe__log *log = again->run->order[i];
		const struct tfe__log *from = tfe__list_at(&again->of->logs, log->number);
		if (log->absent && !from->absent)
			status = TFE_E_IO;
	}
	tfe__again_drop(again);
	return status ? status : count_superseded(again);
}

static tfe_status read_again(const struct tfe_run *of, size_t at, uint64_t first,
			     struct tfe__again **out)
{
	const tfe_allocator *a = &of->logdir->allocator;
	struct tfe__again *again = tfe__alloc_zeroed(a, 1, sizeof *again);
	if (!again)
		return TFE_E_NOMEM;
	struct tfe_logdir *d = &again->logdir;
	d->allocator = *a;
	/* Nobody waits for news of this directory, and no thread takes its runs from a queue. */
	d->notify[0] = d->notify[1] = -1;
	atomic_store(&d->told, true);
	pthread_mutex_init(&d->lock, NULL);
	d->options = of->logdir->options;
	again->of = of;
	again->first = first;
	/* Restarts are found once; what they left out is known by now. */
	d->options.restarts = TFE_RESTARTS_KEEP;
	tfe__budget_init(&d->budget, room_of(of->logdir), 1);
	/* What was read the first time is read again. */
	d->budget.record_bytes = of->logdir->budget.record_bytes;
	d->budget.large_record_bytes = of->logdir->budget.large_record_bytes;
	tfe__arena_init(&d->arena, &d->allocator, 0);
	tfe__map_init(&again->wanted, &d->allocator);
	tfe__pool_init(&again->kept, &d->allocator, tfe__budget_pool_meter(&d->budget));
	d->arena.meter = again->wanted.meter = &d->budget.used_bytes;
	again->run = tfe__run_new(d, of->name);
	tfe_status status = again->run ? want_from(again, at) : TFE_E_NOMEM;
	if (!status) {
		again->run->again = again;
		status = copy_supersedings(again);
	}
	if (!status)
		status = add_logs(again);
	if (!status)
		status = fill(again);
	if (status)
		tfe__again_free(again);
	else
		*out = again;
	return status;
}

/* --- views --------------------------------------------------------------------------------------------------- */

/* Whether nothing of a view was dropped, and nothing left out behind it. */
static bool is_exact(const tfe_view *view)
{
	if (atomic_load(&view->series->left_out))
		return false;
	if (!view->count)
		return true;
	struct tfe__span span = tfe__column_span(view->version, view->count);
	for (size_t c = 0; c <= span.whole; c++)
		if (!tfe__span_holds(&span, c))
			return false;
	return true;
}

/* The series that one which was read again stands for. */
static const tfe_series *original(const tfe_series *series)
{
	const struct tfe__again *again = series->shared->run ? series->shared->run->again : NULL;
	if (!again)
		return series;
	size_t at = tfe__map_get(&again->wanted, series->tag, series->tag_length);
	return at == TFE__MAP_NONE ? series : tfe__list_at(&again->of->series, at);
}

/* The series as `again` has it; NULL where it has not. */
static const tfe_series *series_in(const struct tfe__again *again, const tfe_series *series)
{
	if (!again || again->of != series->shared->run || !is_wanted(again, series))
		return NULL;
	size_t at = tfe__map_get(&again->run->by_tag, series->tag, series->tag_length);
	return at == TFE__MAP_NONE ? NULL : tfe__list_at(&again->run->series, at);
}

/* Whether entry `first` is there, or there is no such entry. */
static bool view_from(const struct tfe__again *again, const tfe_series *series, uint64_t first,
		      tfe_view *view)
{
	const tfe_series *found = series_in(again, series);
	if (!found)
		return false;
	*view = tfe_series_view(found);
	return first >= view->count || tfe_view_held(view, first) == first;
}

static size_t index_of(const tfe_series *series)
{
	size_t i = 0;
	while (tfe__list_at(&series->shared->run->series, i) != series)
		i++;
	return i;
}

tfe_status tfe_series_exact(const tfe_series *series, uint64_t first, tfe_view *view)
{
	series = original(series);
	*view = tfe_series_view(series);
	if (is_exact(view))
		return TFE_OK;
	struct tfe_logdir *d = series->shared->run->logdir;
	for (unsigned i = 0; i < 2; i++) {
		if (view_from(d->again[i], series, first, view)) {
			d->again_next = !i; /* the other one is older */
			return TFE_OK;
		}
	}
	struct tfe__again **slot = &d->again[d->again_next];
	tfe__again_free(*slot);
	*slot = NULL;
	tfe_status status = read_again(series->shared->run, index_of(series), first, slot);
	if (status)
		return status;
	d->again_next = !d->again_next;
	return view_from(*slot, series, first, view) ? TFE_OK : TFE_E_DAMAGED;
}
