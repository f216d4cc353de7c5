/* common: the CRC-32 of zlib and PNG. Listings show it in place of large contents. */
#ifndef TFE_COMMON_CRC32_H
#define TFE_COMMON_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* Returns the CRC-32 of a sequence of bytes followed by these n bytes; `crc` is the CRC-32 of the
 * sequence, 0 if it is empty. */
uint32_t crc32_of(uint32_t crc, const void *data, size_t n);

#endif
