/* base: validation of UTF-8, as strict as that of protobuf. */
#include "base/utf8.h"

#include "base/le.h"

/* Returns the length of the sequence at p; 0 if it is not well-formed (RFC 3629, section 4). */
static size_t sequence(const uint8_t *p, size_t n)
{
	uint8_t a = p[0], low = 0x80, high = 0xbf;
	size_t length;
	if (a < 0x80)
		return 1;
	if (a >= 0xc2 && a <= 0xdf) {
		length = 2;
	} else if (a >= 0xe0 && a <= 0xef) {
		length = 3;
		if (a == 0xe0)
			low = 0xa0;
		if (a == 0xed)
			high = 0x9f;
	} else if (a >= 0xf0 && a <= 0xf4) {
		length = 4;
		if (a == 0xf0)
			low = 0x90;
		if (a == 0xf4)
			high = 0x8f;
	} else {
		return 0;
	}
	if (n < length || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

bool tfe__utf8_valid(const uint8_t *p, size_t n)
{
	size_t i = 0;
	while (i < n) {
		if (n - i >= 8 && !(tfe__le64(p + i) & 0x8080808080808080u)) {
			i += 8;
			continue;
		}
		/* Fewer than eight bytes are left: check the last eight bytes. */
		if (n >= 8 && n - i < 8 && !(tfe__le64(p + n - 8) & 0x8080808080808080u))
			return true;
		size_t length = sequence(p + i, n - i);
		if (!length)
			return false;
		i += length;
	}
	return true;
}

size_t tfe__utf8_prefix(const uint8_t *p, size_t n)
{
	size_t i = 0;
	for (size_t length; i < n && (length = sequence(p + i, n - i)); i += length)
		continue;
	return i;
}
