/* read/file: records of a source that can only be read forward: a decompressed stream. */
#ifndef TFE_READ_FILE_FORWARD_H
#define TFE_READ_FILE_FORWARD_H

#include "read/file/resync.h"

/* Provides the `total` bytes at `offset`. *p is NULL if the source has fewer; then *size is the end
 * of the source. At most twice the available bytes are allocated, for any `total`. */
tfe_status tfe__forward_body(struct tfe__records *r, uint64_t offset, size_t total, uint64_t *size,
			     const uint8_t **p) TFE_MUST_CHECK;

/* Reads to the end of a record that is skipped, or to the end of the source, so the source knows
 * its size so far. */
tfe_status tfe__forward_reach(struct tfe__records *r, uint64_t place,
			      uint64_t length) TFE_MUST_CHECK;

/* Like tfe__resync, up to the end of the source, which is *end. The searched bytes stay in the
 * block, so nothing is read twice; records longer than TFE__FORWARD_BYTES are not found. */
tfe_status tfe__forward_resync(struct tfe__records *r, uint64_t from, enum tfe__resync *result,
			       uint64_t *where, uint64_t *end) TFE_MUST_CHECK;

enum { TFE__FORWARD_BYTES = 1 << 20 };

#endif
