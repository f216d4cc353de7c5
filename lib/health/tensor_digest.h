/* health: the digest of a histogram in a history. */
#ifndef TFE_HEALTH_TENSOR_DIGEST_H
#define TFE_HEALTH_TENSOR_DIGEST_H

#include <stdbool.h>
#include <stdint.h>

#include <tfevents/histogram.h>

struct tfe__tensor_digest {
	int64_t step;
	double num, min, max;
	double mean, stddev, rms;
	double skewness, kurtosis;             /* excess */
	double zeros;                          /* share of values that are 0 */
	float quantile[TFE_MOMENTS_QUANTILES]; /* the rest is as in tfe_moments */
	float roughness, peak, peak_at, ends[2];
	uint32_t fingerprint;
	bool constant; /* one value */
};

/* Fills a digest from moments, which must be finite. A histogram without values, or of
 * more than fit into memory, gives num 0. */
void tfe__tensor_digest_of(const tfe_moments *moments, int64_t step,
			   struct tfe__tensor_digest *digest);

#endif
