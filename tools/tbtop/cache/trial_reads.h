/* cache: hyperparameters and reduced metrics, read and computed by the reader. */
#ifndef TBTOP_CACHE_TRIAL_READS_H
#define TBTOP_CACHE_TRIAL_READS_H

#include <tfevents/hparams.h>

#include "tbtop/cache/caches.h"

/* A value of the plugin hparams. */
struct hparams_content {
	tfe_hparams *hparams; /* NULL: it cannot be read, or is no such value */
};

/* Returns the last entry of a view that is not empty, as reads_find does. */
const struct hparams_content *hparams_find(struct caches *c, const tfe_view *view);

/* The values of a scalar series. NaN if there is none: not finite values count for `last` only. */
struct metric_numbers {
	double last, min, max;
	double smooth_min, smooth_max; /* of the smoothed values */
};

/* Returns the numbers of a view that is not empty, as reads_find does. */
const struct metric_numbers *metric_find(struct caches *c, const tfe_view *view, double smoothing);

#endif
