/* write: the writer thread, which writes queued records, and the calls that wait for it. */
#include "write/writer.h"

#include <math.h>

#include "base/clock.h"
#include "base/error.h"

static const double first_backoff_s = 0.1, longest_backoff_s = 5;

/* After so many flush intervals without an add, the memory of the queue is freed. */
static const double idle_intervals = 10;

static void wait_until(pthread_cond_t *condition, pthread_mutex_t *lock, double now, double until)
{
	if (isinf(until)) {
		pthread_cond_wait(condition, lock);
		return;
	}
	struct timespec t = tfe__monotonic_after(until - now);
	pthread_cond_timedwait(condition, lock, &t);
}

/* Sleeps until there is something to write; false if everything is written or given up. */
static bool wait_for_work(tfe_writer *w)
{
	double interval_ends = INFINITY, idle_ends = INFINITY;
	for (;;) {
		double now = tfe__monotonic_seconds(), due = INFINITY;
		/* An add to a lane after this look into it finds the thread asleep and wakes it. */
		atomic_store(&w->activity, TFE__SLEEPS);
		bool pending = w->queue.bytes > 0 || tfe__lanes_hold(&w->lanes),
		     look = w->looks < w->looks_wanted;
		if (w->closing && ((!pending && !look) || (w->failing && now >= w->deadline)))
			return false;
		if (pending && isinf(interval_ends))
			interval_ends = now + w->options.flush_interval_s;
		if (w->written < w->wanted || look)
			due = now;
		else if (w->failing)
			due = w->closing ? fmin(w->retry_at, w->deadline) : w->retry_at;
		else if (pending)
			due = w->closing || tfe__queue_is_due(&w->queue) ? now : interval_ends;
		if (due <= now)
			return true;
		if (!pending && now >= idle_ends)
			tfe__queue_trim(&w->queue);
		if (pending || w->queue.spares <= TFE__SPARE_SEGMENTS)
			idle_ends = INFINITY;
		else if (isinf(idle_ends))
			idle_ends = now + idle_intervals * w->options.flush_interval_s;
		if (pending)
			atomic_store(&w->activity, TFE__SLEEPS_FOR_INTERVAL);
		wait_until(&w->work, &w->lock, now, fmin(due, idle_ends));
	}
}

/* Stores the result of a write attempt. */
static tfe_status note_attempt(tfe_writer *w, tfe_status status, const tfe_error *error)
{
	if (status) {
		w->error = *error;
		w->failures++;
		w->backoff_s =
			w->failing ? fmin(w->backoff_s * 2, longest_backoff_s) : first_backoff_s;
		w->retry_at = tfe__monotonic_seconds() + w->backoff_s;
	} else if (w->failing && w->error.status == w->failing) {
		w->error = (tfe_error){.size = sizeof w->error, .offset = -1};
	}
	w->failing = status;
	return status;
}

/* Writes the rest of a segment, without the lock. */
static tfe_status write_segment(tfe_writer *w, struct tfe__segment *c)
{
	tfe_error error = TFE_ERROR_INIT;
	size_t done;
	tfe_status status = tfe__writer_keep_file(w, &error);
	if (status)
		return note_attempt(w, status, &error);
	pthread_mutex_unlock(&w->lock);
	status = tfe__event_file_append(&w->file, c->data + c->done, c->size - c->done, &done,
					&error);
	pthread_mutex_lock(&w->lock);
	c->done += done;
	w->written += done;
	w->queue.bytes -= done;
	return note_attempt(w, status, &error);
}

/* Checks the file when nothing is left to write, if a flush or finish waits for the check, or if a
 * new file could not be opened last time. */
static void look_at_file(tfe_writer *w)
{
	tfe_error error = TFE_ERROR_INIT;
	if (!w->gone && w->looks == w->looks_wanted)
		return;
	note_attempt(w, tfe__writer_keep_file(w, &error), &error);
	pthread_cond_broadcast(&w->progress);
}

