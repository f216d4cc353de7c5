/* read/file: one event file, from its bytes on disk to whole records.
 *
 * The file is read in blocks with pread; it is not mapped, so a file that shrinks does no harm. A
 * reader keeps its position: a growing file is followed by calling tfe__file_next until it returns
 * TFE_E_AGAIN, waiting for a change, and calling it again.
 *
 * A compressed file (gzip, zlib) is decompressed while it is read. Offsets of its records are
 * decompressed offsets; the offset of damage to the compression is an offset in the file. */
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

/* One event file. The caller owns the struct and must not move it while it is open; all fields are
 * private. Threads: one at a time. */
struct tfe__file {
	char *path;
	int fd; /* -1 while the file is suspended */
	dev_t device;
	ino_t inode;
	struct tfe__records records;
	bool live;
	bool known;               /* the file was long enough to detect compression */
	struct tfe__gzip *unpack; /* NULL: the file is not compressed */
	bool unpack_reported;     /* damage of the compression was reported */
	/* own_points, or points shared with other readers. */
	_Atomic(struct tfe__gzip_points *) *points;
	_Atomic(struct tfe__gzip_points *) own_points;
	bool borrows_points; /* owned by another reader of this file: used, never changed */
	struct tfe__gzip_points_quota *quota; /* quota for new points; NULL: unlimited */
	/* The last call left a partial record: it may change without a change of the size. */
	bool has_partial_tail;
	struct tfe__file_stamp {
		uint64_t size;
		struct timespec written, changed;
		double asked; /* the wall time of the system call that returned them */
	} left;               /* state of the file when a partial record was left */
	/* State of the file when it was last compared with the bytes read. */
	struct tfe__file_stamp checked;
	struct tfe__seen before; /* the last bytes read before that comparison */
	bool unchecked;          /* the file may have been rewritten since the last read */
	bool stale;              /* the file was rewritten: tfe__file_check restarts */
	tfe_allocator allocator;
};

/* Opens a regular file. A FIFO, device, socket or directory is refused with TFE_E_ARG and its type;
 * the call never blocks on it. With `live` the file may still grow: see tfe__records_next. Returns
 * TFE_E_NOTFOUND, TFE_E_ARG, TFE_E_IO (*error, may be NULL, has the errno: EACCES, EMFILE, ...) or
 * TFE_E_NOMEM; then there is nothing to close. */
tfe_status tfe__file_open(struct tfe__file *f, const char *path, bool live,
			  const tfe_allocator *allocator, tfe_error *error) TFE_MUST_CHECK;
void tfe__file_close(struct tfe__file *f);

/* Declares that the file may grow, as if it had been opened with `live`. */
static inline void tfe__file_set_live(struct tfe__file *f)
{
	f->live = f->records.live = true;
}

/* Sets the record limit: a larger record is skipped and reported with too_large; 0: no limit. */
static inline void tfe__file_set_record_limit(struct tfe__file *f, size_t bytes)
{
	f->records.record_limit_bytes = bytes;
}

/* Reads the first bytes of the open file, at most `n`. Returns their number, 0 after an error. */
size_t tfe__file_head(struct tfe__file *f, uint8_t *head, size_t n);

/* Gets the next record, or damage: like tfe__records_next. If the file was rewritten in place since
 * the last TFE_E_AGAIN, no record follows until tfe__file_check has restarted. A suspended file is
 * reopened; if it was replaced meanwhile, the result is TFE_E_IO with ESTALE, and tfe__file_check
 * resolves it. On TFE_E_IO, TFE_E_NOTFOUND (suspended, and deleted since) and TFE_E_NOMEM *error
 * (may be NULL) is filled in and the call may be repeated. */
tfe_status tfe__file_next(struct tfe__file *f, struct tfe__record *record,
			  tfe_error *error) TFE_MUST_CHECK;

/* Fast path of tfe__file_next: a whole record that is already in memory. If it returns false, call
 * tfe__file_next. */
static inline bool tfe__file_next_whole(struct tfe__file *f, struct tfe__record *record)
{
	return tfe__records_next_whole(&f->records, record);
}

/* Releases file descriptor and buffer until the next call; a suspended file takes a few hundred
 * bytes. Bytes borrowed from the last record become invalid. */
void tfe__file_suspend(struct tfe__file *f);

/* Shares the access points of a compressed file with other readers of it, in *points (NULL: none
 * yet). Called after opening. One reader is the owner, which creates them within its quota; the
 * others pass a NULL quota and only use them. The caller frees the points after the last file. */
void tfe__file_share_points(struct tfe__file *f, _Atomic(struct tfe__gzip_points *) *points,
			    struct tfe__gzip_points_quota *quota);

/* The number of bytes of the file that were read. */
uint64_t tfe__file_offset(const struct tfe__file *f);

/* The change of the path since it was opened. Determining it takes one stat call, and for a file
 * that was written to since, reading at most four kilobytes of the bytes already read. */
enum tfe__file_change {
	TFE__FILE_SAME,  /* the same file, of the size of the position: nothing to read */
	TFE__FILE_GROWN, /* the same file with more or other bytes: call tfe__file_next */
	/* Another file, or this one without the bytes read, which are void: call tfe__file_next,
	 * which starts from the beginning. */
	TFE__FILE_REPLACED,
	/* Another file that begins with all bytes read (rsync): reading continues. */
	TFE__FILE_MOVED,
	TFE__FILE_GONE /* the path does not exist */
};

/* Determines the change; *change is set on TFE_OK. Returns TFE_E_IO, TFE_E_ARG (not a regular file
 * any more) or TFE_E_NOMEM. */
tfe_status tfe__file_check(struct tfe__file *f, enum tfe__file_change *change,
			   tfe_error *error) TFE_MUST_CHECK;

/* Checks whether the path still leads to a file with all bytes that were read. It changes nothing
 * and reads at most three kilobytes. The file is suspended. Returns TFE_E_DAMAGED (it does not),
 * TFE_E_NOTFOUND (no file), TFE_E_IO or TFE_E_ARG (not a regular file). */
tfe_status tfe__file_verify(const struct tfe__file *f, tfe_error *error) TFE_MUST_CHECK;

/* Reads and verifies one whole record at an offset, which is known from an earlier pass. The
 * position does not change; bytes borrowed from earlier calls become invalid. TFE_E_DAMAGED: there
 * is no valid record (any more). TFE_E_LIMIT: the record is larger than the record limit. */
tfe_status tfe__file_read_at(struct tfe__file *f, uint64_t offset, struct tfe__record *record,
			     tfe_error *error) TFE_MUST_CHECK;

#endif
