/* read/run: what the index keeps of a histogram, so that it need not be read again for it. */
#ifndef TFE_READ_RUN_DIGEST_H
#define TFE_READ_RUN_DIGEST_H

#include <tfevents/event.h>

#include "read/column/chunk.h"

/* All but the place, of a value of a histogram series. Where it cannot be told, or not in a time that the value's bytes
 * account for, `num` is NaN. */
void tfe__digest_value(struct tfe__digest *digest, const tfe_value *value,
		       const tfe_allocator *allocator);

#endif
