/* health: the losses of a run, smoothed, and how far they fell: what several rules ask. */
#ifndef TFE_HEALTH_LOSS_H
#define TFE_HEALTH_LOSS_H

#include "health/health_run.h"

/* The loss that tells of the run: of training data or of held-out data, the one with most points.
 * NULL when there is none of two points or more, or the run is a game (run->contested). */
const struct tfe__health_series *tfe__main_loss(const struct tfe__health_run *run, bool validation);

/* The accuracy that goes with it. */
const struct tfe__health_series *tfe__main_accuracy(const struct tfe__health_run *run,
						    bool validation);

/* The median of the last `window` (at most TFE__SMOOTH_MAX) points up to i. */
enum { TFE__SMOOTH_MAX = 15 };
double tfe__smoothed(const struct tfe__health_series *s, size_t i, size_t window);

/* The standard deviation of the noise at point i: from the changes between the last points, whose
 * median is 0.954 of it (0.6745 sqrt 2) where errors are normal. */
double tfe__noise(const struct tfe__health_series *s, size_t i);

/* The first point, or the median of the first three where that one was a fluke upwards. */
double tfe__start(const struct tfe__health_series *s);

/* The best smoothed training loss over its start: 1 when it never fell. 1 without a loss, or with
 * negative ones. */
double tfe__loss_left(const struct tfe__health_run *run);

/* Medians of up to `most` (at most TFE__BLOCKS_MAX) successive blocks of equal length. Returns how
 * many. */
enum { TFE__BLOCKS_MAX = 32 };
size_t tfe__blocks(const struct tfe__health_series *s, double block[TFE__BLOCKS_MAX], size_t most);

/* Whether the learning rate is still being warmed up at the newest point. */
bool tfe__warms_up(const struct tfe__health_run *run);

/* The smoothed accuracy at the newest point, in [0, 1], of training data or else of held-out data;
 * NaN without. */
double tfe__last_accuracy(const struct tfe__health_run *run);

#endif
