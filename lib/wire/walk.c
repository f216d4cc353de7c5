/* wire: iterates over the fields of a protobuf message. */
#include "wire/walk.h"

const uint8_t *tfe__get_long_varint(const uint8_t *p, const uint8_t *end, uint64_t *value)
{
	uint64_t v = 0;
	for (unsigned shift = 0; shift < 70; shift += 7) {
		if (p == end)
			return NULL;
		uint8_t b = *p++;
		v |= (uint64_t)(b & 0x7f) << shift;
		if (b < 0x80) {
			*value = v;
			return p;
		}
	}
	return NULL;
}

const uint8_t *tfe__get_tag(const uint8_t *p, const uint8_t *end, uint32_t *number,
			    enum tfe__wire_type *type)
{
	uint64_t tag;
	const uint8_t *q = tfe__get_varint(p, end, &tag);
	if (!q || q - p > 5 || tag > UINT32_MAX || (tag & 7) > TFE__FIXED32)
		return NULL;
	*number = (uint32_t)tag >> 3;
	*type = (enum tfe__wire_type)(tag & 7);
	return q;
}

/* Skips the content of a field of any wire type except the end of a group. */
static const uint8_t *skip(const uint8_t *p, const uint8_t *end, uint32_t number,
			   enum tfe__wire_type type, int depth)
{
	uint64_t v;
	size_t n;
	switch (type) {
	case TFE__VARINT:
		return tfe__get_varint(p, end, &v);
	case TFE__FIXED64:
		return end - p >= 8 ? p + 8 : NULL;
	case TFE__FIXED32:
		return end - p >= 4 ? p + 4 : NULL;
	case TFE__LENGTH:
		p = tfe__get_length(p, end, &n);
		return p ? p + n : NULL;
	case TFE__START_GROUP:
		return tfe__skip_group(p, end, number, depth);
	case TFE__END_GROUP:
		break;
	}
	return NULL;
}

const uint8_t *tfe__skip_group(const uint8_t *p, const uint8_t *end, uint32_t number, int depth)
{
	if (depth < 1)
		return NULL;
	for (;;) {
		uint32_t n;
		enum tfe__wire_type type;
		p = tfe__get_tag(p, end, &n, &type);
		if (p && type == TFE__END_GROUP && n == number)
			return p;
		if (p)
			p = skip(p, end, n, type, depth - 1);
		if (!p)
			return NULL;
	}
}

bool tfe__next_field(const uint8_t **p, const uint8_t *end, struct tfe__field *field)
{
	const uint8_t *q = tfe__get_tag(*p, end, &field->number, &field->type);
	if (!q || !field->number)
		return false;
	field->data = q;
	switch (field->type) {
	case TFE__VARINT:
		q = tfe__get_varint(q, end, &field->value);
		break;
	case TFE__FIXED64:
		q = end - q >= 8 ? q + 8 : NULL;
		field->value = q ? tfe__le64(q - 8) : 0;
		break;
	case TFE__FIXED32:
		q = end - q >= 4 ? q + 4 : NULL;
		field->value = q ? tfe__le32(q - 4) : 0;
		break;
	case TFE__LENGTH:
		field->data = q = tfe__get_length(q, end, &field->size);
		q = q ? q + field->size : NULL;
		break;
	case TFE__START_GROUP:
		q = tfe__skip_group(q, end, field->number, TFE__DEPTH);
		break;
	case TFE__END_GROUP:
		q = NULL;
		break;
	}
	if (!q)
		return false;
	*p = q;
	return true;
}
