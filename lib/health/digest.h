/* health: what the rules remember of a histogram. */
#ifndef TFE_HEALTH_DIGEST_H
#define TFE_HEALTH_DIGEST_H

#include <stdbool.h>
#include <stdint.h>

#include <tfevents/histogram.h>

/* Quantiles kept of each histogram, at these shares. */
#define TFE__QUANTILE_SHARES                                                                       \
	{                                                                                          \
		0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99                                            \
	}
enum { TFE__QUANTILES = 7 };

struct tfe__digest {
	int64_t step;
	double num, min, max;
	double mean, stddev, rms;
	double skewness, kurtosis; /* excess */
	double zeros;              /* share of values that are 0 */
	double quantile[TFE__QUANTILES];
	uint64_t fingerprint; /* of range and rows: equal for equal ones */
	bool constant;        /* one value */
	bool exact;           /* moments measured, not estimated from rows */
};

/* Digests the finite part of a histogram; one without values gives num 0. */
void tfe__digest_of(const tfe_histogram *h, int64_t step, struct tfe__digest *digest);

/* Distance between two distributions: mean absolute difference of their quantiles, in the units of the values. */
double tfe__digest_distance(const struct tfe__digest *a, const struct tfe__digest *b);

#endif
