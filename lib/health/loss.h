/* health: the losses of a run, smoothed, and measures of their fall, for several rules. */
#ifndef TFE_HEALTH_LOSS_H
#define TFE_HEALTH_LOSS_H

#include "health/health_run.h"

/* Returns the loss of training data or of held-out data with the most points. NULL if none has two
 * points, or if the run is a game (run->contested). */
const struct tfe__health_series *tfe__main_loss(const struct tfe__health_run *run, bool validation);

/* Returns the accuracy of training data or of held-out data with the most points. NULL if none has
 * two points. */
const struct tfe__health_series *tfe__main_accuracy(const struct tfe__health_run *run,
						    bool validation);

/* The median of the last `window` (at most TFE__SMOOTH_MAX) points up to i. */
enum { TFE__SMOOTH_MAX = 15 };
double tfe__smoothed(const struct tfe__health_series *s, size_t i, size_t window);

/* The standard deviation of the noise at point i, estimated from the absolute changes between the
 * last points: with normal errors their median is 0.954 (0.6745 sqrt 2) of it. */
double tfe__noise(const struct tfe__health_series *s, size_t i);

/* The value at the start: the smaller of the first point and the median of the first three, because
 * the first point may be an outlier upwards. */
double tfe__start(const struct tfe__health_series *s);

/* The least smoothed training loss divided by its start. 1 if the loss never fell, if there is no
 * loss, or if it is not positive. */
double tfe__loss_left(const struct tfe__health_run *run);

/* Computes the medians of up to `max` (at most TFE__BLOCKS_MAX) successive blocks of equal length.
 * Returns the number of blocks. */
enum { TFE__BLOCKS_MAX = 32 };
size_t tfe__blocks(const struct tfe__health_series *s, double block[TFE__BLOCKS_MAX], size_t max);

/* Whether the newest point is still in the warm-up of the learning rate. */
bool tfe__warms_up(const struct tfe__health_run *run);

/* The smoothed accuracy at the newest point, in [0, 1], of training data or, if there is none, of
 * held-out data; NaN if there is neither. */
double tfe__last_accuracy(const struct tfe__health_run *run);

#endif
