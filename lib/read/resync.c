/* read: the next whole record behind a place where the framing was lost.
 *
 * Every offset is tried as a header. That is cheap: eight bytes are checked against four. What could be dear is
 * the data of a header that happens, or was made, to be valid: a hostile file has one every twelve bytes, each
 * with a length that reaches to the end. So data are never read for one candidate: checksums of all prefixes of
 * the searched range are kept at every MARK_BYTES, each made once, and the checksum of any data follows from
 * those of two prefixes. They are kept for the next search too: between two headers like that a small whole record may
 * stand, and again, to the end. */
#include "read/resync.h"

#include <string.h>

#include "base/alloc.h"
#include "base/le.h"
#include "wire/crc32c.h"
#include "wire/record.h"

#define MARK_BYTES 4096u

/* The bytes from a mark on. Where headers are dense, the next question is mostly about the same ones. */
struct piece {
	uint64_t at;
	size_t n;
	uint8_t bytes[MARK_BYTES];
};

/* Checksums of [base, base + i * MARK_BYTES) in mark[i]. */
struct tfe__prefixes {
	struct tfe__records *r;
	uint64_t base, size, most;
	uint32_t *mark;
	size_t marks, capacity;
	struct piece begin, end; /* where data begin, and where they end */
};

/* Makes a piece the one from mark number `mark` on, as far as the searched range goes. */
static tfe_status load(struct tfe__prefixes *x, struct piece *piece, uint64_t mark)
{
	uint64_t at = x->base + mark * MARK_BYTES;
	size_t n = x->size - at < MARK_BYTES ? (size_t)(x->size - at) : MARK_BYTES;
	if (piece->n == n && piece->at == at)
		return TFE_OK;
	piece->n = 0;
	tfe_status status = tfe__records_read_all(x->r, piece->bytes, n, at);
	if (status)
		return status;
	piece->at = at;
	piece->n = n;
	return TFE_OK;
}

/* The checksum of [base, end), and the piece that `end` lies in. */
static tfe_status prefix(struct tfe__prefixes *x, uint64_t end, struct piece *piece, uint32_t *crc)
{
	uint64_t want = (end - x->base) / MARK_BYTES;
	tfe_status status = TFE_OK;
	while (!status && x->marks <= want) {
		void *block = x->mark;
		status = tfe__grow(&x->r->allocator, &block, &x->capacity, x->marks + 1,
				   sizeof *x->mark);
		x->mark = block;
		if (status)
			break;
		uint32_t last = 0;
		if (x->marks) {
			last = x->mark[x->marks - 1];
			status = load(x, piece, x->marks - 1);
			last = tfe__crc32c(last, piece->bytes, MARK_BYTES);
		}
		if (!status)
			x->mark[x->marks++] = last;
	}
	if (!status)
		status = load(x, piece, want);
	if (!status)
		*crc = tfe__crc32c(x->mark[want], piece->bytes, (size_t)(end - piece->at));
	return status;
}

/* Whether the data of a header fit what the footer behind them says. */
static tfe_status intact(struct tfe__prefixes *x, uint64_t data, uint64_t length, bool *yes)
{
	uint32_t before, with;
	uint64_t end = data + length;
	uint8_t footer[TFE__RECORD_FOOTER_BYTES];
	bool near = (end - x->base) / MARK_BYTES == (data - x->base) / MARK_BYTES;
	struct piece *last = near ? &x->begin : &x->end;
	tfe_status status = prefix(x, data, &x->begin, &before);
	if (!status)
		status = prefix(x, end, last, &with);
	if (status)
		return status;
	size_t behind = last->n - (size_t)(end - last->at);
	if (behind >= sizeof footer)
		memcpy(footer, last->bytes + last->n - behind, sizeof footer);
	else
		status = tfe__records_read_all(x->r, footer, sizeof footer, end);
	if (!status)
		*yes = tfe__le32(footer) ==
		       tfe__crc32c_mask(tfe__crc32c_shift(before, length) ^ with);
	return status;
}

