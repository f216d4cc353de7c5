/* health: the descent of a loss: its level and trend in medians of blocks. */
#include "health/descent.h"

#include <assert.h>
#include <math.h>

#include "health/robust_stats.h"

/* FLAT: the relative fall over the last four fifths, and the range of the last third. LEVEL_NEVER:
 * of the first fifth. */
static const double FLAT = 0.02, LEVEL_NEVER = 0.8, NO_TREND = -1.28;
static const double TREND_DOWN = -2.58;           /* a loss with a high floor may fall by little */
static const double TREND_UP = 1.96, RISE = 1.06; /* a loss that rises is no plateau */
static const double STEEP = 1.1;                  /* a fall from point to point */
static const double BELOW = 0.8;                  /* of the level */
enum { LEAST_NOISY = 2 * TFE__DESCENT_BLOCKS, SMOOTH = 5 };
static_assert((int)TFE__DESCENT_BLOCKS <= (int)TFE__BLOCKS_MAX &&
		      (int)TFE__DESCENT_BLOCKS <= (int)TFE__WINDOW_MAX &&
		      (int)SMOOTH <= (int)TFE__SMOOTH_MAX,
	      "blocks and windows fit");

/* A first point is no outlier if the next one is on the way down. A loss that rises for a while and
 * then falls has fallen from there, such as that of a network whose negative examples are few at
 * first; a single high block may be a burst. */
static void raise_start(struct tfe__descent *c, const struct tfe__health_series *s)
{
	if (s->n > 3 && s->point[0].value > STEEP * s->point[1].value &&
	    s->point[1].value > STEEP * s->point[2].value)
		c->start = fmax(c->start, s->point[0].value);
	double highest = 0, second = 0;
	for (size_t i = 0; i < c->n; i++) {
		second = fmax(second, fmin(highest, c->block[i]));
		highest = fmax(highest, c->block[i]);
	}
	if (tfe__trend(c->block, c->n) < TREND_DOWN)
		c->start = fmax(c->start, second);
}

struct tfe__descent tfe__descent_of(const struct tfe__health_series *s)
{
	struct tfe__descent c = {.start = tfe__start(s)};
	c.floor = s->quantity.rank == TFE__LOSS_PERPLEXITY;
	c.n = tfe__blocks(s, c.block, TFE__DESCENT_BLOCKS);
	c.late = c.n / 5;
	size_t n = c.n - c.late;
	double best = c.start;
	for (size_t i = 0; i < s->n; i++)
		best = fmin(best, tfe__smoothed(s, i, SMOOTH));
	raise_start(&c, s);
	c.left = (best - c.floor) / (c.start - c.floor);
	c.level = tfe__window_median(c.block + c.late, n);
	double fall = -tfe__slope(c.block + c.late, n) * (double)(n - 1) / (c.level - c.floor);
	c.trend = tfe__trend(c.block + c.late, n);
	c.flat = fall < FLAT || c.trend > -1;
	c.falls = c.trend < TREND_DOWN;
	double low = INFINITY, high = 0;
	c.least = c.block[0];
	for (size_t i = 0; i < c.n; i++)
		c.least = fmin(c.least, c.block[i]);
	for (size_t i = c.n - c.n / 3; i < c.n; i++) {
		low = fmin(low, c.block[i]);
		high = fmax(high, c.block[i]);
	}
	c.end = tfe__window_median(c.block + c.n - c.n / 3, c.n / 3);
	c.ends_flat = high - low < FLAT * (c.start - c.floor);
	c.rises = c.trend > TREND_UP && c.block[c.n - 1] > RISE * c.least;
	return c;
}

bool tfe__is_stuck(const struct tfe__health_series *s, const struct tfe__descent *c, double least)
{
	if (s->n < LEAST_NOISY)
		return false;
	double first = tfe__window_median(c->block, c->late) - c->floor;
	double level = c->level - c->floor;
	return c->trend > NO_TREND && !c->rises && level > LEVEL_NEVER * first &&
	       level > least * (c->start - c->floor) && c->least - c->floor > least * first;
}

int64_t tfe__descent_step(const struct tfe__health_series *s, const struct tfe__descent *c,
			  double near)
{
	double level = c->level - c->floor;
	size_t from = 0;
	for (size_t b = 0; b + 1 < c->n; b++)
		if (c->block[b] - c->floor < BELOW * level)
			from = (b + 1) * s->n / c->n;
	for (size_t i = from; i < s->n; i++)
		if (s->point[i].value - c->floor < (1 + near) * level)
			return s->point[i].step;
	return s->point[from].step;
}
