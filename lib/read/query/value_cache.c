/* read/query: the LRU cache of values that were read from their files. */
#include "read/query/value_cache.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "read/query/fetch.h"

/* Maximum number of cached values. The cache is searched linearly. */
enum { CACHED_MAX = 256 };

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

const tfe_value *tfe_fetched_value(const tfe_fetched *fetched)
{
	return &fetched->value;
}

void tfe_fetched_release(tfe_fetched *fetched)
{
	if (!fetched || atomic_fetch_sub(&fetched->owners, 1) > 1)
		return;
	tfe_allocator allocator = fetched->allocator;
	tfe__arena_release(&fetched->arena);
	tfe__free(&allocator, fetched->record);
	tfe__free(&allocator, fetched);
}

/* --- reading
 * ------------------------------------------------------------------------------------------- */

/* Creates a value from a copy of the record. */
static tfe_status create_from_record(void *context, const struct tfe__wanted *wanted,
				     const struct tfe__record *record, tfe_error *error)
{
	const tfe_allocator *a = &wanted->series->shared->run->store->allocator;
	tfe_fetched **out = context, *fetched = tfe__alloc_zeroed(a, 1, sizeof *fetched);
	uint8_t *copy = tfe__alloc(a, record->size);
	if (!fetched || !copy) {
		tfe__free(a, copy);
		tfe__free(a, fetched);
		return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
	}
	fetched->allocator = *a;
	fetched->record = copy;
	atomic_init(&fetched->owners, 1);
	tfe__arena_init(&fetched->arena, a, 0);
	memcpy(copy, record->data, record->size);
	tfe_status status = tfe__entry_value(wanted, copy, record->size, &fetched->arena,
					     &fetched->value, error);
	fetched->bytes = sizeof *fetched + record->size + fetched->arena.used_bytes;
	if (status)
		tfe_fetched_release(fetched);
	else
		*out = fetched;
	return status;
}

/* --- the cache
 * ------------------------------------------------------------------------------------------- */

static void unlink_fetched(struct tfe__value_cache *cache, tfe_fetched *fetched)
{
	*(fetched->before ? &fetched->before->after : &cache->first) = fetched->after;
	*(fetched->after ? &fetched->after->before : &cache->last) = fetched->before;
	cache->n--;
	cache->bytes -= fetched->bytes;
}

static void link_first(struct tfe__value_cache *cache, tfe_fetched *fetched)
{
	fetched->before = NULL;
	fetched->after = cache->first;
	*(cache->first ? &cache->first->before : &cache->last) = fetched;
	cache->first = fetched;
	cache->n++;
	cache->bytes += fetched->bytes;
}

static void drop_last(struct tfe__value_cache *cache)
{
	tfe_fetched *fetched = cache->last;
	unlink_fetched(cache, fetched);
	tfe_fetched_release(fetched);
}

static tfe_fetched *find(struct tfe__value_cache *cache, const tfe_view *view, uint64_t i)
{
	pthread_mutex_lock(&cache->lock);
	tfe_fetched *fetched = cache->first;
	while (fetched && (fetched->version != view->version || fetched->entry != i))
		fetched = fetched->after;
	if (fetched) {
		unlink_fetched(cache, fetched);
		link_first(cache, fetched);
		atomic_fetch_add(&fetched->owners, 1);
	}
	pthread_mutex_unlock(&cache->lock);
	return fetched;
}

/* Adds a value to the cache. Two threads may add the same value: the cache then has it twice, and
 * drops the older copy first. */
static void add_to_cache(struct tfe__value_cache *cache, const tfe_view *view, uint64_t i,
			 tfe_fetched *fetched)
{
	if (fetched->bytes > cache->limit_bytes)
		return;
	fetched->version = view->version;
	fetched->entry = i;
	pthread_mutex_lock(&cache->lock);
	while (cache->n == CACHED_MAX || cache->bytes > cache->limit_bytes - fetched->bytes)
		drop_last(cache);
	atomic_fetch_add(&fetched->owners, 1);
	link_first(cache, fetched);
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
	tfe_status status = tfe__entry_read(view, i, create_from_record, out, error);
	if (!status && cache)
		add_to_cache(cache, view, i, *out);
	return status;
}
