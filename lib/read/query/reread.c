/* read/query: reading a run a second time for the entries that the memory budget dropped or left out. */
#include "read/query/reread.h"

#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include "read/query/resident.h"
#include "read/run/filling.h"
#include "read/run/ingest.h"
#include "read/run/selection.h"

/* About the most bytes that an entry takes, by kind, and a series. */
enum { SCALAR_BYTES = 12, ENTRY_BYTES = 24, SERIES_BYTES = 1024 };

/* How much is read at once while a cursor waits: the data of entries take at most some ten times as much. */
enum { STEP_BYTES = 128 << 10 };

/* A stretch of a file, to be read again. */
struct piece {
	struct tfe__log *log;
	uint64_t end;
};

struct tfe__reread {
	/* The list of shared ones; under its lock. */
	struct tfe__reread *next;
	unsigned users;
	/* The run, and the store that stands in for that of its log directory. */
	struct tfe__store store;
	struct tfe__arena arena;
	struct tfe__selection selection;
	struct tfe__snapshot of; /* what is common to the series of the run */
	struct tfe_run *run;     /* the one that is filled */
	struct piece *piece;     /* in the order of the first reading */
	size_t pieces, at;
	uint64_t first; /* not shared: entries before this one are dropped */
	bool shared, complete;
};

static size_t room_of(const struct tfe__reread *r)
{
	return r->selection.of->store->budget.reread_bytes;
}

/* Frees data that are not wanted, or more than there is room for. */
static void drop(struct tfe__reread *r)
{
	struct tfe__dropped dropped = {0};
	tfe__pool_drop(&r->run->pool, SIZE_MAX, &dropped);
	if (!r->shared)
		tfe__pool_drop_around(&r->selection.kept, r->first, room_of(r), &dropped);
	/* No query reads the run while it is filled. */
	tfe__dropped_free(&dropped, &r->store.allocator, tfe__budget_pool_meter(&r->store.budget));
}

static void release_memory(struct tfe_run *run)
{
	drop((struct tfe__reread *)(uintptr_t)((char *)run->store -
					       offsetof(struct tfe__reread, store)));
}

static void reread_free(struct tfe__reread *r)
{
	if (!r)
		return;
	tfe_allocator a = r->store.allocator;
	tfe__budget_release(&r->store.budget, &a);
	tfe__pool_release(&r->selection.kept); /* whose chunks lie in the run's arena */
	if (r->run)
		tfe__run_free(r->run);
	tfe__map_release(&r->selection.wanted);
	tfe__arena_release(&r->arena);
	tfe__free(&a, r);
}

/* --- what is read ------------------------------------------------------------------------------------------- */

static size_t bytes_per_entry(const tfe_series *series)
{
	if (series->kind == TFE_KIND_SCALAR)
		return SCALAR_BYTES;
	return ENTRY_BYTES + (series->kind == TFE_KIND_HISTOGRAM ? sizeof(struct tfe__digest) : 0);
}

/* The series from number `at` on, as many as there is room for. The first one may be too large: then it is the only one. */
static tfe_status want_from(struct tfe__reread *r, size_t at)
{
	size_t room = room_of(r), n = tfe__list_count(&r->selection.of->series);
	tfe_status status = TFE_OK;
	r->shared = true;
	for (bool is_first = true; at < n && !status; at++, is_first = false) {
		const tfe_series *series = tfe__list_at(&r->selection.of->series, at);
		uint64_t entries = tfe_series_view(series).count + atomic_load(&series->left_out);
		bool fits = entries < room / bytes_per_entry(series);
		size_t bytes = fits ? (size_t)entries * bytes_per_entry(series) + SERIES_BYTES : room;
		if (bytes > room)
			fits = false;
		if (is_first)
			r->shared = fits;
		else if (!fits || !r->shared)
			break;
		room -= fits ? bytes : 0;
		status = tfe__map_add(&r->selection.wanted, series->tag, series->tag_length, at);
	}
	return status;
}

