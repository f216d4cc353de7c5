/* health: the losses of a run, smoothed, and measures of their fall, for several rules. */
#ifndef TFE_HEALTH_LOSS_H
#define TFE_HEALTH_LOSS_H

#include "health/health_run.h"

/* Returns the loss that judges the run: of training data or of held-out data the one that people
 * mean by "the loss". Of equally likely ones it is that of epochs, then the one with the most
 * points. NULL if none has two points, or if the run is a game (run->contested). */
const struct tfe__health_series *tfe__main_loss(const struct tfe__health_run *run, bool validation);

/* Returns the accuracy of training data or of held-out data with the most points. NULL if none has
 * two points. */
const struct tfe__health_series *tfe__main_accuracy(const struct tfe__health_run *run,
						    bool validation);

/* Returns the best series of a quantity: not the loss of steps beside that of epochs, nor the least
 * or greatest value beside the value. NULL if series i is not the first one of its quantity, or if
 * it has no series that can be judged. */
const struct tfe__health_series *tfe__best_of_quantity(const struct tfe__health_run *run, size_t i,
						       enum tfe__role role);

/* Whether two series measure one quantity of the same data. */
bool tfe__is_same_quantity(const struct tfe__health_series *a, const struct tfe__health_series *b);

/* Returns the series of the quantity of s, no least, greatest or smoothed value, with the most
 * points. NULL if s is NULL. */
const struct tfe__health_series *tfe__longest_of(const struct tfe__health_run *run,
						 const struct tfe__health_series *s);

/* Returns the best series of the same quantity of the other data, such as the training loss of a
 * held-out one. NULL if there is none. */
const struct tfe__health_series *tfe__twin(const struct tfe__health_run *run,
					   const struct tfe__health_series *s);

/* Whether the steps of a held-out loss of batches count the batches of a pass: they end before half
 * of the training, and its losses are no course of a training. */
bool tfe__is_one_pass(const struct tfe__health_series *held_out,
		      const struct tfe__health_series *train);

/* The median of the last `window` (at most TFE__SMOOTH_MAX) points up to i. */
enum { TFE__SMOOTH_MAX = 15 };
double tfe__smoothed(const struct tfe__health_series *s, size_t i, size_t window);

/* The standard deviation of the noise at point i, estimated from the absolute changes between the
 * last points: with normal errors their median is 0.954 (0.6745 sqrt 2) of it. */
double tfe__noise(const struct tfe__health_series *s, size_t i);

/* The standard deviation of the noise of the logarithm before point i, the higher one of the last
 * 40 points and of the 40 before them, from second differences: a loss that falls steeply is not
 * noisy. Values below `floor`, which is above 0, count as that. 0 if there are fewer than three
 * points. */
double tfe__log_noise(const struct tfe__health_series *s, size_t i, double floor);

/* The value at the start: the smaller of the first point and the median of the first three, because
 * the first point may be an outlier upwards. */
double tfe__start(const struct tfe__health_series *s);

/* The least smoothed training loss divided by its start. 1 if the loss never fell, if there is no
 * loss, or if it is not positive. */
double tfe__loss_left(const struct tfe__health_run *run);

/* The least value of a series, the greatest one from a step on, their steps, and the greatest value
 * before. */
struct tfe__range {
	double low, high, high_before;
	int64_t low_step, high_step;
};
struct tfe__range tfe__range_of(const struct tfe__health_series *s, int64_t from_step);

/* The step of the first of the successive points above a limit that lead to the point of a step. A
 * smoothed series is above its limit some points later than the series. */
int64_t tfe__first_above(const struct tfe__health_series *s, int64_t step, double limit);

/* How many points of a series are above a limit from a step on: "12 of 60 points are". Of merged
 * points the text says "about". */
struct tfe__points {
	char text[64];
};
struct tfe__points tfe__points_above(const struct tfe__health_series *s, int64_t from_step,
				     double limit);

/* Computes the medians of up to `max` (at most TFE__BLOCKS_MAX) successive blocks of equal length.
 * Returns the number of blocks. */
enum { TFE__BLOCKS_MAX = 64 };
size_t tfe__blocks(const struct tfe__health_series *s, double block[TFE__BLOCKS_MAX], size_t max);

/* Whether the newest point is still in the warm-up of the learning rate. */
bool tfe__warms_up(const struct tfe__health_run *run);

/* The smoothed accuracy at the newest point, in [0, 1], of training data or, if there is none, of
 * held-out data; NaN if there is neither. */
double tfe__last_accuracy(const struct tfe__health_run *run);

#endif
