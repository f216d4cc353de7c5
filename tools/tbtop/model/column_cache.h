/* model: columns and extents of curves kept from one frame to the next: most keys change none of them. */
#ifndef TBTOP_MODEL_COLUMN_CACHE_H
#define TBTOP_MODEL_COLUMN_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/series.h>

struct column_cache;

/* Pair with column_cache_close. */
struct column_cache *column_cache_open(void);
void column_cache_close(struct column_cache *cache);

/* A new frame begins: what the last one did not use may go. */
void column_cache_frame(struct column_cache *cache);

/* From now on a frame that finds little of what it needs gets, after this time, only what is there, so that keys are
 * answered soon. The frames after it get twice as long each, until one is whole. Without this all frames are. */
void column_cache_hurry(struct column_cache *cache, double seconds);
/* Whether the frame did not get all that it needed: the next one will get more. */
bool column_cache_missed(const struct column_cache *cache);

/* The entry next to a window, on its left or right: where its line comes from or goes to. */
struct curve_beside {
	bool is;
	double x, value;
};

/* A part of a curve. */
struct curve_window {
	struct curve_beside left, right;
	tfe_column columns[]; /* as tfe_view_get_columns says */
};

/* A new chart begins: where memory is short, the windows of the charts before it go. */
void column_cache_chart(struct column_cache *cache);

/* NULL where that fails, or there is no time. Good until the next chart or frame begins. */
const struct curve_window *column_cache_get(struct column_cache *cache, const tfe_view *view,
					    tfe_axis axis, double x0, double x1, double smoothing,
					    size_t n);

/* What every frame asks of a curve. */
struct curve_facts {
	bool extends;  /* it has an extent */
	double x0, x1; /* as tfe_view_get_extent says */
	double last;   /* value of the last entry, NaN when there is none */
};

const struct curve_facts *column_cache_facts(struct column_cache *cache, const tfe_view *view,
					     tfe_axis axis);

#endif
