/* health: the descent of a loss, for the rule plateau: is it flat, does it have a trend? */
#ifndef TFE_HEALTH_DESCENT_H
#define TFE_HEALTH_DESCENT_H

#include "health/health_run.h"
#include "health/loss.h"

enum { TFE__DESCENT_BLOCKS = 20 };

/* The descent of a loss, in medians of successive blocks of equal length. */
struct tfe__descent {
	double block[TFE__BLOCKS_MAX];
	size_t n, late;          /* number of blocks; the first block of the last four fifths */
	double floor;            /* 1 for a perplexity: the rest is measured from there */
	double start;            /* of tfe__start */
	double left;             /* the best smoothed value, as a share of start */
	double level;            /* the median of the last four fifths */
	double trend;            /* their deviate of the Mann-Kendall test */
	double least;            /* the least block */
	double end;              /* the median of the last third */
	bool flat, rises, falls; /* the last four fifths */
	bool ends_flat;          /* the last third varies little, compared with the start */
};

/* Measures a series of at least three points. */
struct tfe__descent tfe__descent_of(const struct tfe__health_series *s);

/* Whether a noisy loss has no trend and stays above the share `least` of its start. The best of
 * many noisy points is low by chance, so `left` is no evidence. Needs two points a block. */
bool tfe__is_stuck(const struct tfe__health_series *s, const struct tfe__descent *c, double least);

/* The step since which the loss has been at its level: the first one at which it was near, to the
 * relative distance `near`, after all blocks that are clearly below. */
int64_t tfe__descent_step(const struct tfe__health_series *s, const struct tfe__descent *c,
			  double near);

#endif
