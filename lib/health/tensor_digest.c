/* health: the digest of a histogram in a history. */
#include "health/tensor_digest.h"

#include <math.h>

/* No tensor has more values; a larger number was not counted. */
static const double MOST_VALUES = 1e15;

void tfe__tensor_digest_of(const tfe_moments *m, int64_t step, struct tfe__tensor_digest *d)
{
	*d = (struct tfe__tensor_digest){.step = step, .fingerprint = m->fingerprint};
	if (!(m->num > 0 && m->num < MOST_VALUES) || !isfinite(m->min) || !isfinite(m->max))
		return;
	d->num = m->num;
	d->constant = m->constant;
	if (m->constant) {
		double value = m->min + (m->max - m->min) / 2; /* their sum may overflow */
		d->min = d->max = d->mean = value;
		d->rms = fabs(value);
		d->zeros = value == 0;
		return;
	}
	d->min = m->min;
	d->max = m->max;
	d->mean = m->mean;
	d->stddev = m->stddev;
	d->rms = hypot(m->mean, m->stddev);
	d->skewness = m->skewness;
	d->kurtosis = m->kurtosis;
	d->zeros = m->zeros;
	for (size_t i = 0; i < TFE_MOMENTS_QUANTILES; i++)
		d->quantile[i] = (float)m->quantile[i];
	d->roughness = (float)m->roughness;
	d->peak = (float)m->peak;
	d->peak_at = (float)m->peak_at;
	d->ends[0] = (float)m->ends[0];
	d->ends[1] = (float)m->ends[1];
}
