/* read/file: the data of a record, in memory or only checked. */
#ifndef TFE_READ_FILE_BODY_H
#define TFE_READ_FILE_BODY_H

#include "read/file/records.h"

/* The longest record that is held in memory. */
uint64_t tfe__body_longest(const struct tfe__records *r);

/* Finds out whether the data of the record at `offset` fit their checksum. Goes on from *c, reading
 * blocks of the usual size; holes are not read. TFE_E_AGAIN: the source ends inside the record, at
 * *end. */
tfe_status tfe__body_check(struct tfe__records *r, uint64_t offset, struct tfe__pieces *c,
			   uint64_t *end, bool *intact) TFE_MUST_CHECK;

/* Lends the record at `offset`, whose length is known and at most the longest, with its frame: *p is
 * NULL where the source ends inside it, at *size. TFE_E_DAMAGED: its data fail their checksum. */
tfe_status tfe__body_read(struct tfe__records *r, uint64_t offset, uint64_t length, uint64_t *size,
			  const uint8_t **p) TFE_MUST_CHECK;

#endif
