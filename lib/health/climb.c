/* health: the rise of a loss: medians of its points against multiples of its start and of its best
 * value, and the evidence that it is more than noise. */
#include "health/climb.h"

#include <assert.h>
#include <math.h>

#include "health/loss.h"

static const double LEAST_OF_START = 0.5; /* a small loss that triples is not divergence */
/* A loss that loses half of what it learned, at once and for good: its least multiple of the best
 * value, the evidence that it needs, and the share of the way to the limit at which it was still
 * below a tenth of the points before. */
static const double LOST = 1.75, LOST_EVIDENCE = 6, LOST_BEFORE = 0.25;
static const double NOISE = 6; /* standard errors of the noise of absolute changes */
/* A rise must exceed the noise of the batches, in logarithms because noise grows with the level: by
 * its size in standard errors of a median, or by the ranks of the points before it and after. The
 * rise and the best value are the most different ones of a series, so usual limits are too low, and
 * a deviate of the size counts less than one of the ranks. Two losses of other noise seldom rise
 * together by chance. */
static const double ERROR_OF_MEDIAN = 1.25, SIZE = 0.7, LIMIT = 3.5, LIMIT_OF_BOTH = 3;
static const double LOW = 0.0001; /* of the start: smaller losses are not distinguished */
enum { SMOOTH = 5, START = 3, NEED = 3, FORGET = 3, SHORT = 25, LOST_POINTS = 10 };
static_assert((int)SMOOTH <= (int)TFE__SMOOTH_MAX, "a window fits");

static double limit_of(const struct tfe__health_run *run, double start, double best)
{
	double of_start = run->limit[TFE__DIVERGENCE_START] * start,
	       of_best = run->limit[TFE__DIVERGENCE_BEST] * best;
	return fmin(of_start, fmax(of_best, LEAST_OF_START * start));
}

static void climb_add(struct tfe__climb *c, const struct tfe__health_series *s, size_t i, double x,
		      double best, double limit)
{
	unsigned times = c->hold.times;
	tfe__hold_add(&c->hold, s->point[i].step, x > limit, x);
	c->pending = c->hold.hits == 1 ? i : c->pending;
	if (c->hold.times > times) {
		c->from = c->pending;
		c->returns += c->came_back && times > 0;
		c->came_back = false;
	}
	c->came_back |= x < c->start;
	if (x > limit && c->hold.worst == x) {
		c->limit = limit;
		c->best = best;
	}
}

/* Checks the smoothed loss against a multiple of its start. */
static void climb_far(struct tfe__climb *c, const struct tfe__health_series *s, double start)
{
	size_t window = s->n < SHORT ? START : SMOOTH;
	*c = (struct tfe__climb){
		.hold = {.need = NEED, .forget = FORGET}, .start = start, .window = window};
	double best = INFINITY;
	for (size_t i = START - 1; i < s->n; i++) {
		double x = tfe__smoothed(s, i, window);
		best = fmin(best, x);
		climb_add(c, s, i, x, best, TFE__FAR_OF_START * start);
	}
}

/* The window of the medians of a series: longer ones have more noise to average. */
static size_t window_of(const struct tfe__health_series *s)
{
	size_t window = s->n / 40 > SMOOTH ? s->n / 40 : SMOOTH;
	return window < TFE__SMOOTH_MAX ? window : TFE__SMOOTH_MAX;
}

/* Checks the smoothed loss against the limit, plus `errors` standard errors of the noise. */
static void climb_smoothed(struct tfe__climb *c, const struct tfe__health_run *run,
			   const struct tfe__health_series *s, double start, double errors)
{
	size_t window = window_of(s);
	/* A median over a window is slow: a single burst of noise keeps it over the limit for up to
	 * the length of the window. */
	*c = (struct tfe__climb){
		.hold = {.need = window > SMOOTH ? (unsigned)window : NEED, .forget = FORGET},
		.start = start,
		.window = window};
	double best = INFINITY, of_noise = errors * ERROR_OF_MEDIAN / sqrt((double)window);
	for (size_t i = START - 1; i < s->n; i++) {
		double x = tfe__smoothed(s, i, window), limit;
		best = fmin(best, x);
		limit = limit_of(run, start, best);
		if (x > limit && x < TFE__FAR_OF_START * start)
			limit = fmax(limit, best + of_noise * tfe__noise(s, i));
		climb_add(c, s, i, x, best, limit);
	}
}

/* Checks single points before the loss became NaN, because there may be only one or two over the
 * limit. */
static void climb_to_the_end(struct tfe__climb *c, const struct tfe__health_run *run,
			     const struct tfe__health_series *s, double start)
{
	*c = (struct tfe__climb){.hold = {.need = 1, .forget = 1}, .start = start, .window = 1};
	double best = s->point[0].value;
	for (size_t i = 1; i < s->n; i++) {
		best = fmin(best, s->point[i].value);
		climb_add(c, s, i, s->point[i].value, best, limit_of(run, start, best));
	}
}

