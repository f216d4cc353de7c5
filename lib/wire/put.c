/* wire: encodes protobuf fields. */
#include "wire/put.h"

#include <string.h>

#include "base/le.h"
#include "wire/record.h"

enum { VARINT = 0, FIXED64 = 1, LENGTH = 2, FIXED32 = 5 };

static void put_key(struct tfe__buf *b, uint32_t field, uint32_t type)
{
	uint8_t *p = tfe__buf_reserve(b, TFE__VARINT_MAX_BYTES);
	if (p)
		tfe__buf_commit(b, (size_t)(tfe__varint(p, (uint64_t)field << 3 | type) - p));
}

static void put_varint(struct tfe__buf *b, uint64_t v)
{
	uint8_t *p = tfe__buf_reserve(b, TFE__VARINT_MAX_BYTES);
	if (p)
		tfe__buf_commit(b, (size_t)(tfe__varint(p, v) - p));
}

void tfe__put_int(struct tfe__buf *b, uint32_t field, int64_t value)
{
	put_key(b, field, VARINT);
	put_varint(b, (uint64_t)value);
}

void tfe__put_raw_float(struct tfe__buf *b, float value)
{
	uint8_t *p = tfe__buf_reserve(b, 4);
	if (p) {
		tfe__put_le_float(p, value);
		tfe__buf_commit(b, 4);
	}
}

void tfe__put_float(struct tfe__buf *b, uint32_t field, float value)
{
	put_key(b, field, FIXED32);
	tfe__put_raw_float(b, value);
}

void tfe__put_raw_double(struct tfe__buf *b, double value)
{
	uint8_t *p = tfe__buf_reserve(b, 8);
	if (p) {
		tfe__put_le_double(p, value);
		tfe__buf_commit(b, 8);
	}
}

void tfe__put_double(struct tfe__buf *b, uint32_t field, double value)
{
	put_key(b, field, FIXED64);
	tfe__put_raw_double(b, value);
}

void tfe__put_raw_int64s(struct tfe__buf *b, const int64_t *values, size_t n)
{
	uint8_t *p = n <= SIZE_MAX / 8 ? tfe__buf_reserve(b, n * 8) : tfe__buf_reserve(b, SIZE_MAX);
	if (!p)
		return;
	for (size_t i = 0; i < n; i++)
		tfe__put_le64(p + 8 * i, (uint64_t)values[i]);
	tfe__buf_commit(b, n * 8);
}

void tfe__put_bytes(struct tfe__buf *b, uint32_t field, const void *data, size_t n)
{
	put_key(b, field, LENGTH);
	put_varint(b, n);
	tfe__buf_append(b, data, n);
}

size_t tfe__put_begin(struct tfe__buf *b, uint32_t field)
{
	put_key(b, field, LENGTH);
	return b->size;
}

/* Inserts the length before its content, once the content is complete. */
void tfe__put_end(struct tfe__buf *b, size_t begin)
{
	size_t length = tfe__buf_status(b) ? 0 : b->size - begin, bytes = tfe__varint_bytes(length);
	if (!tfe__buf_reserve(b, bytes))
		return;
	uint8_t *p = b->data + begin;
	memmove(p + bytes, p, length);
	tfe__varint(p, length);
	tfe__buf_commit(b, bytes);
}

size_t tfe__put_record_begin(struct tfe__buf *b)
{
	size_t begin = b->size;
	if (tfe__buf_reserve(b, TFE__RECORD_HEADER_BYTES))
		tfe__buf_commit(b, TFE__RECORD_HEADER_BYTES);
	return begin;
}

void tfe__put_record_end(struct tfe__buf *b, size_t begin)
{
	uint8_t *footer = tfe__buf_reserve(b, TFE__RECORD_FOOTER_BYTES);
	if (!footer)
		return;
	uint8_t *record = b->data + begin;
	tfe__record_frame(record, (size_t)(footer - record) - TFE__RECORD_HEADER_BYTES);
	tfe__buf_commit(b, TFE__RECORD_FOOTER_BYTES);
}
