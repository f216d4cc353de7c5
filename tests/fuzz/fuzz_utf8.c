/* Property: tfe__utf8_valid agrees with a decoder that decodes code point by code point and encodes
 * each again. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Returns the length of the well-formed code point at p, 0 if there is none: it is decoded, encoded
 * again and compared. */
static size_t code_point(const uint8_t *p, size_t n)
{
	size_t bytes = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (bytes > n)
		return 0;
	uint32_t c = bytes == 1 ? p[0] : p[0] & (0x7fu >> bytes);
	for (size_t i = 1; i < bytes; i++)
		c = c << 6 | (p[i] & 0x3f);
	uint8_t again[4] = {(uint8_t)c};
	size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	for (size_t i = length; length > 1 && i-- > 1; c >>= 6)
		again[i] = (uint8_t)(0x80 | (c & 0x3f));
	if (length > 1)
		again[0] = (uint8_t)((0xf00u >> length) | c);
	return length == bytes && memcmp(again, p, bytes) == 0 ? bytes : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool valid = true;
	for (size_t i = 0; i < size && valid;) {
		size_t bytes = code_point(data + i, size - i);
		valid = bytes > 0;
		i += bytes;
	}
	if (tfe__utf8_valid(data, size) != valid)
		abort();
	return 0;
}
