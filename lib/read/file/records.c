/* read/file: splits bytes into records: damaged or not, complete or still growing. */
#include "read/file/records.h"

#include "base/alloc.h"
#include "read/file/block.h"
#include "read/file/body.h"
#include "read/file/forward.h"
#include "read/file/resync.h"
#include "wire/record.h"

/* The size of one read in the search for trailing zeros. */
#define PIECE_BYTES 4096u

static const char inside_record[] = "the file ends inside a record";
static const char never_written[] = "the file ends in zero bytes that were never written";
static const char no_record[] = "no whole record at this offset";
static const char too_large_reason[] = "a record is larger than the memory limit";
static const char bad_length[] = "length checksum mismatch";
static const char no_record_yet[] = "length checksum mismatch, and no whole record follows yet";

/* Discards the prefix checksums, because the bytes ahead may change. */
static void forget(struct tfe__records *r)
{
	r->tail.known = false;
	tfe__resync_forget(r);
}

void tfe__records_release(struct tfe__records *r)
{
	tfe__records_drop_block(r);
	tfe__free(&r->allocator, r->block);
	r->block = NULL;
	r->capacity = 0;
	forget(r);
}

void tfe__records_seek(struct tfe__records *r, uint64_t offset)
{
	r->place = offset;
	r->scan = 0;
	r->pieces.length = 0;
	r->filled = 0;
	forget(r);
}

void tfe__records_begin_again(struct tfe__records *r)
{
	tfe__records_seek(r, 0);
	r->head = r->read = (struct tfe__seen){0};
}

void tfe__records_settle(struct tfe__records *r)
{
	r->live = false;
}

/* The state of one call of tfe__records_next. */
struct attempt {
	bool measured; /* the size of the source was determined within this call */
	bool again;    /* the bytes at `place` must be reread before they are judged */
};

/* The number of bytes of a hole that ends at `end`, but not before `low`. With a single hole, two
 * queries suffice. Otherwise the search goes back in steps: a step inside the hole doubles the next
 * step, any other halves it. */
static uint64_t hole_before(const struct tfe__records *r, uint64_t low, uint64_t end)
{
	uint64_t at = end, step = PIECE_BYTES;
	if (!r->source.find)
		return 0;
	uint64_t first = r->source.find(r->source.context, low, false);
	if (first < end && r->source.find(r->source.context, first, true) >= end)
		return end - first;
	while (at > low && step >= PIECE_BYTES) {
		uint64_t jump = step < at - low ? step : at - low;
		if (r->source.find(r->source.context, at - jump, true) >= at) {
			at -= jump;
			step *= 2;
		} else {
			step /= 2;
		}
	}
	return end - at;
}

/* The start of the trailing zeros of the source, but not before `low`; `size` if there are none.
 * *seen: the bytes before them. TFE_E_AGAIN: the source became shorter. */
static tfe_status find_zero_tail(struct tfe__records *r, uint64_t low, uint64_t size,
				 uint64_t *zeros, struct tfe__seen *seen)
{
	uint8_t piece[PIECE_BYTES];
	*zeros = size;
	*seen = (struct tfe__seen){0};
	while (*zeros > low) {
		uint64_t left = *zeros - low;
		size_t n = left < sizeof piece ? (size_t)left : sizeof piece;
		tfe_status status = tfe__records_read_all(r, piece, n, *zeros - n);
		if (status)
			return status;
		while (n && !piece[n - 1])
			n--, --*zeros;
		if (n) {
			tfe__seen_take(seen, piece, n, *zeros);
			break;
		}
		*zeros -= hole_before(r, low, *zeros);
	}
	return TFE_OK;
}

/* Determines r->tail. The trailing zeros are searched once, not for each damaged place before them.
 * Meanwhile the bytes at `place` may have been written over zeros: they must be reread before they
 * are judged, against the same tail. */
static tfe_status measure(struct tfe__records *r, struct attempt *now)
{
	struct tfe__tail *tail = &r->tail;
	uint64_t size;
	if (now->measured)
		return TFE_OK;
	tfe_status status = r->source.size(r->source.context, &size);
	if (status || (tail->known && size == tail->size))
		return status;
	/* Zeros may be overwritten later; the bytes before them stay. */
	if (tail->known && (tail->zeros < tail->size || size < tail->size))
		forget(r);
	status = find_zero_tail(r, r->place < size ? r->place : size, size, &tail->zeros,
				&tail->seen);
	tail->known = !status;
	tail->size = size;
	tfe__records_drop_block(r);
	now->measured = now->again = !status;
	return status;
}

/* Returns TFE_E_AGAIN. Bytes that were read may be overwritten before the next call, so they are
 * discarded, except decompressed ones. */
