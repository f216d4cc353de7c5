/* health: rule plateau: the loss no longer falls, far above the level of a trained network. */
#include "health/rule.h"

#include <assert.h>
#include <math.h>

#include "health/descent.h"
#include "health/loss.h"
#include "health/reward_plateau.h"
#include "health/robust_stats.h"

/* NEAR: the relative distance to the final level. CONVERGED: an accuracy above which there is no
 * finding. */
static const double NEAR = 0.04, CONVERGED = 0.9, NEAR_GUESS = 0.08;
/* The loss of guessing among up to MOST_CLASSES classes, and the accuracy relative to its share. */
static const double NEAR_UNIFORM = 0.005, MOST_CLASSES = 30, NEAR_SHARE = 0.4;
/* Fewer than LEAST_SHORT points are evidence if they are CONSTANT; so are held-out losses for the
 * fact that no weight changes. */
static const double CONSTANT = 0.002, UNCHANGED = 0.0001;
/* An accuracy of classes below LOW that rises by less than RISES shows that none is learned. */
static const double LOW_ACCURACY = 0.3, RISES = 0.03;
/* A perplexity below this is that of a network that knows nearly every token. */
static const double LOW_PERPLEXITY = 1.05;
static const double STAYS = 0.7; /* of the first third of a noisy training loss */
static const double WELL_ABOVE = 0.65, WELL_BELOW = 0.8; /* an accuracy; of the start of a loss */
static const double FELL = 0.8; /* another part of the loss, below this share of its start */
/* Without an accuracy, a loss that fell below this share of its start and then stays may have
 * reached its floor, such as that of a language model that is fine-tuned: information. */
static const double LEFT_UNKNOWN = 0.97, ERROR_OF_START = 0.72; /* of a median of three */
/* The losses of examples of an untrained network are alike. Where they differ by this much
 * (standard deviation of the logarithm), such as those of the noise levels of a diffusion, the
 * noise may hide what is learned. LOW: of the start. */
static const double NOISE_OF_EXAMPLES = 0.35, LOW = 0.0001;
static const double LEARNED = 0.1; /* of the held-out loss */
static const double FLAT = 0.02;   /* the range of all points of a short log */
static const double TREND_DOWN = -1.96;
enum { BLOCKS = TFE__DESCENT_BLOCKS, LEAST_POINTS = 8, LEAST_SHORT = 5, LEAST_FEW = 3, SMOOTH = 5 };
static_assert((int)SMOOTH <= (int)TFE__SMOOTH_MAX, "a window fits");

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

/* Whether the network guesses: an untrained network gives each of k classes the probability 1/k, so
 * that its loss is ln k and its accuracy 1/k. The accuracy of few examples is less exact than the
 * loss. */
static bool is_guess(const struct tfe__health_run *run, const struct tfe__descent *c, double level)
{
	double accuracy = tfe__last_accuracy(run);
	level = c->floor > 0 ? log(level) : level;
	if (!(accuracy > 0 && accuracy < 0.6))
		return false;
	double classes = round(exp(fmin(level, log(MOST_CLASSES + 1))));
	bool uniform = classes >= 2 && classes <= MOST_CLASSES &&
		       fabs(level - log(classes)) < NEAR_UNIFORM * level &&
		       fabs(accuracy * classes - 1) < NEAR_SHARE;
	return uniform || fabs(level + log(accuracy)) < NEAR_GUESS * level;
}

/* Whether s is one of several parts of a loss that is not logged as a whole, and another one
 * falls. */
static bool another_falls(const struct tfe__health_run *run, const struct tfe__health_series *s)
{
	for (size_t i = 0; s->quantity.rank < TFE__LOSS_PLAIN && i < run->n; i++) {
		const struct tfe__health_series *t = tfe__best_of_quantity(run, i, TFE__ROLE_LOSS);
		if (t && t != s && t->meaning.validation == s->meaning.validation &&
		    t->n >= LEAST_POINTS &&
		    tfe__smoothed(t, t->n - 1, SMOOTH) < FELL * tfe__start(t))
			return true;
	}
	return false;
}

/* Whether the training loss is far below the held-out one: then the training data are learned. */
static bool is_learned(const struct tfe__health_run *run, double level)
{
	const struct tfe__health_series *s = tfe__main_loss(run, true);
	double block[TFE__BLOCKS_MAX];
	if (!s || s->n < LEAST_POINTS)
		return false;
	return level < LEARNED * tfe__window_median(block, tfe__blocks(s, block, BLOCKS));
}

