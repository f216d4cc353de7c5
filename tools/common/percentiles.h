/* common: the nine percentiles of a histogram, as TensorBoard's distributions show them. */
#ifndef COMMON_PERCENTILES_H
#define COMMON_PERCENTILES_H

#include <tfevents/histogram.h>

/* The percentiles 0 (the minimum), 6.68, 15.87, 30.85, 50, 69.15, 84.13, 93.32 and 100 (the
 * maximum). */
enum { HIST_PERCENTILES = 9 };

/* Computes the percentiles of a histogram as TensorBoard does; all are 0 without values. */
void hist_percentiles(const tfe_histogram *h, double percentile[HIST_PERCENTILES]);

#endif
