/* model: the keys that the footer offers, because they do something now. */
#ifndef TBTOP_MODEL_OFFERS_H
#define TBTOP_MODEL_OFFERS_H

#include "tbtop/model/bindings.h"
#include "tbtop/model/geometry.h"

/* Returns whether the view shows nothing, so that only the keys of all views make sense. */
bool shows_nothing(const struct model *m);

/* Returns whether the key of a binding is offered. `seen` is the geometry of the frame. */
bool binding_is_offered(const struct model *m, const struct geometry *seen,
			const struct binding *b);

#endif
