/* wire: the frame around a record (TFRecord). */
#include "wire/record.h"

#include "base/le.h"
#include "wire/crc32c.h"

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
