/* tbtop: the table of trials follows what the reader has read of the log. */
#ifndef TBTOP_TRIALS_SYNC_H
#define TBTOP_TRIALS_SYNC_H

#include <stdbool.h>

#include "tbtop/cache/caches.h"
#include "tbtop/model/model.h"

/* Copies hyperparameters and metrics that were read into the model, and requests the others. Call
 * it after a frame was drawn. Returns whether the model changed, so that another frame is due. */
bool trials_sync(struct model *m, struct caches *caches);

#endif
