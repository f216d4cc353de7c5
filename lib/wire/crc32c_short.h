/* wire: the CRC-32C of few bytes by the processor's own instruction, for functions that are compiled to have it. */
#ifndef TFE_WIRE_CRC32C_SHORT_H
#define TFE_WIRE_CRC32C_SHORT_H

#if defined(HAVE_ISAL) && defined(__x86_64__)
#include <nmmintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/compiler.h"

#define TFE__CRC32C_SHORT 1

/* ISA-L is made for long inputs and takes 20 ns for the shortest. Most records are short, and have two checksums: up
 * to this many bytes the plain instruction is faster. */
enum { TFE__CRC32C_SHORT_BYTES = 224 };

/* A caller has this in front of it too, and is called only where it returns true. */
#define TFE__CRC32C_TARGET TFE__TARGET("sse4.2")

static inline int tfe__crc32c_has_short(void)
{
	return TFE__CPU_HAS("sse4.2");
}

/* The last one to eight bytes are taken in one step too: a register that is zero but for the bytes of the message at its upper
 * end gives what these give alone, for zeros in front of a message change nothing. What of the CRC so far would lie beyond
 * less than four bytes is added behind. */
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