/* The findings about one loss. */
struct plateau {
	struct tfe__descent descent;
	bool never, early, guess;
};

/* Whether the loss no longer falls, far above the level of a trained network. */
static bool find_plateau(const struct tfe__health_run *run, const struct tfe__health_series *s,
			 struct plateau *plateau)
{
	*plateau = (struct plateau){.descent = tfe__descent_of(s)};
	struct tfe__descent *c = &plateau->descent;
	/* A loss that fell for long and ends as that of guessing. */
	if (!c->flat && c->ends_flat && is_guess(run, c, c->end)) {
		c->level = c->end;
		c->flat = true;
	}
	double level = c->level - c->floor;
	if (!(c->start > c->floor) || !(level > 0) || !c->flat ||
	    (c->floor > 0 && c->level < LOW_PERPLEXITY))
		return false;
	plateau->never = c->left > run->limit[TFE__PLATEAU_NEVER] ||
			 tfe__is_stuck(s, c, run->limit[TFE__PLATEAU_EARLY]);
	plateau->early = c->left > run->limit[TFE__PLATEAU_EARLY] && !c->rises && !c->falls &&
			 fabs(c->block[c->late] - c->level) < NEAR * level;
	plateau->guess = is_guess(run, c, c->level);
	return plateau->never || plateau->early || plateau->guess;
}

/* Whether the last half of a series does not change: no weight of the network does. */
static bool is_unchanged(const struct tfe__health_series *s)
{
	double low = INFINITY, high = -INFINITY;
	for (size_t i = s->n / 2; i < s->n; i++) {
		low = fmin(low, s->point[i].low);
		high = fmax(high, s->point[i].high);
	}
	return s->n >= LEAST_POINTS && high - low < UNCHANGED * low;
}

/* Whether the loss fell before it stood, or the held-out loss did, without the noise of batches. A
 * held-out loss that does not change at all is no floor. */
static bool fell(const struct tfe__health_run *run, const struct tfe__health_series *s,
		 const struct tfe__descent *c)
{
	const struct tfe__health_series *held_out = tfe__main_loss(run, true);
	if (held_out && is_unchanged(held_out))
		return false;
	if (held_out && held_out->n >= LEAST_FEW && held_out != s &&
	    tfe__smoothed(held_out, held_out->n - 1, SMOOTH) < LEFT_UNKNOWN * held_out->first)
		return true;
	return c->level - c->floor < LEFT_UNKNOWN * (c->start - c->floor) &&
	       c->start - c->level > ERROR_OF_START * tfe__noise(s, s->n - 1);
}

/* Whether the accuracy shows that the loss could be lower: those of tokens, boxes, pixels and
 * rankings have a ceiling of their own. */
static bool has_accuracy(const struct tfe__health_run *run)
{
	const struct tfe__health_series *s = tfe__main_accuracy(run, false);
	if (!s)
		s = tfe__main_accuracy(run, true);
	return s && s->meaning.classifier;
}

/* Whether two classes were learned as far as their labels allow: the loss fell early, the accuracy
 * is far above that of a guess and rose, and the loss is no more than its entropy, that of a
 * network that knows how sure it may be. */
static bool knows_both_classes(const struct tfe__health_run *run, const struct tfe__descent *c)
{
	const struct tfe__health_series *s = tfe__main_accuracy(run, true);
	s = s ? s : tfe__main_accuracy(run, false);
	double a = tfe__last_accuracy(run), entropy = -a * log(a) - (1 - a) * log(1 - a);
	return s && a > WELL_ABOVE && c->level < entropy && c->level < WELL_BELOW * c->start &&
	       tfe__smoothed(s, s->n - 1, SMOOTH) > s->first;
}

static void report_plateau(const struct tfe__health_run *run, const struct tfe__health_series *s,
			   const struct plateau *plateau, struct tfe__report *report)
{
	const struct tfe__descent *c = &plateau->descent;
	bool noisy = tfe__log_noise(s, s->n, LOW * c->start) > NOISE_OF_EXAMPLES;
	bool floor = has_accuracy(run) ? knows_both_classes(run, c) : noisy || fell(run, s, c);
	bool never = c->left > run->limit[TFE__PLATEAU_NEVER];
	tfe_severity severity = floor && !plateau->guess ? TFE_SEVERITY_INFO : TFE_SEVERITY_WARNING;
	struct tfe__verdict v = {
		.series = s,
		.severity = severity,
		.step = never ? s->point[0].step : tfe__descent_step(s, c, NEAR),
		.last_step = s->last_step,
		.active = true,
		.value = c->level,
		.limit = c->floor +
			 run->limit[plateau->never ? TFE__PLATEAU_NEVER : TFE__PLATEAU_EARLY] *
				 (c->start - c->floor),
	};
	tfe__report_add(report, &v,
			"the loss has been about %.4g since step %lld, up to step %lld; its first "
			"value was %.4g%s",
			c->level, (long long)v.step, (long long)v.last_step, s->first,
			plateau->guess ? "; the accuracy is that of guessing" : "");
}

