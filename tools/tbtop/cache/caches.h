/* cache: what the views keep from one frame to the next, beside the model and never part of it.
 *
 * Threads: one caller at a time, the thread that draws. */
#ifndef TBTOP_CACHE_CACHES_H
#define TBTOP_CACHE_CACHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tbtop/cache/frame_cache.h"
#include "tbtop/cache/hist_queue.h"

struct caches {
	struct frame_cache *frames;
	struct hist_queue *hists; /* histograms that a reader (hist_reader.h) fetches from disk */
	uint64_t frame;           /* the number of the current one */
	/* The time for windows of curves that are not cached; see caches_hurry. */
	double hurry_s, patience_s, deadline; /* 0: unlimited */
	size_t fresh;                         /* windows computed in this frame */
	bool missed;
};

/* Pair with caches_close, which must follow hist_reader_close. */
void caches_open(struct caches *c);
void caches_close(struct caches *c);

/* A frame begins: values that the last frame did not use may be evicted, histograms that were
 * read arrive, and requests for others are withdrawn. */
void caches_next_frame(struct caches *c);

/* A chart begins: windows of the charts before it may be evicted. */
void caches_next_chart(struct caches *c);

/* From now on a frame computes windows of curves only for so many seconds, so that keys are
 * answered soon. Each frame that ran out of time doubles the time of the next one, until one is
 * complete. Without this call every frame is complete. */
void caches_hurry(struct caches *c, double seconds);

/* Returns whether the current frame ran out of time: the next one will show more. */
bool caches_missed(const struct caches *c);

#endif
