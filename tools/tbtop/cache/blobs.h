/* cache: the values of entries as they are in the file: images, sounds, texts, tensors, graphs. */
#ifndef TBTOP_CACHE_BLOBS_H
#define TBTOP_CACHE_BLOBS_H

#include <tfevents/series.h>

#include "tbtop/cache/caches.h"

/* A value, or the reason why there is none. A screen that draws decoded forms has a read_kind of
 * its own, whose `read` calls blob_read and decodes. */
struct blob {
	tfe_fetched *fetched; /* NULL: it could not be read */
	tfe_error error;      /* without a value: why */
};

/* Reads the entry of a key from its file, in any thread. Pair with blob_release. */
void blob_read(const struct read_key *key, struct blob *blob);
void blob_release(struct blob *blob);

/* Returns the n-th blob of the value (tfe_blobs), or an empty one (data NULL). */
tfe_bytes blob_at(const struct blob *blob, size_t n);

/* Returns the n-th blob, or the last one. Sets the number of blobs, of which at most 1000 are
 * counted, and the number of the returned one. */
tfe_bytes blob_nearest(const struct blob *blob, size_t n, size_t *count, size_t *at);

#endif
