/* health: the part of rule plateau about rewards that never rise. */
#include "health/reward_plateau.h"

#include <math.h>
#include <string.h>

#include "base/tag_words.h"
#include "health/policy.h"
#include "health/robust_stats.h"

/* ERRORS, SPREAD: the rise and the deviation of the blocks that noise explains, in
 * standard errors. NARROW: the range of the blocks, relative to their level. RESUMED: the first
 * step relative to the last one. */
static const double ERRORS = 3, SPREAD = 1.5, NARROW = 0.1, RESUMED = 0.1;
/* The deviate of a rise, and the standard errors of its level above the first one. While the policy
 * acts at random, as its entropy shows, there need be less noise to explain the blocks. */
static const double TREND_UP = 1.96, ABOVE_FIRST = 1.5, RANDOM = 1.7;
static const double NEAR_RANDOM = 0.01, STILL_RANDOM = 0.95;
enum { LEAST_REWARDS = 50, FIRST = 3, CHOICES_MAX = 8 };

static const char *const causes[] = {
	"the reward is too rare: a random policy never meets it",
	"the learning rate is far too small, 0, or far too large",
	"observations or rewards are not scaled, or do not belong to the actions",
	"the policy explores too little",
	NULL,
};
static const char *const actions[] = {
	"check that a random policy sometimes gets a better reward; reward intermediate goals",
	"normalise observations, advantages and rewards",
	"try 3 times more and 3 times less learning rate; more steps per update",
	"raise the entropy coefficient, or let the exploration fall more slowly",
	"try the same code on a simpler task",
	NULL,
};

/* Whether the blocks differ by no more than independent errors make them. */
static bool is_noise(const struct tfe__course *c, double spread)
{
	double mean = 0, squares = 0, n = (double)c->n;
	for (size_t b = 0; b < c->n; b++)
		mean += c->block[b] / n;
	for (size_t b = 0; b < c->n; b++)
		squares += (c->block[b] - mean) * (c->block[b] - mean) / n;
	return sqrt(squares) <= spread * c->scatter;
}

static bool is_narrow(const struct tfe__course *c, double level)
{
	double low = c->block[0], high = low;
	for (size_t b = 0; b < c->n; b++) {
		low = fmin(low, c->block[b]);
		high = fmax(high, c->block[b]);
	}
	return high - low <= NARROW * fabs(level);
}

/* Whether a reward stayed at its first level: its first point is not far below the others, no two
 * blocks are above the first ones, and it does not rise. */
static bool stays(const struct tfe__health_series *s, const struct tfe__course *c, bool random)
{
	size_t at;
	double first = tfe__window_median(c->block, FIRST),
	       level = tfe__window_median(c->block, c->n);
	double more = random ? RANDOM : 1;
	double point = c->error * sqrt((double)s->n / (double)c->n);
	bool noise = is_noise(c, more * SPREAD) &&
		     level - first <= more * ABOVE_FIRST * c->scatter &&
		     tfe__course_best(c, &at) - first <= more * ERRORS * c->scatter;
	return tfe__trend(c->block, c->n) < more * TREND_UP && (noise || is_narrow(c, first)) &&
	       level - s->point[0].value <= fmax(ERRORS * point, NARROW * fabs(level));
}

static bool is_constant(const struct tfe__health_series *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->point[i].low != s->point[0].low || s->point[i].high != s->point[0].low)
			return false;
	return true;
}

/* Whether the sum of several players never changes while their parts do. */
static bool is_zero_sum(const struct tfe__health_run *run, const struct tfe__health_series *sum)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (s->meaning.role == TFE__ROLE_RETURN && !is_constant(s))
			return is_constant(sum);
	}
	return false;
}

/* Whether the entropy of the policy is still that of a random choice among a few actions. */
static bool is_random(const struct tfe__health_run *run)
{
	const struct tfe__health_series *s =
		tfe__policy_series(run, TFE__ROLE_POLICY_ENTROPY, false);
	if (!s)
		return false;
	double last = fabs(s->point[s->n - 1].value), first = fabs(s->point[0].value);
	double choices = round(exp(first));
	return choices >= 2 && choices <= CHOICES_MAX &&
	       fabs(first / log(choices) - 1) < NEAR_RANDOM && last > STILL_RANDOM * first;
}

/* A policy plays against itself: its mean reward does not rise. */
static bool plays_itself(const struct tfe__health_run *run)
{
	char word[TFE__WORD_BYTES];
	size_t length;
	for (size_t i = 0; i < run->n; i++)
		for (const char *rest = run->series[i].tag; tfe__next_word(&rest, word, &length);)
			if (!strcmp(word, "elo") || !strcmp(word, "opponent"))
				return true;
	return false;
}

/* A training that began long before the log may have learned before. */
static bool is_resumed(const struct tfe__health_series *s)
{
	return (double)s->first_step > RESUMED * (double)s->last_step;
}

/* A reward above 0 that does not rise may be as good as it can be. */
void tfe__reward_plateau(const struct tfe__health_run *run, struct tfe__report *report)
{
	const struct tfe__health_series *s = tfe__policy_series(run, TFE__ROLE_RETURN, false);
	if (!s)
		s = tfe__policy_series(run, TFE__ROLE_RETURN, true);
	if (!s || s->n < LEAST_REWARDS || is_resumed(s))
		return;
	struct tfe__course c;
	tfe__course_of(s, &c);
	bool random = is_random(run);
	if (!stays(s, &c, random) || is_zero_sum(run, s) ||
	    tfe__has_new_lesson(run, s->first_step) || plays_itself(run))
		return;
	double level = tfe__window_median(c.block, c.n);
	struct tfe__verdict v = {
		.series = s,
		.severity = level <= 0 || random ? TFE_SEVERITY_WARNING : TFE_SEVERITY_INFO,
		.step = s->first_step,
		.last_step = s->last_step,
		.active = true,
		.value = level,
		.limit = NAN,
		.causes = causes,
		.actions = actions,
	};
	tfe__report_add(
		report, &v,
		"the reward has not risen since the first step (%lld): it was %.4g there and "
		"is about %.4g in %llu points%s",
		(long long)s->first_step, s->point[0].value, level, (unsigned long long)s->count,
		random ? "; the policy still acts at random" : "");
}
