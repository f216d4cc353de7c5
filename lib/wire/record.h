/* wire: the frame around a record (TFRecord).
 *
 *   u64 length | u32 masked CRC-32C of those 8 bytes | length bytes | u32 masked CRC-32C of them
 *
 * all little-endian. */
#ifndef TFE_WIRE_RECORD_H
#define TFE_WIRE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	TFE__RECORD_HEADER_BYTES = 12,
	TFE__RECORD_FOOTER_BYTES = 4,
	TFE__RECORD_FRAME_BYTES = TFE__RECORD_HEADER_BYTES + TFE__RECORD_FOOTER_BYTES
};

/* Writes the 12 bytes that come before `length` bytes of data. */
void tfe__record_put_header(uint8_t *header, uint64_t length);

/* Writes the 4 bytes that come after the data. */
void tfe__record_put_footer(uint8_t *footer, const void *data, size_t length);

/* Both, around `length` bytes of data that stand TFE__RECORD_HEADER_BYTES behind `record`. */
void tfe__record_frame(uint8_t *record, size_t length);

/* Whether 12 bytes are a header, its checksum right; then *length is the length, which may be anything. */
bool tfe__record_get_header(const uint8_t *header, uint64_t *length);

/* Whether the data are what the 4 bytes after them say. */
bool tfe__record_intact(const uint8_t *footer, const void *data, size_t length);

/* Whether the n bytes begin with a whole record, both checksums right; then *length is that of its data. The same as
 * the two above, for what is read most: short records. */
bool tfe__record_whole(const uint8_t *p, size_t n, uint64_t *length);

#endif
