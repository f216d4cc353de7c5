/* Target functions: tfe__is_packed tfe__gzip_new tfe__gzip_points_find tfe__forward_resync
 *
 * For any compressed file: reading ends; a file that appears in two pieces, with its reader
 * suspended between them, gives the same records as a complete one; and each record can be read
 * again at its offset. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "memory_source.h"
#include "read/file/gzip.h"
#include "wire/crc32c.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A summary of the records that were read: their number, a checksum of all, and the offsets of
 * some. */
struct sum {
	uint64_t records, at[16];
	uint32_t crc;
};

static void read_on(struct tfe__records *r, struct sum *sum)
{
	struct tfe__record record;
	for (;;) {
		tfe_status status = tfe__records_next(r, &record);
		if (status == TFE_E_AGAIN)
			return;
		if ((status != TFE_OK && status != TFE_E_DAMAGED) || !record.bytes)
			abort();
		if (status == TFE_E_DAMAGED)
			continue;
		sum->crc = tfe__crc32c(sum->crc, record.data, record.size);
		sum->at[sum->records++ % 16] = record.offset;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < TFE__PACKED_HEAD_BYTES || !tfe__is_packed(data))
		return 0;
	struct memory m = {data, size};
	const struct tfe__source packed = memory_source(&m);
	struct sum once = {0}, twice = {0};
	uint64_t at;
	for (int live = 0; live < 2; live++) {
		struct tfe__gzip_points *points =
			tfe__gzip_points_new(&tfe__malloc_allocator, NULL);
		struct tfe__gzip *u = tfe__gzip_new(&packed, points, true, &tfe__malloc_allocator);
		const struct tfe__source source = tfe__gzip_source(u);
		struct tfe__records r;
		tfe__records_init(&r, &source, live, NULL);
		r.forward = true;
		if (live) {
			m.size = size / 2;
			read_on(&r, &twice);
			tfe__records_release(&r);
			tfe__gzip_suspend(u);
			m.size = size;
			read_on(&r, &twice);
			tfe__records_settle(&r);
			read_on(&r, &twice);
		} else {
			read_on(&r, &once);
			for (uint64_t i = 0; i < once.records && i < 16; i++) {
				struct tfe__record record;
				if (tfe__records_read_at(&r, once.at[i], &record))
					abort();
			}
		}
		if (tfe__gzip_consumed(u) > size || (tfe__gzip_damage(u, &at) && at > size))
			abort();
		tfe__records_release(&r);
		tfe__gzip_free(u);
		tfe__gzip_points_free(points);
	}
	if (once.records != twice.records || once.crc != twice.crc)
		abort();
	return 0;
}
