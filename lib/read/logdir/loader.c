/* read/logdir: the loading threads and their priority queue of runs, a binary heap. */
#include "read/logdir/loader.h"

#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/thread_start.h"
#include "read/file/read_ahead.h"
#include "read/run/ingest.h"

enum { THREADS_MAX = 64 };

/* Bytes of a run that are read in one slice. A newer run may come next. */
enum { SLICE_BYTES = 16 << 20 };

/* --- the queue: a heap of runs, the newest first ---------------------------------------------- */

static void set_heap_entry(struct tfe_logdir *d, size_t at, struct tfe_run *run)
{
	d->heap[at] = run;
	run->heap_at = at;
}

static void sift_up(struct tfe_logdir *d, size_t at)
{
	struct tfe_run *run = d->heap[at];
	for (; at && d->heap[(at - 1) / 2]->newest < run->newest; at = (at - 1) / 2)
		set_heap_entry(d, at, d->heap[(at - 1) / 2]);
	set_heap_entry(d, at, run);
}

static void sift_down(struct tfe_logdir *d, size_t at)
{
	struct tfe_run *run = d->heap[at];
	for (;;) {
		size_t child = 2 * at + 1;
		if (child + 1 < d->queued && d->heap[child + 1]->newest > d->heap[child]->newest)
			child++;
		if (child >= d->queued || d->heap[child]->newest <= run->newest)
			break;
		set_heap_entry(d, at, d->heap[child]);
		at = child;
	}
	set_heap_entry(d, at, run);
}

/* Adds a run. The heap has space for it: queue() reserved it for all runs, and a run is in the
 * heap at most once. */
static void push(struct tfe_logdir *d, struct tfe_run *run)
{
	run->queueing = TFE__QUEUED;
	set_heap_entry(d, d->queued++, run);
	sift_up(d, run->heap_at);
	pthread_cond_signal(&d->work);
}

static struct tfe_run *pop(struct tfe_logdir *d)
{
	struct tfe_run *run = d->heap[0];
	run->queueing = TFE__BUSY;
	if (--d->queued) {
		set_heap_entry(d, 0, d->heap[d->queued]);
		sift_down(d, 0);
	}
	return run;
}

static tfe_status queue(struct tfe_run *run, double newest, bool hold)
{
	struct tfe_logdir *d = tfe__logdir_of(run);
	tfe_status status = TFE_OK;
	pthread_mutex_lock(&d->lock);
	if (newest > run->newest)
		run->newest = newest;
	if (run->queueing == TFE__BUSY) {
		run->queueing = TFE__BUSY_AGAIN;
	} else if (run->queueing == TFE__QUEUED) {
		sift_up(d, run->heap_at);
	} else if (run->queueing == TFE__IDLE) {
		status = TFE__GROW(&d->store.allocator, d->heap, d->heap_capacity,
				   tfe__list_count(&d->runs) + 1);
		if (!status && hold)
			run->queueing = TFE__HELD;
		else if (!status)
			push(d, run);
	}
	pthread_mutex_unlock(&d->lock);
	return status;
}

tfe_status tfe__loader_queue(struct tfe_run *run, double newest)
{
	return queue(run, newest, false);
}

tfe_status tfe__loader_hold(struct tfe_run *run, double newest)
{
	return queue(run, newest, true);
}

void tfe__loader_release(struct tfe_run *run)
{
	struct tfe_logdir *d = tfe__logdir_of(run);
	pthread_mutex_lock(&d->lock);
	if (run->queueing == TFE__HELD)
		push(d, run);
	pthread_mutex_unlock(&d->lock);
}

/* --- the threads ------------------------------------------------------------------------------ */

/* Reads a slice of a run, and queues the run again if more is left. The caller has locked d->lock,
 * which is unlocked during the reading. */
