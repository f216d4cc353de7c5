/* health: what the rules remember of a histogram. */
#include "health/digest.h"

#include <math.h>
#include <string.h>

/* tf.summary.histogram stores a tensor of one value x as a row [x - 0.5, x + 0.5], and spreads its rows over
 * min to max, all equal, when asked in graph mode. */
static bool is_constant(const tfe_histogram *h)
{
	double spread = h->max - h->min;
	double size = fmax(fabs(h->min), fabs(h->max));
	if (spread <= 1e-6 * size)
		return true;
	return h->rows == 1 && !h->exact && fabs(spread - 1) < 1e-6 * fmax(1, size);
}

/* FNV-1a over the doubles' bytes. */
static uint64_t mix(uint64_t hash, double value)
{
	unsigned char bytes[sizeof(value)];
	memcpy(bytes, &value, sizeof(value));
	for (size_t i = 0; i < sizeof(bytes); i++)
		hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
	return hash;
}

static uint64_t fingerprint_of(const tfe_histogram *h)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	hash = mix(mix(hash, h->min), h->max);
	for (size_t i = 0; i < h->rows; i++) {
		hash = mix(hash, h->row[i].right);
		hash = mix(hash, h->row[i].count);
	}
	return hash;
}

void tfe__digest_of(const tfe_histogram *h, int64_t step, struct tfe__digest *d)
{
	static const double share[TFE__QUANTILES] = TFE__QUANTILE_SHARES;
	memset(d, 0, sizeof(*d));
	d->step = step;
	d->fingerprint = fingerprint_of(h);
	d->exact = h->exact;
	if (!(h->num > 0) || h->rows == 0 || !isfinite(h->min) || !isfinite(h->max) ||
	    !isfinite(h->num))
		return;
	d->num = h->num;
	d->min = h->min;
	d->max = h->max;
	d->mean = tfe_histogram_mean(h);
	d->constant = is_constant(h);
	d->stddev = d->constant ? 0 : tfe_histogram_stddev(h);
	d->rms = hypot(d->mean, d->stddev);
	if (d->constant) {
		double value = (h->min + h->max) / 2;
		d->min = d->max = d->mean = value;
		d->rms = fabs(value);
		d->zeros = value == 0;
		for (size_t i = 0; i < TFE__QUANTILES; i++)
			d->quantile[i] = value;
		return;
	}
	tfe_histogram_shape(h, &d->skewness, &d->kurtosis);
	d->zeros = fmin(1, tfe_histogram_zeros(h) / h->num);
	for (size_t i = 0; i < TFE__QUANTILES; i++)
		d->quantile[i] = tfe_histogram_quantile(h, share[i]);
}

double tfe__digest_distance(const struct tfe__digest *a, const struct tfe__digest *b)
{
	double sum = 0;
	for (size_t i = 0; i < TFE__QUANTILES; i++)
		sum += fabs(a->quantile[i] - b->quantile[i]);
	return sum / TFE__QUANTILES;
}
