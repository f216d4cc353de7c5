/* cache: values that the views keep from one frame to the next. They are not part of the model.
 *
 * Threads: one caller at a time, the thread that draws. */
#ifndef TBTOP_CACHE_CACHES_H
#define TBTOP_CACHE_CACHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tbtop/cache/frame_cache.h"
#include "tbtop/cache/read_queue.h"

struct caches {
	struct frame_cache *frames;
	struct read_queue *reads;  /* values that a reader (read_thread.h) reads from disk */
	struct figure_job *figure; /* the figure that it writes; see figure_files.h */
	uint64_t frame;            /* number of the current frame */
	/* The time for windows of curves that are not cached; see caches_hurry. */
	double hurry_s, patience_s, deadline; /* 0: unlimited */
	size_t fresh;                         /* windows that this frame has computed */
	bool missed;
};

/* Pair with caches_close, which must follow read_thread_close. */
void caches_open(struct caches *c);
void caches_close(struct caches *c);

/* Begins a frame: evicts values that the last frame did not use if memory is short, stores the
 * values that were read, and withdraws the other requests. */
void caches_next_frame(struct caches *c);

/* Begins a chart: evicts the windows of earlier charts if memory is short. */
void caches_next_chart(struct caches *c);

/* From now on a frame spends only this time on windows of curves that are not cached, so that keys
 * are answered soon. After a frame that ran out of time, the next one gets twice as long, until one
 * is complete. Without this call every frame is complete. */
void caches_hurry(struct caches *c, double seconds);

/* Limits the memory of the values, by that of the loaded data: to 32 MiB, or to a sixteenth of it
 * up to 128 MiB, so that a page of charts of hundreds of runs is cached. */
void caches_limit(struct caches *c, size_t memory_bytes);

/* Returns whether the current frame ran out of time. The next one will show more. */
bool caches_missed(const struct caches *c);

#endif