/* Whether a noisy training loss does not fall either: the last third against the first, or the
 * trend. */
static bool stays(const struct tfe__health_run *run, const struct tfe__health_series *s)
{
	double block[TFE__BLOCKS_MAX];
	size_t n = tfe__blocks(s, block, BLOCKS), third = n / 3;
	double left =
		tfe__window_median(block + n - third, third) / tfe__window_median(block, third);
	return left > run->limit[TFE__PLATEAU_NEVER] ||
	       (left > STAYS && tfe__trend(block, n) > TREND_DOWN);
}

/* Whether the points of a short log differ by less than a share of the lowest one. */
static bool is_constant(const struct tfe__health_series *s, size_t least, double share)
{
	struct tfe__range r = tfe__range_of(s, s->point[0].step);
	return s->n >= least && r.low > 0 && r.high - r.low < share * r.low;
}

/* Whether an accuracy of classes is low, and was so at first. */
static bool learns_no_class(const struct tfe__health_run *run)
{
	const struct tfe__health_series *s = tfe__main_accuracy(run, true);
	if (!s)
		s = tfe__main_accuracy(run, false);
	if (!s)
		return false;
	double last = tfe__smoothed(s, s->n - 1, SMOOTH);
	return last < LOW_ACCURACY && last < s->first + RISES && s->meaning.classifier;
}

/* Few points are evidence only if those of both losses are equal, or if the accuracy does not rise
 * either. */
static void judge_few(const struct tfe__health_run *run, const struct tfe__health_series *train,
		      const struct tfe__health_series *held_out, struct tfe__report *report)
{
	struct plateau plateau;
	if (train->n < LEAST_FEW || held_out->n < LEAST_FEW || !find_plateau(run, train, &plateau))
		return;
	bool constant =
		is_constant(train, LEAST_SHORT, FLAT) && is_constant(held_out, LEAST_SHORT, FLAT);
	bool equal = is_constant(train, LEAST_FEW, CONSTANT) &&
		     is_constant(held_out, LEAST_FEW, CONSTANT);
	bool unchanged =
		is_constant(train, LEAST_FEW, FLAT) && is_constant(held_out, LEAST_FEW, UNCHANGED);
	if (constant || equal || unchanged ||
	    (plateau.never && (plateau.guess || learns_no_class(run))))
		report_plateau(run, train, &plateau, report);
}

static void judge_loss(const struct tfe__health_run *run, struct tfe__report *report)
{
	const struct tfe__health_series *train = tfe__main_loss(run, false),
					*held_out = tfe__main_loss(run, true);
	const struct tfe__health_series *s = train ? train : held_out;
	struct plateau plateau;
	if (!s || s->nonfinite.any || tfe__warms_up(run) || tfe__last_accuracy(run) > CONVERGED)
		return;
	bool both = train && held_out && !held_out->nonfinite.any;
	if (s->n < LEAST_POINTS) {
		if (both)
			judge_few(run, train, held_out, report);
		return;
	}
	if (find_plateau(run, s, &plateau)) {
		if (!another_falls(run, s) &&
		    (s == held_out || !is_learned(run, plateau.descent.level)))
			report_plateau(run, s, &plateau, report);
		return;
	}
	/* The held-out loss has no noise of batches that hides the plateau. */
	if (both && held_out->n >= LEAST_POINTS && stays(run, train) &&
	    plateau.descent.level > run->limit[TFE__PLATEAU_EARLY] * plateau.descent.start &&
	    !another_falls(run, held_out) && find_plateau(run, held_out, &plateau))
		report_plateau(run, held_out, &plateau, report);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	if (run->contested)
		tfe__reward_plateau(run, report);
	else
		judge_loss(run, report);
}

const struct tfe__rule tfe__rule_plateau = {"plateau", judge, causes, actions};
