/* health: rule overfit: a loss of held-out data rises, or their accuracy falls, while the loss of
 * training data continues to fall. */
#include "health/rule.h"

#include <assert.h>
#include <math.h>

#include "health/loss.h"
#include "health/robust_stats.h"

/* Shares: of the whole fall in logarithms, of the training loss. */
static const double LEAST_OF_FALL = 0.15, TRAIN_FELL = 0.9;
static const double TRAIN_ERRORS = 2; /* standard errors by which the training loss must fall */
/* A rise must exceed noise, as a trend since the best or by its size: the deviate of the trend, and
 * a third of the rise in standard errors of a median. */
static const double ERROR_OF_MEDIAN = 1.25, LEAST_TREND = 1.5, TREND = 2.5, TREND_AND_RISE = 3;
/* A training loss below this share of the held-out one is small at once: it need not fall. */
static const double TRAIN_SMALL = 0.2, TRAIN_STAYS = 0.1;
/* Multiples of the last or first held-out accuracy, and of the best training one. */
static const double LEARNED = 1.2, TRAIN_KEPT = 0.95;
enum { SMOOTH = 3, SMOOTH_TRAINING = 5, NEED = 3, LEAST_POINTS = 6, BLOCKS = 64 };
static_assert((int)SMOOTH <= (int)TFE__SMOOTH_MAX && (int)SMOOTH_TRAINING <= (int)TFE__SMOOTH_MAX &&
		      (int)BLOCKS <= (int)TFE__BLOCKS_MAX,
	      "windows and blocks fit");

static const char *const causes[] = {
	"the model memorises the training examples: it is too large for their number",
	"there is no regularisation, or training took too long",
	"the held-out data differ from the training data, or labels are wrong",
	NULL,
};
static const char *const actions[] = {
	"stop at the best step, and keep its checkpoint",
	"use more data, or augmentation",
	"regularise: weight decay, dropout",
	"use a smaller model",
	NULL,
};

static size_t window_of(const struct tfe__health_series *s, size_t least)
{
	size_t window = s->n / 10 < least ? least : s->n / 10;
	return window < TFE__SMOOTH_MAX ? window : TFE__SMOOTH_MAX;
}

/* The smoothed training loss after a share of the training. Points are matched by this share,
 * because the two series may have different steps and intervals. */
static double loss_at(const struct tfe__health_series *train, double share)
{
	size_t i = (size_t)(share * (double)(train->n - 1) + 0.5);
	return tfe__smoothed(train, i < train->n ? i : train->n - 1,
			     window_of(train, SMOOTH_TRAINING));
}

/* The course of a held-out series: its best value, smoothed or without luck, and its last one. */
struct course {
	size_t window, best_at;
	double best, last;
	double sure; /* of a loss: the best value is no higher, however lucky */
};

/* Finds the best value: the least one, or with `sign` -1 the greatest one. */
static struct course course_of(const struct tfe__health_series *s, double sign)
{
	struct course c = {.window = window_of(s, SMOOTH), .best = sign * INFINITY};
	for (size_t i = 0; i < s->n; i++) {
		c.last = tfe__smoothed(s, i, c.window);
		/* The median of fewer points than the window is more often low by chance. */
		if (i + 1 >= c.window && sign * c.last < sign * c.best) {
			c.best = c.last;
			c.best_at = i;
		}
	}
	return c;
}

/* The lowest of n points is low by chance: by about sqrt(2 ln n) - 0.6 standard deviations. */
static double luck(size_t n)
{
	return sqrt(2 * log((double)n)) - 0.6;
}

/* The best point may be the only good one, which a median hides. */
static void use_lowest_point(const struct tfe__health_series *s, struct course *c)
{
	size_t at = 0;
	for (size_t i = 1; i < s->n; i++)
		if (s->point[i].value < s->point[at].value)
			at = i;
	double noise = tfe__noise(s, s->n - 1), windows = fmax((double)s->n / (double)c->window, 2);
	double best = s->point[at].value + luck(s->n) * noise;
	double error = ERROR_OF_MEDIAN * noise / sqrt((double)c->window);
	c->sure = fmin(best, c->best + luck((size_t)windows) * error);
	if (best < c->best) {
		c->best = best;
		c->best_at = at;
	}
}

