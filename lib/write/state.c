/* write: state changes of a writer without file access: freeing, forks, refused adds, waking the
 * writer thread. */
#include <stdarg.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/error.h"
#include "write/writer.h"

void tfe__writer_init_conditions(tfe_writer *w)
{
	pthread_condattr_t attributes;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&w->work, &attributes);
	pthread_cond_init(&w->progress, &attributes);
	pthread_condattr_destroy(&attributes);
}

void tfe__writer_free(tfe_writer *w)
{
	tfe_allocator allocator = w->allocator;
	tfe__free(&allocator, w->taken);
	tfe__lanes_release(&w->lanes, &w->queue);
	tfe__queue_release(&w->queue);
	tfe__event_file_release(&w->file);
	tfe__map_release(&w->descriptions_of);
	tfe__arena_release(&w->arena);
	tfe__free(&allocator, w->descriptions);
	tfe__free(&allocator, (void *)(uintptr_t)w->options.suffix);
	tfe__free(&allocator, (void *)(uintptr_t)w->options.hostname);
	tfe__free(&allocator, w->logdir);
	pthread_cond_destroy(&w->work);
	pthread_cond_destroy(&w->progress);
	pthread_mutex_destroy(&w->lock);
	tfe__free(&allocator, w);
}

void tfe__writer_forked(tfe_writer *w)
{
	w->forked = true;
	tfe__lanes_inherit(&w->lanes);
	tfe__writer_init_conditions(w); /* the waiting threads exist only in the parent */
}

void tfe__writer_disown(tfe_writer *w)
{
	tfe__free(&w->allocator, w->taken);
	w->taken = NULL;
	tfe__lanes_release_inherited(&w->lanes, &w->queue);
	tfe__queue_release(&w->queue);
	tfe__event_file_release(&w->file);
	w->queued = w->written = w->wanted = w->events = w->dropped = 0;
	w->looks = w->looks_wanted = 0;
	w->failing = w->refused = TFE_OK;
	w->error = w->lost = (tfe_error){.size = sizeof w->error, .offset = -1};
	w->running = w->ended = w->forked = w->gone = false;
	/* The child continues the run at its end; it does not restart it. */
	w->options.resume_step = 0;
}

/* Whether the segments of all lanes fit into the queue, and nothing prevents their use. */
static bool may_use_lanes(const tfe_writer *w)
{
	return w->running && !w->closing && !w->failing &&
	       w->queue.bytes + (size_t)(TFE__WRITER_LANES + 1) * TFE__SEGMENT_BYTES <=
		       w->queue.limit;
}

void tfe__writer_collect(tfe_writer *w, bool tidy)
{
	const enum tfe__lanes_then then = !may_use_lanes(w) ? TFE__LANES_STOP
					  : tidy            ? TFE__LANES_TIDY
							    : TFE__LANES_KEEP;
	w->queued += tfe__lanes_collect(&w->lanes, &w->queue, then, &w->events);
}

void tfe__writer_use_lane(tfe_writer *w, size_t lane)
{
	if (may_use_lanes(w))
		tfe__lanes_equip(&w->lanes, lane, &w->queue);
}

bool tfe__writer_is_closed(tfe_writer *w)
{
	pthread_mutex_lock(&w->lock);
	const bool closed = w->closing;
	pthread_mutex_unlock(&w->lock);
	return closed;
}

void tfe__writer_wake(tfe_writer *w)
{
	w->activity = TFE__AWAKE;
	pthread_cond_signal(&w->work);
}

tfe_status tfe__writer_refuse(tfe_writer *w, tfe_status status, const char *format, ...)
{
	char message[sizeof w->error.message];
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	pthread_mutex_lock(&w->lock);
	if (!w->failing)
		tfe__error(&w->error, status, 0, w->file.path, -1, "%s", message);
	if (!w->refused)
		w->refused = status;
	pthread_mutex_unlock(&w->lock);
	return status;
}
