/* health: the losses of a run, smoothed, and measures of their fall. */
#include "health/loss.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/noun.h"
#include "health/robust_stats.h"

enum { START = 3, SMOOTH = 5, SMOOTH_ACCURACY = 9, NOISE_POINTS = 40, LEAST_POINTS = 8 };
/* The median of the absolute second differences of normal errors with the standard deviation 1. */
static const double SECOND_DIFFERENCE = 1.652;
static_assert((int)SMOOTH <= (int)TFE__SMOOTH_MAX && (int)SMOOTH_ACCURACY <= (int)TFE__SMOOTH_MAX,
	      "a window fits");

/* Whether a series is long enough to be preferred for its name. */
static bool is_long(const struct tfe__health_series *s)
{
	return s->n >= LEAST_POINTS;
}

/* Whether a is a better series of the same quantity than b. */
static bool is_better_of_same(const struct tfe__health_series *a,
			      const struct tfe__health_series *b)
{
	if ((a->n >= 2) != (b->n >= 2))
		return a->n >= 2;
	if (a->quantity.aspect != b->quantity.aspect)
		return b->quantity.aspect;
	/* The losses of steps of held-out data are those of single batches. */
	bool epoch_of_a = a->quantity.epoch && (a->meaning.validation || is_long(a)),
	     epoch_of_b = b->quantity.epoch && (b->meaning.validation || is_long(b));
	if (epoch_of_a != epoch_of_b)
		return epoch_of_a;
	return a->count != b->count ? a->count > b->count : a < b;
}

static bool is_better(const struct tfe__health_series *a, const struct tfe__health_series *b)
{
	if (tfe__is_same_quantity(a, b))
		return is_better_of_same(a, b);
	if (is_long(a) != is_long(b))
		return is_long(a);
	if (a->quantity.rank != b->quantity.rank)
		return a->quantity.rank > b->quantity.rank;
	return a->count != b->count ? a->count > b->count : a < b;
}

static const struct tfe__health_series *main_of(const struct tfe__health_run *run,
						enum tfe__role role, bool validation)
{
	const struct tfe__health_series *best = NULL;
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (s->meaning.role == role && s->meaning.validation == validation && s->n >= 2 &&
		    !s->quantity.pass && (!best || is_better(s, best)))
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

bool tfe__is_same_quantity(const struct tfe__health_series *a, const struct tfe__health_series *b)
{
	return a->meaning.role == b->meaning.role &&
	       a->meaning.validation == b->meaning.validation && !strcmp(a->layer, b->layer);
}

/* Returns the best series of the quantity of which `first` is the first series. */
static const struct tfe__health_series *best_from(const struct tfe__health_run *run, size_t first)
{
	const struct tfe__health_series *best = NULL;
	for (size_t i = first; i != TFE__MAP_NONE; i = run->series[i].next_same) {
		const struct tfe__health_series *s = &run->series[i];
		if (!s->quantity.pass && (!best || is_better_of_same(s, best)))
			best = s;
	}
	return best;
}

const struct tfe__health_series *tfe__best_of_quantity(const struct tfe__health_run *run, size_t i,
						       enum tfe__role role)
{
	const struct tfe__health_series *s = &run->series[i];
	return s->meaning.role == role && s->first_same == i ? best_from(run, i) : NULL;
}

const struct tfe__health_series *tfe__longest_of(const struct tfe__health_run *run,
						 const struct tfe__health_series *s)
{
	const struct tfe__health_series *longest = s;
	for (size_t i = s ? s->first_same : TFE__MAP_NONE; i != TFE__MAP_NONE;
	     i = run->series[i].next_same) {
		const struct tfe__health_series *t = &run->series[i];
		if (!t->quantity.aspect && !t->quantity.pass && t->count > longest->count)
			longest = t;
	}
	return longest;
}

const struct tfe__health_series *tfe__twin(const struct tfe__health_run *run,
					   const struct tfe__health_series *s)
{
	const struct tfe__health_series *twin = best_from(run, s->twin);
	return twin && twin->n >= 2 ? twin : NULL;
}

bool tfe__is_one_pass(const struct tfe__health_series *held_out,
		      const struct tfe__health_series *train)
{
	return train && held_out->quantity.batch && !held_out->quantity.epoch &&
	       (double)held_out->last_step < (double)train->last_step / 2;
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

/* The noise of the logarithm in up to NOISE_POINTS points before i. */
static double log_noise(const struct tfe__health_series *s, size_t i, double floor)
{
	double change[NOISE_POINTS];
	size_t n = 0;
	for (size_t k = i; k >= 3 && n < NOISE_POINTS; k--) {
		double a = fmax(s->point[k - 3].high, floor), b = fmax(s->point[k - 2].high, floor),
		       c = fmax(s->point[k - 1].high, floor);
		change[n++] = fabs(log(a / b) - log(b / c));
	}
	return tfe__median(change, n) / SECOND_DIFFERENCE;
}

/* The median of a few differences may be half of what it should be: the points before count as
 * well. */
double tfe__log_noise(const struct tfe__health_series *s, size_t i, double floor)
{
	double noise = log_noise(s, i, floor);
	return i < 2 * NOISE_POINTS ? noise : fmax(noise, log_noise(s, i - NOISE_POINTS, floor));
}

double tfe__start(const struct tfe__health_series *s)
{
	double first[START];
	size_t n = s->n < START ? s->n : START;
	for (size_t k = 0; k < n; k++)
		first[k] = s->point[k].value;
	return fmin(s->point[0].value, tfe__median(first, n));
}

struct tfe__range tfe__range_of(const struct tfe__health_series *s, int64_t from_step)
{
	struct tfe__range r = {.low = INFINITY, .high = -INFINITY, .high_before = -INFINITY};
	bool from = false;
	for (size_t i = 0; i < s->n; i++) {
		const struct tfe__health_block *p = &s->point[i];
		from |= p->step == from_step;
		if (p->low < r.low) {
			r.low = p->low;
			r.low_step = p->low_step;
		}
		if (!from)
			r.high_before = fmax(r.high_before, p->high);
		if (from && p->high > r.high) {
			r.high = p->high;
			r.high_step = p->high_step;
		}
	}
	return r;
}

int64_t tfe__first_above(const struct tfe__health_series *s, int64_t step, double limit)
{
	size_t i = 0;
	while (i < s->n && s->point[i].step != step)
		i++;
	while (i > 0 && i < s->n && s->point[i - 1].value > limit)
		i--;
	return i < s->n ? s->point[i].step : step;
}

struct tfe__points tfe__points_above(const struct tfe__health_series *s, int64_t from_step,
				     double limit)
{
	uint64_t above = 0;
	bool exact = true, from = false;
	for (size_t i = 0; i < s->n; i++) {
		const struct tfe__health_block *p = &s->point[i];
		from |= p->step == from_step;
		if (from && p->value > limit)
			above += i + 1 < s->n ? s->stride : s->fill;
		exact &= (p->low > limit) == (p->high > limit);
	}
	struct tfe__points points;
	snprintf(points.text, sizeof points.text, "%s%llu of %llu %s", exact ? "" : "about ",
		 (unsigned long long)above, (unsigned long long)s->count,
		 tfe__noun(s->count, "point is", "points are"));
	return points;
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
