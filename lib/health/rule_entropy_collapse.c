/* health: rule entropy_collapse: a policy stops exploring before it has learned anything. */
#include "health/rule.h"

#include <math.h>

#include "health/policy.h"
#include "health/robust_stats.h"

/* A limit relative to the first entropy. That of a choice among n actions begins near ln n and
 * cannot fall below 0. That of a normal distribution of standard deviation 1 is 1.42 per dimension;
 * -2 times as much means a standard deviation of 0.014. NEGATIVE: what is not rounding of a 0. */
static const double LIMIT_CONTINUOUS = -2, NEGATIVE = -0.01;
/* Shares of the points that must be below the limit at the end. The entropy of a policy with
 * continuous actions falls slowly in every training. */
static const double HELD = 0.2, HELD_CONTINUOUS = 0.5;
/* The policy has learned if the last fifth of its rewards is above the first ones by this share and
 * by these numbers of standard errors. */
static const double LEARNED = 0.05, ERRORS = 3, ERRORS_OF_POINT = 4;
enum { LEAST_POINTS = 10, LEAST_OUTCOMES = 5, HELD_LEAST = 5, START = 3 };

static const char *const causes[] = {
	"the entropy coefficient is too small, or falls too early",
	"the learning rate is too high: a few early episodes decide the policy",
	"the reward is too rare, so that one action seems as good as any",
	"rewards or advantages are not normalised",
	NULL,
};
static const char *const actions[] = {
	"raise the entropy coefficient, and let it fall more slowly",
	"lower the learning rate; fewer epochs per batch, a target KL",
	"normalise advantages, and scale the rewards",
	"reward intermediate goals, or use a curriculum",
	"mask actions that are not possible",
	NULL,
};

/* The series that shows whether the policy learns: the reward, otherwise the length of episodes. */
static const struct tfe__health_series *outcome_of(const struct tfe__health_run *run)
{
	static const enum tfe__role roles[] = {TFE__ROLE_RETURN, TFE__ROLE_EPISODE_LENGTH};
	for (size_t i = 0; i < 4; i++) {
		const struct tfe__health_series *s = tfe__policy_series(run, roles[i / 2], i % 2);
		if (s && s->n >= LEAST_OUTCOMES)
			return s;
	}
	return NULL;
}

/* Whether the last fifth is above the first blocks or far above the first point, which may be the
 * only one before the rise. A shorter or a longer episode may be the better one. */
static bool has_learned(const struct tfe__health_series *outcome)
{
	struct tfe__course c;
	tfe__course_of(outcome, &c);
	double point = c.error * sqrt((double)outcome->n / (double)c.n);
	double last = tfe__course_end(&c), start = outcome->point[0].value,
	       first = tfe__window_median(c.block, c.n < START ? c.n : START);
	double sign = outcome->meaning.role == TFE__ROLE_EPISODE_LENGTH && last < first ? -1 : 1;
	return sign * (last - first) > fmax(ERRORS * c.error, LEARNED * fabs(first)) ||
	       sign * (last - start) > fmax(ERRORS_OF_POINT * point, LEARNED * fabs(start));
}

/* An entropy, which some programs log with the opposite sign. */
struct entropy {
	const struct tfe__health_series *series;
	double sign, start, limit, held;
};

/* Chooses sign and limit; false: the entropy has no known scale. */
static bool find_limit(const struct tfe__health_run *run, struct entropy *e)
{
	const struct tfe__health_series *s = e->series;
	double first[START], low = INFINITY;
	for (size_t i = 0; i < START; i++)
		first[i] = s->point[i].value;
	/* "Entropy loss" may also be the entropy itself. */
	double start = tfe__window_median(first, START);
	e->sign = s->meaning.negated && start < 0 ? -1 : 1;
	e->start = fmax(e->sign * start, e->sign * first[0]);
	for (size_t i = 0; i < s->n; i++)
		low = fmin(low, e->sign * s->point[i].value);
	bool continuous = low < NEGATIVE * e->start;
	double limit = continuous ? LIMIT_CONTINUOUS : run->limit[TFE__ENTROPY_COLLAPSE_SHARE];
	e->limit = limit * e->start;
	e->held = continuous ? HELD_CONTINUOUS : HELD;
	return e->start > 0;
}

/* The first of the points that are all below the limit, at the end. */
static size_t first_below(const struct entropy *e)
{
	size_t i = e->series->n;
	while (i > 0 && e->sign * e->series->point[i - 1].value < e->limit)
		i--;
	return i;
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	struct entropy e = {
		.series = tfe__policy_series(run, TFE__ROLE_POLICY_ENTROPY, false),
	};
	const struct tfe__health_series *s = e.series, *outcome = outcome_of(run);
	if (!s || !outcome || s->n < LEAST_POINTS || !find_limit(run, &e))
		return;
	size_t first = first_below(&e), below = s->n - first;
	if ((double)below < fmax(HELD_LEAST, e.held * (double)s->n) || has_learned(outcome))
		return;
	struct tfe__verdict v = {
		.series = s,
		.severity = TFE_SEVERITY_WARNING,
		.step = s->point[first].step,
		.last_step = s->last_step,
		.active = true,
		.value = s->point[s->n - 1].value,
		.limit = e.sign * e.limit,
	};
	bool length = outcome->meaning.role == TFE__ROLE_EPISODE_LENGTH;
	tfe__report_add(
		report, &v,
		"the entropy of the policy fell from %.4g to %.4g: the last %zu of %zu %s, from "
		"step %lld on, are below %.4g; the %s was %.4g at first and is %.4g now",
		e.start, e.sign * v.value, below, s->n, s->stride > 1 ? "means" : "points",
		(long long)v.step, e.limit, length ? "length of the episodes" : "reward",
		outcome->point[0].value, outcome->point[outcome->n - 1].value);
}

const struct tfe__rule tfe__rule_entropy_collapse = {"entropy_collapse", judge, causes, actions};
