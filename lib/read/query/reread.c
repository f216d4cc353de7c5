/* read/query: rereads a run for the entries that the memory budget dropped or left out. */
#include "read/query/reread.h"

#include "base/alloc.h"
#include "base/error.h"
#include "read/query/reread_begin.h"
#include "read/query/resident.h"
#include "read/run/filling.h"
#include "read/run/ingest.h"
#include "read/run/kinds.h"
#include "read/run/ordering.h"

/* Bytes of a file that are read at once while a cursor waits. The entries of so many bytes take at
 * most about ten times as much memory. */
enum { STEP_BYTES = 128 << 10 };

/* Orders the entries of a series as in the first reading. A series that does not fit into the
 * budget is not in memory as a whole: its entries keep the order of the files, which is
 * reported. */
static tfe_status order(struct tfe__reread *r, tfe_series *series)
{
	uint64_t repeated = 0;
	tfe_status status = TFE_OK;
	for (const struct tfe__range *range = series->arrivals->ranges; range && !status;
	     range = range->next) {
		if (range->from == UINT64_MAX)
			continue;
		struct tfe__reorder reorder = {
			.from = range->from - repeated,
			.ordered = range->from - repeated,
			.to = range->to == UINT64_MAX ? UINT64_MAX : range->to - repeated};
		status = r->shared ? tfe__series_reorder(r->run, series, &reorder) : TFE_E_LIMIT;
		repeated += reorder.repeated;
	}
	if (status == TFE_E_LIMIT)
		tfe__order_ignore((struct tfe_run *)(uintptr_t)r->selection.of);
	return status == TFE_E_LIMIT ? TFE_OK : status;
}

/* Records the number of superseded entries of each series that was reread, and orders the rest. */
static tfe_status finish_series(struct tfe__reread *r)
{
	struct tfe_run *run = r->run;
	for (size_t i = 0; i < tfe__list_count(&run->series); i++) {
		tfe_series *series = tfe__list_at(&run->series, i);
		if (!series->arrivals)
			continue;
		struct tfe__column_before *before = tfe__arena_alloc(&run->arena, sizeof *before);
		if (!before)
			return TFE_E_NOMEM;
		*before = (struct tfe__column_before){.superseded = series->arrivals->superseded};
		series->writer.column->before = before;
		tfe_status status = order(r, series);
		if (status)
			return status;
	}
	return TFE_OK;
}

/* Reads about `bytes` more. */
static tfe_status read_more(struct tfe__reread *r, uint64_t bytes, tfe_error *error)
{
	if (r->at < r->pieces) {
		const struct tfe__piece *piece = &r->piece[r->at];
		bool more;
		tfe_status status = tfe__ingest_up_to(piece->log, piece->end, bytes, &more, error);
		if (status)
			return status;
		r->at += !more;
	}
	if (r->at < r->pieces)
		return TFE_OK;
	tfe__reread_drop(r);
	r->complete = true;
	tfe_status status = finish_series(r);
	return status ? tfe__error(error, status, 0, NULL, -1, "out of memory") : TFE_OK;
}

static tfe_status read_all(struct tfe__reread *r, tfe_error *error)
{
	tfe_status status = TFE_OK;
	while (!r->complete && !status)
		status = read_more(r, UINT64_MAX, error);
	return status;
}

/* --- sharing ---------------------------------------------------------------------------------- */

void tfe__rereads_init(struct tfe__rereads *rereads)
{
	rereads->first = NULL;
	pthread_mutex_init(&rereads->building, NULL);
	pthread_mutex_init(&rereads->lock, NULL);
}

/* Frees the rereads without users. The caller has locked the list. */
static void free_unused(struct tfe__rereads *rereads)
{
	for (struct tfe__reread **link = &rereads->first; *link;) {
		struct tfe__reread *r = *link;
		if (r->users) {
			link = &r->next;
			continue;
		}
		*link = r->next;
		tfe__reread_free(r);
	}
}

void tfe__rereads_release(struct tfe__rereads *rereads)
{
	free_unused(rereads);
	pthread_mutex_destroy(&rereads->building);
	pthread_mutex_destroy(&rereads->lock);
}

static bool matches(const struct tfe__reread *r, const tfe_series *series,
		    const struct tfe__snapshot *s)
{
	return r->selection.of == series->shared->run && r->of.generation == s->generation &&
	       r->of.supersedings == s->supersedings && r->of.orderings == s->orderings &&
	       r->of.stretch == s->stretch && r->of.stretch_end == s->stretch_end &&
	       tfe__selection_has(&r->selection, series);
}

/* Finds a shared reread that fits. If there is none, those without users are freed to make space
 * for a new one. */
static struct tfe__reread *find(struct tfe__rereads *rereads, const tfe_series *series,
				const struct tfe__snapshot *snapshot)
{
	pthread_mutex_lock(&rereads->lock);
	struct tfe__reread *r = rereads->first;
	while (r && !matches(r, series, snapshot))
		r = r->next;
	if (r)
		r->users++;
	else
		free_unused(rereads);
	pthread_mutex_unlock(&rereads->lock);
	return r;
}

static void share(struct tfe__rereads *rereads, struct tfe__reread *r)
{
	pthread_mutex_lock(&rereads->lock);
	r->users = 1;
	r->next = rereads->first;
	rereads->first = r;
	pthread_mutex_unlock(&rereads->lock);
}

