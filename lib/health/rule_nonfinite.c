/* health: rule nonfinite: a loss, a metric or a tensor became NaN or infinite. */
#include "health/rule.h"

#include <math.h>
#include <stdio.h>

#include "base/noun.h"

/* Gradients: the length of a search for the loss scale. */
enum { SCALE_STEPS = 40, LEAST_POINTS = 3 };

static const char *const causes[] = {
	"the learning rate is too high",
	"the loss or a layer takes the logarithm or square root of 0, or divides by 0",
	"the inputs are not scaled, or the data contain NaN",
	"a float16 value overflowed",
	NULL,
};
static const char *const actions[] = {
	"stop, and go back to the last good checkpoint",
	"lower the learning rate 10 times; clip the gradient norm at 1",
	"search the batch of that step for NaN and outliers",
	"rescale the inputs from raw or [0,1] to [-1,1]",
	"compute the loss from logits; add an epsilon inside log, sqrt and division",
	"with float16, check the loss scale",
	NULL,
};

static const char *name_of(double value)
{
	return isnan(value) ? "NaN" : value > 0 ? "+inf" : "-inf";
}

/* Whether gradients are NaN or infinite for good. While the loss scale of float16 is being found,
 * up to some 40 steps are. */
static bool never_recovers(const struct tfe__health_series *s)
{
	if (s->nonfinite.count < s->count)
		return false;
	double span = (double)s->last_step - (double)s->first_step;
	return s->count >= SCALE_STEPS || (s->count >= LEAST_POINTS && span >= SCALE_STEPS);
}

/* Whether other gradients of the run are finite: then one that never is belongs to a part that is
 * not trained. */
static bool has_finite_gradients(const struct tfe__health_run *run)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (s->meaning.role == TFE__ROLE_GRADIENT_NORM && s->n && !s->nonfinite.newest)
			return true;
	}
	return false;
}

/* The severity for gradients. Those of a step that is applied make all weights NaN; so if they are
 * finite again, the step was skipped. */
static tfe_severity severity_of_gradient(const struct tfe__health_run *run,
					 const struct tfe__health_series *s)
{
	const struct tfe__nonfinite *f = &s->nonfinite;
	if (f->count == s->count)
		return never_recovers(s) && !has_finite_gradients(run) ? TFE_SEVERITY_ERROR
								       : TFE_SEVERITY_INFO;
	bool few = (double)f->count <= run->limit[TFE__NONFINITE_SKIPPED] * (double)s->count;
	return few && !f->newest ? TFE_SEVERITY_INFO : TFE_SEVERITY_WARNING;
}

/* Whether all points that are not finite come before the first finite one: an agent collects
 * episodes before it learns, and its loss is the mean of nothing until then. */
static bool begins_late(const struct tfe__health_series *s)
{
	return !s->histogram && s->n && s->nonfinite.last_step < s->point[0].step;
}

/* The severity for a series. A metric or a validation loss that was never finite probably has no
 * data to measure, such as without a validation set: info only. */
static tfe_severity severity_of(const struct tfe__health_run *run,
				const struct tfe__health_series *s, bool scaled)
{
	bool always = s->nonfinite.count == s->count;
	if (s->meaning.role == TFE__ROLE_GRADIENT_NORM ||
	    (scaled && s->meaning.role == TFE__ROLE_GRADIENT))
		return severity_of_gradient(run, s);
	if (run->contested && s->meaning.role == TFE__ROLE_LOSS && begins_late(s))
		return TFE_SEVERITY_INFO;
	if (s->histogram || s->meaning.role == TFE__ROLE_LOSS)
		return always && s->meaning.validation ? TFE_SEVERITY_INFO : TFE_SEVERITY_ERROR;
	bool metric =
		s->meaning.role == TFE__ROLE_ACCURACY || s->meaning.role == TFE__ROLE_LEARNING_RATE;
	return always || !metric ? TFE_SEVERITY_INFO : TFE_SEVERITY_WARNING;
}

static bool has_loss_scale(const struct tfe__health_run *run)
{
	for (size_t i = 0; i < run->n; i++)
		if (run->series[i].meaning.role == TFE__ROLE_LOSS_SCALE)
			return true;
	return false;
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	bool scaled = has_loss_scale(run);
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		const struct tfe__nonfinite *f = &s->nonfinite;
		if (!f->any)
			continue;
		struct tfe__verdict v = {
			.series = s,
			.severity = severity_of(run, s, scaled),
			.step = f->first_step,
			.last_step = f->last_step,
			.active = f->newest,
			.value = f->first_value,
			.limit = NAN,
		};
		char before[64] = "";
		if (!isnan(f->last_finite))
			snprintf(before, sizeof before, "; %s before it was %.4g",
				 s->histogram ? "the root mean square" : "the last value",
				 f->last_finite);
		tfe__report_add(report, &v, "%llu of %llu %s not finite, first at step %lld (%s)%s",
				(unsigned long long)f->count, (unsigned long long)s->count,
				s->histogram ? tfe__noun(s->count, "histogram", "histograms")
					     : tfe__noun(s->count, "point", "points"),
				(long long)f->first_step, name_of(f->first_value), before);
	}
}

const struct tfe__rule tfe__rule_nonfinite = {"nonfinite", judge, causes, actions};
