/* wire: protobuf output, field by field, into a bounded buffer. */
#include "wire/put.h"

enum wire_type { VARINT = 0, FIXED64 = 1, LENGTH = 2, FIXED32 = 5 };

static uint8_t *put_key(uint8_t *p, unsigned field, enum wire_type type)
{
	return tfe__put_varint(p, (uint64_t)field << 3 | type);
}

void tfe__put_int(struct tfe__buf *b, unsigned field, uint64_t v)
{
	uint8_t *p = tfe__buf_reserve(b, 2 * TFE__VARINT_BYTES);
	if (p)
		b->size = (size_t)(tfe__put_varint(put_key(p, field, VARINT), v) - b->data);
}

void tfe__put_double(struct tfe__buf *b, unsigned field, double v)
{
	uint8_t *p = tfe__buf_reserve(b, TFE__VARINT_BYTES + 8);
	if (!p)
		return;
	p = put_key(p, field, FIXED64);
	tfe__put_le_double(p, v);
	b->size = (size_t)(p + 8 - b->data);
}

void tfe__put_float(struct tfe__buf *b, unsigned field, float v)
{
	uint8_t *p = tfe__buf_reserve(b, TFE__VARINT_BYTES + 4);
	if (!p)
		return;
	p = put_key(p, field, FIXED32);
	tfe__put_le_float(p, v);
	b->size = (size_t)(p + 4 - b->data);
}

void tfe__put_bytes(struct tfe__buf *b, unsigned field, const void *data, size_t bytes)
{
	uint8_t *p = tfe__buf_reserve(b, 2 * TFE__VARINT_BYTES);
	if (!p)
		return;
	b->size = (size_t)(tfe__put_varint(put_key(p, field, LENGTH), bytes) - b->data);
	tfe__buf_append(b, data, bytes);
}

size_t tfe__put_begin(struct tfe__buf *b, unsigned field)
{
	uint8_t *p = tfe__buf_reserve(b, TFE__VARINT_BYTES + TFE__LENGTH_BYTES);
	if (!p)
		return 0;
	b->size = (size_t)(put_key(p, field, LENGTH) - b->data) + TFE__LENGTH_BYTES;
	return b->size;
}

void tfe__put_end(struct tfe__buf *b, size_t mark)
{
	if (b->status)
		return;
	size_t bytes = b->size - mark;
	if (bytes > UINT32_MAX) {
		b->status = TFE_E_LIMIT;
		return;
	}
	uint8_t *length = b->data + mark - TFE__LENGTH_BYTES;
	uint8_t *end = tfe__put_varint(length, bytes);
	memmove(end, b->data + mark, bytes);
	b->size = (size_t)(end - b->data) + bytes;
}
