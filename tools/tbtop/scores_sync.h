/* tbtop: the order of the runs follows values that the reader computes. */
#ifndef TBTOP_SCORES_SYNC_H
#define TBTOP_SCORES_SYNC_H

#include <stdbool.h>

#include "tbtop/cache/caches.h"
#include "tbtop/model/model.h"

/* Copies the best smoothed values of the tag that orders the runs into the runs, and requests those
 * that were not computed yet. Call it after a frame. Returns whether the order may have changed, so
 * that another frame is due. */
bool scores_sync(struct model *m, struct caches *caches);

#endif
