/* wire: the event that is nearly all of a log: one scalar.
 *
 * Each field is expected at most once, in any order, with a tag of one byte; whatever else comes is left to the
 * general decoder. */
#include "wire/scalar.h"

#include <string.h>

#include "base/le.h"
#include "base/utf8.h"
#include "wire/validate.h"
#include "wire/walk.h"

/* Tags: field number and how it is written. */
#define TAG(number, type) ((number) << 3 | (type))

/* A place in a message. `p` becomes NULL at the first thing that is not expected. */
struct cursor {
	const uint8_t *p, *end;
};

static tfe_bytes take_bytes(struct cursor *c)
{
	size_t n = 0;
	const uint8_t *at = tfe__get_length(c->p, c->end, &n);
	c->p = at ? at + n : NULL;
	return (tfe_bytes){at, n};
}

static uint64_t take_varint(struct cursor *c)
{
	uint64_t v = 0;
	c->p = tfe__get_varint(c->p, c->end, &v);
	return v;
}

/* The next n bytes, for n that is fixed. */
static const uint8_t *take_fixed(struct cursor *c, size_t n)
{
	const uint8_t *at = c->p;
	if ((size_t)(c->end - at) < n)
		return c->p = NULL;
	c->p += n;
	return at;
}

/* Takes a tag, and marks the field with that number as seen. 0 at the end, and where it was seen before or
 * has no number up to 15. */
static unsigned take_tag(struct cursor *c, unsigned *seen)
{
	if (c->p == c->end)
		return 0;
	unsigned tag = *c->p++, bit = 1u << (tag >> 3);
	if (tag < 8 || tag >= 0x80 || *seen & bit) {
		c->p = NULL;
		return 0;
	}
	*seen |= bit;
	return tag;
}

/* A tensor of one float or double without dimensions, or with an empty shape. */
static bool tensor(tfe_bytes message, struct tfe__scalar *s)
{
	struct cursor c = {message.data, message.data + message.size};
	unsigned seen = 0, tag;
	tfe_bytes data = {0};
	uint64_t dtype = 0, list = 0; /* the list's dtype, 0 for raw content */
	while ((tag = take_tag(&c, &seen)) != 0) {
		switch (tag) {
		case TAG(1, TFE__VARINT):
			dtype = take_varint(&c);
			break;
		case TAG(2, TFE__LENGTH):
			if (take_bytes(&c).size)
				return false;
			break;
		case TAG(5, TFE__FIXED32):
			list = TFE_FLOAT32;
			data = (tfe_bytes){take_fixed(&c, 4), 4};
			break;
		case TAG(6, TFE__FIXED64):
			list = TFE_FLOAT64;
			data = (tfe_bytes){take_fixed(&c, 8), 8};
			break;
		case TAG(5, TFE__LENGTH):
			list = TFE_FLOAT32;
			data = take_bytes(&c);
			break;
		case TAG(6, TFE__LENGTH):
			list = TFE_FLOAT64;
			data = take_bytes(&c);
			break;
		case TAG(4, TFE__LENGTH):
			data = take_bytes(&c);
			break;
		default:
			return false;
		}
		if (!c.p)
			return false;
	}
	/* Only one place for data. */
	unsigned places = seen & (1u << 4 | 1u << 5 | 1u << 6);
	if (!c.p || !places || places & (places - 1) || (list && list != dtype))
		return false;
	if (dtype == TFE_FLOAT32 && data.size == 4)
		s->value = (double)tfe__le_float(data.data);
	else if (dtype == TFE_FLOAT64 && data.size == 8)
		s->value = tfe__le_double(data.data);
	else
		return false;
	s->dtype = (int32_t)dtype;
	return true;
}

