/* cache: the extent, the last value and the columns of a curve. */
#ifndef TBTOP_CACHE_CURVE_WINDOWS_H
#define TBTOP_CACHE_CURVE_WINDOWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/series.h>

#include "tbtop/cache/caches.h"

/* The entry next to a window, on its left or right. A line leads from the window to it. */
struct curve_beside {
	bool is; /* there is one, and its value is finite */
	double x, value;
};

/* A part of a curve. Only columns with entries are kept: a short curve has few of them. */
struct curve_window {
	struct curve_beside left, right;
	size_t n;             /* number of columns with entries */
	const uint32_t *at;   /* of each, its index among the columns of the range; ascending */
	tfe_column columns[]; /* as of tfe_view_get_columns */
};

/* `n` columns from x0 to x1. */
struct window_range {
	tfe_axis axis;
	double x0, x1;
	double smoothing; /* 0: none */
	size_t n;
	/* 0: the curve. Otherwise the points that a restart superseded, its number in the order of
	 * tfe_view_get_restarts plus one: without smoothing, and without entries next to them. */
	size_t restart;
};

/* Returns the window, valid until the next chart begins, or NULL if the library fails or the frame
 * is out of time (caches_missed). */
const struct curve_window *curve_window(struct caches *c, const tfe_view *view,
					const struct window_range *range);

struct curve_facts {
	bool extends;    /* it has an extent */
	double x0, x1;   /* as of tfe_view_get_extent */
	double last;     /* value of the last entry; NaN for an empty curve */
	double min, max; /* of finite values; NaN without one */
};

/* Returns facts that are valid until the next frame begins. */
const struct curve_facts *curve_facts(struct caches *c, const tfe_view *view, tfe_axis axis);

#endif
