/* write: opening and closing a writer, its options, errors and statistics. */
#define _GNU_SOURCE /* realpath */
#include "write/writer.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/noun.h"
#include "base/options.h"
#include "base/sized.h"
#include "base/thread_start.h"
#include "write/process.h"
#include "write/registry.h"

static_assert(offsetof(tfe_writer_options, size) == 0, "tfe__options_copy reads the size first");

static double system_clock(void *context)
{
	(void)context;
	return tfe__wall_seconds();
}

static bool is_name_part(const char *s)
{
	return !s || !strchr(s, '/');
}

static bool is_span(double seconds)
{
	return seconds >= 0 && isfinite(seconds);
}

/* Copies the options of the caller and sets defaults. */
static tfe_status read_options(tfe_writer_options *o, const tfe_writer_options *given,
			       tfe_error *error)
{
	tfe_status status = tfe__options_copy(o, sizeof *o, given, "tfe_writer_options", error);
	if (status)
		return status;
	if (!is_name_part(o->suffix) || !is_name_part(o->hostname))
		return tfe__error(
			error, TFE_E_ARG, 0, NULL, -1,
			"suffix and hostname are parts of a file name and cannot contain '/'");
	if (!is_span(o->flush_interval_s) || !is_span(o->close_timeout_s))
		return tfe__error(
			error, TFE_E_ARG, 0, NULL, -1,
			"flush_interval_s and close_timeout_s must be finite and not negative");
	o->suffix = o->suffix ? o->suffix : "";
	o->flush_interval_s = o->flush_interval_s > 0 ? o->flush_interval_s : 1;
	o->close_timeout_s = o->close_timeout_s > 0 ? o->close_timeout_s : 5;
	o->queue_bytes = o->queue_bytes ? o->queue_bytes : (size_t)16 << 20;
	o->clock = o->clock ? o->clock : system_clock;
	return TFE_OK;
}

/* Copies the strings of the options. */
static tfe_status copy_strings(tfe_writer *w, const char *logdir)
{
	char host[256] = "";
	if (!w->options.hostname) {
		if (gethostname(host, sizeof host - 1) || !host[0] || !is_name_part(host))
			snprintf(host, sizeof host, "localhost");
		w->options.hostname = host;
	}
	w->options.suffix = tfe__strdup(&w->allocator, w->options.suffix);
	w->options.hostname = tfe__strdup(&w->allocator, w->options.hostname);
	w->logdir = tfe__strdup(&w->allocator, logdir);
	return w->options.suffix && w->options.hostname && w->logdir ? TFE_OK : TFE_E_NOMEM;
}

/* Creates the directory and resolves its path, so later changes of the working directory or of
 * symbolic links have no effect. */
static tfe_status resolve_logdir(tfe_writer *w, tfe_error *error)
{
	char resolved[PATH_MAX];
	tfe_status status = tfe__make_directories(w->logdir, error);
	if (status || !realpath(w->logdir, resolved))
		return status;
	char *path = tfe__strdup(&w->allocator, resolved);
	if (!path)
		return tfe__error(error, TFE_E_NOMEM, 0, w->logdir, -1, "out of memory");
	tfe__free(&w->allocator, w->logdir);
	w->logdir = path;
	return TFE_OK;
}

tfe_status tfe__writer_start(tfe_writer *w, tfe_error *error)
{
	w->opened_at = w->options.clock(w->options.clock_context);
	w->looked_at = tfe__monotonic_seconds();
	tfe_status status = tfe__writer_open_file(w, &w->file, error);
	if (!status) {
		w->running = true;
		w->activity = TFE__AWAKE;
		int failed = tfe__thread_start(&w->thread, tfe__writer_run, w);
		if (failed) {
			w->running = false;
			status = tfe__error(error, TFE_E_IO, failed, w->file.path, -1,
					    "cannot start the writer thread");
			unlink(w->file.path);
			tfe__event_file_release(&w->file);
		}
	}
	return status;
}

