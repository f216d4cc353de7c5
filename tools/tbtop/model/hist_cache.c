/* model: histograms that were read from disk, and those that the last frame missed. */
#include "tbtop/model/hist_cache.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/memory.h"

enum { LIMIT_BYTES = 48 << 20 };

struct entry {
	struct hist_key key;
	uint64_t frame; /* that used it last */
	struct hist hist;
};

struct hist_cache {
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t missed_one;
	struct entry **slots; /* open addressing; a power of two, at most half full */
	size_t n_slots, used, bytes;
	uint64_t frame;
	struct hist_key *missed;
	size_t n_missed, next, capacity;
	struct hist_key busy; /* being read; no series where none is */
	bool stopped;
};

struct hist_cache *hist_cache_open(void)
{
	struct hist_cache *cache = need_zeroed(1, sizeof *cache);
	pthread_mutex_init(&cache->lock, NULL);
	pthread_cond_init(&cache->missed_one, NULL);
	cache->n_slots = 1024;
	cache->slots = need_zeroed(cache->n_slots, sizeof *cache->slots);
	return cache;
}

static void free_entry(struct entry *e)
{
	if (e)
		tfe_histogram_release(&e->hist.data);
	free(e);
}

void hist_cache_close(struct hist_cache *cache)
{
	if (!cache)
		return;
	for (size_t i = 0; i < cache->n_slots; i++)
		free_entry(cache->slots[i]);
	free(cache->slots);
	free(cache->missed);
	pthread_cond_destroy(&cache->missed_one);
	pthread_mutex_destroy(&cache->lock);
	free(cache);
}

/* --- the table ---------------------------------------------------------------------------------- */

/* A series that grows keeps its entries; after a restart (another version) they are others. */
static bool same(const struct hist_key *a, const struct hist_key *b)
{
	return a->view.series == b->view.series && a->view.version == b->view.version &&
	       a->entry == b->entry;
}

static size_t slot_of(const struct hist_cache *cache, const struct hist_key *key)
{
	const uint64_t words[3] = {(uintptr_t)key->view.series, (uintptr_t)key->view.version,
				   key->entry};
	uint64_t h = 0;
	for (int i = 0; i < 3; i++) {
		h = (h ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	size_t at = h & (cache->n_slots - 1);
	while (cache->slots[at] && !same(&cache->slots[at]->key, key))
		at = (at + 1) & (cache->n_slots - 1);
	return at;
}

static size_t size_of(const struct entry *e)
{
	return sizeof *e + e->hist.data.rows * sizeof(tfe_bucket);
}

static void insert(struct hist_cache *cache, struct entry *e)
{
	cache->slots[slot_of(cache, &e->key)] = e;
	cache->used++;
	cache->bytes += size_of(e);
}

/* Moves what was used in frame `oldest` or later into a table of n slots. */
static void rebuild(struct hist_cache *cache, size_t n, uint64_t oldest)
{
	struct entry **old = cache->slots;
	size_t n_old = cache->n_slots;
	cache->slots = need_zeroed(n, sizeof *cache->slots);
	cache->n_slots = n;
	cache->used = cache->bytes = 0;
	for (size_t i = 0; i < n_old; i++) {
		if (old[i] && old[i]->frame >= oldest)
			insert(cache, old[i]);
		else
			free_entry(old[i]);
	}
	free(old);
}

/* --- for views ---------------------------------------------------------------------------------- */

void hist_cache_frame(struct hist_cache *cache)
{
	pthread_mutex_lock(&cache->lock);
	if (cache->bytes > LIMIT_BYTES)
		rebuild(cache, cache->n_slots, cache->frame);
	cache->frame++;
	cache->n_missed = cache->next = 0;
	pthread_mutex_unlock(&cache->lock);
}

static void miss(struct hist_cache *cache, const struct hist_key *key)
{
	if (same(&cache->busy, key))
		return;
	cache->missed =
		need_room(cache->missed, cache->n_missed, &cache->capacity, sizeof *cache->missed);
	cache->missed[cache->n_missed++] = *key;
	pthread_cond_signal(&cache->missed_one);
}

const struct hist *hist_cache_get(struct hist_cache *cache, const tfe_view *view, uint64_t i)
{
	struct hist_key key = {*view, i};
	pthread_mutex_lock(&cache->lock);
	struct entry *e = cache->slots[slot_of(cache, &key)];
	if (e)
		e->frame = cache->frame;
	else
		miss(cache, &key);
	pthread_mutex_unlock(&cache->lock);
	return e ? &e->hist : NULL;
}

/* --- for a reader ------------------------------------------------------------------------------- */

bool hist_cache_take(struct hist_cache *cache, bool wait, struct hist_key *key)
{
	bool found = false;
	pthread_mutex_lock(&cache->lock);
	cache->busy = (struct hist_key){0};
	while (!found && !cache->stopped) {
		if (cache->next < cache->n_missed) {
			*key = cache->missed[cache->next++];
			found = !cache->slots[slot_of(cache, key)]; /* it may be missed twice */
		} else if (wait) {
			pthread_cond_wait(&cache->missed_one, &cache->lock);
		} else {
			break;
		}
	}
	if (found)
		cache->busy = *key;
	pthread_mutex_unlock(&cache->lock);
	return found;
}

void hist_cache_put(struct hist_cache *cache, const struct hist_key *key, const struct hist *hist)
{
	struct entry *e = need_zeroed(1, sizeof *e);
	e->key = *key;
	e->hist = *hist;
	pthread_mutex_lock(&cache->lock);
	e->frame = cache->frame;
	if (cache->slots[slot_of(cache, key)]) {
		free_entry(e);
	} else {
		if (cache->used * 2 >= cache->n_slots)
			rebuild(cache, cache->n_slots * 2, 0);
		insert(cache, e);
	}
	pthread_mutex_unlock(&cache->lock);
}

void hist_cache_stop(struct hist_cache *cache)
{
	pthread_mutex_lock(&cache->lock);
	cache->stopped = true;
	pthread_cond_broadcast(&cache->missed_one);
	pthread_mutex_unlock(&cache->lock);
}