static size_t index_of(struct tfe_run *run, const tfe_series *series)
{
	pthread_mutex_lock(&run->filling);
	size_t at = tfe__map_get(&run->by_tag, series->tag, series->tag_length);
	pthread_mutex_unlock(&run->filling);
	return at;
}

/* The files of the run under their numbers: entries refer to them. */
static tfe_status add_logs(struct tfe__reread *r)
{
	struct tfe__arena *arena = &r->arena;
	const struct tfe_run *of = r->selection.of;
	for (size_t i = 0, n = tfe__list_count(&of->logs); i < n; i++) {
		const struct tfe__log *from = tfe__list_at(&of->logs, i);
		struct tfe__log *log = tfe__arena_alloc(arena, sizeof *log);
		if (!log)
			return TFE_E_NOMEM;
		memset(log, 0, sizeof *log);
		log->path = from->path;
		log->run = r->run;
		log->number = from->number;
		atomic_store(&log->changed, true);
		tfe_status status = tfe__list_add(&r->run->logs, arena, log);
		if (status)
			return status;
	}
	return TFE_OK;
}

/* Copies the stretches of the first reading up to the snapshot. */
static tfe_status copy_stretches(struct tfe__reread *r)
{
	size_t n = 0, bytes;
	const struct tfe__stretch *s;
	for (s = r->of.stretch; s; s = s->earlier)
		n++;
	if (!n)
		return TFE_OK;
	if (tfe__mul_overflows(n, sizeof *r->piece, &bytes))
		return TFE_E_NOMEM;
	r->piece = tfe__arena_alloc(&r->arena, bytes);
	if (!r->piece)
		return TFE_E_NOMEM;
	r->pieces = n;
	for (s = r->of.stretch; s; s = s->earlier) {
		uint64_t end = s == r->of.stretch ? r->of.stretch_end : s->end;
		r->piece[--n] =
			(struct piece){tfe__list_at(&r->run->logs, s->log->number), end};
	}
	return TFE_OK;
}

/* Copies what restarts left out of wanted series, up to the snapshot. */
static tfe_status copy_supersedings(struct tfe__reread *r)
{
	struct tfe__selection *selection = &r->selection;
	size_t n = 0, bytes;
	const struct tfe__superseding *s;
	for (s = r->of.supersedings; s; s = s->earlier)
		n += tfe__selection_has(selection, s->series);
	if (!n)
		return TFE_OK;
	if (tfe__mul_overflows(n, sizeof *s, &bytes))
		return TFE_E_NOMEM;
	selection->supersedings = tfe__arena_alloc(&r->arena, bytes);
	if (!selection->supersedings)
		return TFE_E_NOMEM;
	for (s = r->of.supersedings; s; s = s->earlier)
		if (tfe__selection_has(selection, s->series))
			selection->supersedings[selection->n_supersedings++] = *s;
	tfe__supersedings_sort(selection->supersedings, n);
	return TFE_OK;
}

/* Whether the files still hold what was read of them. */
static tfe_status verify_files(struct tfe__reread *r, tfe_error *error)
{
	struct tfe_run *of = (struct tfe_run *)(uintptr_t)r->selection.of; /* for its lock */
	tfe_status status = TFE_OK;
	pthread_mutex_lock(&of->filling);
	if (of->anew || of->generation != r->of.generation)
		status = tfe__error(error, TFE_E_DAMAGED, 0, NULL, -1,
				    "run %s: a file was replaced since it was read",
				    tfe__error_show(of->name).text);
	for (size_t i = 0; i < r->pieces && !status; i++) {
		const struct tfe__log *log =
			tfe__list_at(&of->logs, r->piece[i].log->number);
		status = tfe__file_verify(&log->file, error);
	}
	pthread_mutex_unlock(&of->filling);
	if (status != TFE_E_NOTFOUND && status != TFE_E_ARG)
		return status;
	if (error)
		error->status = TFE_E_IO;
	return TFE_E_IO;
}

