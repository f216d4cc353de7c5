/* read/file: the block of a source that is in memory. */
#include "read/file/block.h"

#include <string.h>

#include "base/alloc.h"
#include "wire/crc32c.h"

/* A block that was enlarged for a record keeps at most this size. */
#define KEPT_BYTES (1u << 20)
/* The initial read for a single record; most records fit. */
#define SINGLE_BYTES 4096u

void tfe__seen_take(struct tfe__seen *seen, const uint8_t *p, size_t n, uint64_t end)
{
	size_t last = n < TFE__SEEN_BYTES ? n : TFE__SEEN_BYTES;
	*seen = (struct tfe__seen){end, (uint32_t)last, tfe__crc32c(0, p + (n - last), last)};
}

void tfe__records_init(struct tfe__records *r, const struct tfe__source *source, bool live,
		       const tfe_allocator *allocator)
{
	*r = (struct tfe__records){
		.source = *source, .live = live, .allocator = tfe__allocator_or_default(allocator)};
}

void tfe__records_note_read(struct tfe__records *r)
{
	uint64_t end = r->start + r->filled;
	end = r->place < end ? r->place : end;
	if (r->forward || end <= r->start || end <= r->read.end)
		return;
	size_t n = (size_t)(end - r->start);
	tfe__seen_take(&r->read, r->block, n, end);
	if (!r->start && r->head.bytes < TFE__SEEN_BYTES) {
		n = n < TFE__SEEN_BYTES ? n : TFE__SEEN_BYTES;
		tfe__seen_take(&r->head, r->block, n, n);
	}
}

void tfe__records_drop_block(struct tfe__records *r)
{
	tfe__records_note_read(r);
	r->filled = 0;
}

/* Resizes the block to at least `need` bytes and keeps the first `keep`. A block that was very
 * large is shrunk. */
static tfe_status resize(struct tfe__records *r, size_t need, size_t keep)
{
	size_t least = r->single ? SINGLE_BYTES : TFE__RECORDS_BLOCK_BYTES;
	size_t want = need > least ? need : least;
	if (r->capacity >= want && (r->capacity == want || r->capacity <= KEPT_BYTES))
		return TFE_OK;
	uint8_t *block = tfe__realloc_array(&r->allocator, keep ? r->block : NULL, want, 1);
	if (!block)
		return TFE_E_NOMEM;
	if (!keep)
		tfe__free(&r->allocator, r->block);
	r->block = block;
	r->capacity = want;
	return TFE_OK;
}

/* Moves the block to `offset` and fills it with `need` bytes, or with all that the source has. */
static tfe_status refill(struct tfe__records *r, uint64_t offset, size_t need)
{
	size_t keep = 0;
	tfe__records_note_read(r);
	if (offset >= r->start && offset - r->start < r->filled) {
		size_t gone = (size_t)(offset - r->start);
		keep = r->filled - gone;
		memmove(r->block, r->block + gone, keep);
	}
	r->start = offset;
	r->filled = keep;
	r->whole = 0;
	tfe_status status = resize(r, keep > need ? keep : need, keep);
	/* For a single record, only its bytes or one small piece are read. */
	size_t most = !r->single ? r->capacity : need > SINGLE_BYTES ? need : SINGLE_BYTES;
	while (!status && r->filled < need) {
		size_t got;
		status = r->source.read_at(r->source.context, r->block + r->filled,
					   most - r->filled, offset + r->filled, &got);
		if (status || !got)
			break;
		r->filled += got;
	}
	return status;
}

tfe_status tfe__records_view(struct tfe__records *r, uint64_t offset, size_t need,
			     const uint8_t **p, size_t *n)
{
	uint64_t skip = offset - r->start;
	if (offset < r->start || skip > r->filled || r->filled - skip < need) {
		tfe_status status = refill(r, offset, need);
		if (status)
			return status;
		skip = 0;
	}
	*p = r->block + skip;
	*n = r->filled - (size_t)skip;
	return TFE_OK;
}

tfe_status tfe__records_read_all(struct tfe__records *r, uint8_t *to, size_t n, uint64_t offset)
{
	for (size_t have = 0; have < n;) {
		size_t got;
		tfe_status status = r->source.read_at(r->source.context, to + have, n - have,
						      offset + have, &got);
		if (status)
			return status;
		if (!got)
			return TFE_E_AGAIN;
		have += got;
	}
	return TFE_OK;
}

uint64_t tfe__records_skip_hole(const struct tfe__records *r, const uint8_t *p, size_t n,
				uint64_t offset)
{
	uint64_t behind = offset + n, data = 0;
	if (r->source.find && n && !p[0] && !memcmp(p, p + 1, n - 1))
		data = r->source.find(r->source.context, behind, true);
	return data > behind ? data : behind;
}
