/* read/query: reading a run again for the points that the memory budget had dropped.
 *
 * The run is read as it was the first time, into another one in which only some series keep their points: the one that is
 * asked for and those behind it in its run's list, as many as there is room for, for they will be asked for next. */
#include "read/query/exact_read.h"

#include <stddef.h>
#include <string.h>

#include <tfevents/series.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "read/run/ingest.h"
#include "read/run/selection.h"

/* Bytes that a point takes at most, about. */
enum { POINT_BYTES = 12, SERIES_BYTES = 1024 };

/* --- what is read again ------------------------------------------------------------------------------------ */

/* A run that is read a second time, and the store that stands in for that of its log directory. */
struct tfe__again {
	struct tfe__store store;
	struct tfe__arena arena;
	struct tfe__selection selection;
	struct tfe_run *run; /* the one that is filled */
	uint64_t first;      /* of a series that is too large to keep: from which entry on */
	bool one;            /* only one series is wanted: it may be too large */
};

static size_t room_of(const struct tfe__again *again)
{
	return again->selection.of->store->budget.exact_bytes;
}

/* Frees data that are not wanted, or more than there is room for. */
static void drop(struct tfe__again *again)
{
	struct tfe__dropped dropped = {0};
	tfe__pool_drop(&again->run->pool, SIZE_MAX, &dropped);
	if (again->one)
		tfe__pool_drop_around(&again->selection.kept, again->first, room_of(again),
				      &dropped);
	/* No query sees the run before it is filled. */
	tfe__dropped_free(&dropped, &again->store.allocator,
			  tfe__budget_pool_meter(&again->store.budget));
}

static void release_memory(struct tfe_run *run)
{
	drop((struct tfe__again *)(uintptr_t)((char *)run->store -
					      offsetof(struct tfe__again, store)));
}

static void again_free(struct tfe__again *again)
{
	if (!again)
		return;
	tfe_allocator a = again->store.allocator;
	tfe__budget_release(&again->store.budget, &a);
	tfe__pool_release(&again->selection.kept); /* whose chunks lie in the run's arena */
	if (again->run)
		tfe__run_free(again->run);
	tfe__map_release(&again->selection.wanted);
	tfe__arena_release(&again->arena);
	tfe__free(&a, again);
}

static tfe_status want(struct tfe__again *again, const tfe_series *series, size_t at)
{
	return tfe__map_add(&again->selection.wanted, series->tag, series->tag_length, at);
}

