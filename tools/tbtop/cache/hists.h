/* cache: histograms read from disk. Views ask for them, a reader (hist_reader.h) fetches them: no
 * frame waits for a disk. */
#ifndef TBTOP_CACHE_HISTS_H
#define TBTOP_CACHE_HISTS_H

#include "tbtop/cache/caches.h"

/* Returns entry i of a view, valid until the next frame begins. NULL: it was not read yet; it is
 * requested, and a later frame has it. */
const struct hist *hist_find(struct caches *c, const tfe_view *view, uint64_t i);

/* Stores what was read since the last call, and withdraws the requests of the last frame. */
void hists_collect(struct caches *c);

#endif