tfe_status tfe_writer_open(const char *logdir, const tfe_writer_options *given, tfe_writer **out,
			   tfe_error *error)
{
	if (!out)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1,
				  "the output pointer for the writer is NULL");
	*out = NULL;
	tfe_writer_options options;
	tfe_status status = read_options(&options, given, error);
	if (!status && (!logdir || !*logdir))
		status = tfe__error(error, TFE_E_ARG, 0, NULL, -1, "no log directory is given");
	if (status)
		return status;
	tfe_allocator allocator = tfe__allocator_or_default(options.allocator);
	tfe_writer *w = tfe__alloc_zeroed(&allocator, 1, sizeof *w);
	if (!w)
		return tfe__error(error, TFE_E_NOMEM, 0, logdir, -1, "out of memory");
	w->options = options;
	w->allocator = allocator;
	w->options.allocator = NULL;
	w->file.fd = -1;
	w->error = w->lost = (tfe_error){.size = sizeof w->error, .offset = -1};
	pthread_mutex_init(&w->lock, NULL);
	tfe__writer_init_conditions(w);
	tfe__queue_init(&w->queue, &allocator, options.queue_bytes);
	tfe__lanes_init(&w->lanes);
	w->uses_lanes = options.clock == system_clock &&
			options.queue_bytes / TFE__SEGMENT_BYTES >= 2 * TFE__WRITER_LANES;
	tfe__map_init(&w->descriptions_of, &allocator);
	tfe__arena_init(&w->arena, &allocator, 0);
	status = copy_strings(w, logdir);
	if (!status)
		status = tfe__registry_add(w, tfe__process_install);
	if (status) {
		tfe__writer_free(w);
		return tfe__error(error, status, 0, logdir, -1, "out of memory");
	}
	pthread_mutex_lock(&w->lock);
	status = resolve_logdir(w, error);
	if (!status)
		status = tfe__writer_start(w, error);
	pthread_mutex_unlock(&w->lock);
	if (status) {
		tfe__registry_remove(w);
		tfe__writer_free(w);
		return status;
	}
	*out = w;
	return TFE_OK;
}

tfe_status tfe_writer_finish(tfe_writer *w)
{
	if (!w)
		return TFE_E_ARG;
	pthread_mutex_lock(&w->lock);
	if (w->forked)
		tfe__writer_disown(w);
	pthread_mutex_unlock(&w->lock);
	tfe__writer_ask_to_finish(w);
	return tfe__writer_wait_finished(w);
}

tfe_status tfe_writer_close(tfe_writer *w)
{
	if (!w)
		return TFE_OK;
	tfe_status status = tfe_writer_finish(w);
	tfe__registry_remove(w);
	pthread_mutex_lock(&w->lock);
	bool started = w->running && !w->forked, orphaned = started && !w->ended;
	if (orphaned) {
		/* The thread frees the writer as soon as it gets the lock. */
		w->orphaned = true;
		pthread_detach(w->thread);
	}
	pthread_mutex_unlock(&w->lock);
	if (orphaned)
		return status;
	if (started)
		pthread_join(w->thread, NULL);
	tfe__writer_free(w);
	return status;
}

void tfe_writer_get_error(const tfe_writer *constant, tfe_error *error)
{
	tfe_writer *w = (tfe_writer *)(uintptr_t)constant; /* for its lock */
	if (!w) { /* as tfe_callback_writer returns it; the adds refuse it too */
		tfe__error(error, TFE_E_ARG, 0, NULL, -1, "the writer is missing");
		return;
	}
	pthread_mutex_lock(&w->lock);
	tfe__result_copy(error, &w->error, sizeof w->error);
	pthread_mutex_unlock(&w->lock);
}

void tfe_writer_get_stats(const tfe_writer *constant, tfe_writer_stats *stats)
{
	tfe_writer *w = (tfe_writer *)(uintptr_t)constant; /* for its lock */
	tfe_writer_stats own = {0};
	pthread_mutex_lock(&w->lock);
	if (w->forked)
		tfe__writer_disown(w);
	tfe__writer_collect(w, false);
	own.events = w->events;
	own.dropped = w->dropped;
	own.bytes_written = w->written;
	if (w->file.path)
		snprintf(own.path, sizeof own.path, "%s", w->file.path);
	pthread_mutex_unlock(&w->lock);
	tfe__result_copy(stats, &own, sizeof own);
}

