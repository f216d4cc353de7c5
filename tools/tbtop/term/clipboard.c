/* term: the clipboard of the terminal, by OSC 52. */
#include "tbtop/term/clipboard.h"

#include <stdint.h>
#include <string.h>

#include "common/memory.h"

/* Writes three bytes, of which n are in the text, as four characters. */
static void put_group(char *to, const uint8_t *from, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = (uint32_t)from[0] << 16;
	bits |= n > 1 ? (uint32_t)from[1] << 8 : 0;
	bits |= n > 2 ? from[2] : 0;
	for (int i = 0; i < 4; i++)
		to[i] = (size_t)i <= n ? digits[bits >> (18 - 6 * i) & 63] : '=';
}

char *clipboard_sequence(const char *bytes, size_t n)
{
	static const char begin[] = "\033]52;c;", end[] = "\033\\";
	n = n < CLIPBOARD_MOST ? n : CLIPBOARD_MOST;
	char *text = need_zeroed(sizeof begin + (n + 2) / 3 * 4 + sizeof end, 1), *to = text;
	memcpy(to, begin, sizeof begin - 1);
	to += sizeof begin - 1;
	for (size_t i = 0; i < n; i += 3, to += 4)
		put_group(to, (const uint8_t *)bytes + i, n - i < 3 ? n - i : 3);
	memcpy(to, end, sizeof end);
	return text;
}
