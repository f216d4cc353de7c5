/* read/file: splits bytes into records: damaged or not, complete or still growing. */
#ifndef TFE_READ_FILE_RECORDS_H
#define TFE_READ_FILE_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

#include "base/compiler.h"
#include "base/le.h"
#include "wire/record.h"

/* A source of bytes that can be read at any offset and may grow. */
struct tfe__source {
	void *context;
	/* Reads up to n bytes at an offset into `to`; sets *got, which is 0 only at the end. It may
	 * read fewer bytes. */
	tfe_status (*read_at)(void *context, void *to, size_t n, uint64_t offset, size_t *got);
	/* Sets *bytes to the current size. */
	tfe_status (*size)(void *context, uint64_t *bytes);
	/* The first offset at or after `offset` in a hole or, with `data`, outside of holes; the
	 * size if there is none. The bytes of a hole are zeros and need not be read. NULL: holes
	 * are unknown. */
	uint64_t (*find)(void *context, uint64_t offset, bool data);
};

/* The checksum of the last `bytes` bytes before an offset when they were read. It shows later
 * whether the source still holds the bytes read. */
struct tfe__seen {
	uint64_t end;
	uint32_t bytes, crc;
};

/* The maximum of `bytes`. */
enum { TFE__SEEN_BYTES = 1024 };

/* The result of tfe__records_next. */
struct tfe__record {
	uint64_t offset; /* offset of its header, or of the damage */
	uint64_t bytes; /* size, frame included; after TFE_E_AGAIN the size of the partial record */
	/* TFE_OK: the data, borrowed until the next call. TFE_E_DAMAGED: the same if only their
	 * checksum does not match and they are in memory, else NULL. */
	const uint8_t *data;
	size_t size;
	/* TFE_E_DAMAGED: the length checksum did not match; all bytes up to the next whole record
	 * are skipped. */
	bool framing;
	bool too_large; /* TFE_E_DAMAGED: the record is intact but larger than record_limit_bytes */
	bool cut;       /* TFE_E_AGAIN: the source ends inside a record */
	/* Static text after TFE_E_DAMAGED, and after TFE_E_AGAIN with a partial record. */
	const char *reason;
};

/* The longest record that protobuf reads; a longer one is damage. */
#define TFE__RECORD_MOST_BYTES 0x7fffffffu

/* A longer record is verified piece by piece before all its memory is allocated. A record with a
 * hole is verified so above a smaller size, because its bytes need no disk space. */
#define TFE__RECORD_UNCHECKED_BYTES (64u << 20)
#define TFE__RECORD_SPARSE_BYTES (1u << 20)

/* The size of one read: large enough to make system calls cheap, small enough that read-ahead
 * blocks (read_ahead.h) stay in the cache of a core. */
#define TFE__RECORDS_BLOCK_BYTES (32u * 1024)

/* The prefetch distance for bytes that another core read: a dozen short records. */
enum { TFE__RECORDS_PREFETCH_BYTES = 1024 };

/* Private. */
struct tfe__records {
	struct tfe__source source;
	bool live;
	/* The source is read forward: going back is expensive, and its size is known only by
	 * reading. */
	bool forward;
	size_t record_limit_bytes; /* a larger record is skipped (body.h); 0: no limit */
	uint64_t place;            /* offset of the next record */
	uint64_t
		scan; /* above 0: framing was lost at `place`, and no record was found up to here */
	struct tfe__tail { /* cached tail scan: the end of the source when it was last determined */
		bool known;
		uint64_t size;
		uint64_t zeros;        /* offset from which all bytes were zero */
		struct tfe__seen seen; /* before them */
	} tail;
	struct tfe__seen head;     /* checksum of the first bytes */
	struct tfe__seen read;     /* checksum of the last bytes before `place` within one block */
	struct tfe__seen searched; /* checksum of the last searched bytes when `scan` was set */
	/* Prefix checksums of the last search (resync.c); kept until the reader waits. */
	struct tfe__prefixes *prefixes;
	uint8_t *block; /* the block: bytes [start, start + filled) of the source */
	size_t capacity, filled;
	struct tfe__pieces { /* length above 0: the record at `place` is verified piece by piece */
		uint64_t length, done; /* length of its data, and number of verified bytes */
		uint32_t crc;
	} pieces;
	bool single; /* a single record is read: the bytes after it are not needed */
	uint64_t start;
	uint64_t whole; /* end of the verified whole records of this block (read_ahead.h) */
	tfe_allocator allocator;
};

/* Initialises a reader. `live`: the source may still grow, so undecidable bytes wait; otherwise its
 * present end is final. */
void tfe__records_init(struct tfe__records *r, const struct tfe__source *source, bool live,
		       const tfe_allocator *allocator);
/* Frees the buffer; the reader stays usable. */
void tfe__records_release(struct tfe__records *r);

/* Gets the next record. Returns
 *
 * - TFE_OK: a whole record with two right checksums.
 * - TFE_E_AGAIN: no further record yet. The position stays, and the next call tries again.
 *   record->bytes is 0 at a clean end; otherwise it is the size of the rest: a partial record,
 *   zeros that were never written, or, with `live`, damage whose end is not yet known.
 * - TFE_E_DAMAGED: `bytes` bytes at `offset` are skipped, because a checksum does not match or the
 *   record is too large; the next call continues after them. The cost is linear in the skipped
 *   bytes outside of holes, for every content.
 * - TFE_E_IO, TFE_E_NOMEM: the position stays; the call may be repeated. */
tfe_status tfe__records_next(struct tfe__records *r, struct tfe__record *record) TFE_MUST_CHECK;

/* Sets the fields of a record from its position in memory and its length. */
static inline void tfe__record_lend(struct tfe__record *record, const uint8_t *p, size_t length)
{
	record->data = p + TFE__RECORD_HEADER_BYTES;
	record->size = length;
	record->bytes = length + TFE__RECORD_FRAME_BYTES;
}

/* Fast path of tfe__records_next: a whole record that is already in memory. If it returns false,
 * nothing changed. */
static inline bool tfe__records_next_whole(struct tfe__records *r, struct tfe__record *record)
{
	uint64_t skip = r->place - r->start, length;
	if (r->scan || r->place < r->start || skip >= r->filled)
		return false;
	const uint8_t *p = r->block + skip;
	if (r->place < r->whole) {
		length = tfe__le64(p);
		TFE__PREFETCH(p + TFE__RECORDS_PREFETCH_BYTES);
	} else if (!tfe__record_whole(p, r->filled - (size_t)skip, &length))
		return false;
	*record = (struct tfe__record){.offset = r->place};
	tfe__record_lend(record, p, (size_t)length);
	r->place += record->bytes;
	return true;
}

/* Reads the whole record at an offset; the position stays. TFE_E_DAMAGED: there is none.
 * TFE_E_LIMIT: its header is right, but it is larger than record_limit_bytes. */
tfe_status tfe__records_read_at(struct tfe__records *r, uint64_t offset,
				struct tfe__record *record) TFE_MUST_CHECK;

/* Continues at another offset and discards bytes already read. */
void tfe__records_seek(struct tfe__records *r, uint64_t offset);

/* Restarts from the beginning. */
void tfe__records_begin_again(struct tfe__records *r);

/* Declares the present end of the source of a live reader final. */
void tfe__records_settle(struct tfe__records *r);

#endif
