/* health: reinforcement learning: the roles of its tags, and the series that judge a run. */
#include "health/policy.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/tag_words.h"
#include "health/robust_stats.h"
#include "health/words.h"

/* Multiples of the standard error of a block, and of the wander of the blocks. */
static const double ERRORS = 5, WANDERS = 6;
static const double MEDIAN_CHANGE = 0.954; /* of two independent errors, in standard deviations */

/* What a word says of the series of a policy. */
enum {
	P_RETURN = 1 << 0,
	P_SCORE = 1 << 1,
	P_EPISODE = 1 << 2,
	P_LENGTH = 1 << 3,
	P_ENTROPY = 1 << 4,
	P_KL = 1 << 5,
	P_CLIP = 1 << 6,
	P_FRACTION = 1 << 7,
	P_LESSON = 1 << 8,
	P_LOSS = 1 << 9,
	P_SCALE = 1 << 10,
	P_SCALED = 1 << 11, /* what is multiplied by a loss scale, or the program that does it */
	P_PLAIN = 1 << 12,  /* names no part: a mean, a group of tags */
	P_NEVER = 1 << 13,  /* another quantity: a deviation, a target, an extreme */
};

/* In the order of strcmp. */
static const struct tfe__word dictionary[] = {
	{"accuracies", P_NEVER},
	{"actor", P_PLAIN},
	{"adv", P_NEVER},
	{"advantage", P_NEVER},
	{"agent", P_PLAIN},
	{"all", P_PLAIN},
	{"amp", P_SCALED | P_PLAIN},
	{"approx", P_PLAIN},
	{"approxkl", P_KL},
	{"average", P_PLAIN},
	{"avg", P_PLAIN},
	{"avgreward", P_RETURN},
	{"baseline", P_NEVER},
	{"best", P_NEVER},
	{"beta", P_NEVER},
	{"bonus", P_NEVER},
	{"chart", P_PLAIN},
	{"charts", P_PLAIN},
	{"chosen", P_NEVER},
	{"clip", P_CLIP},
	{"clipfrac", P_CLIP | P_FRACTION},
	{"coef", P_NEVER},
	{"coeff", P_NEVER},
	{"coefficient", P_NEVER},
	{"count", P_NEVER},
	{"cross", P_NEVER},
	{"cum", P_PLAIN},
	{"cumulative", P_PLAIN},
	{"curiosity", P_NEVER},
	{"curriculum", P_LESSON},
	{"default", P_PLAIN},
	{"difficulty", P_LESSON},
	{"dist", P_NEVER},
	{"dynamic", P_PLAIN},
	{"ent", P_ENTROPY},
	{"entropy", P_ENTROPY},
	{"env", P_PLAIN},
	{"environment", P_PLAIN},
	{"ep", P_EPISODE | P_PLAIN},
	{"episode", P_EPISODE | P_PLAIN},
	{"episodes", P_EPISODE | P_PLAIN},
	{"episodic", P_EPISODE | P_PLAIN},
	{"eplen", P_LENGTH | P_EPISODE},
	{"eplenmean", P_LENGTH | P_EPISODE},
	{"epret", P_RETURN | P_EPISODE},
	{"eprew", P_RETURN | P_EPISODE},
	{"eprewmean", P_RETURN | P_EPISODE},
	{"error", P_NEVER},
	{"eval", P_PLAIN},
	{"evaluation", P_PLAIN},
	{"evaluator", P_PLAIN},
	{"extrinsic", P_RETURN},
	{"factor", P_PLAIN},
	{"fp", P_PLAIN},
	{"frac", P_FRACTION},
	{"fraction", P_FRACTION},
	{"gail", P_NEVER},
	{"gamma", P_NEVER},
	{"grad", P_SCALED | P_PLAIN},
	{"gradient", P_SCALED | P_PLAIN},
	{"high", P_NEVER},
	{"hist", P_NEVER},
	{"info", P_PLAIN},
	{"intrinsic", P_NEVER},
	{"iter", P_PLAIN},
	{"iteration", P_PLAIN},
	{"kl", P_KL},
	{"last", P_PLAIN},
	{"learner", P_PLAIN},
	{"learners", P_PLAIN},
	{"len", P_LENGTH},
	{"length", P_LENGTH},
	{"lengths", P_LENGTH},
	{"lesson", P_LESSON},
	{"loss", P_LOSS},
	{"losses", P_PLAIN},
	{"lossscale", P_SCALE | P_SCALED},
	{"low", P_NEVER},
	{"margin", P_NEVER},
	{"margins", P_NEVER},
	{"max", P_NEVER},
	{"mean", P_PLAIN},
	{"meanreward", P_RETURN},
	{"metrics", P_PLAIN},
	{"min", P_NEVER},
	{"model", P_NEVER},
	{"moving", P_PLAIN},
	{"neg", P_NEVER},
	{"negative", P_NEVER},
	{"non", P_NEVER},
	{"norm", P_NEVER},
	{"normalised", P_NEVER},
	{"normalized", P_NEVER},
	{"num", P_NEVER},
	{"objective", P_PLAIN},
	{"penalty", P_NEVER},
	{"per", P_PLAIN},
	{"perf", P_PLAIN},
	{"performance", P_PLAIN},
	{"policy", P_PLAIN},
	{"ppo", P_PLAIN},
	{"pred", P_NEVER},
	{"predicted", P_NEVER},
	{"raw", P_PLAIN},
	{"ray", P_PLAIN},
	{"rejected", P_NEVER},
	{"result", P_PLAIN},
	{"results", P_PLAIN},
	{"ret", P_SCORE},
	{"return", P_RETURN},
	{"returns", P_RETURN},
	{"rew", P_RETURN},
	{"reward", P_RETURN},
	{"rewards", P_RETURN},
	{"rewmean", P_RETURN},
	{"rl", P_PLAIN},
	{"rnd", P_NEVER},
	{"rollout", P_EPISODE | P_PLAIN},
	{"rollouts", P_EPISODE | P_PLAIN},
	{"runner", P_PLAIN},
	{"runners", P_PLAIN},
	{"running", P_PLAIN},
	{"sampler", P_PLAIN},
	{"samples", P_PLAIN},
	{"scale", P_SCALE},
	{"scaler", P_SCALE | P_SCALED},
	{"scaling", P_SCALE},
	{"schedule", P_NEVER},
	{"score", P_SCORE},
	{"scores", P_SCORE},
	{"shaping", P_NEVER},
	{"smooth", P_PLAIN},
	{"smoothed", P_PLAIN},
	{"stat", P_PLAIN},
	{"stats", P_PLAIN},
	{"std", P_NEVER},
	{"stddev", P_NEVER},
	{"step", P_PLAIN},
	{"steps", P_PLAIN},
	{"sum", P_PLAIN},
	{"target", P_NEVER},
	{"test", P_PLAIN},
	{"time", P_PLAIN},
	{"total", P_PLAIN},
	{"train", P_PLAIN},
	{"training", P_PLAIN},
	{"tune", P_PLAIN},
	{"undiscounted", P_PLAIN},
	{"val", P_PLAIN},
	{"validation", P_PLAIN},
	{"value", P_NEVER},
	{"var", P_NEVER},
	{"variance", P_NEVER},
	{"vs", P_PLAIN},
	{"weight", P_NEVER},
};

