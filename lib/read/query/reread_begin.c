/* read/query: prepares the run that a reread fills, from a snapshot of the run of the first
 * reading: selected series, stretches of files, superseded entries. */
#include "read/query/reread_begin.h"

#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"

/* Approximate upper bounds of the memory of an entry, by kind, and of a series. */
enum { SCALAR_BYTES = 12, ENTRY_BYTES = 24, SERIES_BYTES = 1024 };

static size_t budget_bytes(const struct tfe__reread *r)
{
	return r->selection.of->store->budget.reread_bytes;
}

void tfe__reread_drop(struct tfe__reread *r)
{
	struct tfe__dropped dropped = {0};
	tfe__pool_drop(&r->run->pool, SIZE_MAX, &dropped);
	if (!r->shared)
		tfe__pool_drop_around(&r->selection.kept, r->first, budget_bytes(r), &dropped);
	/* The data can be freed at once, because no query reads the run while it is filled. */
	tfe__dropped_free(&dropped, &r->store.allocator, tfe__budget_pool_meter(&r->store.budget));
}

static void release_memory(struct tfe_run *run)
{
	tfe__reread_drop((struct tfe__reread *)(uintptr_t)((char *)run->store -
							   offsetof(struct tfe__reread, store)));
}

void tfe__reread_free(struct tfe__reread *r)
{
	if (!r)
		return;
	tfe_allocator a = r->store.allocator;
	tfe__budget_release(&r->store.budget, &a);
	/* The pool comes before the run, whose arena has its chunks. */
	tfe__pool_release(&r->selection.kept);
	if (r->run)
		tfe__run_free(r->run);
	tfe__map_release(&r->selection.tags);
	tfe__arena_release(&r->arena);
	tfe__free(&a, r);
}

/* --- the selection ---------------------------------------------------------------------------- */

static size_t bytes_per_entry(const tfe_series *series)
{
	if (series->kind == TFE_KIND_SCALAR)
		return SCALAR_BYTES;
	return ENTRY_BYTES + (series->kind == TFE_KIND_HISTOGRAM ? sizeof(struct tfe__digest) : 0);
}

/* Selects the series from number `at` on, as many as fit into the budget. If the first one does not
 * fit, it is the only one. */
static void select_from(struct tfe__reread *r, size_t at)
{
	size_t bytes_left = budget_bytes(r), n = tfe__list_count(&r->selection.of->series);
	r->shared = true;
	r->selection.begin = r->selection.end = at;
	for (bool is_first = true; at < n; at++, is_first = false) {
		const tfe_series *series = tfe__list_at(&r->selection.of->series, at);
		uint64_t entries = tfe_series_view(series).count + atomic_load(&series->left_out);
		bool fits = entries < bytes_left / bytes_per_entry(series);
		size_t bytes = fits ? (size_t)entries * bytes_per_entry(series) + SERIES_BYTES
				    : bytes_left;
		if (bytes > bytes_left)
			fits = false;
		if (is_first)
			r->shared = fits;
		else if (!fits || !r->shared)
			break;
		bytes_left -= fits ? bytes : 0;
		r->selection.end = at + 1;
	}
}

/* Notes the tags of the selected series. */
static tfe_status add_tags(struct tfe__reread *r)
{
	struct tfe__selection *s = &r->selection;
	struct tfe_run *of = (struct tfe_run *)(uintptr_t)s->of; /* for its lock */
	tfe_status status = TFE_OK;
	pthread_mutex_lock(&of->filling);
	for (size_t at = s->begin; at < s->end && !status; at++) {
		const tfe_series *series = tfe__list_at(&of->series, at);
		if (tfe__map_get(&s->tags, series->tag, series->tag_length) != TFE__MAP_NONE)
			continue;
		size_t first = tfe__map_get(&of->by_tag, series->tag, series->tag_length);
		status = tfe__map_add(&s->tags, series->tag, series->tag_length, first);
	}
	pthread_mutex_unlock(&of->filling);
	return status;
}

/* Copies the list of files. Their numbers stay the same, because entries refer to them. */
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
			(struct tfe__piece){tfe__list_at(&r->run->logs, s->log->number), end};
	}
	return TFE_OK;
}

/* Copies the records of superseded entries of the selected series, up to the snapshot. */
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

/* Checks that the files still have the content that was read from them. */
static tfe_status verify_files(struct tfe__reread *r, tfe_error *error)
{
	struct tfe_run *of = (struct tfe_run *)(uintptr_t)r->selection.of; /* for its lock */
	tfe_status status = TFE_OK;
	pthread_mutex_lock(&of->filling);
	if (of->reloading || of->generation != r->of.generation)
		status = tfe__error(error, TFE_E_DAMAGED, 0, NULL, -1,
				    "run %s: a file was replaced since it was read",
				    tfe__error_show(of->name).text);
	for (size_t i = 0; i < r->pieces && !status; i++) {
		const struct tfe__log *log = tfe__list_at(&of->logs, r->piece[i].log->number);
		status = tfe__file_verify(&log->file, error);
	}
	pthread_mutex_unlock(&of->filling);
	if (status != TFE_E_NOTFOUND && status != TFE_E_ARG)
		return status;
	if (error)
		error->status = TFE_E_IO;
	return TFE_E_IO;
}

/* --- preparation ------------------------------------------------------------------------------ */

/* Initialises a store whose budget drops data of series that are not selected when it is
 * exceeded. */
static void init_store(struct tfe__reread *r, const struct tfe__store *of)
{
	struct tfe__store *store = &r->store;
	store->allocator = of->allocator;
	/* The first reading found the restarts; the entries that they superseded are known. */
	store->restarts = TFE_RESTARTS_KEEP;
	store->release_memory = release_memory;
	tfe__budget_init(&store->budget, of->budget.reread_bytes, 1);
	/* The limits of the first reading apply, so that the same records are read. */
	store->budget.record_bytes = of->budget.record_bytes;
	store->budget.large_record_bytes = of->budget.large_record_bytes;
}

tfe_status tfe__reread_begin(struct tfe__reread *r, const tfe_series *series, tfe_error *error)
{
	struct tfe__selection *selection = &r->selection;
	struct tfe_run *of = series->shared->run;
	init_store(r, of->store);
	selection->of = of;
	tfe__arena_init(&r->arena, &r->store.allocator, 0);
	tfe__map_init(&selection->tags, &r->store.allocator);
	tfe__pool_init(&selection->kept, &r->store.allocator,
		       tfe__budget_pool_meter(&r->store.budget));
	r->arena.meter = selection->tags.meter = &r->store.budget.used_bytes;
	r->run = tfe__run_new(&r->store, of->name);
	tfe_status status = r->run ? TFE_OK : TFE_E_NOMEM;
	if (!status) {
		select_from(r, series->number);
		r->run->selection = selection;
		status = add_tags(r);
	}
	selection->orderings = r->of.orderings;
	if (!status)
		status = add_logs(r);
	if (!status)
		status = copy_stretches(r);
	if (!status)
		status = copy_supersedings(r);
	if (status)
		return tfe__error(error, status, 0, NULL, -1,
				  "out of memory during the reread of run %s",
				  tfe__error_show(of->name).text);
	return verify_files(r, error);
}
