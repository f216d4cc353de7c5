/* tests: the rules that every histogram keeps, for values of any size. */
#ifndef TESTS_HISTOGRAM_RULES_H
#define TESTS_HISTOGRAM_RULES_H

#include <math.h>
#include <stdbool.h>

#include <tfevents/histogram.h>

static inline bool histogram_rules_rows(const tfe_histogram *h)
{
	for (size_t i = 0; i < h->rows; i++) {
		const tfe_bucket *row = &h->row[i];
		if (!(row->left >= h->min && row->right <= h->max && row->left <= row->right &&
		      row->count >= 0) ||
		    (i && row->left < row[-1].right))
			return false;
	}
	return true;
}

static inline bool histogram_rules_quantiles(const tfe_histogram *h)
{
	double before = h->min;
	for (int i = 0; i <= 20; i++) {
		double x = tfe_histogram_quantile(h, i / 20.0);
		double below = tfe_histogram_below(h, x);
		if (!(x >= before && x <= h->max && below >= 0 && below <= h->num * 1.000001))
			return false;
		before = x;
	}
	return true;
}

static inline bool histogram_rules_bins(const tfe_histogram *h)
{
	double bins[17], total = 0;
	tfe_histogram_rebin(h, h->min, h->max, bins, 17);
	for (int b = 0; b < 17; b++) {
		if (!(bins[b] >= 0))
			return false;
		total += bins[b] / 2;
	}
	/* Shares of the smallest counts round to zero. */
	return h->min == h->max || fabs(total - h->num / 2) <= 1e-9 * h->num + 1e-300;
}

/* Returns the rule that is broken; NULL if none is. */
static inline const char *histogram_rules_broken(const tfe_histogram *h)
{
	double mean = tfe_histogram_mean(h), deviation = tfe_histogram_stddev(h), skew, kurtosis;
	double zeros = tfe_histogram_zeros(h);
	tfe_moments m = TFE_MOMENTS_INIT;
	if (!h->rows)
		return NULL;
	if (!histogram_rules_rows(h))
		return "rows ascend within the range";
	if (!histogram_rules_quantiles(h))
		return "quantiles ascend within the range";
	if (!histogram_rules_bins(h))
		return "bins hold all values";
	if (!(mean >= h->min && mean <= h->max))
		return "the mean lies within the range";
	if (!(deviation >= 0 && deviation <= h->max / 2 - h->min / 2))
		return "the deviation is at most half the range";
	if (!(zeros >= 0 && zeros <= h->num))
		return "zeros are some of the values";
	tfe_histogram_get_shape(h, &skew, &kurtosis);
	if (!isfinite(skew) || !isfinite(kurtosis))
		return "the shape is finite";
	tfe_histogram_get_moments(h, &m);
	return m.zeros >= 0 && m.zeros <= 1 ? NULL : "zeros are a share";
}

#endif