static uint32_t bits_of(const char *word)
{
	return tfe__word_find(dictionary, sizeof dictionary / sizeof dictionary[0], word);
}

/* Removes the digits at both ends of a word: "100ep", "fp16". */
static const char *without_digits(char *word, size_t length)
{
	while (length > 0 && word[length - 1] >= '0' && word[length - 1] <= '9')
		word[--length] = '\0';
	return word + strspn(word, "0123456789");
}

/* The words of a tag together. */
struct summary {
	unsigned all;       /* bits of all words */
	unsigned strangers; /* number of words that may name a part of the quantity */
	bool negated;       /* "entropy loss" is minus the entropy */
};

static struct summary summarise(const char *tag)
{
	struct summary t = {0};
	char text[TFE__WORD_BYTES];
	size_t length;
	unsigned before = 0;
	while (tfe__next_word(&tag, text, &length)) {
		const char *word = without_digits(text, length);
		unsigned bits = bits_of(word);
		t.strangers += !bits && word[0] && word[1];
		t.negated |= (before & P_ENTROPY) && (bits & P_LOSS);
		t.all |= bits;
		before = bits;
	}
	return t;
}

static enum tfe__role role_of(const struct summary *t)
{
	const unsigned quantity =
		P_RETURN | P_SCORE | P_LENGTH | P_ENTROPY | P_KL | P_FRACTION | P_LESSON | P_SCALE;
	unsigned all = t->all, which = all & quantity;
	if (which == P_LESSON)
		return TFE__ROLE_LESSON;
	if (all & P_NEVER)
		return TFE__ROLE_OTHER;
	if (which == P_SCALE && (all & (P_LOSS | P_SCALED)) && !t->strangers)
		return TFE__ROLE_LOSS_SCALE;
	if (which == P_ENTROPY)
		return TFE__ROLE_POLICY_ENTROPY;
	if (all & P_LOSS)
		return TFE__ROLE_OTHER;
	if (which && !(which & ~(unsigned)(P_RETURN | P_SCORE)))
		return TFE__ROLE_RETURN;
	if (which == P_LENGTH && (all & P_EPISODE))
		return TFE__ROLE_EPISODE_LENGTH;
	if (which == P_FRACTION && (all & P_CLIP))
		return TFE__ROLE_CLIP_FRACTION;
	return which == P_KL ? TFE__ROLE_POLICY_KL : TFE__ROLE_OTHER;
}

