/* cache: values that are read from disk. Views request them and a reader (read_thread.h) reads
 * them, so that no frame and no key waits for a disk or a decoder. */
#ifndef TBTOP_CACHE_READS_H
#define TBTOP_CACHE_READS_H

#include "tbtop/cache/caches.h"

/* Returns the value of a key, valid until the next frame begins. Returns NULL if it was not read
 * yet: it is then requested, a later frame finds it, and this frame draws "loading". A request
 * lasts for one frame. A value lasts as long as each frame asks for it, and longer while the
 * frame cache has room. */
const void *reads_find(struct caches *c, const struct read_key *key);

/* Returns which share of a value that is not there yet the reader has made, 0 to 1. */
double reads_progress(struct caches *c, const struct read_key *key);

/* Stores the results of the reader in the frame cache and withdraws the requests of the last
 * frame. */
void reads_collect(struct caches *c);

#endif
