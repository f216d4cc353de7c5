/* health: rule non_gaussian: the distribution of a kernel departs from its initial normal or
 * uniform shape. */
#include "health/rule.h"

#include <math.h>

/* Limits of changes since the start of the tensor, because the initialisation may be uniform.
 * Healthy trained networks reach an excess kurtosis of about 6, so that the severity is only
 * info. */
static const double LIMIT_KURTOSIS = 6, LIMIT_SKEWNESS = 1.5, LIMIT_BIMODAL = 0.62;
enum { LEAST_VALUES = 512, NEED = 3 };

static const char *const causes[] = {
	"a few weights grow far beyond the rest: outliers in the data, or too high a "
	"learning rate",
	"the units form two groups: dead and live ones, or two kinds of inputs",
	NULL,
};
static const char *const actions[] = {
	"look at the histogram over the steps: a sudden or a slow change",
	"regularise (L2), or clip the gradient norm",
	"add batch normalisation; rescale the inputs from raw or [0,1] to [-1,1]",
	"use another initialisation",
	NULL,
};

/* Sarle's bimodality coefficient: 1/3 for a normal distribution, 5/9 for a uniform one, 1 for two
 * points. */
static double bimodality(const struct tfe__tensor_digest *d)
{
	return (d->skewness * d->skewness + 1) / (d->kurtosis + 3);
}

static bool has_shape(const struct tfe__tensor_digest *d)
{
	return !d->constant && d->stddev > 0;
}

/* The departure of a shape from the first one; x above 1 is over the limit. */
struct departure {
	double x;
	const char *shape, *measure;
	double from, to;
};

/* Returns the largest departure relative to its limit: heavy tails, two peaks or asymmetry. */
static struct departure departure(const struct tfe__tensor_digest *start,
				  const struct tfe__tensor_digest *d)
{
	double bimodal = bimodality(d), bimodal_before = bimodality(start);
	const struct departure all[] = {
		{(d->kurtosis - start->kurtosis) / LIMIT_KURTOSIS, "heavy tails",
		 "excess kurtosis (normal: 0)", start->kurtosis, d->kurtosis},
		{d->kurtosis < 0 && bimodal > bimodal_before + 0.05 ? bimodal / LIMIT_BIMODAL : 0,
		 "two peaks", "bimodality (normal: 0.33, uniform: 0.56)", bimodal_before, bimodal},
		{fabs(d->skewness - start->skewness) / LIMIT_SKEWNESS, "asymmetry", "skewness",
		 start->skewness, d->skewness},
	};
	size_t most = 0;
	for (size_t i = 1; i < sizeof all / sizeof *all; i++)
		if (all[i].x > all[most].x)
			most = i;
	return all[most];
}

static void judge_series(const struct tfe__health_series *s, struct tfe__report *report)
{
	const struct tfe__tensor_digest *start = &s->digest[0];
	if (!has_shape(start))
		return;
	struct tfe__hold hold = {.need = NEED, .forget = 2};
	const struct tfe__tensor_digest *worst = start;
	for (size_t i = 1; i < s->n; i++) {
		const struct tfe__tensor_digest *d = &s->digest[i];
		double x = has_shape(d) ? departure(start, d).x : 0;
		tfe__hold_add(&hold, d->step, x > 1, x);
		if (hold.worst_step == d->step && x > 1)
			worst = d;
	}
	if (!hold.fired)
		return;
	struct tfe__verdict v = tfe__verdict_of_hold(s, &hold, TFE_SEVERITY_INFO, 1);
	const struct departure how = departure(start, worst);
	tfe__report_add(
		report, &v,
		"the distribution of the weights now shows %s: %s from %.2f to %.2f (step %lld)",
		how.shape, how.measure, how.from, how.to, (long long)worst->step);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (tfe__is_kernel(run, s, TFE__ROLE_WEIGHT) && s->digest[0].num >= LEAST_VALUES)
			judge_series(s, report);
	}
}

const struct tfe__rule tfe__rule_non_gaussian = {"non_gaussian", judge, causes, actions};