/* Writes everything that is queued at its start, and whole chunks that arrive meanwhile. */
static void write_queued(tfe_writer *w)
{
	tfe__writer_collect(w, true);
	uint64_t upto = w->queued;
	while (w->written < upto || w->queue.bytes >= TFE__SEGMENT_BYTES) {
		if (!w->taken)
			w->taken = tfe__queue_take(&w->queue);
		tfe_status status = write_segment(w, w->taken);
		if (!status) {
			tfe__queue_release_segment(&w->queue, w->taken);
			w->taken = NULL;
		}
		pthread_cond_broadcast(&w->progress);
		if (status) {
			/* Flushes return the error; the next attempt is made later. */
			w->wanted = w->written;
			return;
		}
	}
	look_at_file(w);
}

/* Drops what could not be written in time. */
static void give_up(tfe_writer *w)
{
	w->dropped +=
		tfe__queue_records(&w->queue) + (w->taken ? tfe__segment_records(w->taken) : 0);
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe__event_file_close(&w->file, &error);
	if (status && !w->failing) {
		w->failing = status;
		w->error = error;
	}
}

void *tfe__writer_run(void *writer)
{
	tfe_writer *w = writer;
	pthread_mutex_lock(&w->lock);
	while (wait_for_work(w)) {
		atomic_store(&w->activity, TFE__AWAKE);
		write_queued(w);
	}
	atomic_store(&w->activity, TFE__AWAKE);
	give_up(w);
	w->ended = true;
	bool orphaned = w->orphaned;
	pthread_cond_broadcast(&w->progress);
	pthread_mutex_unlock(&w->lock);
	if (orphaned)
		tfe__writer_free(w);
	return NULL;
}

/* The result of flush, finish and close. Each loss and each refused add is returned once; a
 * finished writer returns its result again. */
static tfe_status report(tfe_writer *w)
{
	if (w->failing)
		return w->failing;
	tfe_status status = w->refused;
	if (w->lost.status) {
		w->error = w->lost;
		status = w->lost.status;
		w->lost.status = TFE_OK;
		if (w->closing)
			w->refused = status;
	} else if (!w->closing) {
		w->refused = TFE_OK;
	}
	return status;
}

tfe_status tfe_writer_flush(tfe_writer *w)
{
	if (!w)
		return TFE_E_ARG;
	pthread_mutex_lock(&w->lock);
	if (w->forked)
		tfe__writer_disown(w);
	tfe__writer_collect(w, false);
	uint64_t upto = w->queued, failures = w->failures;
	if (w->running && !w->ended) {
		uint64_t look = ++w->looks_wanted;
		if (w->wanted < upto)
			w->wanted = upto;
		tfe__writer_wake(w);
		while ((w->written < upto || w->looks < look) && w->failures == failures &&
		       !w->ended)
			pthread_cond_wait(&w->progress, &w->lock);
	}
	tfe_status status = report(w);
	pthread_mutex_unlock(&w->lock);
	return status;
}

void tfe__writer_ask_to_finish(tfe_writer *w)
{
	pthread_mutex_lock(&w->lock);
	if (!w->closing) {
		w->closing = true;
		tfe__writer_collect(w, false);
		w->looks_wanted++;
		w->deadline = tfe__monotonic_seconds() + w->options.close_timeout_s;
		tfe__writer_wake(w);
		pthread_cond_broadcast(&w->progress);
	}
	pthread_mutex_unlock(&w->lock);
}

tfe_status tfe__writer_wait_finished(tfe_writer *w)
{
	/* The thread gives up by itself at the deadline, unless a system call blocks it. */
	const double grace_s = 0.5;
	pthread_mutex_lock(&w->lock);
	double until = w->deadline + grace_s, now = 0;
	while (!w->forked && w->running && !w->ended && (now = tfe__monotonic_seconds()) < until)
		wait_until(&w->progress, &w->lock, now, until);
	tfe_status status = report(w);
	if (!w->forked && w->running && !w->ended)
		status = tfe__error(&w->error, TFE_E_TIMEOUT, 0, w->file.path, -1,
				    "timed out; the system has not yet accepted the last events");
	pthread_mutex_unlock(&w->lock);
	return status;
}
