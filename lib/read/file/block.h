/* read/file: the bytes of a source that are in memory: one block, which moves along. */
#ifndef TFE_READ_FILE_BLOCK_H
#define TFE_READ_FILE_BLOCK_H

#include "read/file/records.h"

/* Lends at least `need` bytes at an offset, or as many as there are, in *p and *n, until the next
 * call. */
tfe_status tfe__records_view(struct tfe__records *r, uint64_t offset, size_t need,
			     const uint8_t **p, size_t *n) TFE_MUST_CHECK;

/* Forgets the block: its bytes are read from the source again. */
void tfe__records_drop_block(struct tfe__records *r);

/* Reads all n bytes at an offset, not into the block. TFE_E_AGAIN: not all of them are there. */
tfe_status tfe__records_read_all(struct tfe__records *r, uint8_t *to, size_t n,
				 uint64_t offset) TFE_MUST_CHECK;

/* Where to go on after the n bytes at an offset, which are at p. If they are all zero and a hole
 * follows, that is behind the hole, else behind them. */
uint64_t tfe__records_skip_hole(const struct tfe__records *r, const uint8_t *p, size_t n,
				uint64_t offset);

/* Of the n bytes at p, which end at `end`, takes the last. */
void tfe__seen_take(struct tfe__seen *seen, const uint8_t *p, size_t n, uint64_t end);

/* Brings r->head and r->read up to date. Not for a source that is read forward. */
void tfe__records_note_read(struct tfe__records *r);

#endif
