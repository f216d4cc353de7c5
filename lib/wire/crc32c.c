/* wire: CRC-32C (Castagnoli), computed by ISA-L if it is available, otherwise with tables. */
#include "wire/crc32c.h"

#ifdef HAVE_ISAL
#include <isa-l/crc.h>
#else
#include "base/le.h"
#include "wire/crc32c_table.h"
#endif

#include "wire/crc32c_short.h"

/* The generator polynomial x^32 + x^28 + ... + 1, lowest bit first (reflected). */
#define POLYNOMIAL 0x82f63b78u

#ifdef HAVE_ISAL

#ifdef TFE__CRC32C_SHORT
TFE__CRC32C_TARGET static uint32_t short_crc32c(uint32_t crc, const uint8_t *p, size_t n)
{
	return tfe__crc32c_short(crc, p, n);
}
#endif

uint32_t tfe__crc32c(uint32_t crc, const void *data, size_t n)
{
#ifdef TFE__CRC32C_SHORT
	if (n <= TFE__CRC32C_SHORT_BYTES && tfe__crc32c_has_short())
		return short_crc32c(crc, data, n);
#endif
	/* ISA-L has an int parameter and a pointer parameter that is not const; it only reads the
	 * bytes. */
	const size_t most = 1u << 30;
	union {
		const void *in;
		unsigned char *out;
	} p = {.in = data};
	for (; n > most; n -= most, p.out += most)
		crc = ~crc32_iscsi(p.out, (int)most, ~crc);
	return ~crc32_iscsi(p.out, (int)n, ~crc);
}

#else

uint32_t tfe__crc32c(uint32_t crc, const void *data, size_t n)
{
	const uint32_t(*table)[256] = tfe__crc32c_table;
	const uint8_t *p = data;
	uint32_t c = ~crc;
	for (; n >= 8; n -= 8, p += 8) {
		uint32_t low = tfe__le32(p) ^ c, high = tfe__le32(p + 4);
		c = table[7][low & 0xff] ^ table[6][low >> 8 & 0xff] ^ table[5][low >> 16 & 0xff] ^
		    table[4][low >> 24] ^ table[3][high & 0xff] ^ table[2][high >> 8 & 0xff] ^
		    table[1][high >> 16 & 0xff] ^ table[0][high >> 24];
	}
	for (; n; n--, p++)
		c = c >> 8 ^ table[0][(c ^ *p) & 0xff];
	return ~c;
}

#endif

/* Multiplies two polynomials over GF(2) modulo the generator polynomial. The highest bit holds the
 * lowest power. */
static uint32_t multiply(uint32_t a, uint32_t b)
{
	uint32_t product = 0;
	for (uint32_t bit = 1u << 31; bit; bit >>= 1) {
		product ^= a & bit ? b : 0;
		b = b >> 1 ^ (POLYNOMIAL & (0 - (b & 1)));
	}
	return product;
}

/* The powers x^(8 * 2^k), each the square of the one before. */
static const uint32_t powers[64] = {
	0x00800000, 0x00008000, 0x82f63b78, 0x6ea2d55c, 0x18b8ea18, 0x510ac59a, 0xb82be955,
	0xb8fdb1e7, 0x88e56f72, 0x74c360a4, 0xe4172b16, 0x0d65762a, 0x35d73a62, 0x28461564,
	0xbf455269, 0xe2ea32dc, 0xfe7740e6, 0xf946610b, 0x3c204f8f, 0x538586e3, 0x59726915,
	0x734d5309, 0xbc1ac763, 0x7d0722cc, 0xd289cabe, 0xe94ca9bc, 0x05b74f3f, 0xa51e1f42,
	0x40000000, 0x20000000, 0x08000000, 0x00800000, 0x00008000, 0x82f63b78, 0x6ea2d55c,
	0x18b8ea18, 0x510ac59a, 0xb82be955, 0xb8fdb1e7, 0x88e56f72, 0x74c360a4, 0xe4172b16,
	0x0d65762a, 0x35d73a62, 0x28461564, 0xbf455269, 0xe2ea32dc, 0xfe7740e6, 0xf946610b,
	0x3c204f8f, 0x538586e3, 0x59726915, 0x734d5309, 0xbc1ac763, 0x7d0722cc, 0xd289cabe,
	0xe94ca9bc, 0x05b74f3f, 0xa51e1f42, 0x40000000, 0x20000000, 0x08000000, 0x00800000,
	0x00008000,
};

uint32_t tfe__crc32c_shift(uint32_t crc, uint64_t n)
{
	for (const uint32_t *power = powers; n; n >>= 1, power++)
		if (n & 1)
			crc = multiply(*power, crc);
	return crc;
}
