/* Target functions: tfe__records_next tfe__resync tfe__records_read_at
 *
 * For any bytes, each byte of a file is reported once and in order, and a file that appears in two
 * pieces is read as far as a complete one. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "memory_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads to the end; returns the offset after the last whole record or skipped damage. */
static uint64_t read_on(struct tfe__records *r, const struct memory *m)
{
	struct tfe__record record;
	uint64_t place = r->place;
	for (;;) {
		tfe_status status = tfe__records_next(r, &record);
		if (record.offset != place)
			abort();
		if (status == TFE_E_AGAIN) {
			if (record.bytes && place + record.bytes != m->size)
				abort();
			return place;
		}
		if ((status != TFE_OK && status != TFE_E_DAMAGED) || !record.bytes)
			abort();
		place += record.bytes;
		if (place > m->size || r->place != place)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct memory m = {data, size};
	const struct tfe__source source = memory_source(&m);
	struct tfe__records r;
	tfe__records_init(&r, &source, false, NULL);
	uint64_t all = read_on(&r, &m);
	tfe__records_release(&r);

	tfe__records_init(&r, &source, true, NULL);
	m.size = size / 2;
	read_on(&r, &m);
	m.size = size;
	uint64_t live = read_on(&r, &m);
	tfe__records_release(&r);
	/* A live reader may still wait, but never reads further. */
	if (live > all)
		abort();
	return 0;
}
