/* read/run: computes the digest of a histogram, which saves rereading it for its moments. */
#include "read/run/digest.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#include "summary/histogram.h"
#include "summary/histogram_value.h"

static_assert(sizeof((struct tfe__digest *)0)->quantile / sizeof(float) == TFE_MOMENTS_QUANTILES,
	      "a digest has all quantiles of tfe_moments");

/* A tensor may repeat one stored element up to a million times: the copies are not spread out for
 * every record of a file. */
static bool is_expensive(const tfe_value *value)
{
	return value->tensor.count > value->tensor.message.size;
}

/* Keeps the first rows of such a tensor: all stored elements, and a row of copies. */
static tfe_value without_copies(const tfe_value *value)
{
	tfe_value first = *value;
	uint64_t rows = value->tensor.message.size / 3 + 2;
	if (rows < first.tensor.count / 3)
		first.tensor.count = 3 * rows;
	return first;
}

static bool fits_float(double v)
{
	double size = fabs(v);
	return !isfinite(v) || v == 0 || (size >= (double)FLT_MIN && size <= (double)FLT_MAX);
}

/* Whether float32 keeps the magnitude of the moments. */
static bool fit_float(const tfe_moments *m)
{
	bool fit = fits_float(m->min) && fits_float(m->max) && fits_float(m->skewness) &&
		   fits_float(m->kurtosis) && fits_float(m->zeros);
	for (size_t i = 0; i < TFE_MOMENTS_QUANTILES; i++)
		fit = fit && fits_float(m->quantile[i]);
	return fit;
}

/* Rounds a share, from 0 to 1. */
static uint16_t to_share(double v)
{
	return v > 0 ? (uint16_t)(fmin(v, 1) * UINT16_MAX + 0.5) : 0;
}

static void fill(struct tfe__digest *digest, const tfe_moments *m)
{
	digest->num = m->num;
	digest->mean = m->mean;
	digest->stddev = m->stddev;
	digest->min = (float)m->min;
	digest->max = (float)m->max;
	digest->skewness = (float)m->skewness;
	digest->kurtosis = (float)m->kurtosis;
	digest->zeros = (float)m->zeros;
	digest->fingerprint = m->fingerprint;
	digest->constant = m->constant;
	digest->roughness = to_share(m->roughness);
	digest->peak = to_share(m->peak);
	digest->ends[0] = to_share(m->ends[0]);
	digest->ends[1] = to_share(m->ends[1]);
	if (m->peak > 0)
		digest->peak_at = to_share((m->peak_at - m->min) / (m->max - m->min));
	for (size_t i = 0; i < TFE_MOMENTS_QUANTILES; i++)
		digest->quantile[i] = (float)m->quantile[i];
}

const char *tfe__digest_value(struct tfe__digest *digest, const tfe_value *value,
			      const tfe_allocator *allocator)
{
	tfe_histogram h;
	*digest = (struct tfe__digest){.num = NAN};
	bool expensive = is_expensive(value);
	tfe_value first = expensive ? without_copies(value) : *value;
	tfe_histogram_init(&h, allocator);
	tfe_status status = tfe__histogram_fill(&h, &first);
	if (!status && !expensive) {
		tfe_moments m;
		tfe__histogram_moments(&h, &m);
		if (fit_float(&m))
			fill(digest, &m);
	}
	tfe_histogram_release(&h);
	return status == TFE_E_DAMAGED ? tfe__histogram_damage(&first) : NULL;
}
