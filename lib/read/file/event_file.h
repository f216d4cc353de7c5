/* read/file: one event file, from its bytes on disk to whole records.
 *
 * Reads with pread in blocks; nothing is mapped, so a file that shrinks cannot hurt. The reader knows its
 * place and goes on from there whenever it is called again: a file that grows is followed by calling
 * tfe__file_next until it returns TFE_E_AGAIN, waiting for a change, and calling it again.
 *
 * A file that is compressed as a whole (gzip, zlib) is decompressed as it is read. Offsets of its records are those in
 * what was compressed; that of damage to the compression is that in the file. */
#ifndef TFE_READ_FILE_EVENT_FILE_H
#define TFE_READ_FILE_EVENT_FILE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include <tfevents/status.h>

#include "read/file/gzip.h"
#include "read/file/gzip_points.h"
#include "read/file/records.h"

/* One event file. The caller owns the struct and does not move it while it is open; all fields are private. One
 * thread at a time. */
struct tfe__file {
	char *path;
	int fd; /* -1 while suspended */
	dev_t device;
	ino_t inode;
	struct tfe__records records;
	bool live;
	bool known;               /* whether it is compressed; it was long enough to tell */
	struct tfe__gzip *unpack; /* NULL: it is not */
	bool unpack_told;         /* that it cannot be decompressed further */
	_Atomic(struct tfe__gzip_points *) *points; /* own_points, or where others look too */
	_Atomic(struct tfe__gzip_points *) own_points;
	bool looks;                          /* they are another's */
	struct tfe__gzip_points_quota *room; /* for new ones; NULL: enough */
	bool waits; /* the last call left bytes over: they may change without the size doing so */
	struct tfe__file_stamp {
		uint64_t size;
		struct timespec written, changed;
		double asked;           /* the wall time at which the system was asked for these */
	} left;                         /* when bytes were left over */
	struct tfe__file_stamp checked; /* when the file was found to hold what was read */
	struct tfe__seen before;        /* what had been read last when it was found to hold that */
	bool unchecked; /* it may have been rewritten since bytes were read from it last */
	bool stale;     /* it was: tfe__file_check begins again */
	tfe_allocator allocator;
};

/* Opens a regular file (a FIFO, device, socket or directory is refused with TFE_E_ARG and a word for what it is;
 * it is never waited for). With `live` the file may still grow: see tfe__records_next.
 * Returns TFE_E_NOTFOUND, TFE_E_ARG, TFE_E_IO (*error, may be NULL, has the errno: EACCES, EMFILE, ...),
 * TFE_E_NOMEM; then there is nothing to close. */
tfe_status tfe__file_open(struct tfe__file *f, const char *path, bool live,
			  const tfe_allocator *allocator, tfe_error *error) TFE_MUST_CHECK;
void tfe__file_close(struct tfe__file *f);

/* From now on the file may grow, as if it had been opened so. */
static inline void tfe__file_set_live(struct tfe__file *f)
{
	f->live = f->records.live = true;
}

/* A record of more bytes than this is not held in memory but passed over, and reported with
 * too_large; 0: none is. */
static inline void tfe__file_set_record_limit(struct tfe__file *f, size_t bytes)
{
	f->records.record_limit_bytes = bytes;
}

/* The next record or what is there instead: as tfe__records_next. Where the file was rewritten
 * in place since the last TFE_E_AGAIN, nothing more comes until tfe__file_check has begun again.
 * Opens the file again where it was suspended; one that was replaced meanwhile is TFE_E_IO with
 * ESTALE: tfe__file_check sorts that out. On TFE_E_IO, TFE_E_NOTFOUND (suspended, and deleted
 * since) and TFE_E_NOMEM *error (may be NULL) is filled in and the call may be repeated. */
tfe_status tfe__file_next(struct tfe__file *f, struct tfe__record *record,
			  tfe_error *error) TFE_MUST_CHECK;

/* The usual case of tfe__file_next: a whole record that was read already. If false, call that. */
static inline bool tfe__file_next_whole(struct tfe__file *f, struct tfe__record *record)
{
	return tfe__records_next_whole(&f->records, record);
}

/* Gives back descriptor and buffer until the next call: what waits costs a few hundred bytes. What was
 * borrowed from the last record is gone. */
void tfe__file_suspend(struct tfe__file *f);

/* After opening: the points of the file, if it is compressed, are those at *points (NULL: none yet), for other readers of
 * the same file too. One of them is the owner, which makes them anew, in `room`; the others, with a room of NULL, look. The
 * caller frees them after the last file. */
void tfe__file_share_points(struct tfe__file *f, _Atomic(struct tfe__gzip_points *) *points,
			    struct tfe__gzip_points_quota *room);

/* How many bytes of the file were read. */
uint64_t tfe__file_offset(const struct tfe__file *f);

/* What became of the path since it was opened: one stat, and of a file that was written to since
 * at most four kilobytes of those that were read. */
enum tfe__file_change {
	TFE__FILE_SAME,  /* the same file, as long as where we are: nothing to read */
	TFE__FILE_GROWN, /* the same file, and more or something else in it: call tfe__file_next */
	TFE__FILE_REPLACED, /* another file, or this one without what was read: that is void. The
			       reader is at its beginning: call tfe__file_next */
	TFE__FILE_MOVED, /* another file that begins with all that was read (rsync): goes on where it was */
	TFE__FILE_GONE /* nothing there */
};

/* *change is set on TFE_OK. Returns TFE_E_IO, TFE_E_ARG (no regular file any more), TFE_E_NOMEM. */
tfe_status tfe__file_check(struct tfe__file *f, enum tfe__file_change *change,
			   tfe_error *error) TFE_MUST_CHECK;

/* Reads one whole record that stands at an offset (from the index of an earlier pass) and
 * verifies it. Does not move the place; what earlier calls lent is gone. TFE_E_DAMAGED: no valid
 * record stands there (any more). TFE_E_LIMIT: it is larger than the record limit. */
tfe_status tfe__file_read_at(struct tfe__file *f, uint64_t offset, struct tfe__record *record,
			     tfe_error *error) TFE_MUST_CHECK;

#endif