void tfe__policy_meaning(const char *tag, struct tfe__meaning *m)
{
	struct summary t = summarise(tag);
	enum tfe__role role = role_of(&t);
	if (role == TFE__ROLE_OTHER)
		return;
	m->role = role;
	m->strangers = t.strangers < UINT8_MAX ? (uint8_t)t.strangers : UINT8_MAX;
	m->negated = t.negated;
	m->contested |=
		role == TFE__ROLE_RETURN && (t.all & (P_RETURN | P_EPISODE)) && !t.strangers;
}

/* Whether a is the whole rather than b: by its words, then by its number of points. */
static bool is_better(const struct tfe__health_series *a, const struct tfe__health_series *b)
{
	if (a->meaning.strangers != b->meaning.strangers)
		return a->meaning.strangers < b->meaning.strangers;
	return a->count > b->count;
}

const struct tfe__health_series *tfe__policy_series(const struct tfe__health_run *run,
						    enum tfe__role role, bool validation)
{
	const struct tfe__health_series *best = NULL;
	size_t alike = 0;
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		const struct tfe__meaning *m = &s->meaning;
		if (m->role != role || m->validation != validation || s->n < 2)
			continue;
		if (!best || m->strangers < best->meaning.strangers)
			alike = 0;
		alike += !best || m->strangers <= best->meaning.strangers;
		if (!best || is_better(s, best))
			best = s;
	}
	return best && (alike == 1 || !best->meaning.strangers) ? best : NULL;
}

/* The standard deviation of the noise: with normal errors the mean absolute change between points
 * is 1.128 (2 / sqrt pi) of it. */
static double noise_of(const struct tfe__health_series *s)
{
	double sum = 0;
	for (size_t i = 1; i < s->n; i++)
		sum += fabs(s->point[i].value / (double)s->n -
			    s->point[i - 1].value / (double)s->n);
	return sum / 1.128;
}

static double mean_of(const struct tfe__health_series *s, size_t from, size_t to)
{
	double sum = 0, n = (double)(to - from);
	for (size_t i = from; i < to; i++)
		sum += s->point[i].value / n; /* the sum of large numbers may overflow */
	return sum;
}

/* The median change between a block and the next but one: successive points of a moving average
 * differ less than its noise. */
static double wander_of(const struct tfe__course *c)
{
	double change[TFE__COURSE_MAX];
	size_t n = 0;
	for (size_t b = 2; b < c->n; b++)
		change[n++] = fabs(c->block[b] - c->block[b - 2]);
	return tfe__median(change, n);
}

void tfe__course_of(const struct tfe__health_series *s, struct tfe__course *c)
{
	c->n = s->n < TFE__COURSE_MAX ? s->n : TFE__COURSE_MAX;
	for (size_t b = 0; b < c->n; b++)
		c->block[b] =
			mean_of(s, tfe__course_point(s, c, b), tfe__course_point(s, c, b + 1));
	c->start = fmin(c->block[0], tfe__window_median(c->block, c->n < 3 ? c->n : 3));
	c->error = noise_of(s) / sqrt((double)s->n / (double)c->n);
	double wander = wander_of(c);
	c->scatter = fmax(c->error, wander / MEDIAN_CHANGE);
	c->noise = fmax(ERRORS * c->error, WANDERS * wander);
}

size_t tfe__course_point(const struct tfe__health_series *s, const struct tfe__course *c,
			 size_t block)
{
	return block * s->n / c->n;
}

double tfe__course_end(const struct tfe__course *c)
{
	size_t late = c->n - (c->n + 4) / 5;
	return tfe__window_median(c->block + late, c->n - late);
}

double tfe__course_best(const struct tfe__course *c, size_t *block)
{
	double best = -INFINITY;
	for (size_t b = 0; b + 1 < c->n; b++) {
		double level = fmin(c->block[b], c->block[b + 1]);
		if (level > best) {
			best = level;
			*block = b;
		}
	}
	return best;
}

bool tfe__has_new_lesson(const struct tfe__health_run *run, int64_t step)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		for (size_t k = 1; s->meaning.role == TFE__ROLE_LESSON && k < s->n; k++)
			if (s->point[k].step >= step && s->point[k].value > s->point[k - 1].value)
				return true;
	}
	return false;
}
