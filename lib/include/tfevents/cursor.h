/* Cursors: all entries of a series, exact under any memory budget. */
#ifndef TFEVENTS_CURSOR_H
#define TFEVENTS_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>
#include <tfevents/histogram.h>
#include <tfevents/logdir.h>
#include <tfevents/series.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* A cursor returns the entries of a series in their order, without superseded ones. The entries are
 * those that the series had when the cursor was opened; data that are loaded later change nothing.
 * Entries that the memory budget dropped or left out are reread from the files of the run. A cursor
 * stays valid whatever other calls are made.
 *
 * Cost: that of a view if all entries are in memory. Otherwise the files of the run are reread. One
 * reread serves the series of the cursor and the following ones, in the order of tfe_run_series_at,
 * as many as fit into an eighth of the memory budget (at least 8 MiB). Callers that visit the
 * series in this order need the fewest rereads. Cursors share a reread. It stays in memory while a
 * cursor uses it: from the first call that needs it to the end of the series or the close of the
 * cursor. A series that is larger than this memory is reread in pieces while its cursor advances.
 *
 * Ownership: close a cursor before its log directory.
 * Threads: one thread at a time for one cursor; different cursors in any threads, also while the
 * log directory is loaded or followed. */
typedef struct tfe_cursor tfe_cursor;

/* The options of a cursor. The rules for `size` are those of tfe_logdir_options. */
typedef struct tfe_cursor_options {
	size_t size;
	uint64_t first; /* the first entry to return, counted from 0 */
	bool in_memory; /* read no file: skip the entries that are not in memory */
} tfe_cursor_options;

#define TFE_CURSOR_OPTIONS_INIT TFE_SIZED(tfe_cursor_options)

/* Opens a cursor without reading a file. `options` may be NULL. If a loading thread is reading the
 * run, the call waits until that thread pauses the run (after 16 MiB at most), unless in_memory is
 * set.
 * Returns TFE_E_ARG or TFE_E_NOMEM; then *out is NULL and *error (may be NULL) has the detail.
 * Ownership: *out is the caller's until tfe_cursor_close. */
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_open(const tfe_series *series,
						  const tfe_cursor_options *options,
						  tfe_cursor **out, tfe_error *error);

/* Copies the next points, at most n, and sets *got to their number. *got is 0 only at the end, or
 * when n is 0; fewer than n points do not mean the end. For kinds other than scalars the values are
 * NaN.
 * Returns TFE_E_IO (a file is gone or unreadable), TFE_E_DAMAGED (a file was changed since it was
 * loaded) or TFE_E_NOMEM; then *got is 0, tfe_cursor_get_error names the file, and the call may be
 * repeated. */
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_next(tfe_cursor *cursor, tfe_point *points, size_t n,
						  size_t *got);

/* Copies the next points of a scalar series, as tfe_cursor_next does, with all digits of their
 * values: numbers[i] is the value of points[i]. An integer beyond 2^53, which a double rounds, has
 * the type TFE_NUMBER_TYPE_SIGNED, or TFE_NUMBER_TYPE_UNSIGNED from 2^63 on; any other value has
 * the type TFE_NUMBER_TYPE_FLOAT. Returns TFE_E_ARG (no scalars), and the statuses of
 * tfe_cursor_next. */
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_next_numbers(tfe_cursor *cursor, tfe_point *points,
							  tfe_number *numbers, size_t n,
							  size_t *got);

/* Copies the next steps and values of a scalar series, as tfe_cursor_next copies points. It is
 * several times faster. Returns TFE_E_ARG (no scalars), and the statuses of tfe_cursor_next. */
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_next_values(tfe_cursor *cursor, int64_t *steps,
							 double *values, size_t n, size_t *got);

/* Returns the number of the next entry, counted from 0: the last call copied the entries before
 * it. */
TFE_API uint64_t tfe_cursor_position(const tfe_cursor *cursor);

/* Fills *info as tfe_view_get_info does, but exact: no entry is dropped or left out. If not all
 * entries are in memory, the files are reread to their ends. With in_memory it is the result of
 * tfe_view_get_info. Returns the statuses of tfe_cursor_next. */
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_get_info(tfe_cursor *cursor, tfe_series_info *info);

/* Gets the CRC-32 (that of zlib) of the values from the position to the end, each as a
 * little-endian float64, in order. The cursor is at the end afterwards. Returns TFE_E_ARG (no
 * scalars), and the statuses of tfe_cursor_next. */
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_get_crc32(tfe_cursor *cursor, uint32_t *crc);

/* The same as tfe_view_get_moments, tfe_view_read_histogram and tfe_view_fetch, for any entry i,
 * counted from 0. The position does not change. The entries that tfe_cursor_next copied last are in
 * memory; an entry far from the position may need a reread of the files.
 * Returns the statuses of these functions (TFE_E_LIMIT: the record is larger than the memory limit)
 * and those of tfe_cursor_next. */
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_get_moments(tfe_cursor *cursor, uint64_t i,
							 tfe_moments *moments);
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_read_histogram(tfe_cursor *cursor, uint64_t i,
							    tfe_histogram *h);
TFE_API TFE_MUST_CHECK tfe_status tfe_cursor_fetch(tfe_cursor *cursor, uint64_t i,
						   tfe_fetched **out);

/* Copies the last error of a call on this cursor: path, errno and message. The status is TFE_OK if
 * there was none. */
TFE_API void tfe_cursor_get_error(const tfe_cursor *cursor, tfe_error *error);

/* Frees the cursor, and its reread unless other cursors use that. NULL is a no-op. */
TFE_API void tfe_cursor_close(tfe_cursor *cursor);

TFE_END_DECLS

#endif