static tfe_status wait(struct tfe__records *r, struct tfe__record *record, uint64_t size,
		       const char *reason)
{
	if (!r->forward)
		tfe__records_drop_block(r);
	forget(r);
	record->bytes = size > r->place ? size - r->place : 0;
	record->reason = record->bytes ? reason : NULL;
	record->cut = record->bytes && reason == inside_record;
	return TFE_E_AGAIN;
}

/* The source became shorter while it was read: its size is determined again. */
static tfe_status shortened(struct tfe__records *r, struct tfe__record *record)
{
	uint64_t size;
	tfe_status status = r->source.size(r->source.context, &size);
	return status ? status : wait(r, record, size, "the file was truncated during the read");
}

static tfe_status pass_over(struct tfe__records *r, struct tfe__record *record, uint64_t end,
			    const char *reason)
{
	record->bytes = end - r->place;
	record->reason = reason;
	r->place = end;
	r->scan = 0;
	r->pieces.length = 0;
	return TFE_E_DAMAGED;
}

/* Like lost, for a source that is read forward. */
static tfe_status lost_forward(struct tfe__records *r, struct tfe__record *record)
{
	enum tfe__resync result;
	uint64_t where, end;
	tfe_status status =
		tfe__forward_resync(r, r->scan ? r->scan : r->place + 1, &result, &where, &end);
	if (status)
		return status;
	if (result != TFE__RESYNC_FOUND && r->live) {
		r->scan = where;
		return wait(r, record, end, no_record_yet);
	}
	record->framing = true;
	return pass_over(r, record, result == TFE__RESYNC_FOUND ? where : end, bad_length);
}

/* There is no header at `place`: determines the extent of the damage. */
static tfe_status lost(struct tfe__records *r, struct tfe__record *record, struct attempt *now)
{
	if (r->forward)
		return lost_forward(r, record);
	tfe_status status = measure(r, now);
	uint64_t size = r->tail.size, zeros = r->tail.zeros;
	if (status == TFE_E_AGAIN)
		return shortened(r, record);
	if (status || now->again)
		return status;
	/* The searched bytes were truncated since. */
	if (size < r->scan)
		r->scan = r->place + 1;
	if (size < r->place + TFE__RECORD_HEADER_BYTES)
		return wait(r, record, size, inside_record);
	if (zeros <= r->place)
		return wait(r, record, size, never_written);

	enum tfe__resync result;
	uint64_t where;
	const struct tfe__resync_range range = {
		.from = r->scan ? r->scan : r->place + 1,
		.size = size,
		.zeros = zeros,
		.most = UINT64_MAX,
	};
	status = tfe__resync(r, &range, &result, &where);
	if (status == TFE_E_AGAIN)
		return shortened(r, record);
	if (status)
		return status;
	if (result != TFE__RESYNC_FOUND && r->live) {
		r->scan = where;
		r->searched = r->tail.seen;
		return wait(r, record, size, no_record_yet);
	}
	record->framing = true;
	return pass_over(r, record, result == TFE__RESYNC_FOUND ? where : size, bad_length);
}

/* A record beyond the 2 GiB limit of protobuf is skipped unread, once it is complete. */
static tfe_status too_long(struct tfe__records *r, struct tfe__record *record, uint64_t length)
{
	uint64_t size;
	tfe_status status = r->forward ? tfe__forward_reach(r, r->place, length) : TFE_OK;
	if (!status)
		status = r->source.size(r->source.context, &size);
	if (status)
		return status;
	if (size < r->place || size - r->place < TFE__RECORD_FRAME_BYTES ||
	    size - r->place - TFE__RECORD_FRAME_BYTES < length)
		return wait(r, record, size, inside_record);
	return pass_over(r, record, r->place + TFE__RECORD_FRAME_BYTES + length,
			 "a record is longer than the limit of protobuf (2 GiB)");
}

/* A whole record whose data checksum does not match is damaged, unless it was never written to its
 * end. */
static tfe_status bad_data(struct tfe__records *r, struct tfe__record *record, uint64_t length,
			   struct attempt *now)
{
	uint64_t end = r->place + TFE__RECORD_FRAME_BYTES + length;
	if (r->live && !r->forward) {
		tfe_status status = measure(r, now);
		if (status == TFE_E_AGAIN)
			return shortened(r, record);
		if (status || now->again)
			return status;
		if (r->tail.zeros < end)
			return wait(r, record, r->tail.size, never_written);
	}
	return pass_over(r, record, end, "data checksum mismatch");
}

