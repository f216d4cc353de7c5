/* read/query: values that were read from their files, kept a while for who asks again. */
#ifndef TFE_READ_QUERY_VALUE_CACHE_H
#define TFE_READ_QUERY_VALUE_CACHE_H

#include <pthread.h>
#include <stdint.h>

#include <tfevents/series.h>

/* Values that were asked for last. Entry i of one version of a series never changes, so that is what they are found by. */
struct tfe__value_cache {
	pthread_mutex_t lock;             /* of all that follows */
	struct tfe_fetched *first, *last; /* the one asked for last comes first */
	size_t n, bytes, limit_bytes;
};

void tfe__value_cache_init(struct tfe__value_cache *cache, size_t limit_bytes);
/* What callers hold stays theirs. */
void tfe__value_cache_release(struct tfe__value_cache *cache);
size_t tfe__value_cache_bytes(struct tfe__value_cache *cache);

#endif