/* Whether the way from the best value to the last one is more than noise. */
static bool is_significant(const struct tfe__health_series *s, const struct course *c, double sign)
{
	double block[TFE__BLOCKS_MAX];
	struct tfe__health_series since = *s;
	since.point += c->best_at;
	since.n -= c->best_at;
	double trend = sign * tfe__trend(block, tfe__blocks(&since, block, BLOCKS));
	double error = ERROR_OF_MEDIAN * tfe__noise(s, s->n - 1) / sqrt((double)c->window);
	double rise = sign * (c->last - c->best);
	return trend > TREND ||
	       (trend > LEAST_TREND && rise > 3 * (TREND_AND_RISE - trend) * error);
}

/* Whether the training loss says that the held-out data alone get worse since the best point: it
 * falls, or it was small at once and stays. */
static bool training_goes_on(const struct tfe__health_series *train,
			     const struct tfe__health_series *held_out, const struct course *c)
{
	double before = loss_at(train, (double)c->best_at / (double)(held_out->n - 1)),
	       now = loss_at(train, 1);
	double error = ERROR_OF_MEDIAN * tfe__noise(train, train->n - 1) *
		       sqrt(2 / (double)window_of(train, SMOOTH_TRAINING));
	if (now < TRAIN_FELL * before && before - now > TRAIN_ERRORS * error)
		return true;
	return held_out->meaning.role == TFE__ROLE_LOSS && now < TRAIN_SMALL * c->best &&
	       now - before < TRAIN_STAYS * (c->last - c->best);
}

static bool is_positive(const struct tfe__health_series *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (!(s->point[i].value > 0))
			return false;
	return true;
}

/* The hold of a loss over a multiple of its best value, which is *limit. */
static struct tfe__hold hold_of(const struct tfe__health_series *s, const struct course *c,
				double multiple, double *limit)
{
	double least = c->best * fmax(multiple, pow(s->point[0].value / c->best, LEAST_OF_FALL));
	*limit = least;
	struct tfe__hold hold = {.need = NEED, .forget = (unsigned)c->window};
	for (size_t i = 0; i < s->n; i++) {
		double x = tfe__smoothed(s, i, c->window);
		/* Values over the limit before the best one are no part of the rise. */
		tfe__hold_add(&hold, s->point[i].step, i > c->best_at && x > least, x);
	}
	return hold;
}

/* Whether s is a part of the held-out loss, which is logged as a whole. */
static bool is_part(const struct tfe__health_series *s, const struct tfe__health_series *whole)
{
	return s != whole && s->quantity.rank == TFE__LOSS_PART &&
	       whole->quantity.rank >= TFE__LOSS_PLAIN;
}

