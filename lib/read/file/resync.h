/* read/file: resynchronisation: finds the next whole record after lost framing. */
#ifndef TFE_READ_FILE_RESYNC_H
#define TFE_READ_FILE_RESYNC_H

#include "read/file/records.h"

/* The result of a search. */
enum tfe__resync {
	TFE__RESYNC_FOUND, /* a whole record begins at *where */
	/* Live only: there is a header at *where whose record is not yet complete. */
	TFE__RESYNC_PENDING,
	/* No record up to the end; continue at *where once there are more bytes. */
	TFE__RESYNC_NONE
};

/* The range of a search, in offsets of the source. */
struct tfe__resync_range {
	uint64_t from;  /* the first offset at which the record may begin */
	uint64_t size;  /* the end of the source */
	uint64_t zeros; /* all bytes from this offset on are zero */
	uint64_t most;  /* the most bytes of data that the record may have */
};

/* Searches the first whole record of a range. Every byte is read twice, and each candidate reads at
 * most two blocks, so overlapping headers with long lengths take linear time. The prefix checksums
 * stay in r->prefixes for the next search, so many searches in the same bytes are linear too. */
tfe_status tfe__resync(struct tfe__records *r, const struct tfe__resync_range *range,
		       enum tfe__resync *result, uint64_t *where) TFE_MUST_CHECK;

/* Discards the prefix checksums, because bytes may have changed. */
void tfe__resync_forget(struct tfe__records *r);
/* Discards them if they begin before `start`: earlier bytes can no longer be read. */
void tfe__resync_forget_before(struct tfe__records *r, uint64_t start);

#endif