/* --- making one --------------------------------------------------------------------------------------------- */

/* A store in which the budget drops what is not wanted, as soon as there is much of it. */
static void init_store(struct tfe__reread *r, const struct tfe__store *of)
{
	struct tfe__store *store = &r->store;
	store->allocator = of->allocator;
	/* Restarts are found once; what they left out is known by now. */
	store->restarts = TFE_RESTARTS_KEEP;
	store->release_memory = release_memory;
	tfe__budget_init(&store->budget, of->budget.reread_bytes, 1);
	/* What was read the first time is read again. */
	store->budget.record_bytes = of->budget.record_bytes;
	store->budget.large_record_bytes = of->budget.large_record_bytes;
}

/* Prepares a reading of a series and those after it. */
static tfe_status prepare(struct tfe__reread *r, const tfe_series *series, tfe_error *error)
{
	struct tfe__selection *selection = &r->selection;
	struct tfe_run *of = series->shared->run;
	init_store(r, of->store);
	selection->of = of;
	tfe__arena_init(&r->arena, &r->store.allocator, 0);
	tfe__map_init(&selection->wanted, &r->store.allocator);
	tfe__pool_init(&selection->kept, &r->store.allocator,
		       tfe__budget_pool_meter(&r->store.budget));
	r->arena.meter = selection->wanted.meter = &r->store.budget.used_bytes;
	r->run = tfe__run_new(&r->store, of->name);
	tfe_status status = r->run ? want_from(r, index_of(of, series)) : TFE_E_NOMEM;
	if (!status) {
		r->run->selection = selection;
		status = add_logs(r);
	}
	if (!status)
		status = copy_stretches(r);
	if (!status)
		status = copy_supersedings(r);
	if (status)
		return tfe__error(error, status, 0, NULL, -1, "out of memory to read run %s again",
				  tfe__error_show(of->name).text);
	return verify_files(r, error);
}

/* Records how many entries restarts left out of the series that were read. */
static tfe_status count_superseded(struct tfe__reread *r)
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
	}
	return TFE_OK;
}

/* Reads about `bytes` more. */
static tfe_status read_more(struct tfe__reread *r, uint64_t bytes, tfe_error *error)
{
	if (r->at < r->pieces) {
		const struct piece *piece = &r->piece[r->at];
		bool more;
		tfe_status status = tfe__ingest_up_to(piece->log, piece->end, bytes, &more, error);
		if (status)
			return status;
		r->at += !more;
	}
	if (r->at < r->pieces)
		return TFE_OK;
	drop(r);
	r->complete = true;
	tfe_status status = count_superseded(r);
	return status ? tfe__error(error, status, 0, NULL, -1, "out of memory") : TFE_OK;
}

static tfe_status read_all(struct tfe__reread *r, tfe_error *error)
{
	tfe_status status = TFE_OK;
	while (!r->complete && !status)
		status = read_more(r, UINT64_MAX, error);
	return status;
}

/* --- sharing ------------------------------------------------------------------------------------------------ */

void tfe__rereads_init(struct tfe__rereads *rereads)
{
	rereads->first = NULL;
	pthread_mutex_init(&rereads->building, NULL);
	pthread_mutex_init(&rereads->lock, NULL);
}

/* Frees those that nobody uses; the list is locked. */
static void free_unused(struct tfe__rereads *rereads)
{
	for (struct tfe__reread **link = &rereads->first; *link;) {
		struct tfe__reread *r = *link;
		if (r->users) {
			link = &r->next;
			continue;
		}
		*link = r->next;
		reread_free(r);
	}
}

void tfe__rereads_release(struct tfe__rereads *rereads)
{
	free_unused(rereads);
	pthread_mutex_destroy(&rereads->building);
	pthread_mutex_destroy(&rereads->lock);
}

