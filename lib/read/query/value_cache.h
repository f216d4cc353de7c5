/* read/query: the LRU cache of values that were read from their files. */
#ifndef TFE_READ_QUERY_VALUE_CACHE_H
#define TFE_READ_QUERY_VALUE_CACHE_H

#include <pthread.h>
#include <stdint.h>

#include <tfevents/series.h>

/* The values that were requested last. The key is a version of a series and the number of an entry,
 * because that entry never changes. */
struct tfe__value_cache {
	pthread_mutex_t lock;             /* protects all following fields */
	struct tfe_fetched *first, *last; /* the most recently requested value is the first */
	size_t n, bytes, limit_bytes;
};

void tfe__value_cache_init(struct tfe__value_cache *cache, size_t limit_bytes);
/* Empties the cache. Values that callers have not released stay valid. */
void tfe__value_cache_release(struct tfe__value_cache *cache);
size_t tfe__value_cache_bytes(struct tfe__value_cache *cache);

#endif
