/* wire: CRC-32C (Castagnoli), the checksum of event files. */
#ifndef TFE_WIRE_CRC32C_H
#define TFE_WIRE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of n bytes that follow bytes whose checksum is `crc`; begin with 0. */
uint32_t tfe__crc32c(uint32_t crc, const void *data, size_t n);

/* What the checksum `crc` becomes by n more bytes of zero, were the register not inverted at both ends. So the
 * checksum of b alone comes from those of a and of ab: tfe__crc32c_shift(crc(a), length(b)) ^ crc(ab).
 * Costs a few hundred nanoseconds whatever n is. */
uint32_t tfe__crc32c_shift(uint32_t crc, uint64_t n);

/* The checksum of bytes whose checksum is `crc` with n bytes of zero after them; costs the same. */
static inline uint32_t tfe__crc32c_zeros(uint32_t crc, uint64_t n)
{
	return ~tfe__crc32c_shift(~crc, n);
}

/* Checksums are stored masked, so that data which hold checksums do not meet their own:
 * https://github.com/google/leveldb/blob/main/util/crc32c.h */
static inline uint32_t tfe__crc32c_mask(uint32_t crc)
{
	return (crc >> 15 | crc << 17) + 0xa282ead8u;
}

#endif