static bool is_of(const struct tfe__reread *r, const tfe_series *series,
		  const struct tfe__snapshot *s)
{
	return r->selection.of == series->shared->run && r->of.generation == s->generation &&
	       r->of.supersedings == s->supersedings && r->of.stretch == s->stretch &&
	       r->of.stretch_end == s->stretch_end && tfe__selection_has(&r->selection, series);
}

/* A shared one that is there. Otherwise those that nobody uses give way to another. */
static struct tfe__reread *find(struct tfe__rereads *rereads, const tfe_series *series,
				const struct tfe__snapshot *snapshot)
{
	pthread_mutex_lock(&rereads->lock);
	struct tfe__reread *r = rereads->first;
	while (r && !is_of(r, series, snapshot))
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

static tfe_status make(const tfe_series *series, const struct tfe__snapshot *snapshot,
		       uint64_t first, struct tfe__reread **out, tfe_error *error)
{
	const struct tfe__store *store = series->shared->run->store;
	struct tfe__reread *r = tfe__alloc_zeroed(&store->allocator, 1, sizeof *r);
	if (!r)
		return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
	r->of = *snapshot;
	r->first = first;
	tfe_status status = prepare(r, series, error);
	if (!status && r->shared)
		status = read_all(r, error);
	if (status)
		reread_free(r);
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
		status = make(series, snapshot, first, out, error);
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
		reread_free(r);
		return;
	}
	struct tfe__rereads *rereads = r->selection.of->store->rereads;
	pthread_mutex_lock(&rereads->lock);
	/* Of those that nobody uses the last one stays. */
	if (r->users == 1)
		free_unused(rereads);
	r->users--;
	pthread_mutex_unlock(&rereads->lock);
}

/* --- views -------------------------------------------------------------------------------------------------- */

/* Finds the series as it was read so far; false where none of its entries has come. */
static bool view_of(const struct tfe__reread *r, const tfe_series *series, tfe_view *view)
{
	size_t at = tfe__map_get(&r->run->by_tag, series->tag, series->tag_length);
	if (at == TFE__MAP_NONE)
		return false;
	*view = tfe_series_view(tfe__list_at(&r->run->series, at));
	return true;
}

static bool is_same_place(const tfe_damage *a, const tfe_damage *b)
{
	return a->path == b->path && a->offset == b->offset;
}

/* Names the first damage that the first reading did not find: less than that has come of a series. */
static tfe_status name_damage(const struct tfe__reread *r, const tfe_series *series,
			      tfe_error *error)
{
	const struct tfe_run *of = r->selection.of;
	tfe_damage damage = {.path = NULL, .offset = -1}, known;
	for (size_t i = 0, n = tfe_run_damage_count(r->run); i < n; i++) {
		bool is_known = false;
		tfe_run_get_damage(r->run, i, &damage);
		for (size_t k = 0, m = tfe_run_damage_count(of); k < m && !is_known; k++) {
			tfe_run_get_damage(of, k, &known);
			is_known = is_same_place(&known, &damage);
		}
		if (!is_known)
			break;
	}
	const char *path = damage.path;
	if (!path && r->pieces)
		path = r->piece[0].log->path;
	return tfe__error(error, TFE_E_DAMAGED, 0, path, damage.offset,
			  "%s: fewer points than were read before: the file was changed",
			  tfe__error_show(series->tag).text);
}

/* Whether all entries came again, once all was read. */
static tfe_status check_arrived(const struct tfe__reread *r, const tfe_series *series,
				uint64_t arrived, tfe_error *error)
{
	size_t at = tfe__map_get(&r->run->by_tag, series->tag, series->tag_length);
	uint64_t come = 0;
	if (at != TFE__MAP_NONE) {
		const tfe_series *found = tfe__list_at(&r->run->series, at);
		come = found->arrivals ? found->arrivals->arrived : tfe__series_arrived(found);
	}
	return come < arrived ? name_damage(r, series, error) : TFE_OK;
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
		drop(r);
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
