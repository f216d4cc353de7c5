/* common: the encoding of a log: UTF-16 with a byte order mark becomes UTF-8. */
#include "common/metric_decode.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "common/memory.h"

static void reserve(struct metric_decode *d, size_t bytes)
{
	if (bytes <= d->capacity)
		return;
	d->capacity = 2 * bytes;
	d->text = need_resize(d->text, d->capacity, 1);
}

/* Returns the length of the byte order mark at the beginning of n bytes. */
static size_t find_mark(struct metric_decode *d, const unsigned char *p, size_t n)
{
	d->encoding = METRIC_UTF8;
	if (n >= 3 && !memcmp(p, "\xef\xbb\xbf", 3))
		return 3;
	if (n >= 2 && (!memcmp(p, "\xff\xfe", 2) || !memcmp(p, "\xfe\xff", 2))) {
		d->encoding = *p == 0xff ? METRIC_UTF16_LE : METRIC_UTF16_BE;
		return 2;
	}
	return 0;
}

static size_t put(struct metric_decode *d, size_t used, uint32_t cp)
{
	utf8proc_uint8_t *to = (utf8proc_uint8_t *)d->text + used;
	return used + (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, to);
}

/* Appends a unit of UTF-16. Half a pair becomes U+FFFD. */
static size_t add_unit(struct metric_decode *d, size_t used, uint32_t unit)
{
	if (d->high) {
		bool low = unit >= 0xdc00 && unit < 0xe000;
		uint32_t pair = 0x10000 + ((d->high - 0xd800) << 10) + (unit - 0xdc00);
		used = put(d, used, low ? pair : 0xfffd);
		d->high = 0;
		if (low)
			return used;
	}
	if (unit >= 0xd800 && unit < 0xdc00)
		d->high = unit;
	else
		used = put(d, used, unit >= 0xdc00 && unit < 0xe000 ? 0xfffd : unit);
	return used;
}

/* A unit of two bytes becomes at most three bytes, and three more of half a pair before it. */
static size_t decode_utf16(struct metric_decode *d, const unsigned char *p, size_t n)
{
	size_t used = 0;
	reserve(d, 3 * n + 16);
	for (size_t i = 0; i < n; i++) {
		if (!d->has_half) {
			d->half = p[i];
			d->has_half = true;
			continue;
		}
		bool little = d->encoding == METRIC_UTF16_LE;
		uint32_t unit =
			little ? (uint32_t)p[i] << 8 | d->half : (uint32_t)d->half << 8 | p[i];
		used = add_unit(d, used, unit);
		d->has_half = false;
	}
	return used;
}

/* Returns whether bytes may be the beginning of a mark that continues. */
static bool may_continue(const unsigned char *p, size_t n)
{
	return n < 3 &&
	       (!memcmp(p, "\xef\xbb\xbf", n) || !memcmp(p, "\xff\xfe", n) ||
		!memcmp(p, "\xfe\xff", n)) &&
	       !(n == 2 && *p != 0xef);
}

size_t metric_decode(struct metric_decode *d, const char *bytes, size_t n, const char **text)
{
	const unsigned char *p = (const unsigned char *)bytes;
	size_t held = 0;
	*text = bytes;
	while (d->encoding == METRIC_UNKNOWN && n) {
		d->begin[d->begun++] = *p++;
		n--;
		if (may_continue(d->begin, d->begun))
			continue;
		size_t mark = find_mark(d, d->begin, d->begun);
		held = d->begun - mark;
		memmove(d->begin, d->begin + mark, held);
	}
	if (d->encoding == METRIC_UNKNOWN)
		return 0;
	if (d->encoding == METRIC_UTF8 && !held) {
		*text = (const char *)p;
		return n;
	}
	if (d->encoding == METRIC_UTF8) {
		reserve(d, held + n);
		memcpy(d->text, d->begin, held);
		memcpy(d->text + held, p, n);
		*text = d->text;
		return held + n;
	}
	size_t used = decode_utf16(d, p, n);
	*text = d->text;
	return used;
}

void metric_decode_release(struct metric_decode *d)
{
	free(d->text);
	*d = (struct metric_decode){0};
}