/* Whether a record at `at` with this length fits among `size` bytes. */
static bool fits(uint64_t at, uint64_t length, uint64_t size)
{
	return size - at >= TFE__RECORD_FRAME_BYTES &&
	       size - at - TFE__RECORD_FRAME_BYTES >= length;
}

/* Looks at the header that may stand at p, offset `at`. */
static tfe_status try(struct tfe__prefixes *x, const uint8_t *p, uint64_t at, uint64_t size,
		      uint64_t zeros, enum tfe__resync *result)
{
	uint64_t length = tfe__le64(p);
	bool fit = fits(at, length, size);
	/* Most bytes are none by their length alone, and zeros (a hole) by being zeros. */
	if ((!fit && (!x->r->live || length > TFE__RECORD_MOST_BYTES)) || length > x->most ||
	    (!length && !tfe__le32(p + 8)) || !tfe__record_get_header(p, &length))
		return TFE_OK;
	if (!fit) {
		*result = TFE__RESYNC_PENDING;
		return TFE_OK;
	}
	bool whole = false;
	uint64_t data = at + TFE__RECORD_HEADER_BYTES;
	tfe_status status = intact(x, data, length, &whole);
	if (!status && whole)
		*result = TFE__RESYNC_FOUND;
	else if (!status && x->r->live && zeros < data + length + TFE__RECORD_FOOTER_BYTES)
		*result = TFE__RESYNC_PENDING;
	return status;
}

/* What is known of checksums where a search begins at `from`: those of the last one, while they reach so far. */
static struct tfe__prefixes *begin(struct tfe__records *r, uint64_t from)
{
	struct tfe__prefixes *x = r->prefixes;
	if (!x)
		x = r->prefixes = tfe__alloc_zeroed(&r->allocator, 1, sizeof *x);
	if (!x)
		return NULL;
	x->r = r;
	if (from < x->base || (from - x->base) / MARK_BYTES >= x->marks) {
		x->base = from;
		x->marks = x->begin.n = x->end.n = 0;
	}
	return x;
}

tfe_status tfe__resync(struct tfe__records *r, uint64_t from, uint64_t size, uint64_t zeros,
		       uint64_t most, enum tfe__resync *result, uint64_t *where)
{
	struct tfe__prefixes *x = begin(r, from);
	if (!x)
		return TFE_E_NOMEM;
	x->size = size;
	x->most = most;
	tfe_status status = TFE_OK;
	*result = TFE__RESYNC_NONE;
	uint64_t at = from;
	while (!status && *result == TFE__RESYNC_NONE && size >= TFE__RECORD_FRAME_BYTES &&
	       at <= size - TFE__RECORD_FRAME_BYTES) {
		const uint8_t *p;
		size_t n;
		status = tfe__records_view(r, at, TFE__RECORD_HEADER_BYTES, &p, &n);
		if (!status && n < TFE__RECORD_HEADER_BYTES)
			status = TFE_E_AGAIN;
		for (; !status && n >= TFE__RECORD_HEADER_BYTES; p++, n--, at++) {
			if (at > size - TFE__RECORD_FRAME_BYTES)
				break;
			status = try(x, p, at, size, zeros, result);
			if (*result != TFE__RESYNC_NONE)
				break;
		}
	}
	/* Where zeros are still to be written over, a header may yet appear from a little before them. */
	uint64_t unsure = zeros > TFE__RECORD_HEADER_BYTES ? zeros - TFE__RECORD_HEADER_BYTES : 0;
	if (*result == TFE__RESYNC_NONE && at > unsure)
		at = unsure;
	*where = at > from ? at : from;
	return status;
}

void tfe__resync_forget(struct tfe__records *r)
{
	if (r->prefixes)
		tfe__free(&r->allocator, r->prefixes->mark);
	tfe__free(&r->allocator, r->prefixes);
	r->prefixes = NULL;
}

void tfe__resync_forget_before(struct tfe__records *r, uint64_t start)
{
	if (r->prefixes && r->prefixes->base < start)
		tfe__resync_forget(r);
}
