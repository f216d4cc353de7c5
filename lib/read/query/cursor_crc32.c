/* read/query: the CRC-32 of the values of a series, with which two readers can be compared. */
#include "read/query/cursor.h"

#ifdef HAVE_ISAL
#include <isa-l/crc.h>
#else
#include <zlib.h>
#endif

#include "base/error.h"
#include "base/le.h"

enum { VALUES = 512 };

static uint32_t crc32_more(uint32_t crc, const double *values, uint32_t n)
{
	uint8_t bytes[VALUES * sizeof *values];
	for (uint32_t i = 0; i < n; i++)
		tfe__put_le_double(bytes + i * sizeof *values, values[i]);
#ifdef HAVE_ISAL
	return crc32_gzip_refl(crc, bytes, n * sizeof *values);
#else
	return (uint32_t)crc32(crc, bytes, n * (unsigned)sizeof *values);
#endif
}

/* Adds the values from entry *at to the end, or to the first entry that is not in memory, and
 * advances *at. */
static uint32_t crc32_of_resident(const tfe_view *view, uint64_t *at, uint32_t crc)
{
	struct tfe__span span = tfe__column_span(view->version, view->count);
	double values[VALUES];
	for (size_t c = tfe__span_find(&span, *at); c <= span.whole; c++) {
		const struct tfe__chunk *chunk = span.index->chunks[c];
		uint32_t entries = tfe__span_entries(&span, c);
		if (!tfe__span_is_resident(&span, c))
			break;
		for (uint32_t i = (uint32_t)(*at - chunk->first); i < entries; i += VALUES) {
			uint32_t n = entries - i < VALUES ? entries - i : VALUES;
			tfe__chunk_values(chunk, i, n, values);
			crc = crc32_more(crc, values, n);
		}
		*at = chunk->first + entries;
	}
	return crc;
}

tfe_status tfe_cursor_get_crc32(tfe_cursor *c, uint32_t *crc)
{
	tfe_view view;
	tfe_status status;
	*crc = 0;
	if (c->series->kind != TFE_KIND_SCALAR)
		return tfe__error(&c->error, TFE_E_ARG, 0, NULL, -1, "the series has no scalars");
	while (!(status = tfe__cursor_reach(c, &c->next, &view))) {
		unsigned epoch = tfe__epoch_enter(view.series->shared->epoch);
		*crc = crc32_of_resident(&view, &c->next, *crc);
		tfe__epoch_leave(view.series->shared->epoch, epoch);
	}
	tfe__cursor_close_reread(c);
	return status == TFE_E_NOTFOUND ? TFE_OK : status;
}
