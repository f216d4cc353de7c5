/* health: rule non_gaussian: the distribution of a kernel departs from its initial shape. */
#include "health/rule.h"

#include <stdio.h>

#include "health/tensor_shape.h"
#include "health/tensor_shape_texts.h"

enum { LEAST_VALUES = 128, STEADY = 3, SLOW = 5 };

/* Below this part of the limit a shape is that of the start. */
static const double QUIET = 0.25;
/* Tails of healthy networks may pass the limit between two histograms, but not twice the limit. */
static const double FAR = 2;

static bool has_shape(const struct tfe__tensor_digest *d)
{
	return !d->constant && d->stddev > 0;
}

static struct tfe__departure departure(const struct tfe__health_series *s, size_t i)
{
	if (!has_shape(&s->digest[i]))
		return (struct tfe__departure){.shape = TFE__SHAPE_COUNT};
	return tfe__departure_of(&s->digest[0], &s->digest[i]);
}

/* The change of a series. */
struct change {
	struct tfe__hold hold;
	size_t first, newest;          /* indexes of digests with the shape */
	struct tfe__departure arrived; /* at `first` */
	enum tfe__shape shape;         /* at `newest` */
	size_t before; /* the last digest before `first` with the shape of the start */
};

/* Finds the first digest of the change and the last quiet one before it. */
static void find_start(const struct tfe__health_series *s, struct change *c)
{
	int64_t from = c->hold.fired ? c->hold.first_step : c->hold.pending_step;
	for (size_t i = 1; i < s->n; i++) {
		struct tfe__departure how = departure(s, i);
		if (s->digest[i].step >= from && how.x > 1) {
			c->first = i;
			c->arrived = how;
			return;
		}
		if (how.x < QUIET)
			c->before = i;
	}
}

static struct change find_change(const struct tfe__health_run *run,
				 const struct tfe__health_series *s)
{
	unsigned need = (unsigned)run->limit[TFE__NON_GAUSSIAN_HISTOGRAMS];
	struct change c = {.hold = {.need = need, .forget = 2}};
	for (size_t i = 1; i < s->n; i++) {
		struct tfe__departure how = departure(s, i);
		tfe__hold_add(&c.hold, s->digest[i].step, how.x > 1, how.x);
		if (how.x > 1 && (c.hold.active || !c.hold.fired)) {
			c.newest = i;
			c.shape = how.shape;
		}
	}
	if (tfe__hold_is_found(&c.hold))
		find_start(s, &c);
	return c;
}

/* Whether the shape changed between two neighbouring histograms, after it had been the same in
 * several ones: training changes weights most in the first intervals. */
static bool is_sudden(const struct change *c)
{
	return c->first >= STEADY && c->before + 1 == c->first;
}

/* Tails and asymmetry that come slowly are what healthy layers learn. */
static bool is_learned(const struct tfe__health_series *s, const struct change *c)
{
	size_t took = c->first - c->before;
	return c->shape >= TFE__SHAPE_TAILS && took > SLOW && took > s->n / 5;
}

/* Sudden changes that nobody makes on purpose are a warning. */
static bool is_alarming(const struct change *c)
{
	if (!c->hold.active || !is_sudden(c))
		return false;
	return c->shape == TFE__SHAPE_SPIKE || c->shape == TFE__SHAPE_HUMPS ||
	       (c->shape == TFE__SHAPE_TAILS && c->arrived.x > FAR);
}

static void add_finding(const struct tfe__health_series *s, const struct change *c,
			struct tfe__report *report)
{
	const struct tfe__shape_texts *texts = &tfe__shape_texts[c->shape];
	bool alarming = is_alarming(c);
	struct tfe__verdict v = tfe__verdict_of_hold(
		s, &c->hold, alarming ? TFE_SEVERITY_WARNING : TFE_SEVERITY_INFO, 1);
	v.causes = texts->causes;
	v.actions = texts->actions;
	char span[64], what[256];
	if (v.active || v.pending)
		snprintf(span, sizeof span, "on");
	else
		snprintf(span, sizeof span, "to step %lld", (long long)v.last_step);
	tfe__shape_describe(c->shape, &s->digest[0], &s->digest[c->newest], what, sizeof what);
	tfe__report_add(
		report, &v,
		"from step %lld %s the weights %s; the change came %s steps %lld and %lld%s%s",
		(long long)v.step, span, what, is_sudden(c) ? "suddenly between" : "between",
		(long long)s->digest[c->before].step, (long long)s->digest[c->first].step,
		alarming ? ", and nobody does this on purpose" : "; no alarm, because ",
		alarming ? "" : texts->excuse);
}

static void judge_series(const struct tfe__health_run *run, const struct tfe__health_series *s,
			 struct tfe__report *report)
{
	if (!has_shape(&s->digest[0]))
		return;
	const struct change c = find_change(run, s);
	if (tfe__hold_is_found(&c.hold) && !is_learned(s, &c))
		add_finding(s, &c, report);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (tfe__is_kernel(run, s, TFE__ROLE_WEIGHT) && s->digest[0].num >= LEAST_VALUES)
			judge_series(run, s, report);
	}
}

const struct tfe__rule tfe__rule_non_gaussian = {"non_gaussian", judge, NULL, NULL};
