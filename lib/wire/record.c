/* wire: the frame of a record (TFRecord): length and checksums. */
#include "wire/record.h"

#include "base/le.h"
#include "base/compiler.h"
#include "wire/crc32c.h"
#include "wire/crc32c_short.h"

static uint32_t masked(const void *data, size_t n)
{
	return tfe__crc32c_mask(tfe__crc32c(0, data, n));
}

void tfe__record_put_header(uint8_t *header, uint64_t length)
{
	tfe__put_le64(header, length);
	tfe__put_le32(header + 8, masked(header, 8));
}

void tfe__record_put_footer(uint8_t *footer, const void *data, size_t length)
{
	tfe__put_le32(footer, masked(data, length));
}

bool tfe__record_get_header(const uint8_t *header, uint64_t *length)
{
	*length = tfe__le64(header);
	return tfe__le32(header + 8) == masked(header, 8);
}

bool tfe__record_intact(const uint8_t *footer, const void *data, size_t length)
{
	return tfe__le32(footer) == masked(data, length);
}

#ifdef TFE__CRC32C_SHORT
TFE__CRC32C_TARGET static void frame_short(uint8_t *record, size_t length)
{
	uint8_t *data = record + TFE__RECORD_HEADER_BYTES;
	tfe__put_le64(record, length);
	tfe__put_le32(record + 8, tfe__crc32c_mask(tfe__crc32c_short(0, record, 8)));
	tfe__put_le32(data + length, tfe__crc32c_mask(tfe__crc32c_short(0, data, length)));
}
#endif

void tfe__record_frame(uint8_t *record, size_t length)
{
	uint8_t *data = record + TFE__RECORD_HEADER_BYTES;
#ifdef TFE__CRC32C_SHORT
	if (length <= TFE__CRC32C_SHORT_BYTES && tfe__crc32c_has_short()) {
		frame_short(record, length);
		return;
	}
#endif
	tfe__record_put_header(record, length);
	tfe__record_put_footer(data + length, data, length);
}

TFE__RARE static bool whole(const uint8_t *p, size_t n, uint64_t *length)
{
	return n >= TFE__RECORD_FRAME_BYTES && tfe__record_get_header(p, length) &&
	       *length <= n - TFE__RECORD_FRAME_BYTES &&
	       tfe__record_intact(p + TFE__RECORD_HEADER_BYTES + *length,
				  p + TFE__RECORD_HEADER_BYTES, (size_t)*length);
}

#ifdef TFE__CRC32C_SHORT
TFE__CRC32C_TARGET static bool short_whole(const uint8_t *p, size_t n, uint64_t *length)
{
	if (n < TFE__RECORD_FRAME_BYTES)
		return false;
	uint64_t size = tfe__le64(p);
	if (size > TFE__CRC32C_SHORT_BYTES || size > n - TFE__RECORD_FRAME_BYTES)
		return whole(p, n, length);
	const uint8_t *data = p + TFE__RECORD_HEADER_BYTES;
	*length = size;
	return tfe__le32(p + 8) == tfe__crc32c_mask(tfe__crc32c_short(0, p, 8)) &&
	       tfe__le32(data + size) == tfe__crc32c_mask(tfe__crc32c_short(0, data, size));
}
#endif

bool tfe__record_whole(const uint8_t *p, size_t n, uint64_t *length)
{
#ifdef TFE__CRC32C_SHORT
	if (tfe__crc32c_has_short())
		return short_whole(p, n, length);
#endif
	return whole(p, n, length);
}
