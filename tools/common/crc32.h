/* common: the CRC-32 of zlib and PNG, by which listings name large contents. */
#ifndef TFE_COMMON_CRC32_H
#define TFE_COMMON_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* Of n bytes behind others whose CRC-32 is `crc`; begin with 0. */
uint32_t crc32_of(uint32_t crc, const void *data, size_t n);

#endif
