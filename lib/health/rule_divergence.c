/* health: rule divergence: the loss rises far above its earlier values, and stays there. */
#include "health/rule.h"

#include <assert.h>
#include <math.h>

#include "health/loss.h"

static const double LEAST_OF_START = 0.5; /* a small loss that triples is not divergence */
/* Above PLAIN_OF_START times the start a rise needs no further evidence. Below it must exceed the
 * noise of the batches by 6 standard errors of a median. */
static const double PLAIN_OF_START = 5, NOISE_OF_MEDIAN = 6 * 1.25;
/* A part of the loss that rises below this share of its start may have reached its target. */
static const double FELL = 0.8, NEAR_BEST = 0.9;
enum { SMOOTH = 5, START = 3, NEED = 3, FORGET = 3, SHORT = 25, LEAST_POINTS = 6, RECOVERED = 2 };
static const double LOWER = 0.75; /* of an earlier rise that came back */
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

static double limit_of(const struct tfe__health_run *run, double start, double best)
{
	double of_start = run->limit[TFE__DIVERGENCE_START] * start,
	       of_best = run->limit[TFE__DIVERGENCE_BEST] * best;
	return fmin(of_start, fmax(of_best, LEAST_OF_START * start));
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
	size_t window = s->n < SHORT ? START : SMOOTH;
	for (size_t i = START - 1; i < s->n; i++) {
		double x = tfe__smoothed(s, i, window);
		best = fmin(best, x);
		climb_add(c, s->point[i].step, x, best, PLAIN_OF_START * start);
	}
}

/* Checks the smoothed loss against limit and noise. */
static void climb_smoothed(struct climb *c, const struct tfe__health_run *run,
			   const struct tfe__health_series *s, double start)
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
		limit = limit_of(run, start, best);
		if (x > limit && x < PLAIN_OF_START * start)
			limit = fmax(limit, best + NOISE_OF_MEDIAN * tfe__noise(s, i) /
							    sqrt((double)window));
		climb_add(c, s->point[i].step, x, best, limit);
	}
}

/* Checks single points before the loss became NaN, because there may be only one or two over the
 * limit. */
static void climb_to_the_end(struct climb *c, const struct tfe__health_run *run,
			     const struct tfe__health_series *s, double start)
{
	c->hold = (struct tfe__hold){.need = 1, .forget = 1};
	double best = s->point[0].value;
	for (size_t i = 1; i < s->n; i++) {
		best = fmin(best, s->point[i].value);
		climb_add(c, s->point[i].step, s->point[i].value, best, limit_of(run, start, best));
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

/* Finds the rise of a loss that is still there at the newest point; it may be pending. */
static bool climbs(const struct tfe__health_run *run, const struct tfe__health_series *s,
		   struct climb *c)
{
	if (s->n < 2)
		return false;
	for (size_t i = 0; i < s->n; i++)
		if (!(s->point[i].value > 0))
			return false; /* ratios have no meaning for a loss that may be negative */
	double start = tfe__start(s);
	bool low = ends_low(s, start);
	if (!low)
		climb_smoothed(c, run, s, start);
	const struct climb smoothed = *c;
	if (!low && !c->hold.active)
		climb_plainly(c, s, start);
	if (!c->hold.active && s->nonfinite.newest)
		climb_to_the_end(c, run, s, start);
	if (!c->hold.active && !tfe__hold_is_pending(&c->hold))
		*c = smoothed;
	/* A loss that recovered is a finding of the rule spike. */
	return c->hold.active || tfe__hold_is_pending(&c->hold);
}

/* --- the loss as a whole and its parts -------------------------------------------------------- */

/* What the other series of a run say about a loss that rises. */
struct company {
	const struct tfe__health_series *main;
	bool validation;    /* the losses of held-out data are judged, there being no others */
	bool whole;         /* main is the whole loss */
	bool sum_rises;     /* the sum of the parts */
	size_t parts, fell; /* number of parts; of those that fell */
	bool learns;        /* the accuracy is near its best */
};

/* Whether the sum of all parts rises, which is the loss of a run that does not log it. Points are
 * added at equal shares of the training. */
static bool sum_rises(const struct tfe__health_run *run, const struct company *company)
{
	enum { MOST = 128 };
	struct tfe__health_block point[MOST] = {0};
	struct tfe__health_series sum = {.point = point};
	sum.n = company->main->n < MOST ? company->main->n : MOST;
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = tfe__best_of_quantity(run, i, TFE__ROLE_LOSS);
		if (!s || s->meaning.validation != company->validation || s->n < 2)
			continue;
		for (size_t k = 0; k < sum.n; k++)
			point[k].value += s->point[k * (s->n - 1) / (sum.n - 1)].value;
	}
	struct climb c = {0};
	return climbs(run, &sum, &c);
}

/* Whether the accuracy is higher than at first, and near its best. */
static bool learns(const struct tfe__health_run *run)
{
	for (int validation = 0; validation < 2; validation++) {
		const struct tfe__health_series *s = tfe__main_accuracy(run, validation);
		if (!s)
			continue;
		double best = 0;
		for (size_t i = 0; i < s->n; i++)
			best = fmax(best, tfe__smoothed(s, i, SMOOTH));
		double last = tfe__smoothed(s, s->n - 1, SMOOTH);
		if (last > s->point[0].value && last >= NEAR_BEST * best)
			return true;
	}
	return false;
}

static struct company company_of(const struct tfe__health_run *run)
{
	struct company c = {.main = tfe__main_loss(run, false)};
	c.validation = !c.main;
	if (!c.main)
		c.main = tfe__main_loss(run, true);
	if (!c.main)
		return c;
	c.whole = c.main->quantity.rank >= TFE__LOSS_PLAIN;
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = tfe__best_of_quantity(run, i, TFE__ROLE_LOSS);
		if (!s || s->meaning.validation != c.validation || s->n < 2)
			continue;
		c.parts++;
		c.fell += tfe__smoothed(s, s->n - 1, SMOOTH) < FELL * tfe__start(s);
	}
	c.sum_rises = !c.whole && c.parts > 1 && sum_rises(run, &c);
	c.learns = learns(run);
	return c;
}

