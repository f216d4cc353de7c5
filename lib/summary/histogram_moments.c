/* summary: the moments, quantiles and fingerprint of a histogram. */
#include <math.h>
#include <string.h>

#include "base/sized.h"
#include "summary/histogram.h"

/* The shares of TensorBoard's distributions, without the minimum and the maximum: those of a normal
 * distribution at whole and half standard deviations. */
static const double shares[TFE_MOMENTS_QUANTILES] = {0.0668, 0.1587, 0.3085, 0.5,
						     0.6915, 0.8413, 0.9332};

/* Recognises constants. tf.summary.histogram stores a tensor of one value x as a row [x - 0.5, x +
 * 0.5]; in graph mode its rows extend from min to max, all equal. */
static bool is_constant(const tfe_histogram *h)
{
	double spread = h->max - h->min;
	double size = fmax(fabs(h->min), fabs(h->max));
	if (spread <= 1e-6 * size)
		return true;
	return h->rows == 1 && !h->exact && fabs(spread - 1) < 1e-6 * fmax(1, size);
}

/* Multiplies by 2^64 divided by the golden ratio and mixes the upper bits into the lower ones. */
static uint64_t mix(uint64_t hash, double value)
{
	uint64_t bits;
	memcpy(&bits, &value, sizeof bits);
	hash = (hash ^ bits) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

static uint32_t fingerprint_of(const tfe_histogram *h)
{
	uint64_t hash = mix(mix(h->rows, h->min), h->max);
	for (size_t i = 0; i < h->rows; i++)
		hash = mix(mix(hash, h->row[i].right), h->row[i].count);
	return (uint32_t)hash;
}

void tfe__histogram_moments(const tfe_histogram *h, tfe_moments *m)
{
	*m = (tfe_moments){.size = sizeof *m, .num = h->num, .min = h->min, .max = h->max};
	if (h->num > 0 && h->rows) {
		m->mean = tfe_histogram_mean(h);
		m->stddev = tfe_histogram_stddev(h);
		tfe_histogram_get_shape(h, &m->skewness, &m->kurtosis);
		m->zeros = fmin(tfe_histogram_zeros(h) / h->num, 1);
		tfe__histogram_quantiles(h, shares, m->quantile, TFE_MOMENTS_QUANTILES);
		tfe__histogram_peaks(h, m);
		m->fingerprint = fingerprint_of(h);
		m->constant = is_constant(h);
	}
	if (h->nonfinite)
		m->stddev = NAN;
}

void tfe_histogram_get_moments(const tfe_histogram *h, tfe_moments *moments)
{
	tfe_moments own;
	tfe__histogram_moments(h, &own);
	tfe__result_copy(moments, &own, sizeof own);
}
