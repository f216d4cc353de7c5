/* read/query: reads single entries of kinds other than scalars from their files, on request. */
#ifndef TFE_READ_QUERY_FETCH_H
#define TFE_READ_QUERY_FETCH_H

#include <tfevents/series.h>

#include "base/arena.h"
#include "read/run/store.h"

/* The location of an entry, and the properties that its event must have. */
struct tfe__wanted {
	const tfe_series *series;
	struct tfe__location location;
	int64_t step;
	const char *path; /* of the file */
};

/* Consumes a record that was read. The record is borrowed until the function returns. */
typedef tfe_status tfe__consume_record(void *context, const struct tfe__wanted *wanted,
				       const struct tfe__record *record, tfe_error *error);

/* Reads entry i (below the count of the view) from its file and passes it to `consume`. Returns
 * TFE_E_LIMIT (the memory budget dropped the entry, or the record is larger than the memory limit),
 * TFE_E_IO, TFE_E_DAMAGED, TFE_E_NOMEM or the status of `consume`; *error (may be NULL) has the
 * detail. */
tfe_status tfe__entry_read(const tfe_view *view, uint64_t i, tfe__consume_record *consume,
			   void *context, tfe_error *error) TFE_MUST_CHECK;

/* Fills *error for an entry that the memory budget dropped. Returns TFE_E_LIMIT. */
tfe_status tfe__entry_dropped(tfe_error *error);

/* tfe_view_read_histogram and tfe_view_get_moments, with the detail in *error (may be NULL). */
tfe_status tfe__view_histogram(const tfe_view *view, uint64_t i, tfe_histogram *h,
			       tfe_error *error) TFE_MUST_CHECK;
tfe_status tfe__view_moments(const tfe_view *view, uint64_t i, tfe_moments *moments,
			     tfe_error *error) TFE_MUST_CHECK;

/* Decodes the wanted value from the data of its record. *value borrows from the data and from the
 * arena. Returns TFE_E_DAMAGED if the record does not have the value, or TFE_E_NOMEM. */
tfe_status tfe__entry_value(const struct tfe__wanted *wanted, const uint8_t *data, size_t size,
			    struct tfe__arena *arena, tfe_value *value,
			    tfe_error *error) TFE_MUST_CHECK;

#endif
