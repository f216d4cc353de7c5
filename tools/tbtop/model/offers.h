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

/* Returns how soon a key is left out where space is short: 0 is the last one, OFFER_RANKS - 1 the
 * first. */
enum { OFFER_RANKS = 10 };
size_t offer_rank(const struct model *m, const struct binding *b);

#endif
