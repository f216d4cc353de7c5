/* health: rule divergence: the loss rises far above its earlier values, and stays there. */
#include "health/rule.h"

#include <assert.h>
#include <math.h>

#include "health/climb.h"
#include "health/loss.h"

/* A part of the loss that rises below this share of its start may have reached its target. */
static const double FELL = 0.8, NEAR_BEST = 0.9;
enum { SMOOTH = 5, LEAST_POINTS = 6, RECOVERED = 2 };
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

/* --- the loss as a whole and its parts -------------------------------------------------------- */

/* What the other series of a run say about a loss that rises. */
struct company {
	const struct tfe__health_series *main;
	bool validation;    /* the losses of held-out data are judged, there being no others */
	bool whole;         /* main is the whole loss */
	bool sum_rises;     /* the sum of the parts */
	size_t parts, fell; /* number of parts; of those that fell */
	bool learns;        /* the accuracy is near its best */
	double held_out;    /* the evidence that the held-out loss rises */
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
		if (!s || s->meaning.validation != company->validation || s->n < 2 ||
		    s->quantity.rank == TFE__LOSS_PERPLEXITY)
			continue;
		for (size_t k = 0; k < sum.n; k++)
			point[k].value += s->point[k * (s->n - 1) / (sum.n - 1)].value;
	}
	struct tfe__climb c = {0};
	return tfe__climbs(run, &sum, 0, &c) && c.hold.active;
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
	const struct tfe__health_series *held_out = tfe__main_loss(run, true);
	struct tfe__climb climb = {0};
	if (!c.validation && held_out && tfe__climbs(run, held_out, INFINITY, &climb) &&
	    climb.hold.active)
		c.held_out = climb.evidence;
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
				const struct tfe__climb *c, const struct tfe__range *r, bool far)
{
	/* A saw, such as of sequences sorted by length. */
	bool again = c->returns >= RECOVERED ||
		     (!far && c->returns > 0 && r->high < LOWER * r->high_before);
	if (s->nonfinite.newest)
		return company->whole && is_part(company, s) ? TFE_SEVERITY_INFO
							     : TFE_SEVERITY_ERROR;
	if (s->n < LEAST_POINTS || again || (!far && company->learns))
		return TFE_SEVERITY_INFO;
	return !is_part(company, s) || (!company->whole && company->sum_rises) ? TFE_SEVERITY_ERROR
									       : TFE_SEVERITY_INFO;
}

/* `half`: the loss only lost half of what it had learned, which is no error. */
static void report_climb(const struct company *company, const struct tfe__health_series *s,
			 const struct tfe__climb *c, bool half, struct tfe__report *report)
{
	int64_t step = tfe__first_above(s, tfe__hold_latest_step(&c->hold), c->limit);
	struct tfe__range r = tfe__range_of(s, step);
	bool far = r.high > TFE__FAR_OF_START * tfe__start(s);
	tfe_severity severity = severity_of(company, s, c, &r, far);
	if (!far && !s->nonfinite.newest && is_part(company, s) && may_rise(company))
		return;
	if (half && severity == TFE_SEVERITY_ERROR)
		severity = TFE_SEVERITY_WARNING;
	struct tfe__verdict v = tfe__verdict_of_hold(s, &c->hold, severity, c->limit);
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
		struct tfe__climb c = {0};
		if ((first || newer) && tfe__climbs(run, s, company->held_out, &c)) {
			report_climb(company, s, &c, false, report);
			if (c.hold.active)
				return;
		} else if (first && !is_part(company, s) && tfe__loses_half(s, &c)) {
			report_climb(company, s, &c, true, report);
			return;
		}
		next = first ? next : s->next_same;
		if (next == TFE__MAP_NONE)
			return;
	}
}

/* A rising held-out loss is left to the rule overfit if there is a training loss. Before NaN, it
 * may be the only one of which a point was logged in the rise. */
static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	if (run->contested)
		return;
	size_t before = report->n;
	struct company company = company_of(run);
	if (!company.main)
		return;
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *best =
			tfe__best_of_quantity(run, i, TFE__ROLE_LOSS);
		if (best && best->meaning.validation == company.validation)
			judge_quantity(run, &company, best, report);
	}
	const struct tfe__health_series *held_out = tfe__main_loss(run, true);
	if (report->n == before && held_out && company.main->nonfinite.newest &&
	    held_out->nonfinite.newest && !company.validation)
		judge_quantity(run, &company, held_out, report);
}

const struct tfe__rule tfe__rule_divergence = {"divergence", judge, causes, actions};
