/* wire: going through the fields of a protobuf message, one after the other.
 *
 * https://protobuf.dev/programming-guides/encoding/ */
#ifndef TFE_WIRE_WALK_H
#define TFE_WIRE_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/le.h"

enum tfe__wire_type {
	TFE__VARINT = 0,
	TFE__FIXED64 = 1,
	TFE__LENGTH = 2, /* a length, then as many bytes: texts, messages, packed lists */
	TFE__START_GROUP = 3,
	TFE__END_GROUP = 4,
	TFE__FIXED32 = 5
};

/* One field. For TFE__LENGTH [data, data + size) is its content, of a group nothing is told; else `value` holds
 * it, fixed ones as their bits. */
struct tfe__field {
	uint32_t number;
	enum tfe__wire_type type;
	uint64_t value;
	const uint8_t *data;
	size_t size;
};

/* Reads a varint of two bytes or more, the general case of tfe__get_varint. */
const uint8_t *tfe__get_long_varint(const uint8_t *p, const uint8_t *end, uint64_t *value);

/* Reads a varint of up to ten bytes; returns what is behind it, NULL where none ends before `end`. */
static inline const uint8_t *tfe__get_varint(const uint8_t *p, const uint8_t *end, uint64_t *value)
{
	if (p < end && *p < 0x80) {
		*value = *p;
		return p + 1;
	}
	return tfe__get_long_varint(p, end, value);
}

/* Reads the tag in front of a field: its number and how it is written, at most five bytes. NULL where it is none. */
const uint8_t *tfe__get_tag(const uint8_t *p, const uint8_t *end, uint32_t *number,
			    enum tfe__wire_type *type);

/* Reads the length, at most five bytes, in front of bytes that all lie before `end`. NULL where they do not. */
static inline const uint8_t *tfe__get_length(const uint8_t *p, const uint8_t *end, size_t *length)
{
	uint64_t v;
	const uint8_t *q = tfe__get_varint(p, end, &v);
	if (!q || q - p > 5 || v > (uint64_t)(end - q))
		return NULL;
	*length = (size_t)v;
	return q;
}

/* Moves *p behind the field that begins there and describes it. False at the end, and where the bytes are not what
 * tfe__validate_event accepts. Groups are skipped whole. */
bool tfe__next_field(const uint8_t **p, const uint8_t *end, struct tfe__field *field);

/* Skips a group behind its start tag: returns what follows its end tag, NULL where it has none, or holds more than
 * `depth` - 1 groups within each other. */
const uint8_t *tfe__skip_group(const uint8_t *p, const uint8_t *end, uint32_t number, int depth);

/* Groups and messages within each other: more than these are refused. */
#define TFE__DEPTH 100

#endif