static tfe_status create(const tfe_series *series, const struct tfe__snapshot *snapshot,
			 uint64_t first, struct tfe__reread **out, tfe_error *error)
{
	const struct tfe__store *store = series->shared->run->store;
	struct tfe__reread *r = tfe__alloc_zeroed(&store->allocator, 1, sizeof *r);
	if (!r)
		return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
	r->of = *snapshot;
	r->first = first;
	tfe_status status = tfe__reread_begin(r, series, error);
	if (!status && r->shared)
		status = read_all(r, error);
	if (status)
		tfe__reread_free(r);
	else
		*out = r;
	return status;
}

tfe_status tfe__reread_open(const tfe_series *series, const struct tfe__snapshot *snapshot,
			    uint64_t first, struct tfe__reread **out, tfe_error *error)
{
	struct tfe__rereads *rereads = series->shared->run->store->rereads;
	tfe_status status = TFE_OK;
	pthread_mutex_lock(&rereads->building);
	*out = find(rereads, series, snapshot);
	if (!*out) {
		status = create(series, snapshot, first, out, error);
		if (!status && (*out)->shared)
			share(rereads, *out);
	}
	pthread_mutex_unlock(&rereads->building);
	return status;
}

void tfe__reread_close(struct tfe__reread *r)
{
	if (!r)
		return;
	if (!r->shared) {
		tfe__reread_free(r);
		return;
	}
	struct tfe__rereads *rereads = r->selection.of->store->rereads;
	pthread_mutex_lock(&rereads->lock);
	/* Of the rereads without users only the one that was closed last is kept. */
	if (r->users == 1)
		free_unused(rereads);
	r->users--;
	pthread_mutex_unlock(&rereads->lock);
}

/* --- views ------------------------------------------------------------------------------------ */

/* Returns the series of the reread; NULL if none of its entries has been read yet. */
static const tfe_series *reread_of(const struct tfe__reread *r, const tfe_series *series)
{
	const tfe_bytes tag = {(const uint8_t *)series->tag, series->tag_length};
	return tfe__run_find(r->run, tag, (tfe_kind)series->kind);
}

/* Gets a view of the series in the reread so far. Returns false if none of its entries has been
 * read yet. */
static bool view_of(const struct tfe__reread *r, const tfe_series *series, tfe_view *view)
{
	const tfe_series *found = reread_of(r, series);
	if (found)
		*view = tfe_series_view(found);
	return found != NULL;
}

static bool is_same_place(const tfe_damage *a, const tfe_damage *b)
{
	return a->offset == b->offset && !strcmp(a->path, b->path);
}

/* Fills *error for a series with fewer entries than in the first reading. The error names the first
 * damage that the first reading did not have. */
static tfe_status name_damage(const struct tfe__reread *r, const tfe_series *series,
			      tfe_error *error)
{
	const struct tfe_run *of = r->selection.of;
	tfe_damage damage = TFE_DAMAGE_INIT, known = TFE_DAMAGE_INIT;
	bool is_new = false;
	for (size_t i = 0, n = tfe_run_damage_count(r->run); i < n && !is_new; i++) {
		is_new = true;
		tfe_run_get_damage(r->run, i, &damage);
		for (size_t k = 0, m = tfe_run_damage_count(of); k < m && is_new; k++) {
			tfe_run_get_damage(of, k, &known);
			is_new = !is_same_place(&known, &damage);
		}
	}
	const char *path = is_new ? damage.path : r->pieces ? r->piece[0].log->path : NULL;
	return tfe__error(error, TFE_E_DAMAGED, 0, path, is_new ? damage.offset : -1,
			  "%s: fewer points than were read before: the file was changed",
			  tfe__error_show(series->tag).text);
}

/* Checks after a complete reread that it has as many entries of the series as the first reading. */
static tfe_status check_arrived(const struct tfe__reread *r, const tfe_series *series,
				uint64_t arrived, tfe_error *error)
{
	const tfe_series *found = reread_of(r, series);
	uint64_t arrived_now = 0;
	if (found) {
		arrived_now =
			found->arrivals ? found->arrivals->arrived : tfe__series_arrived(found);
	}
	return arrived_now < arrived ? name_damage(r, series, error) : TFE_OK;
}

tfe_status tfe__reread_reach(struct tfe__reread *r, const tfe_series *series, uint64_t arrived,
			     uint64_t entry, tfe_view *view, tfe_error *error)
{
	for (;;) {
		tfe_status status = r->complete ? check_arrived(r, series, arrived, error) : TFE_OK;
		if (status)
			return status;
		if (view_of(r, series, view) && entry < view->count)
			return tfe__view_resident(view, entry) == entry ? TFE_OK : TFE_E_LIMIT;
		if (r->complete)
			return TFE_E_NOTFOUND;
		r->first = entry;
		tfe__reread_drop(r);
		status = read_more(r, STEP_BYTES, error);
		if (status)
			return status;
	}
}

tfe_status tfe__reread_complete(struct tfe__reread *r, const tfe_series *series, uint64_t arrived,
				tfe_view *view, tfe_error *error)
{
	tfe_status status = read_all(r, error);
	if (!status)
		status = check_arrived(r, series, arrived, error);
	if (status)
		return status;
	return view_of(r, series, view) ? TFE_OK : TFE_E_NOTFOUND;
}
