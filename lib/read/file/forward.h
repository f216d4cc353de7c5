/* read/file: records out of a source that is read forward: what is decompressed. */
#ifndef TFE_READ_FILE_FORWARD_H
#define TFE_READ_FILE_FORWARD_H

#include "read/file/resync.h"

/* The `total` bytes that begin at `offset`: *p is NULL where not all are there, *size then where the source ends. No more
 * memory is taken than twice what is there, whatever `total` is. */
tfe_status tfe__forward_body(struct tfe__records *r, uint64_t offset, size_t total, uint64_t *size,
			     const uint8_t **p) TFE_MUST_CHECK;

/* Reads on to the end of a record that is passed over, or of the source, so that this knows its size so far. */
tfe_status tfe__forward_reach(struct tfe__records *r, uint64_t place,
			      uint64_t length) TFE_MUST_CHECK;

/* As tfe__resync, up to where the source ends, which is *end. What is searched is kept in the block, so that nothing is
 * read twice; longer records than TFE__FORWARD_BYTES are not found. */
tfe_status tfe__forward_resync(struct tfe__records *r, uint64_t from, enum tfe__resync *result,
			       uint64_t *where, uint64_t *end) TFE_MUST_CHECK;

enum { TFE__FORWARD_BYTES = 1 << 20 };

#endif
