/* health: rule nonfinite: a loss, a metric or a tensor became NaN or infinite. */
#include "health/rule.h"

#include <math.h>
#include <stdio.h>

#include "base/noun.h"

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

/* The severity for a series. A metric or a validation loss that was never finite probably has no
 * data to measure, such as without a validation set: info only. */
static tfe_severity severity_of(const struct tfe__health_series *s)
{
	bool always = s->nonfinite.count == s->count;
	if (s->histogram || s->meaning.role == TFE__ROLE_LOSS)
		return always && s->meaning.validation ? TFE_SEVERITY_INFO : TFE_SEVERITY_ERROR;
	bool metric = s->meaning.role == TFE__ROLE_ACCURACY ||
		      s->meaning.role == TFE__ROLE_LEARNING_RATE ||
		      s->meaning.role == TFE__ROLE_GRADIENT_NORM;
	return always || !metric ? TFE_SEVERITY_INFO : TFE_SEVERITY_WARNING;
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		const struct tfe__nonfinite *f = &s->nonfinite;
		if (!f->any)
			continue;
		struct tfe__verdict v = {
			.series = s,
			.severity = severity_of(s),
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
