/* wire: the frame of a record (TFRecord): length and checksums, all little-endian.
 *
 *   u64 length | u32 masked CRC-32C of those 8 bytes | data | u32 masked CRC-32C of the data */
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

/* Writes the 12 bytes before `length` bytes of data. */
void tfe__record_put_header(uint8_t *header, uint64_t length);

/* Writes the 4 bytes after the data. */
void tfe__record_put_footer(uint8_t *footer, const void *data, size_t length);

/* Writes header and footer around `length` bytes of data that begin at record +
 * TFE__RECORD_HEADER_BYTES. */
void tfe__record_frame(uint8_t *record, size_t length);

/* Returns whether 12 bytes are a header with a right checksum; then *length is the stored length,
 * which may be any value. */
bool tfe__record_get_header(const uint8_t *header, uint64_t *length);

/* Returns whether the 4 bytes of the footer match the data. */
bool tfe__record_intact(const uint8_t *footer, const void *data, size_t length);

/* Returns whether the n bytes begin with a whole record with two right checksums; then *length is
 * the length of its data. Equivalent to the two functions above, but faster for short records. */
bool tfe__record_whole(const uint8_t *p, size_t n, uint64_t *length);

#endif