static void load_slice(struct tfe_logdir *d, struct tfe_run *run)
{
	d->busy++;
	pthread_mutex_unlock(&d->lock);
	bool more = tfe__ingest(run, SLICE_BYTES);
	pthread_mutex_lock(&d->lock);
	d->busy--;
	if (more || run->queueing == TFE__BUSY_AGAIN)
		push(d, run);
	else
		run->queueing = TFE__IDLE;
	if (!d->queued && !d->busy)
		pthread_cond_broadcast(&d->idle);
	pthread_mutex_unlock(&d->lock);
	tfe__changes_signal(&d->changes);
	pthread_mutex_lock(&d->lock);
}

/* While folders are searched for the first time, one thread fewer reads runs, unless there is only
 * one thread: the search has priority, because names and sizes are shown first. */
static bool may_read(const struct tfe_logdir *d)
{
	return d->queued &&
	       (atomic_load(&d->scanned) || d->n_threads == 1 || d->busy + 1 < d->n_threads);
}

static void *work(void *context)
{
	struct tfe_logdir *d = context;
	pthread_mutex_lock(&d->lock);
	while (!d->stop) {
		if (may_read(d))
			load_slice(d, pop(d));
		else if (!atomic_load(&d->scanned) || !tfe__read_ahead_help(&d->helpers))
			pthread_cond_wait(&d->work, &d->lock);
	}
	pthread_mutex_unlock(&d->lock);
	return NULL;
}

size_t tfe__loader_threads(const tfe_logdir_options *options)
{
	long n = options->threads ? (long)options->threads : sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (size_t)n;
}

tfe_status tfe__loader_start(struct tfe_logdir *d, tfe_error *error)
{
	int sys_errno = 0;
	if (d->threads)
		return TFE_OK;
	size_t want = tfe__loader_threads(&d->options);
	d->threads = tfe__alloc_zeroed(&d->store.allocator, want, sizeof *d->threads);
	if (!d->threads)
		return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
	pthread_mutex_lock(&d->lock); /* the new threads read n_threads */
	while (d->n_threads < want &&
	       !(sys_errno = tfe__thread_start(&d->threads[d->n_threads], work, d)))
		d->n_threads++;
	d->helpers.threads = d->n_threads;
	pthread_mutex_unlock(&d->lock);
	if (d->n_threads)
		return TFE_OK;
	tfe__free(&d->store.allocator, d->threads);
	d->threads = NULL;
	return tfe__error(error, TFE_E_IO, sys_errno, NULL, -1, "cannot start a loading thread");
}

void tfe__loader_stop(struct tfe_logdir *d)
{
	pthread_mutex_lock(&d->lock);
	d->stop = true;
	pthread_cond_broadcast(&d->work);
	pthread_cond_broadcast(&d->idle);
	pthread_mutex_unlock(&d->lock);
	for (size_t i = 0; i < d->n_threads; i++)
		pthread_join(d->threads[i], NULL);
	tfe__free(&d->store.allocator, d->threads);
	d->threads = NULL;
	d->n_threads = d->helpers.threads = 0;
}

void tfe__loader_wait(struct tfe_logdir *d)
{
	pthread_mutex_lock(&d->lock);
	while ((d->queued || d->busy || !atomic_load(&d->scanned)) && !d->stop)
		pthread_cond_wait(&d->idle, &d->lock);
	pthread_mutex_unlock(&d->lock);
}

void tfe__loader_scanned(struct tfe_logdir *d)
{
	pthread_mutex_lock(&d->lock);
	atomic_store(&d->scanned, true);
	pthread_cond_broadcast(&d->work);
	pthread_cond_broadcast(&d->idle);
	pthread_mutex_unlock(&d->lock);
	tfe__changes_signal(&d->changes);
}

bool tfe__loader_is_idle(struct tfe_logdir *d)
{
	pthread_mutex_lock(&d->lock);
	bool idle = !d->queued && !d->busy;
	pthread_mutex_unlock(&d->lock);
	return idle;
}
