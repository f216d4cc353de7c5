/* health: rule large_weights: the weights of a kernel are far too large for its number of
 * inputs. */
#include "health/rule.h"

#include <math.h>

/* He initialisation gives a root mean square of sqrt(2 / fan_in), Glorot less. Training seldom
 * doubles it. If no bias is known, the fan-in is unknown. Then the root mean square itself is
 * judged: a healthy kernel with more than a few inputs begins below 2. A kernel that grew 5 times
 * to above 1 is large, too. */
static const double LIMIT_GROWN_RMS = 1, LIMIT_GROWTH = 5;
enum { LEAST_VALUES = 32 };

static const char *const causes_start[] = {
	"the initialisation is far too large",
	"a fixed standard deviation is used where one scaled by fan-in is needed",
	NULL,
};
static const char *const actions_start[] = {
	"scale the initialisation by fan-in: He for the ReLU family, Glorot for tanh and sigmoid",
	"add batch normalisation after the layer",
	"rescale the inputs from raw or [0,1] to [-1,1]",
	"regularise (L2, weight decay)",
	NULL,
};
static const char *const causes[] = {
	"the learning rate is too high",
	"the inputs are not scaled",
	"there is no regularisation",
	NULL,
};
static const char *const actions[] = {
	"lower the learning rate 3 to 10 times",
	"clip the gradient norm at 1",
	"regularise (L2, weight decay), or use more data",
	"rescale the inputs from raw or [0,1] to [-1,1]",
	"add batch normalisation before the layer",
	NULL,
};

static double limit_of(const struct tfe__health_run *run, const struct tfe__health_series *s,
		       double fan_in)
{
	if (fan_in > 0)
		return run->limit[TFE__LARGE_WEIGHTS_HE] * sqrt(2 / fan_in);
	return fmin(run->limit[TFE__LARGE_WEIGHTS_RMS],
		    fmax(LIMIT_GROWN_RMS, LIMIT_GROWTH * s->digest[0].rms));
}

static void judge_series(const struct tfe__health_run *run, const struct tfe__health_series *s,
			 struct tfe__report *report)
{
	double fan_in = tfe__fan_in(run, s), limit = limit_of(run, s, fan_in);
	struct tfe__hold hold = {.need = 1, .forget = 2};
	for (size_t i = 0; i < s->n; i++)
		tfe__hold_add(&hold, s->digest[i].step, s->digest[i].rms > limit, s->digest[i].rms);
	if (!hold.fired)
		return;
	struct tfe__verdict v = tfe__verdict_of_hold(s, &hold, TFE_SEVERITY_WARNING, limit);
	bool at_start = hold.first_step == s->digest[0].step;
	v.causes = at_start ? causes_start : causes;
	v.actions = at_start ? actions_start : actions;
	if (fan_in > 0)
		tfe__report_add(report, &v,
				"weights have root mean square %.3g, %.3g times the He "
				"value for %.0f %s (%.3g)",
				hold.worst, hold.worst / sqrt(2 / fan_in), fan_in,
				fan_in < 1.5 ? "input" : "inputs", sqrt(2 / fan_in));
	else
		tfe__report_add(report, &v,
				"weights have root mean square %.3g (step %lld); it was "
				"%.3g at first",
				hold.worst, (long long)hold.worst_step, s->digest[0].rms);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (tfe__is_kernel(run, s, TFE__ROLE_WEIGHT) && s->digest[0].num >= LEAST_VALUES)
			judge_series(run, s, report);
	}
}

const struct tfe__rule tfe__rule_large_weights = {"large_weights", judge, causes, actions};
