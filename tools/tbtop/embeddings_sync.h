/* tbtop: the list of embeddings follows the files of TensorBoard's projector. */
#ifndef TBTOP_EMBEDDINGS_SYNC_H
#define TBTOP_EMBEDDINGS_SYNC_H

#include <stdbool.h>

#include "tbtop/cache/caches.h"
#include "tbtop/model/model.h"

/* Copies what was read of the configurations into the model, and requests the others, and those
 * that were read some seconds ago. Goes to a nearest neighbour that has become known. Call it
 * after a frame was drawn. Returns whether the model changed, so that another frame is due. */
bool embeddings_sync(struct model *m, struct caches *caches);

#endif
