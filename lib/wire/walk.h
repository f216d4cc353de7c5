/* wire: iterates over the fields of a protobuf message.
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
	TFE__LENGTH = 2, /* a length, then as many bytes: string, message or packed list */
	TFE__START_GROUP = 3,
	TFE__END_GROUP = 4,
	TFE__FIXED32 = 5
};

/* One field. For TFE__LENGTH [data, data + size) is its content. A group has no content here.
 * Otherwise `value` is the number; fixed-size numbers are given as their bits. */
struct tfe__field {
	uint32_t number;
	enum tfe__wire_type type;
	uint64_t value;
	const uint8_t *data;
	size_t size;
};

/* Reads a varint of at least two bytes: the general case of tfe__get_varint. */
const uint8_t *tfe__get_long_varint(const uint8_t *p, const uint8_t *end, uint64_t *value);

/* Reads a varint of up to ten bytes. Returns its end, or NULL if it does not end before `end`. */
static inline const uint8_t *tfe__get_varint(const uint8_t *p, const uint8_t *end, uint64_t *value)
{
	if (p < end && *p < 0x80) {
		*value = *p;
		return p + 1;
	}
	return tfe__get_long_varint(p, end, value);
}

/* Reads the tag before a field, its number and wire type, of at most five bytes. Returns its end,
 * or NULL for an invalid tag. */
const uint8_t *tfe__get_tag(const uint8_t *p, const uint8_t *end, uint32_t *number,
			    enum tfe__wire_type *type);

/* Reads a length of at most five bytes. Returns its end, or NULL if as many bytes do not follow
 * before `end`. */
static inline const uint8_t *tfe__get_length(const uint8_t *p, const uint8_t *end, size_t *length)
{
	uint64_t v;
	const uint8_t *q = tfe__get_varint(p, end, &v);
	if (!q || q - p > 5 || v > (uint64_t)(end - q))
		return NULL;
	*length = (size_t)v;
	return q;
}

/* Decodes the field at *p and moves *p after it. Returns false at the end, and for bytes that
 * tfe__validate_event does not accept. Groups are skipped whole. */
bool tfe__next_field(const uint8_t **p, const uint8_t *end, struct tfe__field *field);

/* Skips a group after its start tag. Returns the position after its end tag, or NULL if there is
 * none or if more than `depth` - 1 groups are nested in it. */
const uint8_t *tfe__skip_group(const uint8_t *p, const uint8_t *end, uint32_t number, int depth);

/* The maximum nesting of groups and messages. */
#define TFE__DEPTH 100

#endif
