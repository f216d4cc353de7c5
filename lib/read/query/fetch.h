/* read/query: entries that are no scalars, read from their files when they are asked for. */
#ifndef TFE_READ_QUERY_FETCH_H
#define TFE_READ_QUERY_FETCH_H

#include <tfevents/series.h>

#include "base/arena.h"
#include "read/run/store.h"

/* Where an entry lies, and what its event must say. */
struct tfe__wanted {
	const tfe_series *series;
	struct tfe__location place;
	int64_t step;
	const char *path; /* of the file */
};

/* Takes over what was read: a whole record, borrowed until it returns. */
typedef tfe_status tfe__take(void *context, const struct tfe__wanted *wanted,
			     const struct tfe__record *record, tfe_error *error);

/* Reads entry i (below the view's count) from its file and gives it to `take`. TFE_E_LIMIT (the memory budget had it dropped),
 * TFE_E_IO, TFE_E_DAMAGED, TFE_E_NOMEM or what `take` returned, with more in *error (may be NULL). */
tfe_status tfe__entry_read(const tfe_view *view, uint64_t i, tfe__take *take, void *context,
			   tfe_error *error) TFE_MUST_CHECK;

/* The error of an entry that the memory budget dropped. */
tfe_status tfe__entry_dropped(tfe_error *error);

/* tfe_view_read_histogram and tfe_view_get_moments, with more in *error (may be NULL). */
tfe_status tfe__view_histogram(const tfe_view *view, uint64_t i, tfe_histogram *h,
			       tfe_error *error) TFE_MUST_CHECK;
tfe_status tfe__view_moments(const tfe_view *view, uint64_t i, tfe_moments *moments,
			     tfe_error *error) TFE_MUST_CHECK;

/* Finds the wanted value in the bytes of its record. It borrows from them and from the arena. TFE_E_DAMAGED where they do
 * not hold it. */
tfe_status tfe__entry_value(const struct tfe__wanted *wanted, const uint8_t *data, size_t size,
			    struct tfe__arena *arena, tfe_value *value,
			    tfe_error *error) TFE_MUST_CHECK;

#endif
