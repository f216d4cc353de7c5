/* summary: builds a tfe_histogram from rows, and computes several quantiles at once. */
#ifndef TFE_SUMMARY_HISTOGRAM_H
#define TFE_SUMMARY_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/histogram.h>

/* The two functions below accept any data of a file. Both return TFE_E_DAMAGED for data that are
 * not a histogram, or TFE_E_NOMEM; on failure `h` is unchanged. */

/* Builds a histogram from a HistogramProto: counts[i] values lie between limits[i - 1] and
 * limits[i]. Damaged: lengths that differ, a limit that is NaN or below the previous one, a count
 * that is negative or not finite. */
tfe_status tfe__histogram_from_limits(tfe_histogram *h, const tfe_histogram *moments,
				      const double *limits, size_t n_limits, const double *counts,
				      size_t n_counts) TFE_MUST_CHECK;

/* Builds a histogram from a [k, 3] tensor of (left, right, count). Damaged: rows that do not
 * ascend, a count that is negative or not finite. Rows with an edge that is not finite stand for
 * values that were not finite; they are skipped. */
tfe_status tfe__histogram_from_rows(tfe_histogram *h, const double (*rows)[3],
				    size_t k) TFE_MUST_CHECK;

/* Computes tfe_histogram_quantile for n ascending shares in one pass. */
void tfe__histogram_quantiles(const tfe_histogram *h, const double *q, double *x, size_t n);

/* Sets roughness, peak, peak_at and ends of *moments, which must be 0. */
void tfe__histogram_peaks(const tfe_histogram *h, tfe_moments *moments);

/* tfe_histogram_get_moments for a struct of this library: *moments need not be initialised. */
void tfe__histogram_moments(const tfe_histogram *h, tfe_moments *moments);

#endif