/* The series from number `at` on, as many as there is room for. */
static tfe_status want_from(struct tfe__again *again, size_t at)
{
	size_t room = room_of(again), n = tfe__list_count(&again->selection.of->series);
	tfe_status status = TFE_OK;
	size_t wanted = 0;
	for (; at < n && !status; at++) {
		const tfe_series *series = tfe__list_at(&again->selection.of->series, at);
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
	struct tfe__arena *arena = &again->arena;
	for (size_t i = 0; i < tfe__list_count(&again->selection.of->logs); i++) {
		const struct tfe__log *from = tfe__list_at(&again->selection.of->logs, i);
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
	struct tfe_run *of = (struct tfe_run *)(uintptr_t)again->selection.of; /* for its lock */
	tfe_status status = TFE_OK;
	size_t n = 0, bytes;
	pthread_mutex_lock(&of->filling);
	const struct tfe__superseding *s;
	for (s = of->supersedings; s; s = s->earlier)
		n += tfe__selection_has(&again->selection, s->series);
	if (tfe__mul_overflows(n, sizeof *s, &bytes))
		status = TFE_E_NOMEM;
	else if (n)
		again->selection.supersedings = tfe__arena_alloc(&again->arena, bytes);
	if (n && !again->selection.supersedings)
		status = TFE_E_NOMEM;
	for (s = of->supersedings; s && !status; s = s->earlier)
		if (tfe__selection_has(&again->selection, s->series))
			again->selection.supersedings[again->selection.n_supersedings++] = *s;
	pthread_mutex_unlock(&of->filling);
	tfe__supersedings_sort(again->selection.supersedings, again->selection.n_supersedings);
	return status;
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
	if (again->run->given_up)
		status = TFE_E_NOMEM;
	for (size_t i = 0; i < again->run->ordered && !status; i++) {
		const struct tfe__log *log = again->run->order[i];
		const struct tfe__log *from = tfe__list_at(&again->selection.of->logs, log->number);
		if (log->absent && !from->absent)
			status = TFE_E_IO;
	}
	drop(again);
	return status ? status : count_superseded(again);
}

/* A store in which the budget drops what is not wanted, as soon as there is much of it. */
static void init_store(struct tfe__again *again, const struct tfe__store *of)
{
	struct tfe__store *store = &again->store;
	store->allocator = of->allocator;
	/* Restarts are found once; what they left out is known by now. */
	store->restarts = TFE_RESTARTS_KEEP;
	store->release_memory = release_memory;
	tfe__budget_init(&store->budget, of->budget.exact_bytes, 1);
	/* What was read the first time is read again. */
	store->budget.record_bytes = of->budget.record_bytes;
	store->budget.large_record_bytes = of->budget.large_record_bytes;
}

static tfe_status read_again(const struct tfe_run *of, size_t at, uint64_t first,
			     struct tfe__again **out)
{
	struct tfe__again *again = tfe__alloc_zeroed(&of->store->allocator, 1, sizeof *again);
	if (!again)
		return TFE_E_NOMEM;
	struct tfe__store *store = &again->store;
	struct tfe__selection *selection = &again->selection;
	init_store(again, of->store);
	again->first = first;
	selection->of = of;
	tfe__arena_init(&again->arena, &store->allocator, 0);
	tfe__map_init(&selection->wanted, &store->allocator);
	tfe__pool_init(&selection->kept, &store->allocator, tfe__budget_pool_meter(&store->budget));
	again->arena.meter = selection->wanted.meter = &store->budget.used_bytes;
	again->run = tfe__run_new(store, of->name);
	tfe_status status = again->run ? want_from(again, at) : TFE_E_NOMEM;
	if (!status) {
		again->run->selection = selection;
		status = copy_supersedings(again);
	}
	if (!status)
		status = add_logs(again);
	if (!status)
		status = fill(again);
	if (status)
		again_free(again);
	else
		*out = again;
	return status;
}

void tfe__exact_reads_release(struct tfe__exact_reads *reads)
{
	for (unsigned i = 0; i < 2; i++)
		again_free(reads->run[i]);
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
		if (!tfe__span_is_resident(&span, c))
			return false;
	return true;
}

/* The series that one which was read again stands for. */
static const tfe_series *original(const tfe_series *series)
{
	const struct tfe_run *run = series->shared->run;
	const struct tfe__selection *selection = run ? run->selection : NULL;
	if (!selection)
		return series;
	size_t at = tfe__map_get(&selection->wanted, series->tag, series->tag_length);
	return at == TFE__MAP_NONE ? series : tfe__list_at(&selection->of->series, at);
}

/* The series as `again` has it; NULL where it has not. */
static const tfe_series *series_in(const struct tfe__again *again, const tfe_series *series)
{
	if (!again || again->selection.of != series->shared->run ||
	    !tfe__selection_has(&again->selection, series))
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
	struct tfe_run *run = series->shared->run;
	pthread_mutex_lock(&run->filling);
	size_t at = tfe__map_get(&run->by_tag, series->tag, series->tag_length);
	pthread_mutex_unlock(&run->filling);
	return at;
}

tfe_status tfe_series_exact(const tfe_series *series, uint64_t first, tfe_view *view)
{
	series = original(series);
	*view = tfe_series_view(series);
	if (is_exact(view))
		return TFE_OK;
	struct tfe__exact_reads *reads = series->shared->run->store->exact_reads;
	for (unsigned i = 0; i < 2; i++) {
		if (view_from(reads->run[i], series, first, view)) {
			reads->next = !i; /* the other one is older */
			return TFE_OK;
		}
	}
	struct tfe__again **slot = &reads->run[reads->next];
	again_free(*slot);
	*slot = NULL;
	tfe_status status = read_again(series->shared->run, index_of(series), first, slot);
	if (status)
		return status;
	reads->next = !reads->next;
	return view_from(*slot, series, first, view) ? TFE_OK : TFE_E_DAMAGED;
}