/* Whether metadata are valid and name the plugin "scalars". */
static bool is_scalars(tfe_bytes metadata)
{
	static const char name[] = "scalars";
	struct cursor c = {metadata.data, metadata.data + metadata.size};
	unsigned seen = 0, tag;
	bool named = false;
	while ((tag = take_tag(&c, &seen)) != 0) {
		if (tag != TAG(1, TFE__LENGTH)) {
			/* Display name, description and class are no matter here. */
			if (tag == TAG(4, TFE__VARINT))
				take_varint(&c);
			else if (tag == TAG(2, TFE__LENGTH) || tag == TAG(3, TFE__LENGTH))
				take_bytes(&c);
			else
				return false;
		} else {
			tfe_bytes plugin = take_bytes(&c);
			struct cursor d = {plugin.data, plugin.data + plugin.size};
			unsigned seen_there = 0;
			if (!c.p || take_tag(&d, &seen_there) != TAG(1, TFE__LENGTH))
				return false;
			tfe_bytes text = take_bytes(&d);
			if (!d.p ||
			    (d.p != d.end && (take_tag(&d, &seen_there) != TAG(2, TFE__LENGTH) ||
					      (take_bytes(&d), d.p != d.end))))
				return false;
			named = text.size == sizeof name - 1 && !memcmp(text.data, name, text.size);
		}
		if (!c.p)
			return false;
	}
	return c.p && named;
}

/* Whether metadata are those remembered, or else valid and of plugin "scalars"; then they are remembered. */
static bool check_metadata(struct tfe__scalar_memo *memo, tfe_bytes metadata, bool must_be_scalars)
{
	if (metadata.size && metadata.size == memo->size &&
	    !memcmp(metadata.data, memo->metadata, memo->size))
		return true;
	if (tfe__validate_metadata(metadata.data, metadata.size))
		return false;
	if (!is_scalars(metadata))
		return !must_be_scalars;
	if (metadata.size <= sizeof memo->metadata) {
		memcpy(memo->metadata, metadata.data, metadata.size);
		memo->size = metadata.size;
	}
	return true;
}

static bool value(struct tfe__scalar_memo *memo, tfe_bytes message, struct tfe__scalar *s)
{
	struct cursor c = {message.data, message.data + message.size};
	unsigned seen = 0, tag;
	tfe_bytes content = {0};
	while ((tag = take_tag(&c, &seen)) != 0) {
		switch (tag) {
		case TAG(1, TFE__LENGTH):
			s->tag = take_bytes(&c);
			break;
		case TAG(2, TFE__FIXED32):
			if (take_fixed(&c, 4))
				s->value = (double)tfe__le_float(c.p - 4);
			break;
		case TAG(8, TFE__LENGTH):
			content = take_bytes(&c);
			break;
		case TAG(9, TFE__LENGTH):
			s->metadata = take_bytes(&c);
			break;
		default:
			return false;
		}
		if (!c.p)
			return false;
	}
	bool simple = seen & 1u << 2, is_tensor = seen & 1u << 8;
	if (!c.p || simple == is_tensor || !tfe__utf8_valid(s->tag.data, s->tag.size))
		return false;
	if ((s->metadata.size || is_tensor) && !check_metadata(memo, s->metadata, is_tensor))
		return false;
	s->dtype = TFE_FLOAT32;
	return simple || tensor(content, s);
}

bool tfe__get_scalar(struct tfe__scalar_memo *memo, const uint8_t *p, size_t n,
		     struct tfe__scalar *s)
{
	struct cursor c = {p, p + n};
	unsigned seen = 0, tag;
	tfe_bytes summary = {0};
	*s = (struct tfe__scalar){0};
	while ((tag = take_tag(&c, &seen)) != 0) {
		switch (tag) {
		case TAG(1, TFE__FIXED64):
			if (take_fixed(&c, 8))
				s->wall_time = tfe__le_double(c.p - 8);
			break;
		case TAG(2, TFE__VARINT):
			s->step = (int64_t)take_varint(&c);
			break;
		case TAG(5, TFE__LENGTH):
			summary = take_bytes(&c);
			break;
		default:
			return false;
		}
		if (!c.p)
			return false;
	}
	/* The summary is one Value, and that is all of it. */
	struct cursor d = {summary.data, summary.data + summary.size};
	unsigned seen_there = 0;
	if (!c.p || !summary.size || take_tag(&d, &seen_there) != TAG(1, TFE__LENGTH))
		return false;
	tfe_bytes message = take_bytes(&d);
	return d.p == d.end && value(memo, message, s);
}
