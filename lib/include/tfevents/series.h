/* Series: the points of scalars, and the entries of all other kinds, of one tag and kind of one
 * run. */
#ifndef TFEVENTS_SERIES_H
#define TFEVENTS_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>
#include <tfevents/kind.h>
#include <tfevents/logdir.h>

TFE_BEGIN_DECLS

/* A view: a snapshot of a series. It is plain data, is taken in constant time without waiting for
 * the loading thread, and does not change when more data are loaded. Entries are numbered from 0 in
 * the order in which they were loaded, without superseded ones. Ownership: nothing to release;
 * valid until the log directory is closed. Threads: any. */
typedef struct tfe_view {
	const tfe_series *series;
	const void *version; /* internal: changes when a restart removes entries */
	uint64_t count;      /* number of entries */
} tfe_view;

/* Returns a view of the series as it is now. Threads: any. */
TFE_API tfe_view tfe_series_view(const tfe_series *series);

/* The tag and the kind of a series, as in tfe_series_info, in constant time. Ownership: the tag is
 * the log directory's. Threads: any. */
TFE_API const char *tfe_series_tag(const tfe_series *series);
TFE_API tfe_kind tfe_series_kind(const tfe_series *series);

/* The properties of a view. */
typedef struct tfe_series_info {
	size_t size;
	const char *tag; /* as in the file: any bytes except NUL; escape before display */
	tfe_kind kind;
	const char *plugin;       /* "" if the file names none */
	const char *display_name; /* "" if the file gives none */
	const char *description;  /* Markdown; "" if the file gives none */
	uint64_t count;           /* number of entries of the view */
	uint64_t superseded;      /* number of entries that restarts removed from the series */
	/* Number of entries of the view that the memory budget dropped: see tfe_view_get_points. */
	uint64_t dropped;
	/* Number of values that the memory budget excluded from the series: they have no entry. */
	uint64_t left_out;
	int64_t first_step, last_step;          /* of the first and the last entry */
	double first_wall_time, last_wall_time; /* in seconds since 1970 */
	/* Scalars only: */
	double last;                /* value of the last entry; NaN if there is none */
	double min, max;            /* of finite values; NaN if there is none */
	int64_t min_step, max_step; /* of the first entry with the value min and max */
	uint64_t nonfinite;         /* number of NaN and infinite values */
	bool several_writers;       /* several files have entries at the same steps */
	/* n, if the first value is an integer tensor of shape [n, n], as confusion matrices are;
	 * otherwise 0. */
	uint32_t square;
} tfe_series_info;

#define TFE_SERIES_INFO_INIT TFE_SIZED(tfe_series_info)

/* Fills *info with the properties of a view. If the last entry was dropped, last_step and
 * last_wall_time are the greatest of the series. The cost grows with the number of chunks (blocks
 * of about a thousand entries), not with the number of entries. Ownership: the strings are the log
 * directory's. Threads: any. */
TFE_API void tfe_view_get_info(const tfe_view *view, tfe_series_info *info);

/* A restart that superseded entries of a series. */
typedef struct tfe_restart {
	int64_t step;        /* entries at this step and later were superseded */
	uint64_t superseded; /* how many */
} tfe_restart;

/* Copies up to n restarts that superseded entries of the series of a view, the latest first.
 * Returns how many. Threads: any. */
TFE_API size_t tfe_view_get_restarts(const tfe_view *view, tfe_restart *restarts, size_t n);

/* One entry of a scalar series. */
typedef struct tfe_point {
	int64_t step;
	double wall_time; /* in seconds since 1970 */
	double value;
} tfe_point;

/* Copies up to n points, from entry `first` on. For kinds other than scalars the value is NaN; step
 * and wall time are those of the entry.
 *
 * When the memory budget is reached, chunks (about a thousand entries; of histograms about a
 * hundred) are dropped: only their first entry and the extremes for tfe_view_get_columns stay in
 * memory. The copy ends after the first entry of a dropped chunk. If `first` is another entry of
 * one, nothing is copied. A cursor (cursor.h) returns all entries.
 *
 * Returns the number of points copied. Threads: any. */
TFE_API size_t tfe_view_get_points(const tfe_view *view, uint64_t first, tfe_point *points,
				   size_t n);

/* Copies up to n steps and values of a scalar series, from entry `first` on. It is several times
 * faster than tfe_view_get_points, and ends before the first entry of a dropped chunk.
 * Returns the number of entries copied; 0 for other kinds. Threads: any. */
TFE_API size_t tfe_view_get_values(const tfe_view *view, uint64_t first, int64_t *steps,
				   double *values, size_t n);

/* The x axis of a chart: the x of an entry. */
typedef enum tfe_axis {
	TFE_AXIS_STEP,     /* its step */
	TFE_AXIS_RELATIVE, /* seconds since the wall time of the first entry of the series */
	TFE_AXIS_WALL      /* its wall time, in seconds since 1970 */
} tfe_axis;

/* Gets the least and the greatest x of a view. Returns false if no entry has an x: *x0 and *x1 are
 * then undefined. Threads: any. */
TFE_API bool tfe_view_get_extent(const tfe_view *view, tfe_axis axis, double *x0, double *x1);

/* Returns the entry whose x is nearest to `x`; of two entries at the same distance the earlier one.
 * Returns the count of an empty view. Threads: any. */
TFE_API uint64_t tfe_view_nearest(const tfe_view *view, tfe_axis axis, double x);