/* A record larger than the limit is skipped after its checksum is verified. */
static tfe_status too_large(struct tfe__records *r, struct tfe__record *record, uint64_t length,
			    struct attempt *now)
{
	struct tfe__pieces own = {.length = length}, *c = &own;
	uint64_t size;
	bool intact;
	if (r->forward) {
		/* It is decompressed only once, even if the following bytes are awaited several
		 * times. */
		if (r->pieces.length != length)
			r->pieces = own;
		c = &r->pieces;
	} else {
		tfe_status status = r->source.size(r->source.context, &size);
		if (status)
			return status;
		if (size < r->place || size - r->place < TFE__RECORD_FRAME_BYTES + length)
			return wait(r, record, size, inside_record);
	}
	tfe_status status = tfe__body_check(r, r->place, c, &size, &intact);
	if (status == TFE_E_AGAIN)
		return wait(r, record, size, inside_record);
	if (status)
		return status;
	if (!intact)
		return bad_data(r, record, length, now);
	record->too_large = true;
	return pass_over(r, record, r->place + TFE__RECORD_FRAME_BYTES + length, too_large_reason);
}

/* After lost framing: returns whether a header has meanwhile been written over zeros (decompressed
 * bytes stay). It reads only that header. */
static tfe_status still_lost(struct tfe__records *r, bool *lost)
{
	uint8_t header[TFE__RECORD_HEADER_BYTES];
	uint64_t length;
	*lost = true;
	if (r->forward)
		return TFE_OK;
	tfe_status status = tfe__records_read_all(r, header, sizeof header, r->place);
	*lost = status || !tfe__record_get_header(header, &length);
	return status == TFE_E_AGAIN ? TFE_OK : status;
}

/* Classifies the bytes at `place`. If now->again is set, nothing was decided. */
static tfe_status attempt(struct tfe__records *r, struct tfe__record *record, struct attempt *now)
{
	bool is_lost = false;
	tfe_status status = r->scan ? still_lost(r, &is_lost) : TFE_OK;
	if (status)
		return status;
	if (is_lost)
		return lost(r, record, now);
	r->scan = 0;
	const uint8_t *p;
	size_t n;
	uint64_t length = r->pieces.length, size;
	if (length)
		return too_large(r, record, length, now);
	status = tfe__records_view(r, r->place, TFE__RECORD_HEADER_BYTES, &p, &n);
	if (status)
		return status;
	if (n < TFE__RECORD_HEADER_BYTES)
		return wait(r, record, r->place + n, inside_record);
	if (!tfe__record_get_header(p, &length))
		return lost(r, record, now);
	if (length > TFE__RECORD_MOST_BYTES)
		return too_long(r, record, length);
	if (length > tfe__body_longest(r))
		return too_large(r, record, length, now);
	status = tfe__body_read(r, r->place, length, &size, &p);
	if (status == TFE_E_DAMAGED) {
		status = bad_data(r, record, length, now);
		if (status == TFE_E_DAMAGED && p)
			tfe__record_lend(record, p, (size_t)length);
		return status;
	}
	if (status)
		return status;
	if (!p)
		return wait(r, record, size, inside_record);
	tfe__record_lend(record, p, (size_t)length);
	r->place += record->bytes;
	return TFE_OK;
}

tfe_status tfe__records_next(struct tfe__records *r, struct tfe__record *record)
{
	if (tfe__records_next_whole(r, record))
		return TFE_OK;
	*record = (struct tfe__record){.offset = r->place};
	struct attempt now = {0};
	tfe_status status = attempt(r, record, &now);
	if (!now.again)
		return status;
	/* The size is now known, so the second attempt decides. */
	now.again = false;
	return attempt(r, record, &now);
}

static tfe_status read_at(struct tfe__records *r, uint64_t offset, struct tfe__record *record)
{
	*record = (struct tfe__record){.offset = offset, .reason = no_record};
	const uint8_t *p;
	size_t n;
	uint64_t length, size;
	tfe_status status = tfe__records_view(r, offset, TFE__RECORD_HEADER_BYTES, &p, &n);
	if (status)
		return status;
	if (n < TFE__RECORD_HEADER_BYTES || !tfe__record_get_header(p, &length) ||
	    length > TFE__RECORD_MOST_BYTES)
		return TFE_E_DAMAGED;
	record->reason = too_large_reason;
	if (length > tfe__body_longest(r))
		return TFE_E_LIMIT;
	record->reason = no_record;
	status = tfe__body_read(r, offset, length, &size, &p);
	if (status)
		return status;
	if (!p)
		return TFE_E_DAMAGED;
	tfe__record_lend(record, p, (size_t)length);
	record->reason = NULL;
	return TFE_OK;
}

tfe_status tfe__records_read_at(struct tfe__records *r, uint64_t offset, struct tfe__record *record)
{
	r->single = true;
	tfe_status status = read_at(r, offset, record);
	r->single = false;
	return status;
}
