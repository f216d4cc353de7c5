/* Cursors: all points of a series, exact under any memory budget. */
#ifndef TFEVENTS_CURSOR_H
#define TFEVENTS_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/histogram.h>
#include <tfevents/logdir.h>
#include <tfevents/series.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* Goes through the entries of a series in their order, superseded ones left out. The entries are
 * those that the series had when the cursor was opened; what is loaded later changes nothing.
 * Entries that the memory budget dropped or left out are read from the files of the run again. A
 * cursor stays valid whatever other calls are made. It has to be closed before its log directory.
 *
 * Cost: as that of a view where all entries are in memory. Otherwise the files of the run are read
 * once for as many of the following series, in the order of tfe_run_series_at, as fit into an
 * eighth of the memory budget (8 MiB at least): fewest readings are needed where series after
 * series is read in that order. Cursors share such a reading. It stays in memory while a cursor
 * uses it: from the first call that needs it to the end of the series or the close. A series that
 * is larger is read piece by piece while its cursor proceeds.
 *
 * Threads: a cursor is used by one thread at a time; different cursors by any threads, also while
 * the log directory is loaded or watched. */
typedef struct tfe_cursor tfe_cursor;

/* The rules for `size` are those of tfe_logdir_options. */
typedef struct tfe_cursor_options {
	size_t size;
	uint64_t first; /* the entry to begin with, counted from 0 */
	bool in_memory; /* reads no files: passes over the entries that are not in memory */
} tfe_cursor_options;

#define TFE_CURSOR_OPTIONS_INIT TFE_SIZED(tfe_cursor_options)

/* Opens a cursor; reads no file. `options` may be NULL. Of a run that is being loaded at the moment
 * it waits until the loading thread puts the run aside (after 16 MiB at most), unless in_memory is
 * set.
 * Returns TFE_E_ARG, TFE_E_NOMEM; then *out is NULL and *error (may be NULL) has the detail. */
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_open(const tfe_series *series,
						  const tfe_cursor_options *options,
						  tfe_cursor **out, tfe_error *error);

/* Copies the next points, up to n, and sets *got: 0 at the end only (or when n is 0); fewer than n
 * do not mean the end. Of a series of another kind than scalars the values are NaN.
 * Returns TFE_E_IO (a file is gone or cannot be read), TFE_E_DAMAGED (a file was changed since
 * it was loaded), TFE_E_NOMEM; then *got is 0, tfe_cursor_get_error names the file, and the call
 * may be repeated. */
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_next(tfe_cursor *cursor, tfe_point *points, size_t n,
						  size_t *got);

/* The same without wall times, into two arrays; several times cheaper. Also returns TFE_E_ARG
 * (not scalars). */
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_next_values(tfe_cursor *cursor, int64_t *steps,
							 double *values, size_t n, size_t *got);

/* The entry that comes next, counted from 0: the last call copied those before it. */
TFE_API uint64_t tfe_cursor_position(const tfe_cursor *cursor);

/* What tfe_view_get_info reports, exact: nothing is dropped or left out. Where not all entries
 * are in memory the files are read to their end. With in_memory, what tfe_view_get_info reports.
 * Returns what tfe_cursor_next returns. */
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_get_info(tfe_cursor *cursor, tfe_series_info *info);

/* The CRC-32 (zlib's) of the values from the position to the end, each as a little-endian
 * float64, in order. The cursor is at the end then. Returns TFE_E_ARG (not scalars), and what
 * tfe_cursor_next returns. */
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_get_crc32(tfe_cursor *cursor, uint32_t *crc);

/* Entry i, counted from 0, as tfe_view_get_moments, tfe_view_read_histogram and tfe_view_fetch
 * return it, for any entry. The position stays. Entries that tfe_cursor_next copied last are at
 * hand; for those far away the files may be read again.
 * Returns what these return (TFE_E_LIMIT: the record is larger than the memory limit), and what
 * tfe_cursor_next returns. */
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_get_moments(tfe_cursor *cursor, uint64_t i,
							 tfe_moments *moments);
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_read_histogram(tfe_cursor *cursor, uint64_t i,
							    tfe_histogram *h);
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_fetch(tfe_cursor *cursor, uint64_t i,
						   tfe_fetched **out);

/* The detail of the last error of a call on this cursor, copied out: the file concerned, the
 * errno, a sentence; status TFE_OK when there was none. */
TFE_API void tfe_cursor_get_error(const tfe_cursor *cursor, tfe_error *error);

/* Frees the cursor, and what it read unless other cursors use that. NULL is a no-op. */
TFE_API void tfe_cursor_close(tfe_cursor *cursor);

TFE_END_DECLS

#endif