/* Judges a held-out loss at a severity of at most `severity`. Returns whether it fires. */
static bool judge_loss(const struct tfe__health_run *run, const struct tfe__health_series *s,
		       const struct tfe__health_series *train, tfe_severity severity,
		       struct tfe__report *report)
{
	double hint = run->limit[TFE__OVERFIT_HINT];
	if (s->n < LEAST_POINTS || s->nonfinite.any || train->nonfinite.any || !is_positive(s))
		return false;
	struct course c = course_of(s, 1);
	use_lowest_point(s, &c);
	if (!(c.last > hint * c.sure) || !training_goes_on(train, s, &c) ||
	    !is_significant(s, &c, 1))
		return false;
	double limit = 0;
	struct tfe__hold hold = hold_of(s, &c, run->limit[TFE__OVERFIT_RISE], &limit);
	if (!hold.active || !(c.last > run->limit[TFE__OVERFIT_RISE] * c.sure)) {
		severity = TFE_SEVERITY_INFO;
		hold = hold_of(s, &c, hint, &limit);
	}
	if (!hold.active && !tfe__hold_is_pending(&hold))
		return false;
	struct tfe__verdict v = tfe__verdict_of_hold(s, &hold, severity, limit);
	v.pending = !hold.active;
	v.last_step = hold.hit_step;
	v.step = tfe__first_above(s, tfe__hold_latest_step(&hold), limit);
	struct tfe__range r = tfe__range_of(s, v.step);
	tfe__report_add(report, &v,
			"the held-out loss rose from %.4g (step %lld) to about %.4g (step %lld), "
			"while the training loss %s; %s above %.4g",
			r.low, (long long)r.low_step, c.last, (long long)s->last_step,
			loss_at(train, 1) < TRAIN_FELL * loss_at(train, 0) ? "falls" : "stays low",
			tfe__points_above(s, v.step, limit).text, limit);
	return hold.active;
}

/* Whether the training accuracy, if there is one, says that only the held-out accuracy fell;
 * without one the held-out accuracy must have been learned. */
static bool training_is_better(const struct tfe__health_run *run,
			       const struct tfe__health_series *held_out, const struct course *c)
{
	const struct tfe__health_series *train = tfe__twin(run, held_out);
	if (!train || train->nonfinite.any)
		return c->best > LEARNED * held_out->first;
	struct course of_train = course_of(train, -1);
	return of_train.last > LEARNED * c->last && of_train.last > TRAIN_KEPT * of_train.best;
}

/* Judges the held-out accuracy if no held-out loss rises. */
static void judge_accuracy(const struct tfe__health_run *run,
			   const struct tfe__health_series *train, struct tfe__report *report)
{
	const struct tfe__health_series *s = tfe__main_accuracy(run, true);
	if (!s || s->n < LEAST_POINTS || s->nonfinite.any || train->nonfinite.any ||
	    s->quantity.half)
		return;
	struct course c = course_of(s, -1);
	double limit = run->limit[TFE__OVERFIT_ACCURACY] * c.best;
	double fall = c.best - c.last, rise = c.best - s->point[0].value;
	if (!(c.last < limit) || !(fall > LEAST_OF_FALL * rise) ||
	    !training_goes_on(train, s, &c) || !training_is_better(run, s, &c) ||
	    !is_significant(s, &c, -1))
		return;
	int64_t step = s->point[s->n - 1].step;
	for (size_t i = s->n; i-- > c.best_at + 1;) {
		if (!(tfe__smoothed(s, i, c.window) < limit))
			break;
		step = s->point[i].step;
	}
	struct tfe__verdict v = {
		.series = s,
		.severity = TFE_SEVERITY_WARNING,
		.step = step,
		.last_step = s->last_step,
		.active = true,
		.value = c.last,
		.limit = limit,
	};
	tfe__report_add(report, &v,
			"the held-out accuracy fell from about %.4g (step %lld) to about %.4g "
			"(step %lld), while the training loss falls",
			c.best, (long long)s->point[c.best_at].step, c.last,
			(long long)s->last_step);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	const struct tfe__health_series *train = tfe__main_loss(run, false),
					*whole = tfe__main_loss(run, true);
	bool rises = false;
	if (!train)
		return;
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = tfe__best_of_quantity(run, i, TFE__ROLE_LOSS);
		if (!s || !s->meaning.validation || !whole)
			continue;
		const struct tfe__health_series *twin = tfe__twin(run, s);
		if (tfe__is_one_pass(s, train))
			continue;
		rises |= judge_loss(run, s, twin ? twin : train,
				    is_part(s, whole) ? TFE_SEVERITY_INFO : TFE_SEVERITY_WARNING,
				    report);
	}
	if (!rises)
		judge_accuracy(run, train, report);
}

const struct tfe__rule tfe__rule_overfit = {"overfit", judge, causes, actions};
