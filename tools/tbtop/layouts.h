/* tbtop: the charts of custom scalars, from the layouts in the log. */
#ifndef TBTOP_LAYOUTS_H
#define TBTOP_LAYOUTS_H

#include "tbtop/cache/caches.h"
#include "tbtop/model/model.h"

/* Adds the charts of layouts that were read since the last call, and the tags that appeared since
 * then to the charts. Call it after each frame. Returns whether the model changed, so that another
 * frame is due. */
bool layouts_serve(struct model *m, struct caches *caches);

#endif
