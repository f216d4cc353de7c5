/* wire: the CRC-32C of few bytes by the processor's own instruction, for functions that are compiled to have it. */
#ifndef TFE_WIRE_CRC32C_SHORT_H
#define TFE_WIRE_CRC32C_SHORT_H

#if defined(HAVE_ISAL) && defined(__x86_64__)
#include <nmmintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define TFE__CRC32C_SHORT 1

/* ISA-L is made for long inputs and takes 20 ns for the shortest. Most records are short, and have two checksums: up
 * to this many bytes the plain instruction is faster. */
enum { TFE__CRC32C_SHORT_BYTES = 224 };

/* A caller has this in front of it too, and is called only where it returns true. */
#define TFE__CRC32C_TARGET __attribute__((target("sse4.2")))

static inline int tfe__crc32c_has_short(void)
{
	return __builtin_cpu_supports("sse4.2");
}

TFE__CRC32C_TARGET static inline uint32_t tfe__crc32c_short(uint32_t crc, const uint8_t *p,
							    size_t n)
{
	uint64_t c = ~crc, word;
	uint32_t half;
	uint16_t quarter;
	for (; n >= 8; n -= 8, p += 8) {
		memcpy(&word, p, 8);
		c = _mm_crc32_u64(c, word);
	}
	if (n >= 4) {
		memcpy(&half, p, 4);
		c = _mm_crc32_u32((uint32_t)c, half);
		n -= 4;
		p += 4;
	}
	if (n >= 2) {
		memcpy(&quarter, p, 2);
		c = _mm_crc32_u16((uint32_t)c, quarter);
		n -= 2;
		p += 2;
	}
	if (n)
		c = _mm_crc32_u8((uint32_t)c, *p);
	return ~(uint32_t)c;
}

#endif

#endif
