/* read/run: what the index keeps of a histogram, so that it need not be read again for it. */
#include "read/run/digest.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#include "summary/histogram.h"
#include "summary/histogram_value.h"

static_assert(sizeof((struct tfe__digest *)0)->quantile / sizeof(float) == TFE_MOMENTS_QUANTILES,
	      "a digest has all quantiles of tfe_moments");

/* What is finite stays so. */
static float narrow(double v)
{
	return (float)(isfinite(v) ? fmin(fmax(v, -FLT_MAX), FLT_MAX) : v);
}

/* A tensor may repeat one stored element up to a million times: that is not spread out for every record of a file. */
static bool is_dear(const tfe_value *value)
{
	return value->tensor.count > value->tensor.message.size;
}

void tfe__digest_value(struct tfe__digest *digest, const tfe_value *value,
		       const tfe_allocator *allocator)
{
	tfe_histogram h;
	*digest = (struct tfe__digest){.num = NAN};
	if (is_dear(value))
		return;
	tfe_histogram_init(&h, allocator);
	if (!tfe__histogram_fill(&h, value)) {
		tfe_moments m;
		tfe__histogram_moments(&h, &m);
		digest->num = m.num;
		digest->mean = m.mean;
		digest->stddev = m.stddev;
		digest->min = narrow(m.min);
		digest->max = narrow(m.max);
		digest->skewness = narrow(m.skewness);
		digest->kurtosis = narrow(m.kurtosis);
		digest->zeros = narrow(m.zeros);
		digest->fingerprint = m.fingerprint;
		digest->constant = m.constant;
		for (size_t i = 0; i < TFE_MOMENTS_QUANTILES; i++)
			digest->quantile[i] = narrow(m.quantile[i]);
	}
	tfe_histogram_release(&h);
}