/* Reserves space for n bytes in the queue; it waits if the options say so. */
static tfe_status make_room(tfe_writer *w, size_t n)
{
	while (!w->closing && !tfe__queue_fits(&w->queue, n)) {
		if (w->failing)
			return w->failing;
		if (w->options.drop_when_full)
			return TFE_E_LIMIT;
		w->wanted = w->queued; /* written at once, because a caller waits for space */
		tfe__writer_wake(w);
		pthread_cond_wait(&w->progress, &w->lock);
	}
	return w->closing ? TFE_E_CLOSED : TFE_OK;
}

static tfe_status push(tfe_writer *w, const void *records, size_t n, unsigned events)
{
	tfe_status status = make_room(w, n);
	if (status == TFE_E_CLOSED) {
		/* Only the refused add returns this error: the finished file is complete. */
		if (!w->failing)
			tfe__error(&w->error, status, 0, w->file.path, -1,
				   "the writer is finished; no event can be added");
		return status;
	}
	if (status) {
		w->dropped += events;
		/* Stored only for the first of many. */
		if (status == TFE_E_LIMIT && w->error.status != status)
			tfe__error(&w->error, status, 0, w->file.path, -1,
				   "the queue is full: %zu %s to be written; the event was "
				   "dropped",
				   w->queue.bytes,
				   tfe__noun(w->queue.bytes, "byte waits", "bytes wait"));
		return status;
	}
	if (!w->running)
		status = tfe__writer_start(w, &w->error);
	if (!status && tfe__queue_push(&w->queue, records, n))
		status = tfe__error(&w->error, TFE_E_NOMEM, 0, w->file.path, -1,
				    "out of memory for the queue; the event was dropped");
	if (status) {
		w->refused = w->refused ? w->refused : status;
		return status;
	}
	w->queued += n;
	w->events += events;
	if (w->activity == TFE__SLEEPS || (w->activity == TFE__SLEEPS_FOR_INTERVAL &&
					   tfe__queue_is_due(&w->queue) && !w->failing))
		tfe__writer_wake(w);
	return TFE_OK;
}

/* Queues records after everything that was added before. */
static tfe_status push_in_order(tfe_writer *w, const void *records, size_t n, unsigned events)
{
	if (w->forked)
		tfe__writer_disown(w);
	tfe__writer_collect(w, false);
	return push(w, records, n, events);
}

tfe_status tfe__writer_push(tfe_writer *w, const void *records, size_t n, unsigned events)
{
	pthread_mutex_lock(&w->lock);
	tfe_status status = push_in_order(w, records, n, events);
	pthread_mutex_unlock(&w->lock);
	return status;
}

/* Adds to the lane of the thread, and wakes the writer thread if it does not know of any record. */
static bool push_to_lane(tfe_writer *w, size_t lane, const void *record, size_t n, uint64_t time_ns)
{
	if (!tfe__lanes_push(&w->lanes, lane, record, n, time_ns))
		return false;
	if (atomic_load(&w->activity) == TFE__SLEEPS) {
		pthread_mutex_lock(&w->lock);
		if (atomic_load(&w->activity) == TFE__SLEEPS)
			tfe__writer_wake(w);
		pthread_mutex_unlock(&w->lock);
	}
	return true;
}

tfe_status tfe__writer_push_at(tfe_writer *w, const void *record, size_t n, uint64_t time_ns)
{
	struct tfe__lanes *l = &w->lanes;
	if (!time_ns)
		return tfe__writer_push(w, record, n, 1);
	bool used = atomic_load_explicit(&l->used, memory_order_relaxed);
	if (used && push_to_lane(w, tfe__lanes_own(l), record, n, time_ns))
		return TFE_OK;
	if (pthread_mutex_trylock(&w->lock)) {
		pthread_mutex_lock(&w->lock);
		l->waits++;
	}
	used = used || l->waits >= TFE__LANES_AFTER;
	tfe_status status = push_in_order(w, record, n, 1);
	if (!status && used)
		tfe__writer_use_lane(w, tfe__lanes_own(l));
	pthread_mutex_unlock(&w->lock);
	return status;
}
