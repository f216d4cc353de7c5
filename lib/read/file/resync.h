/* read/file: the next whole record behind a place where the framing was lost. */
#ifndef TFE_READ_FILE_RESYNC_H
#define TFE_READ_FILE_RESYNC_H

#include "read/file/records.h"

/* What a search came to. */
enum tfe__resync {
	TFE__RESYNC_FOUND, /* a whole record begins at *where */
	TFE__RESYNC_PENDING, /* live only: a header stands at *where, its record is not all there yet */
	TFE__RESYNC_NONE     /* none up to the end; when more is there, go on at *where */
};

/* Looks for the first whole record of at most `most` bytes of data that begins at `from` or later, among `size` bytes of
 * the source of which those from `zeros` on are zero. Reads every byte twice, and for each candidate two blocks at most, so that
 * overlapping headers with long lengths do not make it slower than linear. What it learns of the bytes ahead is kept in
 * r->prefixes for the next search, so that many searches in the same bytes are linear too. */
tfe_status tfe__resync(struct tfe__records *r, uint64_t from, uint64_t size, uint64_t zeros,
		       uint64_t most, enum tfe__resync *result, uint64_t *where) TFE_MUST_CHECK;

/* Forgets what was learnt: bytes may have changed. */
void tfe__resync_forget(struct tfe__records *r);
/* The same where it begins before `start`: what is before that can no longer be read. */
void tfe__resync_forget_before(struct tfe__records *r, uint64_t start);

#endif