/* Whether s is one of several losses that are not the whole one. */
static bool is_part(const struct company *company, const struct tfe__health_series *s)
{
	return company->parts > 1 && !(company->whole && tfe__is_same_quantity(s, company->main));
}

/* A part may rise to its target, such as the objectness of a detector, while the whole loss, the
 * other parts or the accuracy show that the run learns. */
static bool may_rise(const struct company *company)
{
	bool others_fall = 2 * company->fell >= company->parts - 1 && company->fell > 0;
	return company->whole || company->learns || others_fall;
}

/* A rise is an error if the loss as a whole rises, and a hint if a part of it does. */
static tfe_severity severity_of(const struct company *company, const struct tfe__health_series *s,
				const struct climb *c, const struct tfe__range *r, bool far)
{
	/* A saw, such as of sequences sorted by length. */
	bool again = c->hold.times > RECOVERED ||
		     (!far && c->hold.times > 1 && r->high < LOWER * r->high_before);
	if (s->nonfinite.newest)
		return company->whole && is_part(company, s) ? TFE_SEVERITY_INFO
							     : TFE_SEVERITY_ERROR;
	if (s->n < LEAST_POINTS || again || (!far && company->learns))
		return TFE_SEVERITY_INFO;
	return !is_part(company, s) || (!company->whole && company->sum_rises) ? TFE_SEVERITY_ERROR
									       : TFE_SEVERITY_INFO;
}

static void report_climb(const struct company *company, const struct tfe__health_series *s,
			 const struct climb *c, struct tfe__report *report)
{
	int64_t step = tfe__first_above(s, tfe__hold_latest_step(&c->hold), c->limit);
	struct tfe__range r = tfe__range_of(s, step);
	bool far = r.high > PLAIN_OF_START * tfe__start(s);
	if (!far && !s->nonfinite.newest && is_part(company, s) && may_rise(company))
		return;
	struct tfe__verdict v =
		tfe__verdict_of_hold(s, &c->hold, severity_of(company, s, c, &r, far), c->limit);
	v.step = step;
	v.last_step = c->hold.hit_step;
	v.pending = !c->hold.active;
	v.value = r.high;
	tfe__report_add(report, &v,
			"the loss rose to %.4g (step %lld); its first value was %.4g, its lowest "
			"%.4g (step %lld); %s above %.4g",
			r.high, (long long)r.high_step, s->first, r.low, (long long)r.low_step,
			tfe__points_above(s, v.step, c->limit).text, c->limit);
}

/* Judges a quantity: its best series first, the others if that does not rise, because they may be
 * newer. */
static void judge_quantity(const struct tfe__health_run *run, const struct company *company,
			   const struct tfe__health_series *best, struct tfe__report *report)
{
	for (size_t i = TFE__MAP_NONE, next = best->first_same;; i = next) {
		bool first = i == TFE__MAP_NONE;
		const struct tfe__health_series *s = first ? best : &run->series[i];
		bool newer = s != best && !(s->quantity.aspect || s->quantity.pass);
		struct climb c = {0};
		if ((first || newer) && climbs(run, s, &c)) {
			report_climb(company, s, &c, report);
			if (c.hold.active)
				return;
		}
		next = first ? next : s->next_same;
		if (next == TFE__MAP_NONE)
			return;
	}
}

/* A rising held-out loss is left to the rule overfit if there is a training loss. */
static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	if (run->contested)
		return;
	struct company company = company_of(run);
	for (size_t i = 0; company.main && i < run->n; i++) {
		const struct tfe__health_series *best =
			tfe__best_of_quantity(run, i, TFE__ROLE_LOSS);
		if (best && best->meaning.validation == company.validation)
			judge_quantity(run, &company, best, report);
	}
}

const struct tfe__rule tfe__rule_divergence = {"divergence", judge, causes, actions};
