/* model: histograms that were read from disk, and those that the last frame missed. Views ask, a reader (see
 * update/hist_reader.h) answers: no frame waits for a disk. */
#ifndef TBTOP_MODEL_HIST_CACHE_H
#define TBTOP_MODEL_HIST_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/histogram.h>
#include <tfevents/series.h>

/* Where there are more rows, neighbours are joined: no screen shows so many, and a hostile file may hold millions. */
enum { HIST_ROWS = 768 };

struct hist {
	tfe_point at; /* step and wall time */
	bool good;    /* else it could not be read */
	bool empty;   /* no finite value in it */
	tfe_histogram data;
	double p01, p1, p50, p99, p999; /* quantiles: 0.1 %, 1 %, ... */
	double zeros;                   /* the share of values that are 0 */
};

/* One entry of a series. */
struct hist_key {
	tfe_view view;
	uint64_t entry;
};

struct hist_cache;

/* Pair with hist_cache_close, after the readers have ended. */
struct hist_cache *hist_cache_open(void);
void hist_cache_close(struct hist_cache *cache);

/* --- for views, in one thread ----------------------------------------------------------------- */

/* A new frame begins: what was missed before is forgotten, and where memory is short, so is what the last frame
 * did not use. */
void hist_cache_frame(struct hist_cache *cache);

/* Entry i of a view, good until the next frame begins. NULL: it is not there yet, and will be read. */
const struct hist *hist_cache_get(struct hist_cache *cache, const tfe_view *view, uint64_t i);

/* --- for a reader, in any thread -------------------------------------------------------------- */

/* Takes the next one that was missed; with `wait` once there is one. False when there is none, or the cache was
 * stopped. */
bool hist_cache_take(struct hist_cache *cache, bool wait, struct hist_key *key);

/* Hands over what was read. */
void hist_cache_put(struct hist_cache *cache, const struct hist_key *key, const struct hist *hist);

/* Ends every wait, for good. */
void hist_cache_stop(struct hist_cache *cache);

#endif
