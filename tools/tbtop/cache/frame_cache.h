/* cache: the frame cache: a hash table of values that several frames use.
 *
 * Eviction: when a frame begins and the table exceeds its limit, all values that the previous frame
 * did not use are freed. Windows of curves, which are cheap to compute, are also freed between two
 * charts of one frame. */
#ifndef TBTOP_CACHE_FRAME_CACHE_H
#define TBTOP_CACHE_FRAME_CACHE_H

#include <stddef.h>
#include <stdint.h>

enum cache_kind { CACHE_FACTS, CACHE_WINDOW, CACHE_SUPERSEDED, CACHE_READ };

/* Identifies a value. Members without a meaning for its kind are 0. A key has no padding. */
struct cache_key {
	const void *series, *version; /* of a tfe_view; or a tfe_run and NULL */
	uint64_t at; /* count of entries of the view, or index of an entry or a restart */
	union {
		struct { /* a window, also of superseded points */
			double x0, x1, smoothing;
			uint64_t columns;
		};
		struct { /* a value read from disk: members of its struct read_key */
			const void *other_series, *other_version;
			uint64_t other_entry, detail;
		};
	};
	const void *read_kind;
	uint32_t axis, kind; /* tfe_axis, enum cache_kind */
};

struct frame_cache;

/* Pair with frame_cache_close. */
struct frame_cache *frame_cache_open(size_t limit_bytes);
void frame_cache_close(struct frame_cache *cache);

/* Changes the limit; what is beyond it is freed by later frames. */
void frame_cache_set_limit(struct frame_cache *cache, size_t limit_bytes);

void frame_cache_next_frame(struct frame_cache *cache);
void frame_cache_next_chart(struct frame_cache *cache);

/* Returns the value of a key and marks it as used by this frame, or NULL. The value is valid until
 * the next frame begins, a window until the next chart begins. */
void *frame_cache_find(struct frame_cache *cache, const struct cache_key *key);

/* Returns a new value, filled with zeros. Ownership: it belongs to the caller until
 * frame_cache_keep stores it in the table, which must not contain its key. */
void *frame_cache_new(const struct cache_key *key, size_t bytes);
void frame_cache_keep(struct frame_cache *cache, void *value);

/* Adds `bytes` to the size of a stored value, for memory that it owns. `release` frees that memory
 * when the value is evicted. */
void frame_cache_attach(struct frame_cache *cache, void *value, size_t bytes,
			void (*release)(void *value));

#endif
