/* cache: the frame cache: a hash table with eviction by frame. */
#include "tbtop/cache/frame_cache.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

enum { KEY_WORDS = 9 };
static_assert(sizeof(struct cache_key) == KEY_WORDS * sizeof(uint64_t), "a key has no padding");

struct entry {
	struct cache_key key;
	uint64_t frame; /* the last frame that used it */
	size_t bytes;   /* of the value and of what it owns */
	void (*release)(void *value);
	max_align_t value[];
};

struct frame_cache {
	struct entry **slots; /* open addressing; a power of two, at most half full */
	size_t n_slots, used;
	size_t bytes, limit_bytes;
	uint64_t frame;
};

struct frame_cache *frame_cache_open(size_t limit_bytes)
{
	struct frame_cache *cache = need_zeroed(1, sizeof *cache);
	cache->limit_bytes = limit_bytes;
	cache->frame = 1;
	cache->n_slots = 1024;
	cache->slots = need_zeroed(cache->n_slots, sizeof *cache->slots);
	return cache;
}

static struct entry *entry_of(void *value)
{
	return (struct entry *)((char *)value - offsetof(struct entry, value));
}

static void free_entry(struct entry *e)
{
	if (e && e->release)
		e->release(e->value);
	free(e);
}

void frame_cache_close(struct frame_cache *cache)
{
	if (!cache)
		return;
	for (size_t i = 0; i < cache->n_slots; i++)
		free_entry(cache->slots[i]);
	free(cache->slots);
	free(cache);
}

/* --- the table -------------------------------------------------------------------------------- */

static size_t slot_of(const struct frame_cache *cache, const struct cache_key *key)
{
	uint64_t words[KEY_WORDS], h = 0;
	memcpy(words, key, sizeof words);
	for (size_t i = 0; i < KEY_WORDS; i++) {
		h = (h ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	size_t at = h & (cache->n_slots - 1);
	while (cache->slots[at] && memcmp(&cache->slots[at]->key, key, sizeof *key) != 0)
		at = (at + 1) & (cache->n_slots - 1);
	return at;
}

static void insert(struct frame_cache *cache, struct entry *e)
{
	cache->slots[slot_of(cache, &e->key)] = e;
	cache->used++;
	cache->bytes += sizeof *e + e->bytes;
}

static bool is_window(const struct entry *e)
{
	return e->key.kind == CACHE_WINDOW || e->key.kind == CACHE_SUPERSEDED;
}

/* Moves entries that frame `oldest` or a later one used into a table of n slots and frees the
 * others. Windows are freed too unless `windows` is true. */
static void rebuild(struct frame_cache *cache, size_t n, uint64_t oldest, bool windows)
{
	struct entry **old = cache->slots;
	size_t n_old = cache->n_slots;
	cache->slots = need_zeroed(n, sizeof *cache->slots);
	cache->n_slots = n;
	cache->used = cache->bytes = 0;
	for (size_t i = 0; i < n_old; i++) {
		if (!old[i])
			continue;
		if (old[i]->frame < oldest || (is_window(old[i]) && !windows))
			free_entry(old[i]);
		else
			insert(cache, old[i]);
	}
	free(old);
}

void frame_cache_set_limit(struct frame_cache *cache, size_t limit_bytes)
{
	cache->limit_bytes = limit_bytes;
}

void frame_cache_next_frame(struct frame_cache *cache)
{
	if (cache->bytes > cache->limit_bytes)
		rebuild(cache, cache->n_slots, cache->frame, true);
	cache->frame++;
}

void frame_cache_next_chart(struct frame_cache *cache)
{
	/* The other values of the last frame may be used by this one. */
	if (cache->bytes > cache->limit_bytes)
		rebuild(cache, cache->n_slots, cache->frame - 1, false);
}

/* --- values ----------------------------------------------------------------------------------- */

void *frame_cache_find(struct frame_cache *cache, const struct cache_key *key)
{
	struct entry *e = cache->slots[slot_of(cache, key)];
	if (!e)
		return NULL;
	e->frame = cache->frame;
	return e->value;
}

void *frame_cache_new(const struct cache_key *key, size_t bytes)
{
	struct entry *e = need_zeroed(1, sizeof *e + bytes);
	e->key = *key;
	e->bytes = bytes;
	return e->value;
}

void frame_cache_keep(struct frame_cache *cache, void *value)
{
	struct entry *e = entry_of(value);
	e->frame = cache->frame;
	if (cache->used * 2 >= cache->n_slots)
		rebuild(cache, cache->n_slots * 2, 0, true);
	insert(cache, e);
}

void frame_cache_attach(struct frame_cache *cache, void *value, size_t bytes,
			void (*release)(void *value))
{
	struct entry *e = entry_of(value);
	e->bytes += bytes;
	e->release = release;
	cache->bytes += bytes;
}
