/* read/file: the block of a source that is in memory; it moves through the source. */
#ifndef TFE_READ_FILE_BLOCK_H
#define TFE_READ_FILE_BLOCK_H

#include "read/file/records.h"

/* Provides at least `need` bytes at an offset, or all that the source has, in *p and *n. They are
 * valid until the next call. */
tfe_status tfe__records_view(struct tfe__records *r, uint64_t offset, size_t need,
			     const uint8_t **p, size_t *n) TFE_MUST_CHECK;

/* Discards the block, so its bytes are reread from the source. */
void tfe__records_drop_block(struct tfe__records *r);

/* Reads all n bytes at an offset, bypassing the block. TFE_E_AGAIN: the source has fewer bytes. */
tfe_status tfe__records_read_all(struct tfe__records *r, uint8_t *to, size_t n,
				 uint64_t offset) TFE_MUST_CHECK;

/* The offset after the n bytes at `p`. If they are all zero and a hole follows, it is the end of
 * the hole. */
uint64_t tfe__records_skip_hole(const struct tfe__records *r, const uint8_t *p, size_t n,
				uint64_t offset);

/* Stores the checksum of the last bytes of the n bytes at p, which end at `end`. */
void tfe__seen_take(struct tfe__seen *seen, const uint8_t *p, size_t n, uint64_t end);

/* Updates r->head and r->read. Not for a source that is read forward. */
void tfe__records_note_read(struct tfe__records *r);

#endif
