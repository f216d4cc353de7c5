/* health: rule plateau: the loss no longer falls, far above the level of a trained network. */
#include "health/rule.h"

#include <assert.h>
#include <math.h>

#include "health/loss.h"
#include "health/robust_stats.h"

/* LEFT: the best loss divided by the start; above LEFT_NEVER the network has learned nothing, above
 * LEFT_EARLY it stopped early. FLAT: the relative fall over the last four fifths. NEAR: the
 * relative distance to the final level. CONVERGED: an accuracy above which there is no finding. */
static const double LEFT_NEVER = 0.9, LEFT_EARLY = 0.5, FLAT = 0.02, NEAR = 0.04, CONVERGED = 0.9,
		    NEAR_GUESS = 0.06;
enum { BLOCKS = 20, LEAST_POINTS = 8, SMOOTH = 5 };
static_assert((int)BLOCKS <= (int)TFE__BLOCKS_MAX && (int)BLOCKS <= (int)TFE__WINDOW_MAX &&
		      (int)SMOOTH <= (int)TFE__SMOOTH_MAX,
	      "blocks and windows fit");

static const char *const causes[] = {
	"the learning rate is far too small, 0, or far too large",
	"no gradient reaches the layers: dead or saturated units, too small an initialisation",
	"inputs and labels do not belong together, or are not scaled",
	NULL,
};
static const char *const actions[] = {
	"check that the learning rate and its schedule are above 0; try 3 times more and 3 times "
	"less",
	"use another initialisation: He for the ReLU family, Glorot for tanh",
	"add batch normalisation; use the ReLU family in place of sigmoid and tanh",
	"rescale the inputs from raw or [0,1] to [-1,1]",
	"check the labels; try to overfit one single batch",
	NULL,
};

/* The descent of the loss, in 20 medians. */
struct descent {
	double block[TFE__BLOCKS_MAX];
	size_t n, late; /* number of blocks; the first block of the last four fifths */
	double start, left, level;
	bool flat;
};

static struct descent descent_of(const struct tfe__health_series *s)
{
	struct descent c = {.start = tfe__start(s)};
	c.n = tfe__blocks(s, c.block, BLOCKS);
	c.late = c.n / 5;
	size_t n = c.n - c.late;
	double best = c.start;
	for (size_t i = 0; i < s->n; i++)
		best = fmin(best, tfe__smoothed(s, i, SMOOTH));
	c.left = best / c.start;
	c.level = tfe__window_median(c.block + c.late, n);
	double fall = -tfe__slope(c.block + c.late, n) * (double)(n - 1) / c.level;
	c.flat = fall < FLAT || tfe__trend(c.block + c.late, n) > -1;
	return c;
}

/* Whether the network guesses: an untrained network gives each of k classes the probability 1/k, so
 * that its loss is ln k and its accuracy 1/k. */
static bool is_guess(const struct tfe__health_run *run, double level)
{
	double accuracy = tfe__last_accuracy(run);
	return accuracy > 0 && accuracy < 0.6 && fabs(level + log(accuracy)) < NEAR_GUESS * level;
}

/* The first step at which the loss reached its final level. */
static int64_t step_of(const struct tfe__health_series *s, double level)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->point[i].value < (1 + NEAR) * level)
			return s->point[i].step;
	return s->point[0].step;
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	const struct tfe__health_series *s = tfe__main_loss(run, false);
	if (!s)
		s = tfe__main_loss(run, true);
	if (!s || s->n < LEAST_POINTS || s->nonfinite.any || tfe__warms_up(run))
		return;
	struct descent c = descent_of(s);
	if (!(c.start > 0) || !(c.level > 0) || !c.flat || tfe__last_accuracy(run) > CONVERGED)
		return;
	bool never = c.left > LEFT_NEVER;
	bool early = c.left > LEFT_EARLY && fabs(c.block[c.late] - c.level) < NEAR * c.level;
	bool guess = is_guess(run, c.level);
	if (!never && !early && !guess)
		return;
	struct tfe__verdict v = {
		.series = s,
		.severity = TFE_SEVERITY_WARNING,
		.step = never ? s->point[0].step : step_of(s, c.level),
		.last_step = s->last_step,
		.active = true,
		.value = c.level,
		.limit = (never ? LEFT_NEVER : LEFT_EARLY) * c.start,
	};
	tfe__report_add(report, &v,
			"the loss has been %.4g since step %lld; its first value was %.4g%s",
			c.level, (long long)v.step, c.start,
			guess ? "; the accuracy is that of guessing" : "");
}

const struct tfe__rule tfe__rule_plateau = {"plateau", judge, causes, actions};
