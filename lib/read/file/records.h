/* read/file: records out of bytes, with or without damage, complete or still growing. */
#ifndef TFE_READ_FILE_RECORDS_H
#define TFE_READ_FILE_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

#include "base/compiler.h"
#include "base/le.h"
#include "wire/record.h"

/* Where the bytes come from: something that can be read at any offset and may grow. */
struct tfe__source {
	void *context;
	/* Reads up to n bytes at an offset into `to`; sets *got, which is 0 only at the end. May be short. */
	tfe_status (*read_at)(void *context, void *to, size_t n, uint64_t offset, size_t *got);
	/* How many bytes there are now. */
	tfe_status (*size)(void *context, uint64_t *bytes);
	/* The first offset at or after `offset` that is in a hole or, with `data`, in none; the
	 * size where there is none. The bytes of a hole are zeros that need not be read. NULL:
	 * holes are not known. */
	uint64_t (*find)(void *context, uint64_t offset, bool data);
};

/* The checksum of the `bytes` bytes before an offset, as they were when they were read. They
 * tell later whether the source still holds what was read from it. */
struct tfe__seen {
	uint64_t end;
	uint32_t bytes, crc;
};

/* Of so many bytes at most. */
enum { TFE__SEEN_BYTES = 1024 };

/* What tfe__records_next found. */
struct tfe__record {
	uint64_t offset; /* where it stands: the first byte of its header, or of the damage */
	uint64_t
		bytes; /* how far it reaches, frame and all; after TFE_E_AGAIN what is left over there */
	const uint8_t *data; /* TFE_OK: the content, borrowed until the next call */
	size_t size;
	bool framing; /* TFE_E_DAMAGED: the length was lost, all up to the next whole record passed over */
	bool too_large; /* TFE_E_DAMAGED: it is intact, but larger than record_limit_bytes */
	const char *
		reason; /* TFE_E_DAMAGED, and TFE_E_AGAIN with bytes left over: a few words. Static */
};

/* The longest record that protobuf reads; a longer one is damage. */
#define TFE__RECORD_MOST_BYTES 0x7fffffffu

/* A record longer than this is checked in pieces before memory is taken for all of it; one with
 * a hole in it from the second length on: its bytes need not be on the disk. */
#define TFE__RECORD_UNCHECKED_BYTES (64u << 20)
#define TFE__RECORD_SPARSE_BYTES (1u << 20)

/* How much is read at once: large enough that calls cost little, small enough that what is read ahead (read_ahead.h) stays in
 * a core's own cache. */
#define TFE__RECORDS_BLOCK_BYTES (32u * 1024)

/* What another thread read is fetched from its cache so far ahead: a dozen short records. */
enum { TFE__RECORDS_PREFETCH_BYTES = 1024 };

/* Private. */
struct tfe__records {
	struct tfe__source source;
	bool live;
	bool forward; /* the source is read forward: going back is dear, and its size is known by reading */
	size_t record_limit_bytes; /* a longer record is passed over (body.h); 0: none is */
	uint64_t place;            /* where the next record begins */
	uint64_t
		scan; /* above 0: framing was lost at `place`, and up to here no record was found */
	struct tfe__tail { /* the end of the source, as it was measured last */
		bool known;
		uint64_t size;
		uint64_t zeros;        /* from here on all bytes were zero */
		struct tfe__seen seen; /* before them */
	} tail;
	struct tfe__seen head;     /* the first bytes */
	struct tfe__seen read;     /* the last before `place`, as far as they were in one block */
	struct tfe__seen searched; /* the last that were searched when `scan` was set */
	struct tfe__prefixes *prefixes; /* what the last search learnt (resync.c); until it waits */
	uint8_t *block;                 /* bytes [start, start + filled) of the source */
	size_t capacity, filled;
	struct tfe__pieces { /* length above 0: the record at `place` is checked in pieces */
		uint64_t length, done; /* of its data, and of those the first were checked */
		uint32_t crc;
	} pieces;
	bool single; /* one record is read by itself: what follows it is not wanted */
	uint64_t start;
	uint64_t
		whole; /* up to here the records of this block were found whole already (read_ahead.h) */
	tfe_allocator allocator;
};

/* `live`: the source may still grow, so what cannot be told yet waits; else its present end is the end. */
void tfe__records_init(struct tfe__records *r, const struct tfe__source *source, bool live,
		       const tfe_allocator *allocator);
/* Frees the buffer; the reader can go on all the same. */
void tfe__records_release(struct tfe__records *r);

/* The next one. Returns
 * - TFE_OK: a whole record, its checksums right.
 * - TFE_E_AGAIN: nothing more yet. The place stays where it is, and the next call looks again.
 *   record->bytes is 0 at a clean end, else how many bytes stand there that are no whole record:
 *   a partial record, or zeros that were never written, and with `live` also damage whose end
 *   cannot be told before more is there.
 * - TFE_E_DAMAGED: `bytes` bytes at `offset` are passed over, because the data fail their
 *   checksum, or the length does, or the record is too large; the next call goes on behind them.
 *   The cost is linear in the bytes passed over that are in no hole, whatever they are.
 * - TFE_E_IO, TFE_E_NOMEM: the place stays; the call may be repeated. */
tfe_status tfe__records_next(struct tfe__records *r, struct tfe__record *record) TFE_MUST_CHECK;

/* What of a record is known from its place in memory and its length. */
static inline void tfe__record_lend(struct tfe__record *record, const uint8_t *p, size_t length)
{
	record->data = p + TFE__RECORD_HEADER_BYTES;
	record->size = length;
	record->bytes = length + TFE__RECORD_FRAME_BYTES;
}

/* The usual case of tfe__records_next, with nothing around it: a whole record that is in memory already. If false, nothing is
 * said and nothing moved. */
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

/* The whole record that begins at an offset; the place stays. TFE_E_DAMAGED: none does.
 * TFE_E_LIMIT: its header is right, but it is larger than record_limit_bytes. */
tfe_status tfe__records_read_at(struct tfe__records *r, uint64_t offset,
				struct tfe__record *record) TFE_MUST_CHECK;

/* Goes on at another offset, and forgets what it has read. */
void tfe__records_seek(struct tfe__records *r, uint64_t offset);

/* Begins with the first record, as if nothing had been read. */
void tfe__records_begin_again(struct tfe__records *r);

/* Makes a live reader one whose source has ended where it ends now. */
void tfe__records_settle(struct tfe__records *r);

#endif
