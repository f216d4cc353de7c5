/* cache: histograms read from disk. Views request them and a reader (hist_reader.h) fetches them,
 * so that no frame waits for a disk. */
#ifndef TBTOP_CACHE_HISTS_H
#define TBTOP_CACHE_HISTS_H

#include "tbtop/cache/caches.h"

/* Returns entry i of a view, valid until the next frame begins. Returns NULL if it was not read
 * yet; then it is requested, and a later frame finds it. */
const struct hist *hist_find(struct caches *c, const tfe_view *view, uint64_t i);

/* Stores the results of the reader in the frame cache and withdraws the requests of the last
 * frame. */
void hists_collect(struct caches *c);

#endif
