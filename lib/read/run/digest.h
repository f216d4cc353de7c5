/* read/run: computes the digest of a histogram, which saves rereading it for its moments. */
#ifndef TFE_READ_RUN_DIGEST_H
#define TFE_READ_RUN_DIGEST_H

#include <tfevents/event.h>

#include "read/column/chunk.h"

/* Sets all but the place, for a value of a histogram series. `num` becomes NaN if the moments have
 * to be read from the file: they do not fit into float32, or would take more time than the bytes
 * of the value justify. Returns NULL, or why the value is no histogram: a sentence, static. */
const char *tfe__digest_value(struct tfe__digest *digest, const tfe_value *value,
			      const tfe_allocator *allocator);

#endif
