/* read/query: the LRU cache of values that were read from their files. */
#include "read/query/value_cache.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "read/query/fetch.h"

/* Maximum number of cached values. The cache is searched linearly. */
enum { MOST_HELD = 256 };

struct tfe_fetched {
	tfe_value value;
	_Atomic(unsigned) owners; /* reference count: callers, and the cache */
	tfe_allocator allocator;
	struct tfe__arena arena;
	uint8_t *record;
	/* Used by the cache: */
	const void *version;
	uint64_t entry;
	size_t bytes;
	struct tfe_fetched *before, *after;
};

const tfe_value *tfe_fetched_value(const tfe_fetched *held)
{
	return &held->value;
}

void tfe_fetched_release(tfe_fetched *held)
{
	if (!held || atomic_fetch_sub(&held->owners, 1) > 1)
		return;
	tfe_allocator allocator = held->allocator;
	tfe__arena_release(&held->arena);
	tfe__free(&allocator, held->record);
	tfe__free(&allocator, held);
}

/* --- reading
 * ------------------------------------------------------------------------------------------- */

/* Creates a value from a copy of the record. */
static tfe_status take(void *context, const struct tfe__wanted *wanted,
		       const struct tfe__record *record, tfe_error *error)
{
	const tfe_allocator *a = &wanted->series->shared->run->store->allocator;
	tfe_fetched **out = context, *held = tfe__alloc_zeroed(a, 1, sizeof *held);
	uint8_t *copy = tfe__alloc(a, record->size);
	if (!held || !copy) {
		tfe__free(a, copy);
		tfe__free(a, held);
		return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
	}
	held->allocator = *a;
	held->record = copy;
	atomic_init(&held->owners, 1);
	tfe__arena_init(&held->arena, a, 0);
	memcpy(copy, record->data, record->size);
	tfe_status status =
		tfe__entry_value(wanted, copy, record->size, &held->arena, &held->value, error);
	held->bytes = sizeof *held + record->size + held->arena.used_bytes;
	if (status)
		tfe_fetched_release(held);
	else
		*out = held;
	return status;
}

/* --- the cache
 * ------------------------------------------------------------------------------------------- */

static void unlink_held(struct tfe__value_cache *cache, tfe_fetched *held)
{
	*(held->before ? &held->before->after : &cache->first) = held->after;
	*(held->after ? &held->after->before : &cache->last) = held->before;
	cache->n--;
	cache->bytes -= held->bytes;
}

static void link_first(struct tfe__value_cache *cache, tfe_fetched *held)
{
	held->before = NULL;
	held->after = cache->first;
	*(cache->first ? &cache->first->before : &cache->last) = held;
	cache->first = held;
	cache->n++;
	cache->bytes += held->bytes;
}

static void drop_last(struct tfe__value_cache *cache)
{
	tfe_fetched *held = cache->last;
	unlink_held(cache, held);
	tfe_fetched_release(held);
}

static tfe_fetched *find(struct tfe__value_cache *cache, const tfe_view *view, uint64_t i)
{
	pthread_mutex_lock(&cache->lock);
	tfe_fetched *held = cache->first;
	while (held && (held->version != view->version || held->entry != i))
		held = held->after;
	if (held) {
		unlink_held(cache, held);
		link_first(cache, held);
		atomic_fetch_add(&held->owners, 1);
	}
	pthread_mutex_unlock(&cache->lock);
	return held;
}

/* Adds a value to the cache. Two threads may add the same value: the cache then has it twice, and
 * drops the older copy first. */
static void keep(struct tfe__value_cache *cache, const tfe_view *view, uint64_t i,
		 tfe_fetched *held)
{
	if (held->bytes > cache->limit_bytes)
		return;
	held->version = view->version;
	held->entry = i;
	pthread_mutex_lock(&cache->lock);
	while (cache->n == MOST_HELD || cache->bytes > cache->limit_bytes - held->bytes)
		drop_last(cache);
	atomic_fetch_add(&held->owners, 1);
	link_first(cache, held);
	pthread_mutex_unlock(&cache->lock);
}

void tfe__value_cache_init(struct tfe__value_cache *cache, size_t limit_bytes)
{
	*cache = (struct tfe__value_cache){.limit_bytes = limit_bytes};
	pthread_mutex_init(&cache->lock, NULL);
}

void tfe__value_cache_release(struct tfe__value_cache *cache)
{
	while (cache->last)
		drop_last(cache);
	pthread_mutex_destroy(&cache->lock);
}

size_t tfe__value_cache_bytes(struct tfe__value_cache *cache)
{
	pthread_mutex_lock(&cache->lock);
	size_t bytes = cache->bytes;
	pthread_mutex_unlock(&cache->lock);
	return bytes;
}

tfe_status tfe_view_fetch(const tfe_view *view, uint64_t i, tfe_fetched **out, tfe_error *error)
{
	const struct tfe_run *run = view->series->shared->run;
	/* The store of a reread has no cache: the memory of its columns, and so their versions, may
	 * be reused by another reread. */
	struct tfe__value_cache *cache = run->store->values;
	*out = NULL;
	if (view->series->kind == TFE_KIND_SCALAR || i >= view->count)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1,
				  i < view->count
					  ? "the entry is a scalar; its value is in the view"
					  : "the series has no such entry");
	if (cache && (*out = find(cache, view, i)))
		return TFE_OK;
	tfe_status status = tfe__entry_read(view, i, take, out, error);
	if (!status && cache)
		keep(cache, view, i, *out);
	return status;
}
