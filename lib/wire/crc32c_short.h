/* wire: CRC-32C of short inputs by the SSE4.2 instruction, in functions compiled for that
 * target. */
#ifndef TFE_WIRE_CRC32C_SHORT_H
#define TFE_WIRE_CRC32C_SHORT_H

#if defined(HAVE_ISAL) && defined(__x86_64__)
#include <nmmintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/compiler.h"

#define TFE__CRC32C_SHORT 1

/* ISA-L is optimised for long inputs and takes at least 20 ns. Most records are short and have two
 * checksums; up to this many bytes the plain instruction is faster. */
enum { TFE__CRC32C_SHORT_BYTES = 224 };

/* Attribute of tfe__crc32c_short and of its callers. They may be called only if
 * tfe__crc32c_has_short returns true. */
#define TFE__CRC32C_TARGET TFE__TARGET("sse4.2")

static inline int tfe__crc32c_has_short(void)
{
	return TFE__CPU_HAS("sse4.2");
}

/* The last 1 to 8 bytes are also processed in one step. Zeros before a message do not change its
 * CRC when the register is 0, so the bytes are placed at the upper end of a word of zeros. With
 * fewer than four bytes, the part of the earlier CRC that the word does not contain is added after
 * the step. */
TFE__CRC32C_TARGET static inline uint32_t tfe__crc32c_short(uint32_t crc, const uint8_t *p,
							    size_t n)
{
	uint64_t c = (uint32_t)~crc, word;
	if (n < 8) {
		while (n--)
			c = _mm_crc32_u8((uint32_t)c, *p++);
		return ~(uint32_t)c;
	}
	const uint8_t *last = p + n - 8;
	for (; p < last; p += 8) {
		memcpy(&word, p, 8);
		c = _mm_crc32_u64(c, word);
	}
	memcpy(&word, last, 8);
	unsigned done = 8 * (unsigned)(p - last), rest = 64 - done;
	word = (word >> done ^ c) << done;
	return ~(uint32_t)(_mm_crc32_u64(0, word) ^ c >> rest / 2 >> rest / 2);
}

#endif

#endif