/* The deviate of the Mann-Whitney test: how much higher the points from `from` on rank than those
 * before. */
static double ranks(const struct tfe__health_series *s, size_t from)
{
	double before = (double)from, after = (double)(s->n - from), higher = 0;
	for (size_t i = from; i < s->n; i++)
		for (size_t k = 0; k < from; k++)
			higher += s->point[i].value > s->point[k].value;
	return (higher - before * after / 2) / sqrt(before * after * (before + after + 1) / 12);
}

/* The deviate of the evidence that a rise is more than noise. */
static double evidence_of(const struct tfe__health_series *s, const struct tfe__climb *c,
			  double start)
{
	size_t from = c->from;
	while (from > 1 && s->point[from - 1].value > c->limit)
		from--; /* a median rises later than the points */
	if (from == 0)
		return 0;
	size_t after = s->n - from, n = after < TFE__SMOOTH_MAX ? after : TFE__SMOOTH_MAX;
	/* A loss that rises at once was at its best at the start, which may be a single point. */
	bool at_once = start < c->best;
	double best = fmax(at_once ? start : c->best, LOW * start),
	       before = at_once ? 1 : fmin((double)c->window, (double)from);
	double rise = log(tfe__smoothed(s, s->n - 1, n) / best);
	double error = ERROR_OF_MEDIAN * tfe__log_noise(s, s->n, LOW * start) *
		       sqrt(1 / (double)after + 1 / before);
	double size = error > 0 ? rise / error : rise > 0 ? INFINITY : 0;
	return fmax(SIZE * size, ranks(s, from));
}

/* Whether no point of the last medians is above any limit: then the loss has recovered. This check
 * reads a few points instead of all, and is true for nearly every training. */
static bool ends_low(const struct tfe__health_series *s, double start)
{
	enum { LAST = TFE__SMOOTH_MAX + FORGET - 1 };
	for (size_t i = s->n > LAST ? s->n - LAST : 0; i < s->n; i++)
		if (s->point[i].value > LEAST_OF_START * start)
			return false;
	return true;
}

bool tfe__climbs(const struct tfe__health_run *run, const struct tfe__health_series *s,
		 double held_out, struct tfe__climb *c)
{
	double start = s->n ? tfe__start(s) : 0;
	if (s->n < 2 || !(start > 0))
		return false;
	for (size_t i = 0; i < s->n; i++)
		if (!(s->point[i].value >= 0))
			return false; /* ratios have no meaning for a loss that may be negative */
	/* The strictest limit has the fewest rises that came back. */
	bool low = ends_low(s, start);
	if (!low)
		climb_smoothed(c, run, s, start, NOISE);
	struct tfe__climb smoothed = *c;
	smoothed.hold.active = false;
	if (!low && !c->hold.active)
		climb_far(c, s, start);
	if (!low && !c->hold.active)
		climb_smoothed(c, run, s, start, 0);
	if (c->hold.active) {
		c->evidence = evidence_of(s, c, start);
		double both = (c->evidence + held_out) / sqrt(2);
		c->hold.active = c->evidence > LIMIT || both > LIMIT_OF_BOTH;
	}
	if (!c->hold.active && s->nonfinite.newest)
		climb_to_the_end(c, run, s, start);
	if (!c->hold.active && !tfe__hold_is_pending(&c->hold))
		*c = smoothed;
	/* A loss that recovered is a finding of the rule spike. */
	return c->hold.active || tfe__hold_is_pending(&c->hold);
}

bool tfe__loses_half(const struct tfe__health_series *s, struct tfe__climb *c)
{
	double start = s->n ? tfe__start(s) : 0, best = INFINITY;
	size_t window = window_of(s);
	*c = (struct tfe__climb){
		.hold = {.need = LOST_POINTS, .forget = FORGET}, .start = start, .window = window};
	if (!(start > 0))
		return false;
	for (size_t i = 0; i < s->n; i++)
		if (!(s->point[i].value >= 0))
			return false;
	for (size_t i = START - 1; i < s->n; i++) {
		double x = tfe__smoothed(s, i, window);
		best = fmin(best, x);
		climb_add(c, s, i, x, best, fmax(LOST * best, (best + start) / 2));
	}
	size_t tenth = s->n / 10;
	if (!c->hold.active || c->from < tenth + window)
		return false;
	double before = tfe__smoothed(s, c->from - tenth, window);
	return before < c->best + LOST_BEFORE * (c->limit - c->best) &&
	       evidence_of(s, c, start) > LOST_EVIDENCE;
}
