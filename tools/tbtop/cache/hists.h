/* cache: histograms read from disk, with the statistics that views draw. */
#ifndef TBTOP_CACHE_HISTS_H
#define TBTOP_CACHE_HISTS_H

#include <tfevents/histogram.h>

#include "common/percentiles.h"
#include "tbtop/cache/caches.h"

/* Longer histograms are shortened by merging adjacent rows. No screen shows more rows, and a
 * hostile file may contain millions. */
enum { HIST_ROWS = 768 };

struct hist {
	tfe_point at; /* step and wall time */
	bool good;    /* false: it could not be read */
	bool empty;   /* it has no finite value */
	tfe_histogram data;
	double p01, p1, p50, p99, p999; /* quantiles: 0.1 %, 1 %, ... */
	double percentile[HIST_PERCENTILES];
	double zeros; /* the fraction of values that are 0 */
};

/* The kind of the values; each is a struct hist. */
extern const struct read_kind hist_kind;

/* Returns entry i of a view, as reads_find does. */
const struct hist *hist_find(struct caches *c, const tfe_view *view, uint64_t i);

#endif
