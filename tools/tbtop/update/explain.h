/* update: why a key did nothing. */
#ifndef TBTOP_UPDATE_EXPLAIN_H
#define TBTOP_UPDATE_EXPLAIN_H

#include "tbtop/model/bindings.h"
#include "tbtop/model/geometry.h"

/* Sets the message in the footer to the reason why a key without an effect did nothing: it has no
 * meaning here, but in other views, or there is nothing further. `action`: the meaning of the key
 * here, or DO_NOTHING. */
void explain_key(struct model *m, const struct geometry *seen, int key, enum action action);

#endif
