/* wire: CRC-32C (Castagnoli), the checksum of event files. */
#ifndef TFE_WIRE_CRC32C_H
#define TFE_WIRE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* Continues a checksum: `crc` is the checksum of the bytes before the n bytes at data; start with
 * 0. */
uint32_t tfe__crc32c(uint32_t crc, const void *data, size_t n);

/* Advances the checksum `crc` over n zero bytes, without the inversion at both ends. It gives the
 * checksum of b alone from those of a and of ab: tfe__crc32c_shift(crc(a), length(b)) ^ crc(ab). It
 * takes a few hundred nanoseconds for any n. */
uint32_t tfe__crc32c_shift(uint32_t crc, uint64_t n);

/* Continues the checksum `crc` with n zero bytes, in the same time as tfe__crc32c_shift. */
static inline uint32_t tfe__crc32c_zeros(uint32_t crc, uint64_t n)
{
	return ~tfe__crc32c_shift(~crc, n);
}

/* Masks a checksum for storage. A CRC of data that contain their own CRC would be degenerate:
 * https://github.com/google/leveldb/blob/main/util/crc32c.h */
static inline uint32_t tfe__crc32c_mask(uint32_t crc)
{
	return (crc >> 15 | crc << 17) + 0xa282ead8u;
}

#endif
