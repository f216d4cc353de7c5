/* read/file: records of a source that can only be read forward: a decompressed stream. */
#include "read/file/forward.h"

#include <string.h>

#include "read/file/block.h"
#include "wire/record.h"

tfe_status tfe__forward_body(struct tfe__records *r, uint64_t offset, size_t total, uint64_t *size,
			     const uint8_t **p)
{
	size_t n = 0, want = r->single ? 4096 : 1 << 18;
	for (;;) {
		const uint8_t *at;
		want = want < total ? want : total;
		tfe_status status = tfe__records_view(r, offset, want, &at, &n);
		if (status)
			return status;
		*size = offset + n;
		*p = n >= total ? at : NULL;
		if (n >= total || n < want)
			return TFE_OK;
		want = n <= SIZE_MAX / 2 ? 2 * n : total;
	}
}

tfe_status tfe__forward_reach(struct tfe__records *r, uint64_t place, uint64_t length)
{
	uint8_t last;
	size_t got;
	uint64_t end;
	end = place + TFE__RECORD_FRAME_BYTES;
	end = length > UINT64_MAX - end ? UINT64_MAX : end + length;
	return r->source.read_at(r->source.context, &last, 1, end - 1, &got);
}

/* --- the next whole record -------------------------------------------------------------------- */

static tfe_status read_block(void *context, void *to, size_t n, uint64_t offset, size_t *got)
{
	const struct tfe__records *r = context;
	uint64_t skip = offset - r->start;
	size_t left = skip < r->filled ? r->filled - (size_t)skip : 0;
	*got = n < left ? n : left;
	if (*got)
		memcpy(to, r->block + skip, *got);
	return TFE_OK;
}

static tfe_status size_of_block(void *context, uint64_t *bytes)
{
	const struct tfe__records *r = context;
	*bytes = r->start + r->filled;
	return TFE_OK;
}

/* Extends the block to hold any record that begins at `from`. *all: the block holds the rest of the
 * source. */
static tfe_status look_ahead(struct tfe__records *r, uint64_t from, bool *all)
{
	const size_t need = TFE__FORWARD_BYTES + TFE__RECORD_FRAME_BYTES;
	*all = false;
	while (from < r->start || from - r->start > r->filled ||
	       r->filled - (from - r->start) < need) {
		size_t got, n;
		const uint8_t *p;
		tfe_status status;
		bool inside = from >= r->start && from - r->start <= r->filled;
		if (inside && r->filled < r->capacity) {
			status = r->source.read_at(r->source.context, r->block + r->filled,
						   r->capacity - r->filled, r->start + r->filled,
						   &got);
			if (status)
				return status;
			*all = !got;
			r->filled += got;
		} else {
			/* Twice that much, so the block rarely moves. */
			status = tfe__records_view(r, from, 2 * need, &p, &n);
			if (status)
				return status;
			*all = n < 2 * need;
		}
		if (*all)
			break;
	}
	return TFE_OK;
}

tfe_status tfe__forward_resync(struct tfe__records *r, uint64_t from, enum tfe__resync *result,
			       uint64_t *where, uint64_t *end)
{
	const struct tfe__source source = {r, read_block, size_of_block, NULL};
	for (;;) {
		bool all;
		tfe_status status = look_ahead(r, from, &all);
		if (status)
			return status;
		/* Searches the block itself, which holds every byte that is needed. */
		struct tfe__records block;
		/* A record that extends past the block is pending, or is searched again with a
		 * larger block. */
		tfe__records_init(&block, &source, r->live || !all, &r->allocator);
		block.block = r->block;
		block.capacity = r->capacity;
		block.filled = r->filled;
		block.start = r->start;
		*end = r->start + r->filled;
		tfe__resync_forget_before(r, r->start);
		block.prefixes = r->prefixes;
		const struct tfe__resync_range range = {from, *end, *end, TFE__FORWARD_BYTES};
		status = tfe__resync(&block, &range, result, where);
		r->prefixes = block.prefixes;
		if (status || all || *result == TFE__RESYNC_FOUND)
			return status;
		from = *where;
	}
}
