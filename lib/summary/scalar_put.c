/* summary: scalars as records. */
#include "summary/summary_put.h"

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

void tfe__put_scalar_tensor(struct tfe__buf *b, const struct tfe__value_header *header, float value)
{
	struct tfe__value v;
	uint8_t content[4];
	tfe__put_le_float(content, value);
	tfe__value_begin(&v, b, header);
	size_t tensor = tfe__tensor_begin(b, TFE_DTYPE_FLOAT32, NULL, 0);
	tfe__put_bytes(b, 4, content, sizeof content);
	tfe__put_end(b, tensor);
	tfe__value_end(&v, "scalars", NULL);
}
