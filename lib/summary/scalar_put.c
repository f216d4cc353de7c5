/* summary: scalars as records. */
#include "summary/summary_put.h"

#include <stdbool.h>
#include <string.h>

#include "base/le.h"
#include "wire/put.h"
#include "wire/record.h"

/* The sizes of the nested messages of a simple_value. */
struct sizes {
	size_t value, summary, event;
};

static inline struct sizes measure(const struct tfe__value_header *header)
{
	struct sizes s;
	s.value = 1 + tfe__varint_bytes(header->tag_bytes) + header->tag_bytes + 5;
	s.summary = 1 + tfe__varint_bytes(s.value) + s.value;
	s.event = 9 + 1 + tfe__varint_bytes(s.summary) + s.summary;
	if (header->step)
		s.event += 1 + tfe__varint_bytes((uint64_t)header->step);
	return s;
}

/* Most records of most files are scalars, so their sizes are computed first and every byte is
 * written once. */
size_t tfe__simple_value(uint8_t *record, size_t room, const struct tfe__value_header *header,
			 float value)
{
	struct sizes s = measure(header);
	size_t bytes = s.event + TFE__RECORD_FRAME_BYTES;
	if (bytes > room)
		return bytes;
	uint8_t *p = record + TFE__RECORD_HEADER_BYTES;
	*p++ = 1 << 3 | 1; /* Event.wall_time */
	tfe__put_le_double(p, header->wall_time);
	p += 8;
	if (header->step) {
		*p++ = 2 << 3;
		p = tfe__varint(p, (uint64_t)header->step);
	}
	*p++ = 5 << 3 | 2; /* Event.summary */
	p = tfe__varint(p, s.summary);
	*p++ = 1 << 3 | 2; /* Summary.value */
	p = tfe__varint(p, s.value);
	*p++ = 1 << 3 | 2; /* Value.tag */
	p = tfe__varint(p, header->tag_bytes);
	memcpy(p, header->tag, header->tag_bytes);
	p += header->tag_bytes;
	*p++ = 2 << 3 | 5; /* Value.simple_value */
	tfe__put_le_float(p, value);
	tfe__record_frame(record, s.event);
	return bytes;
}

/* The bytes before the values of a record: header, wall time, step, field tag and length of the
 * summary. */
enum { MOST_BEFORE = TFE__RECORD_HEADER_BYTES + 9 + 1 + TFE__VARINT_MAX_BYTES + 1 + 5 };

/* The bytes of a value besides its tag: field tags, two lengths, the number. */
enum { MOST_BESIDE = 1 + 5 + 1 + 5 + 5 };

size_t tfe__simple_values_bound(const tfe_scalar *scalars, size_t n)
{
	size_t bytes = MOST_BEFORE + TFE__RECORD_FOOTER_BYTES;
	for (size_t i = 0; i < n && bytes < SIZE_MAX / 2; i++)
		bytes += strlen(scalars[i].tag) + MOST_BESIDE;
	return bytes;
}

/* The values are encoded first; then their length is known, and the bytes before them end where
 * they begin. */
size_t tfe__simple_values(uint8_t *buffer, const uint8_t **record, double wall_time, int64_t step,
			  const tfe_scalar *scalars, size_t n)
{
	uint8_t *values = buffer + MOST_BEFORE, *end = values;
	for (size_t i = 0; i < n; i++) {
		const size_t tag_bytes = strlen(scalars[i].tag);
		*end++ = 1 << 3 | 2; /* Summary.value */
		end = tfe__varint(end, 1 + tfe__varint_bytes(tag_bytes) + tag_bytes + 5);
		*end++ = 1 << 3 | 2; /* Value.tag */
		end = tfe__varint(end, tag_bytes);
		memcpy(end, scalars[i].tag, tag_bytes);
		end += tag_bytes;
		*end++ = 2 << 3 | 5; /* Value.simple_value */
		tfe__put_le_float(end, (float)scalars[i].value);
		end += 4;
	}
	uint8_t before[MOST_BEFORE], *p = before;
	*p++ = 1 << 3 | 1; /* Event.wall_time */
	tfe__put_le_double(p, wall_time);
	p += 8;
	if (step) {
		*p++ = 2 << 3;
		p = tfe__varint(p, (uint64_t)step);
	}
	*p++ = 5 << 3 | 2; /* Event.summary */
	p = tfe__varint(p, (uint64_t)(end - values));
	uint8_t *event = values - (p - before), *begin = event - TFE__RECORD_HEADER_BYTES;
	memcpy(event, before, (size_t)(p - before));
	tfe__record_frame(begin, (size_t)(end - event));
	*record = begin;
	return (size_t)(end - begin) + TFE__RECORD_FOOTER_BYTES;
}

/* Puts one number as a tensor. */
static void put_tensor(struct tfe__buf *b, double value, tfe_dtype dtype)
{
	uint8_t content[8];
	if (dtype == TFE_DTYPE_FLOAT32)
		tfe__put_le_float(content, (float)value);
	else
		tfe__put_le_double(content, value);
	size_t tensor = tfe__tensor_begin(b, dtype, NULL, 0);
	tfe__put_bytes(b, 4, content, tfe_dtype_bytes(dtype));
	tfe__put_end(b, tensor);
}

void tfe__put_scalars(struct tfe__buf *b, const struct tfe__scalar *scalars, size_t n,
		      tfe_dtype dtype)
{
	struct tfe__event e;
	tfe__event_begin(&e, b, scalars->header.wall_time, scalars->header.step);
	size_t summary = tfe__put_begin(b, 5);
	for (size_t i = 0; i < n; i++) {
		const struct tfe__value_header *header = &scalars[i].header;
		bool described = header->display_name || header->description;
		size_t value = tfe__put_begin(b, 1);
		tfe__put_bytes(b, 1, header->tag, header->tag_bytes);
		if (described || dtype != TFE_DTYPE_FLOAT32) {
			put_tensor(b, scalars[i].value, dtype);
			tfe__metadata_put(b, header, "scalars", NULL);
		} else {
			tfe__put_float(b, 2, (float)scalars[i].value);
		}
		tfe__put_end(b, value);
	}
	tfe__put_end(b, summary);
	tfe__event_end(&e);
}
