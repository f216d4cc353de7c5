/* One tag of one run over the steps: points of scalars, places of everything else. */
#ifndef TFEVENTS_SERIES_H
#define TFEVENTS_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>
#include <tfevents/kind.h>
#include <tfevents/logdir.h>

TFE_BEGIN_DECLS

/* A series as it is at one moment: plain data, taken in constant time without waiting for the loader,
 * and unchanged by what is loaded later. Good until the logdir is closed. Queries on it may run in
 * any thread. Entries are numbered from 0 in the order of the file, superseded ones left out. */
typedef struct tfe_view {
	const tfe_series *series;
	const void *version; /* internal: which restart of the run */
	uint64_t count;      /* entries */
} tfe_view;

/* The series as it is now. Threads: any. */
TFE_API tfe_view tfe_series_view(const tfe_series *series);

/* Two of its tfe_series_info at no cost: the others are looked up among the entries. */
TFE_API const char *tfe_series_tag(const tfe_series *series);
TFE_API tfe_kind tfe_series_kind(const tfe_series *series);

/* A view of a series in a few numbers. */
typedef struct tfe_series_info {
	size_t size;
	const char *tag; /* as in the file, may hold any byte but NUL; escape before showing */
	tfe_kind kind;
	const char *plugin;       /* "" where none was named */
	const char *display_name; /* "" where none was given */
	const char *description;  /* Markdown, "" where none was given */
	uint64_t count;           /* entries of the view */
	uint64_t superseded;      /* entries left out because of restarts */
	uint64_t
		dropped; /* entries of the view that the memory budget had dropped: see tfe_view_get_points */
	uint64_t left_out; /* entries beyond those for which it had no room at all */
	int64_t first_step, last_step;
	double first_wall_time, last_wall_time;
	/* Scalars only: */
	double last;                /* value of the last entry, NaN when there is none */
	double min, max;            /* of finite values, NaN when there is none */
	int64_t min_step, max_step; /* of the first entry that reaches min and max */
	uint64_t nonfinite;
} tfe_series_info;

#define TFE_SERIES_INFO_INIT TFE_SIZED(tfe_series_info)

/* Gets the numbers of a view. Costs what the blocks of entries cost, not what the entries do.
 * Threads: any. */
TFE_API void tfe_view_get_info(const tfe_view *view, tfe_series_info *info);

/* One entry of a scalar series. */
typedef struct tfe_point {
	int64_t step;
	double wall_time;
	double value;
} tfe_point;

/* Copies up to n points of a scalar series from entry `first` on. Returns how many. For other kinds
 * the value is NaN, step and wall time are the entry's.
 *
 * Where the memory budget was reached, blocks of about a thousand entries (of histograms about a
 * hundred) are dropped but for their first one and what tfe_view_get_columns needs to draw their
 * extremes. Copying ends there, after the first entry of the block; asked for another entry of
 * it, nothing is copied. A cursor (cursor.h) has all of them. */
TFE_API size_t tfe_view_get_points(const tfe_view *view, uint64_t first, tfe_point *points,
				   size_t n);

/* The same without wall times, into two arrays, for who goes through all points of a scalar series: several times cheaper.
 * Returns how many, ending before a block that was dropped; 0 for other kinds. */
TFE_API size_t tfe_view_get_values(const tfe_view *view, uint64_t first, int64_t *steps,
				   double *values, size_t n);

/* The x axis of a chart: what the x of an entry is. */
typedef enum tfe_axis {
	TFE_AXIS_STEP,
	TFE_AXIS_RELATIVE, /* seconds since the series' first entry */
	TFE_AXIS_WALL      /* seconds since 1970 */
} tfe_axis;

/* The x of the first and the last entry on the axis (least and greatest where they do not ascend).
 * Returns false when there is none. */
TFE_API bool tfe_view_get_extent(const tfe_view *view, tfe_axis axis, double *x0, double *x1);

/* The entry whose x is nearest; of two as near the earlier. The count of the view when it is empty. */
TFE_API uint64_t tfe_view_nearest(const tfe_view *view, tfe_axis axis, double x);

/* What one column of a chart covers. */
typedef struct tfe_column {
	uint64_t count;               /* entries with finite values */
	double first, min, max, last; /* of finite values; NaN when count is 0 */
	uint64_t nan, posinf, neginf;
} tfe_column;

/* Divides [x0, x1] (x1 > x0) evenly into n columns, the last one closed on the right, and says of each
 * what lies in it. With a smoothing weight above 0 values are smoothed as TensorBoard does: over all
 * points, v_i = w v_(i-1) + (1-w) y_i divided by 1 - w^i; non-finite ones stay as they are; a constant
 * series stays as it is. Costs what the columns cost, not what the points do.
 * Returns TFE_E_ARG (not scalars, weight not in [0,1), empty range), TFE_E_NOMEM. */
TFE_API TFE_MUST_CHECK tfe_status tfe_view_get_columns(const tfe_view *view, tfe_axis axis,
						       double x0, double x1, double smoothing,
						       tfe_column *columns, size_t n);

/* The smoothed value at an entry. */
TFE_API TFE_MUST_CHECK tfe_status tfe_view_get_smoothed(const tfe_view *view, uint64_t i,
							double smoothing, double *value);

/* The moments of entry i of a histogram series, from the index (all but num, mean and stddev to float32) without reading it again; only
 * those of a tensor far larger than what is stored of it, from the file. Returns TFE_E_ARG (not histograms, no such entry), TFE_E_LIMIT (the memory budget had the entry dropped), and where a
 * file is asked or the value is no histogram what tfe_view_read_histogram returns. */
TFE_API TFE_MUST_CHECK tfe_status tfe_view_get_moments(const tfe_view *view, uint64_t i,
						       tfe_moments *moments);

/* Reads entry i of a histogram series from its file into `h` (initialised by the caller).
 * Returns TFE_E_ARG (not histograms), TFE_E_LIMIT (the memory budget had the entry dropped), TFE_E_IO, TFE_E_DAMAGED (the file changed), TFE_E_NOMEM. */
TFE_API TFE_MUST_CHECK tfe_status tfe_view_read_histogram(const tfe_view *view, uint64_t i,
							  tfe_histogram *h);

/* A value that was read from its file. */
typedef struct tfe_fetched tfe_fetched;

/* Reads entry i of a series of anything but scalars from its file: an image, a sound, a text, a tensor, a histogram, a
 * graph, ... *out is the caller's, until tfe_fetched_release. What was asked for last is kept: it need not be read again.
 * Of that there is a sixteenth of the memory budget at most, and no more than 32 MiB.
 * Returns TFE_E_ARG (scalars, no such entry), TFE_E_LIMIT (the memory budget had the entry dropped), TFE_E_IO (the file is
 * gone, or cannot be read), TFE_E_DAMAGED (the file changed), TFE_E_NOMEM; then *out is NULL and *error (may be NULL) tells
 * more. */
TFE_API TFE_MUST_CHECK tfe_status tfe_view_fetch(const tfe_view *view, uint64_t i,
						 tfe_fetched **out, tfe_error *error);

/* The value; what it holds in whole pieces is told by tfe_blobs. Good until tfe_fetched_release. */
TFE_API const tfe_value *tfe_fetched_value(const tfe_fetched *held);

/* NULL is a no-op. May come after the logdir is closed. Threads: any. */
TFE_API void tfe_fetched_release(tfe_fetched *held);

TFE_END_DECLS

#endif
