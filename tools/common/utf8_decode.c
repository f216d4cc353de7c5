/* common: decodes UTF-8 of unknown origin, character by character. */
#include "common/utf8_decode.h"

#include <string.h>

static size_t length_of(uint8_t first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first > 0xf4)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

size_t utf8_step(const uint8_t *p, size_t n, uint32_t *cp)
{
	uint8_t low = 0x80, high = 0xbf;
	size_t length = length_of(p[0]);
	*cp = UTF8_NONE;
	if (!length)
		return 1;
	/* The second byte must exclude overlong forms, surrogates and code points above
	 * U+10FFFF. */
	if (p[0] == 0xe0)
		low = 0xa0;
	else if (p[0] == 0xed)
		high = 0x9f;
	else if (p[0] == 0xf0)
		low = 0x90;
	else if (p[0] == 0xf4)
		high = 0x8f;
	uint32_t value = length == 1 ? p[0] : p[0] & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if (i == n || p[i] < low || p[i] > high)
			return i;
		value = value << 6 | (p[i] & 0x3f);
		low = 0x80;
		high = 0xbf;
	}
	*cp = value;
	return length;
}

size_t utf8_cut(const char *text, size_t most)
{
	size_t n = strlen(text);
	if (n <= most)
		return n;
	for (n = most; n && ((unsigned char)text[n] & 0xc0) == 0x80; n--)
		;
	return n;
}
