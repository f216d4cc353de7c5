/* health: rule weight_collapse: the weights of a kernel or an embedding shrink to zero. */
#include "health/rule.h"

#include <math.h>

enum { LEAST_VALUES = 64, LEAST_HISTOGRAMS = 3 };

static const char *const causes[] = {
	"weight decay (L2, L1) is too strong for the learning rate",
	"the layer gets no gradient to oppose the decay",
	"the sign or the scale of the loss is wrong",
	NULL,
};
static const char *const actions[] = {
	"reduce weight decay: each step shrinks weights by learning rate times decay",
	"exclude biases, normalisation and embeddings from weight decay",
	"check that a gradient reaches the layer",
	"do nothing if the layer is pruned on purpose",
	NULL,
};

/* The root mean square below which the weights are collapsed. Weights that were far too large at
 * first, and shrink to a usual size (He), recover. */
static double limit_of(const struct tfe__health_run *run, const struct tfe__health_series *s)
{
	double limit = run->limit[TFE__WEIGHT_COLLAPSE_SHARE] * s->digest[0].rms,
	       fan_in = tfe__fan_in(run, s);
	return fan_in > 0 ? fmin(limit, sqrt(2 / fan_in)) : limit;
}

static void judge_series(const struct tfe__health_run *run, const struct tfe__health_series *s,
			 struct tfe__report *report)
{
	double start = s->digest[0].rms;
	if (s->n < LEAST_HISTOGRAMS || !(start > 0) || s->digest[0].constant)
		return;
	double limit = limit_of(run, s);
	struct tfe__hold hold = {.need = 1, .forget = 2, .lowest = true};
	for (size_t i = 1; i < s->n; i++)
		tfe__hold_add(&hold, s->digest[i].step, s->digest[i].rms < limit, s->digest[i].rms);
	if (!hold.fired)
		return;
	struct tfe__verdict v = tfe__verdict_of_hold(s, &hold, TFE_SEVERITY_WARNING, limit);
	tfe__report_add(
		report, &v,
		"the weights shrink to zero: their root mean square fell from %.3g at step %lld "
		"to %.3g at step %lld",
		start, (long long)s->digest[0].step, hold.worst, (long long)hold.worst_step);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		bool embedding = s->histogram && s->meaning.role == TFE__ROLE_WEIGHT &&
				 s->meaning.parameter == TFE__PARAMETER_EMBEDDING && s->n > 0;
		if ((embedding || tfe__is_kernel(run, s, TFE__ROLE_WEIGHT)) &&
		    s->digest[0].num >= LEAST_VALUES)
			judge_series(run, s, report);
	}
}

const struct tfe__rule tfe__rule_weight_collapse = {"weight_collapse", judge, causes, actions};
