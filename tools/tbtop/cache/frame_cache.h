/* cache: a hash table of values that one frame computes and the next ones use again.
 *
 * Eviction: a frame that begins while the table is over its limit frees all values that the
 * frame before it did not use. Windows of curves, which are cheap to compute again, are also
 * freed between two charts of one frame. */
#ifndef TBTOP_CACHE_FRAME_CACHE_H
#define TBTOP_CACHE_FRAME_CACHE_H

#include <stddef.h>
#include <stdint.h>

enum cache_kind { CACHE_FACTS, CACHE_WINDOW, CACHE_HISTOGRAM };

/* Identifies a value. Members that its kind does not need are 0. A key has no padding. */
struct cache_key {
	const void *series, *version; /* of a tfe_view */
	uint64_t at;                  /* the entries of the view, or one of them */
	double x0, x1, smoothing;     /* of a window */
	uint64_t columns;             /* of a window */
	uint32_t axis, kind;          /* tfe_axis, enum cache_kind */
};

struct frame_cache;

/* Pair with frame_cache_close. */
struct frame_cache *frame_cache_open(size_t limit_bytes);
void frame_cache_close(struct frame_cache *cache);

void frame_cache_next_frame(struct frame_cache *cache);
void frame_cache_next_chart(struct frame_cache *cache);

/* Returns the value of a key, which then counts as used by this frame, or NULL. A value is valid
 * until the next frame begins; a window until the next chart does. */
void *frame_cache_find(struct frame_cache *cache, const struct cache_key *key);

/* Returns a new value of zeros. It belongs to the caller until frame_cache_keep stores it in the
 * table, where its key must not exist, or frame_cache_discard frees it. */
void *frame_cache_new(const struct cache_key *key, size_t bytes);
void frame_cache_keep(struct frame_cache *cache, void *value);
void frame_cache_discard(void *value);

/* Says that a stored value owns `bytes` more, which `release` frees when the value is evicted. */
void frame_cache_attach(struct frame_cache *cache, void *value, size_t bytes,
			void (*release)(void *value));

#endif
