/* read/file: resynchronisation: finds the next whole record after lost framing, in linear time.
 *
 * Every offset is tried as a header. That is cheap: eight bytes are checked against four. Verifying
 * the data of a candidate would be expensive: a hostile file has a valid header every twelve bytes,
 * each with a length that reaches to the end. So no data are read for a single candidate. The
 * checksums of prefixes of the searched range are kept at every MARK_BYTES, each computed once, and
 * the checksum of any data follows from those of two prefixes. The prefixes are also kept for the
 * next search, because small whole records may lie between such headers. */
#include "read/file/resync.h"

#include <string.h>

#include "base/alloc.h"
#include "base/le.h"
#include "read/file/block.h"
#include "wire/crc32c.h"
#include "wire/record.h"

#define MARK_BYTES 4096u

/* The bytes after a mark. If headers are dense, successive candidates mostly need the same
 * piece. */
struct piece {
	uint64_t at;
	size_t n;
	uint8_t bytes[MARK_BYTES];
};

/* A stretch of marks that are MARK_BYTES apart, up to a hole. Its last mark covers the bytes up to
 * the next stretch, after the hole. */
struct stretch {
	uint64_t at;  /* offset of its first mark */
	size_t first; /* index of its first mark */
};

/* Prefix checksums: mark[i] is the checksum of all bytes from the first mark to mark i. They take
 * memory for bytes read, not for holes. */
struct tfe__prefixes {
	uint64_t size;
	uint32_t *mark;
	size_t marks, mark_capacity;
	struct stretch *stretch;
	size_t stretches, stretch_capacity;
	struct piece begin, end; /* pieces at the start and at the end of the data */
};

/* Loads the piece at `at`, as far as the searched range goes. */
static tfe_status load(struct tfe__records *r, struct piece *piece, uint64_t at)
{
	uint64_t left = r->prefixes->size - at;
	size_t n = left < MARK_BYTES ? (size_t)left : MARK_BYTES;
	if (piece->n == n && piece->at == at)
		return TFE_OK;
	piece->n = 0;
	tfe_status status = tfe__records_read_all(r, piece->bytes, n, at);
	if (status)
		return status;
	piece->at = at;
	piece->n = n;
	return TFE_OK;
}

/* The offset of the last mark. */
static uint64_t last_mark(const struct tfe__prefixes *x)
{
	const struct stretch *last = &x->stretch[x->stretches - 1];
	return last->at + (uint64_t)(x->marks - 1 - last->first) * MARK_BYTES;
}

static tfe_status add_mark(struct tfe__records *r, uint32_t crc)
{
	struct tfe__prefixes *x = r->prefixes;
	tfe_status status = TFE__GROW(&r->allocator, x->mark, x->mark_capacity, x->marks + 1);
	if (!status)
		x->mark[x->marks++] = crc;
	return status;
}

/* Starts a stretch: the next mark is at `at`, not MARK_BYTES after the last one. */
static tfe_status add_stretch(struct tfe__records *r, uint64_t at, uint32_t crc)
{
	struct tfe__prefixes *x = r->prefixes;
	tfe_status status =
		TFE__GROW(&r->allocator, x->stretch, x->stretch_capacity, x->stretches + 1);
	if (!status)
		status = add_mark(r, crc);
	if (!status)
		x->stretch[x->stretches++] = (struct stretch){at, x->marks - 1};
	return status;
}

/* Adds a mark after the bytes of the last one and a hole that may follow them. */
static tfe_status extend(struct tfe__records *r, struct piece *piece)
{
	struct tfe__prefixes *x = r->prefixes;
	uint64_t at = last_mark(x);
	tfe_status status = load(r, piece, at);
	if (status)
		return status;
	uint32_t crc = tfe__crc32c(x->mark[x->marks - 1], piece->bytes, MARK_BYTES);
	uint64_t next = tfe__records_skip_hole(r, piece->bytes, MARK_BYTES, at);
	if (next > x->size)
		next = x->size;
	at += MARK_BYTES;
	return next > at ? add_stretch(r, next, tfe__crc32c_zeros(crc, next - at))
			 : add_mark(r, crc);
}

