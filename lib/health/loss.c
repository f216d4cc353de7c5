/* health: the losses of a run, smoothed, and measures of their fall. */
#include "health/loss.h"

#include <assert.h>
#include <math.h>

#include "health/robust_stats.h"

enum { START = 3, SMOOTH = 5, SMOOTH_ACCURACY = 9, NOISE_POINTS = 40 };
static_assert((int)SMOOTH <= (int)TFE__SMOOTH_MAX && (int)SMOOTH_ACCURACY <= (int)TFE__SMOOTH_MAX,
	      "a window fits");

static const struct tfe__health_series *main_of(const struct tfe__health_run *run,
						enum tfe__role role, bool validation)
{
	const struct tfe__health_series *best = NULL;
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (s->meaning.role == role && s->meaning.validation == validation && s->n >= 2 &&
		    (!best || s->count > best->count))
			best = s;
	}
	return best;
}

const struct tfe__health_series *tfe__main_loss(const struct tfe__health_run *run, bool validation)
{
	return run->contested ? NULL : main_of(run, TFE__ROLE_LOSS, validation);
}

const struct tfe__health_series *tfe__main_accuracy(const struct tfe__health_run *run,
						    bool validation)
{
	return main_of(run, TFE__ROLE_ACCURACY, validation);
}

double tfe__smoothed(const struct tfe__health_series *s, size_t i, size_t window)
{
	double last[TFE__SMOOTH_MAX];
	size_t n = i + 1 < window ? i + 1 : window;
	for (size_t k = 0; k < n; k++)
		last[k] = s->point[i - k].value;
	return tfe__median(last, n);
}

double tfe__noise(const struct tfe__health_series *s, size_t i)
{
	double change[NOISE_POINTS];
	size_t n = i < NOISE_POINTS ? i : NOISE_POINTS;
	for (size_t k = 0; k < n; k++)
		change[k] = fabs(s->point[i - k].value - s->point[i - k - 1].value);
	return tfe__median(change, n) / 0.954;
}

double tfe__start(const struct tfe__health_series *s)
{
	double first[START];
	size_t n = s->n < START ? s->n : START;
	for (size_t k = 0; k < n; k++)
		first[k] = s->point[k].value;
	return fmin(s->point[0].value, tfe__median(first, n));
}

double tfe__loss_left(const struct tfe__health_run *run)
{
	const struct tfe__health_series *s = tfe__main_loss(run, false);
	if (!s)
		return 1;
	double start = tfe__start(s), best = start;
	for (size_t i = 0; i < s->n; i++)
		best = fmin(best, tfe__smoothed(s, i, SMOOTH));
	return start > 0 && best > 0 ? best / start : 1;
}

size_t tfe__blocks(const struct tfe__health_series *s, double block[TFE__BLOCKS_MAX], size_t max)
{
	double window[TFE__WINDOW_MAX];
	size_t blocks = s->n < max ? s->n : max;
	for (size_t b = 0; b < blocks; b++) {
		size_t from = b * s->n / blocks, to = (b + 1) * s->n / blocks;
		/* A long block is sampled at equal distances: its median hardly changes. */
		size_t pace = (to - from + TFE__WINDOW_MAX - 1) / TFE__WINDOW_MAX, n = 0;
		for (size_t i = from; i < to && n < TFE__WINDOW_MAX; i += pace)
			window[n++] = s->point[i].value;
		block[b] = tfe__median(window, n);
	}
	return blocks;
}

bool tfe__warms_up(const struct tfe__health_run *run)
{
	const struct tfe__health_series *s = main_of(run, TFE__ROLE_LEARNING_RATE, false);
	if (!s)
		return false;
	double last = s->point[s->n - 1].value, earlier = s->point[s->n - 1 - s->n / 4].value;
	return last > 1.01 * earlier && last > 0;
}

double tfe__last_accuracy(const struct tfe__health_run *run)
{
	const struct tfe__health_series *s = tfe__main_accuracy(run, false);
	if (!s)
		s = tfe__main_accuracy(run, true);
	if (!s)
		return NAN;
	double x = tfe__smoothed(s, s->n - 1, SMOOTH_ACCURACY);
	return x > 1 ? x / 100 : x;
}
