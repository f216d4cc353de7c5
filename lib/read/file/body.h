/* read/file: the data of a record, read into memory or only verified. */
#ifndef TFE_READ_FILE_BODY_H
#define TFE_READ_FILE_BODY_H

#include "read/file/records.h"

/* The size of the longest record that is read into memory. */
uint64_t tfe__body_longest(const struct tfe__records *r);

/* Verifies the data checksum of the record at `offset` piece by piece. Continues from *c, reading
 * blocks of the usual size; holes are not read. TFE_E_AGAIN: the source ends inside the record, at
 * *end. */
tfe_status tfe__body_check(struct tfe__records *r, uint64_t offset, struct tfe__pieces *c,
			   uint64_t *end, bool *intact) TFE_MUST_CHECK;

/* Provides the record at `offset` with its frame; its length is known and at most the longest. *p
 * is NULL if the source ends inside it, at *size. TFE_E_DAMAGED: the data checksum does not
 * match. */
tfe_status tfe__body_read(struct tfe__records *r, uint64_t offset, uint64_t length, uint64_t *size,
			  const uint8_t **p) TFE_MUST_CHECK;

#endif
