/* health: rule divergence: the loss rises far above its earlier values, and stays there. */
#include "health/rule.h"

#include <assert.h>
#include <math.h>

#include "health/loss.h"

static const double LIMIT_OF_BEST = 3, LIMIT_OF_START = 1.5;
static const double LEAST_OF_START = 0.5; /* a small loss that triples is not divergence */
/* Above PLAIN_OF_START times the start a rise needs no further evidence. Below it must exceed the
 * noise of the batches by 6 standard errors of a median. */
static const double PLAIN_OF_START = 5, NOISE_OF_MEDIAN = 6 * 1.25;
enum { SMOOTH = 5, START = 3, NEED = 3, FORGET = 3 };
static_assert((int)SMOOTH <= (int)TFE__SMOOTH_MAX, "a window fits");

static const char *const causes[] = {
	"the learning rate is too high",
	"the inputs are not scaled",
	"the initialisation is too large",
	"the sign of the loss is wrong",
	NULL,
};
static const char *const actions[] = {
	"lower the learning rate 3 to 10 times, and warm it up",
	"clip the gradient norm at 1",
	"rescale the inputs from raw or [0,1] to [-1,1]",
	"use another initialisation: He or Glorot",
	"add batch normalisation",
	"go back to the last checkpoint before the rise",
	NULL,
};

static double limit_of(double start, double best)
{
	return fmin(LIMIT_OF_START * start, fmax(LIMIT_OF_BEST * best, LEAST_OF_START * start));
}

/* A rise: its hold, and the limit and the best value at its worst point. */
struct climb {
	struct tfe__hold hold;
	double limit, best;
};

static void climb_add(struct climb *c, int64_t step, double x, double best, double limit)
{
	tfe__hold_add(&c->hold, step, x > limit, x);
	if (x > limit && c->hold.worst == x) {
		c->limit = limit;
		c->best = best;
	}
}

/* Checks the smoothed loss against a multiple of its start. */
static void climb_plainly(struct climb *c, const struct tfe__health_series *s, double start)
{
	c->hold = (struct tfe__hold){.need = NEED, .forget = FORGET};
	double best = INFINITY;
	for (size_t i = START - 1; i < s->n; i++) {
		double x = tfe__smoothed(s, i, SMOOTH);
		best = fmin(best, x);
		climb_add(c, s->point[i].step, x, best, PLAIN_OF_START * start);
	}
}

/* Checks the smoothed loss against limit and noise. */
static void climb_smoothed(struct climb *c, const struct tfe__health_series *s, double start)
{
	size_t window = s->n / 40 > SMOOTH ? s->n / 40 : SMOOTH;
	window = window < TFE__SMOOTH_MAX ? window : TFE__SMOOTH_MAX;
	/* A median over a window is slow: a single burst of noise keeps it over the limit for up to
	 * the length of the window. */
	c->hold = (struct tfe__hold){.need = window > SMOOTH ? (unsigned)window : NEED,
				     .forget = FORGET};
	double best = INFINITY;
	for (size_t i = START - 1; i < s->n; i++) {
		double x = tfe__smoothed(s, i, window), limit;
		best = fmin(best, x);
		limit = limit_of(start, best);
		if (x > limit && x < PLAIN_OF_START * start)
			limit = fmax(limit, best + NOISE_OF_MEDIAN * tfe__noise(s, i) /
							    sqrt((double)window));
		climb_add(c, s->point[i].step, x, best, limit);
	}
}

/* Checks single points before the loss became NaN, because there may be only one or two over the
 * limit. */
static void climb_to_the_end(struct climb *c, const struct tfe__health_series *s, double start)
{
	c->hold = (struct tfe__hold){.need = 1, .forget = 1};
	double best = s->point[0].value;
	for (size_t i = 1; i < s->n; i++) {
		best = fmin(best, s->point[i].value);
		climb_add(c, s->point[i].step, s->point[i].value, best, limit_of(start, best));
	}
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

static void judge_series(const struct tfe__health_series *s, struct tfe__report *report)
{
	if (s->n < 2)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (!(s->point[i].value > 0))
			return; /* ratios have no meaning for a loss that may be negative */
	double start = tfe__start(s);
	struct climb c = {0};
	bool low = ends_low(s, start);
	if (!low)
		climb_smoothed(&c, s, start);
	if (!low && !c.hold.active)
		climb_plainly(&c, s, start);
	if (!c.hold.active && s->nonfinite.newest)
		climb_to_the_end(&c, s, start);
	/* A loss that recovered is a finding of the rule spike. */
	if (!c.hold.active)
		return;
	struct tfe__verdict v = tfe__verdict_of_hold(s, &c.hold, TFE_SEVERITY_ERROR, c.limit);
	v.step = c.hold.latest_first_step;
	tfe__report_add(
		report, &v,
		"the loss rose to %.4g (step %lld); its first value was %.4g, its lowest %.4g",
		c.hold.worst, (long long)c.hold.worst_step, start, fmin(c.best, start));
}

/* Whether there is a training loss. If there is one, a rising validation loss is left to the rule
 * overfit. */
static bool has_training_loss(const struct tfe__health_run *run)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__meaning *m = &run->series[i].meaning;
		if (m->role == TFE__ROLE_LOSS && !m->validation && run->series[i].count > 1)
			return true;
	}
	return false;
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	if (run->contested)
		return;
	bool training = has_training_loss(run);
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (s->meaning.role == TFE__ROLE_LOSS && !(training && s->meaning.validation))
			judge_series(s, report);
	}
}

const struct tfe__rule tfe__rule_divergence = {"divergence", judge, causes, actions};