/* The last stretch that begins at or before `at`. */
static size_t stretch_of(const struct tfe__prefixes *x, uint64_t at)
{
	size_t low = 0, high = x->stretches;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (x->stretch[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Computes the checksum of all bytes from the first mark to `end`; `piece` contains `end`, unless
 * it is in a hole. */
static tfe_status prefix(struct tfe__records *r, uint64_t end, struct piece *piece, uint32_t *crc)
{
	struct tfe__prefixes *x = r->prefixes;
	tfe_status status = TFE_OK;
	while (!status && end - last_mark(x) >= MARK_BYTES && last_mark(x) < end)
		status = extend(r, piece);
	if (status)
		return status;
	size_t i = stretch_of(x, end);
	const struct stretch *s = &x->stretch[i];
	size_t behind = i + 1 < x->stretches ? s[1].first : x->marks;
	uint64_t n = (end - s->at) / MARK_BYTES;
	if (n >= behind - s->first)
		n = behind - s->first - 1;
	uint64_t at = s->at + n * MARK_BYTES;
	*crc = x->mark[s->first + (size_t)n];
	status = load(r, piece, at);
	if (status)
		return status;
	if (end - at < MARK_BYTES)
		*crc = tfe__crc32c(*crc, piece->bytes, (size_t)(end - at));
	else
		*crc = tfe__crc32c_zeros(tfe__crc32c(*crc, piece->bytes, MARK_BYTES),
					 end - at - MARK_BYTES);
	return TFE_OK;
}

/* Checks whether the data of a header match their footer. */
static tfe_status intact(struct tfe__records *r, uint64_t data, uint64_t length, bool *yes)
{
	struct tfe__prefixes *x = r->prefixes;
	uint32_t before, with;
	uint64_t end = data + length;
	uint8_t footer[TFE__RECORD_FOOTER_BYTES];
	tfe_status status = prefix(r, data, &x->begin, &before);
	bool near = !status && end - x->begin.at < x->begin.n;
	struct piece *last = near ? &x->begin : &x->end;
	if (!status)
		status = prefix(r, end, last, &with);
	if (status)
		return status;
	if (end - last->at < last->n && last->n - (end - last->at) >= sizeof footer)
		memcpy(footer, last->bytes + (end - last->at), sizeof footer);
	else
		status = tfe__records_read_all(r, footer, sizeof footer, end);
	if (!status)
		*yes = tfe__le32(footer) ==
		       tfe__crc32c_mask(tfe__crc32c_shift(before, length) ^ with);
	return status;
}

/* Returns whether a record at `at` with this length fits into `size` bytes. */
static bool fits(uint64_t at, uint64_t length, uint64_t size)
{
	return size - at >= TFE__RECORD_FRAME_BYTES &&
	       size - at - TFE__RECORD_FRAME_BYTES >= length;
}

/* Checks whether a header of a whole record is at p, offset `at`. */
static tfe_status try_header(struct tfe__records *r, const struct tfe__resync_range *range,
			     const uint8_t *p, uint64_t at, enum tfe__resync *result)
{
	uint64_t length = tfe__le64(p);
	bool fit = fits(at, length, range->size);
	/* The length alone rules out most bytes; a hole of zeros is no header. */
	if ((!fit && (!r->live || length > TFE__RECORD_MOST_BYTES)) || length > range->most ||
	    (!length && !tfe__le32(p + 8)) || !tfe__record_get_header(p, &length))
		return TFE_OK;
	if (!fit) {
		*result = TFE__RESYNC_PENDING;
		return TFE_OK;
	}
	bool whole = false;
	uint64_t data = at + TFE__RECORD_HEADER_BYTES;
	tfe_status status = intact(r, data, length, &whole);
	if (!status && whole)
		*result = TFE__RESYNC_FOUND;
	else if (!status && r->live && range->zeros < data + length + TFE__RECORD_FOOTER_BYTES)
		*result = TFE__RESYNC_PENDING;
	return status;
}

/* Prepares r->prefixes for a search from `from`; those of the last search are reused while they
 * cover it. */
static tfe_status begin(struct tfe__records *r, uint64_t from)
{
	struct tfe__prefixes *x = r->prefixes;
	if (!x)
		x = r->prefixes = tfe__alloc_zeroed(&r->allocator, 1, sizeof *x);
	if (!x)
		return TFE_E_NOMEM;
	if (x->stretches && from >= x->stretch[0].at &&
	    (from < last_mark(x) || from - last_mark(x) < MARK_BYTES))
		return TFE_OK;
	x->marks = x->stretches = x->begin.n = x->end.n = 0;
	return add_stretch(r, from, 0);
}

/* The offset before which a record must begin: after it there are only zeros, or no space for a
 * frame. */
static uint64_t stop_of(const struct tfe__resync_range *range)
{
	uint64_t size = range->size;
	uint64_t stop = size < TFE__RECORD_FRAME_BYTES ? 0 : size - TFE__RECORD_FRAME_BYTES + 1;
	return stop < range->zeros ? stop : range->zeros;
}

/* Tries the offsets from *at on; the n bytes at p are in memory. */
static tfe_status try_block(struct tfe__records *r, const struct tfe__resync_range *range,
			    const uint8_t *p, size_t n, uint64_t *at, enum tfe__resync *result)
{
	uint64_t stop = stop_of(range);
	/* A header that begins with zeros needs a byte after the hole. */
	uint64_t behind = tfe__records_skip_hole(r, p, n, *at);
	tfe_status status = TFE_OK;
	if (behind - *at > n) {
		behind -= TFE__RECORD_HEADER_BYTES - 1;
		*at = behind < stop ? behind : stop;
		return TFE_OK;
	}
	for (; n >= TFE__RECORD_HEADER_BYTES && *at < stop; p++, n--, ++*at) {
		status = try_header(r, range, p, *at, result);
		if (status || *result != TFE__RESYNC_NONE)
			break;
	}
	return status;
}

tfe_status tfe__resync(struct tfe__records *r, const struct tfe__resync_range *range,
		       enum tfe__resync *result, uint64_t *where)
{
	uint64_t from = range->from, zeros = range->zeros, stop = stop_of(range), at = from;
	tfe_status status = begin(r, from);
	if (status)
		return status;
	r->prefixes->size = range->size;
	*result = TFE__RESYNC_NONE;
	while (!status && *result == TFE__RESYNC_NONE && at < stop) {
		const uint8_t *p;
		size_t n;
		status = tfe__records_view(r, at, TFE__RECORD_HEADER_BYTES, &p, &n);
		if (!status && n < TFE__RECORD_HEADER_BYTES)
			status = TFE_E_AGAIN;
		if (!status)
			status = try_block(r, range, p, n, &at, result);
	}
	/* If zeros may still be overwritten, a header may appear shortly before them. */
	uint64_t unsure = zeros > TFE__RECORD_HEADER_BYTES ? zeros - TFE__RECORD_HEADER_BYTES : 0;
	if (*result == TFE__RESYNC_NONE && at > unsure)
		at = unsure;
	*where = at > from ? at : from;
	return status;
}

void tfe__resync_forget(struct tfe__records *r)
{
	if (r->prefixes) {
		tfe__free(&r->allocator, r->prefixes->mark);
		tfe__free(&r->allocator, r->prefixes->stretch);
	}
	tfe__free(&r->allocator, r->prefixes);
	r->prefixes = NULL;
}

void tfe__resync_forget_before(struct tfe__records *r, uint64_t start)
{
	if (r->prefixes && r->prefixes->stretches && r->prefixes->stretch[0].at < start)
		tfe__resync_forget(r);
}
