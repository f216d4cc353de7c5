/* cache: opening and closing the caches, and the start of a frame and of a chart. */
#include "tbtop/cache/caches.h"

#include "common/timer.h"
#include "tbtop/cache/figure_files.h"
#include "tbtop/cache/reads.h"

enum { LIMIT_BYTES = 32 << 20, LIMIT_MOST = 128 << 20 };

void caches_open(struct caches *c)
{
	*c = (struct caches){
		.frames = frame_cache_open(LIMIT_BYTES),
		.reads = read_queue_open(),
		.figure = figure_job_open(),
		.frame = 1,
	};
}

void caches_limit(struct caches *c, size_t memory_bytes)
{
	size_t limit = memory_bytes / 16;
	limit = limit > LIMIT_BYTES ? limit : LIMIT_BYTES;
	frame_cache_set_limit(c->frames, limit < LIMIT_MOST ? limit : LIMIT_MOST);
}

void caches_close(struct caches *c)
{
	frame_cache_close(c->frames);
	read_queue_close(c->reads);
	figure_job_close(c->figure);
	*c = (struct caches){0};
}

void caches_next_frame(struct caches *c)
{
	reads_collect(c);
	frame_cache_next_frame(c->frames);
	c->frame++;
	c->patience_s = c->missed ? 2 * c->patience_s : c->hurry_s;
	c->deadline = c->hurry_s > 0 ? clock_monotonic_s() + c->patience_s : 0;
	c->fresh = 0;
	c->missed = false;
}

void caches_next_chart(struct caches *c)
{
	frame_cache_next_chart(c->frames);
}

void caches_hurry(struct caches *c, double seconds)
{
	c->hurry_s = seconds;
}

bool caches_missed(const struct caches *c)
{
	return c->missed;
}
