/* read/file: the data of a record, read into memory or only verified. */
#include "read/file/body.h"

#include "base/le.h"
#include "read/file/block.h"
#include "read/file/forward.h"
#include "wire/crc32c.h"
#include "wire/record.h"

uint64_t tfe__body_longest(const struct tfe__records *r)
{
	/* Data that fit into a block are always read, so the result does not depend on block
	 * boundaries. */
	size_t block = r->forward ? 2 * (TFE__FORWARD_BYTES + TFE__RECORD_FRAME_BYTES)
				  : TFE__RECORDS_BLOCK_BYTES;
	size_t limit = r->record_limit_bytes > block ? r->record_limit_bytes : block;
	bool limited = r->record_limit_bytes && limit < TFE__RECORD_MOST_BYTES;
	return limited ? limit : TFE__RECORD_MOST_BYTES;
}

tfe_status tfe__body_check(struct tfe__records *r, uint64_t offset, struct tfe__pieces *c,
			   uint64_t *end, bool *intact)
{
	const uint8_t *p;
	size_t n;
	tfe_status status;
	while (c->done < c->length) {
		uint64_t left = c->length - c->done;
		uint64_t at = offset + TFE__RECORD_HEADER_BYTES + c->done;
		size_t want =
			left < TFE__RECORDS_BLOCK_BYTES ? (size_t)left : TFE__RECORDS_BLOCK_BYTES;
		status = tfe__records_view(r, at, want, &p, &n);
		*end = at + n;
		if (status || !n)
			return status ? status : TFE_E_AGAIN;
		n = n < left ? n : (size_t)left;
		uint64_t next = tfe__records_skip_hole(r, p, n, at) - at;
		next = next < left ? next : left;
		c->crc = tfe__crc32c_zeros(tfe__crc32c(c->crc, p, n), next - n);
		c->done += next;
	}
	uint64_t footer = offset + TFE__RECORD_HEADER_BYTES + c->length;
	status = tfe__records_view(r, footer, TFE__RECORD_FOOTER_BYTES, &p, &n);
	*end = footer + n;
	if (!status && n < TFE__RECORD_FOOTER_BYTES)
		return TFE_E_AGAIN;
	*intact = !status && tfe__le32(p) == tfe__crc32c_mask(c->crc);
	return status;
}

/* Returns whether a record is verified before memory is allocated for it. */
static bool is_suspect(const struct tfe__records *r, uint64_t offset, size_t total)
{
	if (total <= TFE__RECORD_SPARSE_BYTES || r->forward)
		return false;
	return total > TFE__RECORD_UNCHECKED_BYTES ||
	       (r->source.find &&
		r->source.find(r->source.context, offset, false) < offset + total);
}

/* Like tfe__body_read, from a source that is not read forward. */
static tfe_status plain_body(struct tfe__records *r, uint64_t offset, size_t total, uint64_t *size,
			     const uint8_t **p)
{
	size_t n;
	/* The size of the source is checked before a block is allocated. */
	if (offset < r->start || offset - r->start > r->filled ||
	    r->filled - (offset - r->start) < total) {
		tfe_status status = r->source.size(r->source.context, size);
		if (status || *size < offset || *size - offset < total)
			return status;
		if (is_suspect(r, offset, total)) {
			struct tfe__pieces c = {.length = total - TFE__RECORD_FRAME_BYTES};
			bool intact;
			status = tfe__body_check(r, offset, &c, size, &intact);
			if (status == TFE_E_AGAIN)
				return TFE_OK;
			if (status || !intact)
				return status ? status : TFE_E_DAMAGED;
		}
	}
	const uint8_t *at;
	tfe_status status = tfe__records_view(r, offset, total, &at, &n);
	if (!status && n >= total)
		*p = at;
	else if (!status)
		*size = offset + n; /* the source became shorter */
	return status;
}

tfe_status tfe__body_read(struct tfe__records *r, uint64_t offset, uint64_t length, uint64_t *size,
			  const uint8_t **p)
{
	size_t total = (size_t)length + TFE__RECORD_FRAME_BYTES;
	*size = UINT64_MAX;
	*p = NULL;
	tfe_status status = r->forward ? tfe__forward_body(r, offset, total, size, p)
				       : plain_body(r, offset, total, size, p);
	if (!status && *p &&
	    !tfe__record_intact(*p + total - TFE__RECORD_FOOTER_BYTES,
				*p + TFE__RECORD_HEADER_BYTES, (size_t)length))
		return TFE_E_DAMAGED;
	return status;
}