/* The summary of the points that one column of a chart shows. */
typedef struct tfe_column {
	uint64_t count;               /* number of finite values */
	double first, min, max, last; /* of finite values; NaN when count is 0 */
	uint64_t nan, posinf, neginf; /* numbers of values that are not finite */
} tfe_column;

/* Divides [x0, x1] (x1 > x0) into n columns of equal width and summarises the points of each. The
 * last column includes x1.
 *
 * With a smoothing weight w above 0 the values are smoothed as in TensorBoard, over all points:
 * v_i = w v_(i-1) + (1-w) y_i, divided by 1 - w^i. Values that are not finite, and all values of a
 * constant series, stay as they are. The cost grows with the number of columns, not with the number
 * of points.
 *
 * Returns TFE_E_ARG (no scalars, weight outside [0,1), empty range) or TFE_E_NOMEM. Threads:
 * any. */
TFE_API TFE_MUST_CHECK tfe_status tfe_view_get_columns(const tfe_view *view, tfe_axis axis,
						       double x0, double x1, double smoothing,
						       tfe_column *columns, size_t n);

/* Divides [x0, x1] (x1 > x0) into n columns and summarises, as tfe_view_get_columns does without
 * smoothing, the points that one restart superseded: number `restart` in the order of
 * tfe_view_get_restarts, counted from 0. A point is superseded once, so no two restarts have the
 * same one. The result does not change when more data are loaded. Seconds of TFE_AXIS_RELATIVE
 * count from the first entry of the view; a point that was logged earlier is before 0. If the view
 * has no entry, they count from the first entry that the series had before the restart.
 *
 * Superseded points that the memory budget dropped are summarised by their chunks, as the points of
 * the view are: a column has the range of the whole chunk. For the chunk in which the restart
 * begins, that includes earlier points, and on an axis of time also their times. Points that the
 * budget left out of the series are missing, and so are those of files that were rewritten since.
 * The cost grows with the number of columns and of the restarts after this one, not with the number
 * of points.
 *
 * Returns TFE_E_ARG (no scalars, no such restart, empty range). Threads: any. */
TFE_API TFE_MUST_CHECK tfe_status tfe_view_get_superseded(const tfe_view *view, size_t restart,
							  tfe_axis axis, double x0, double x1,
							  tfe_column *columns, size_t n);

/* Gets the smoothed value of entry i of a scalar series, as tfe_view_get_columns smooths it. For an
 * entry of a dropped chunk it is the value of the chunk's first entry.
 * Returns TFE_E_ARG (no scalars, no such entry, weight outside [0,1)) or TFE_E_NOMEM. Threads:
 * any. */
TFE_API TFE_MUST_CHECK tfe_status tfe_view_get_smoothed(const tfe_view *view, uint64_t i,
							double smoothing, double *value);

/* Gets the moments of entry i of a histogram series from memory. All except num, mean and stddev
 * are rounded to float32. The file is read if float32 cannot hold their magnitude (1e50, 1e-50),
 * and for a tensor that is far larger than its stored data.
 * Returns TFE_E_ARG (no histograms, no such entry), TFE_E_LIMIT (the memory budget dropped the
 * entry); if the file is read, or the value is no valid histogram, also the statuses of
 * tfe_view_read_histogram. Threads: any. */
TFE_API TFE_MUST_CHECK tfe_status tfe_view_get_moments(const tfe_view *view, uint64_t i,
						       tfe_moments *moments);

/* Reads entry i of a histogram series from its file into *h, which the caller has initialised.
 * Returns TFE_E_ARG (no histograms, no such entry), TFE_E_LIMIT (the memory budget dropped the
 * entry, or the record is larger than the memory limit), TFE_E_IO, TFE_E_DAMAGED (the file changed)
 * or TFE_E_NOMEM. Threads: any. */
TFE_API TFE_MUST_CHECK tfe_status tfe_view_read_histogram(const tfe_view *view, uint64_t i,
							  tfe_histogram *h);

/* A value that was read from its file. Threads: any; released once, after all other calls. */
typedef struct tfe_fetched tfe_fetched;

/* Reads entry i of a series of any kind except scalars from its file: an image, a sound, a text, a
 * tensor, a histogram, a graph, ... The values that were fetched last stay in an LRU cache. It has
 * at most a sixteenth of the memory budget, and at most 32 MiB.
 * Returns TFE_E_ARG (scalars, no such entry), TFE_E_LIMIT (the memory budget dropped the entry, or
 * the record is larger than the memory limit), TFE_E_IO (the file is gone or unreadable),
 * TFE_E_DAMAGED (the file changed) or TFE_E_NOMEM; then *out is NULL and *error (may be NULL) has
 * the detail.
 * Ownership: *out is the caller's until tfe_fetched_release. Threads: any. */
TFE_API TFE_MUST_CHECK tfe_status tfe_view_fetch(const tfe_view *view, uint64_t i,
						 tfe_fetched **out, tfe_error *error);

/* Returns the value. tfe_blobs_init and tfe_blobs_next return its blobs. Ownership: valid until
 * tfe_fetched_release. Threads: any. */
TFE_API const tfe_value *tfe_fetched_value(const tfe_fetched *fetched);

/* Releases a value. NULL is a no-op. It may be called after the log directory is closed. Threads:
 * any. */
TFE_API void tfe_fetched_release(tfe_fetched *fetched);

TFE_END_DECLS

#endif
