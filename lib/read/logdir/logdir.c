/* read/logdir: opening, loading, following and closing a log directory. */
#include "read/logdir/logdir.h"

#include <assert.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/noun.h"
#include "base/options.h"
#include "base/sized.h"
#include "read/logdir/loader.h"
#include "read/logdir/scan.h"
#include "read/logdir/watch.h"

static const tfe_error no_error = {.size = sizeof no_error, .offset = -1};
static_assert(offsetof(tfe_logdir_options, size) == 0, "tfe__options_copy reads the size first");

/* --- opening and closing ---------------------------------------------------------------------- */

/* Copies the options of the caller and fills in defaults. */
static tfe_status read_options(tfe_logdir_options *o, const tfe_logdir_options *given,
			       tfe_error *error)
{
	tfe_status status = tfe__options_copy(o, sizeof *o, given, "tfe_logdir_options", error);
	if (!(o->poll_interval_s > 0))
		o->poll_interval_s = 1;
	if (o->poll_interval_s > 3600)
		o->poll_interval_s = 3600;
	return status;
}

static void free_logdir(struct tfe_logdir *d)
{
	tfe__rereads_release(&d->rereads);
	tfe__value_cache_release(&d->values);
	tfe__budget_release(&d->store.budget, &d->store.allocator);
	for (size_t i = 0; i < tfe__list_count(&d->runs); i++)
		tfe__run_free(tfe__list_at(&d->runs, i));
	if (d->scan)
		tfe__scan_close(d->scan);
	tfe__changes_close(&d->changes);
	tfe__free(&d->store.allocator, d->heap);
	pthread_mutex_destroy(&d->lock);
	pthread_cond_destroy(&d->work);
	pthread_cond_destroy(&d->idle);
	tfe__arena_release(&d->arena);
	tfe_allocator a = d->store.allocator;
	tfe__free(&a, d);
}

size_t tfe_logdir_default_memory_bytes(void)
{
	return tfe__budget_default_bytes();
}

tfe_status tfe_logdir_open(const char *const *paths, size_t n_paths,
			   const tfe_logdir_options *options, tfe_logdir **out, tfe_error *error)
{
	*out = NULL;
	if (!paths || !n_paths)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "no log directory is given");
	tfe_logdir_options o;
	tfe_status status = read_options(&o, options, error);
	if (status)
		return status;
	tfe_allocator a = tfe__allocator_or_default(o.allocator);
	struct tfe_logdir *d = tfe__alloc_zeroed(&a, 1, sizeof *d);
	if (!d)
		return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
	d->store.allocator = a;
	d->options = o;
	d->options.allocator = &d->store.allocator;
	d->error = no_error;
	tfe__arena_init(&d->arena, &d->store.allocator, 0);
	d->arena.meter = &d->names_bytes;
	tfe__budget_init(&d->store.budget, o.memory_bytes, tfe__loader_threads(&o));
	tfe__value_cache_init(&d->values, d->store.budget.held_bytes);
	d->store.restarts = o.restarts;
	d->store.values = &d->values;
	d->store.rereads = &d->rereads;
	tfe__rereads_init(&d->rereads);
	d->store.helpers = &d->helpers;
	d->helpers = (struct tfe__helpers){
		.lock = &d->lock, .work = &d->work, .allocator = &d->store.allocator};
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->work, NULL);
	pthread_cond_init(&d->idle, NULL);
	status = tfe__changes_open(&d->changes, error);
	if (!status)
		status = tfe__scan_open(d, paths, n_paths, error);
	if (status)
		free_logdir(d);
	else
		*out = d;
	return status;
}

void tfe_logdir_close(tfe_logdir *d)
{
	if (!d)
		return;
	tfe__watch_stop(d);
	tfe__loader_stop(d);
	free_logdir(d);
}

/* --- loading and following -------------------------------------------------------------------- */

/* Returns the path of the file during whose reading memory ran out; the name of the run if none is
 * known. */
static const char *path_left_out(struct tfe_run *run)
{
	const char *path = NULL;
	pthread_mutex_lock(&run->filling);
	for (size_t i = 0; i < run->ordered && !path; i++)
		if (run->order[i]->retry || atomic_load(&run->order[i]->changed))
			path = run->order[i]->path;
	pthread_mutex_unlock(&run->filling);
	return path ? path : run->name;
}

/* Returns the status of the runs during whose reading memory ran out, with the detail in *error. */
static tfe_status runs_status(const struct tfe_logdir *d, tfe_error *error)
{
	size_t failed = 0;
	struct tfe_run *first = NULL;
	for (size_t i = 0; i < tfe__list_count(&d->runs); i++) {
		struct tfe_run *run = tfe__list_at(&d->runs, i);
		if (!atomic_load(&run->status))
			continue;
		first = failed++ ? first : run;
	}
	if (!failed)
		return TFE_OK;
	if (failed == 1)
		return tfe__error(error, atomic_load(&first->status), 0, path_left_out(first), -1,
				  "out of memory during loading");
	return tfe__error(error, atomic_load(&first->status), 0, path_left_out(first), -1,
			  "out of memory during loading; files of %zu more %s also failed",
			  failed - 1, tfe__noun(failed - 1, "run", "runs"));
}

static tfe_status scan(struct tfe_logdir *d, tfe_error *error)
{
	tfe_status status = tfe__scan_all(d->scan);
	if (!status)
		return TFE_OK;
	const struct tfe__buf *path = &d->scan->path;
	bool named = path->size && !tfe__buf_status(path) && !path->data[path->size - 1];
	return tfe__error(error, status, 0, named ? (const char *)path->data : NULL, -1,
			  "out of memory during the search of directories");
}

/* Stores the error for tfe_logdir_get_error. */
static tfe_status keep_error(struct tfe_logdir *d, tfe_status status, const tfe_error *error)
{
	pthread_mutex_lock(&d->lock);
	d->error = status ? *error : no_error;
	pthread_mutex_unlock(&d->lock);
	return status;
}

void tfe_logdir_get_error(const tfe_logdir *constant, tfe_error *error)
{
	struct tfe_logdir *d = (struct tfe_logdir *)(uintptr_t)constant; /* to lock it */
	pthread_mutex_lock(&d->lock);
	tfe__result_copy(error, &d->error, sizeof d->error);
	pthread_mutex_unlock(&d->lock);
}

static tfe_status start_loader(struct tfe_logdir *d, tfe_error *error)
{
	return d->options.list_only ? TFE_OK : tfe__loader_start(d, error);
}

tfe_status tfe_logdir_load(tfe_logdir *d)
{
	tfe_error error = no_error, later = TFE_ERROR_INIT;
	tfe_status status = TFE_OK;
	if (atomic_load(&d->store.live)) {
		status = tfe__error(&error, tfe__watch_rescan(d), 0, NULL, -1,
				    "out of memory during the search of directories");
	} else {
		status = start_loader(d, &error);
		if (!status)
			status = scan(d, &error);
		tfe__loader_scanned(d);
	}
	if (d->n_threads)
		tfe__loader_wait(d);
	tfe_status read = runs_status(d, status ? &later : &error);
	return keep_error(d, status ? status : read, &error);
}

tfe_status tfe_logdir_watch(tfe_logdir *d)
{
	tfe_error error = no_error;
	if (atomic_load(&d->store.live))
		return TFE_OK;
	atomic_store(&d->store.live, true);
	tfe_status status = start_loader(d, &error);
	if (!status)
		status = tfe__watch_start(d, &error);
	if (status)
		atomic_store(&d->store.live, false);
	return keep_error(d, status, &error);
}

int tfe_logdir_fd(const tfe_logdir *d)
{
	return d->changes.pipe[0];
}

void tfe_logdir_acknowledge(tfe_logdir *d)
{
	tfe__changes_acknowledge(&d->changes);
}

/* --- queries ---------------------------------------------------------------------------------- */

void tfe_logdir_get_progress(const tfe_logdir *constant, tfe_progress *progress)
{
	struct tfe_logdir *d = (struct tfe_logdir *)(uintptr_t)constant; /* to lock it */
	const tfe_progress own = {
		.generation = atomic_load(&d->changes.generation),
		.loaded = atomic_load(&d->scanned) && tfe__loader_is_idle(d),
		.bytes_total = tfe__bytes_known(&d->store.bytes_total, &d->store.bytes_read),
		.bytes_read = atomic_load(&d->store.bytes_read),
		.points = atomic_load(&d->store.points),
		.superseded = atomic_load(&d->store.superseded),
		.files = atomic_load(&d->files),
		.directories = atomic_load(&d->directories),
		.memory_bytes = atomic_load(&d->store.budget.used_bytes) +
				atomic_load(&d->names_bytes) + tfe__value_cache_bytes(&d->values),
		.memory_budget_bytes = d->store.budget.total_bytes,
		.dropped = atomic_load(&d->store.budget.dropped),
		.left_out = atomic_load(&d->store.budget.left_out),
		.names = atomic_load(&d->scan->names_version),
	};
	tfe__result_copy(progress, &own, sizeof own);
}

size_t tfe_logdir_run_count(const tfe_logdir *d)
{
	return tfe__list_count(&d->runs);
}

const tfe_run *tfe_logdir_run_at(const tfe_logdir *d, size_t i)
{
	return i < tfe__list_count(&d->runs) ? tfe__list_at(&d->runs, i) : NULL;
}
