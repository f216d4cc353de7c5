/* health: constant_weights: a kernel begins with all values equal, so that its units learn the same. */
#include "health/rule.h"

#include <math.h>

static const double LIMIT = 1e-5; /* standard deviation over size; float32 rounding is 1e-7 */
enum { LEAST_VALUES = 16 };

static const char *const causes[] = {
	"the kernel is initialised with zeros or a constant",
	"a checkpoint that does not fit was loaded in part",
	NULL,
};
static const char *const actions[] = {
	"initialise it at random: He for the ReLU family, Glorot for tanh and sigmoid",
	"keep zeros for biases only",
	NULL,
};

/* A gain of a normalisation begins as ones, and without a bias beside it nothing tells it from a kernel. */
static bool looks_like_gain(const struct tfe__run *run, const struct tfe__series *s)
{
	return s->digest[0].mean == 1 && tfe__fan_in(run, s) == 0;
}

static void judge(const struct tfe__run *run, struct tfe__report *report)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__series *s = &run->series[i];
		if (!tfe__is_kernel(run, s, TFE__ROLE_WEIGHT) || s->digest[0].num < LEAST_VALUES)
			continue;
		const struct tfe__digest *first = &s->digest[0];
		if (!first->constant && first->stddev > LIMIT * fabs(first->mean))
			continue;
		if (looks_like_gain(run, s))
			continue;
		const struct tfe__digest *last = &s->digest[s->n - 1];
		bool still = last->constant || last->stddev <= LIMIT * fabs(last->mean);
		struct tfe__verdict v = {
			.series = s, .severity = TFE_ERROR, .step = first->step, .active = still};
		v.last_step = still ? last->step : first->step;
		v.value = first->stddev;
		v.limit = LIMIT * fabs(first->mean);
		tfe__report_add(
			report, &v,
			"all %.0f weights are %.4g at step %lld: every unit learns the same",
			first->num, first->mean, (long long)first->step);
	}
}

const struct tfe__rule tfe__rule_constant_weights = {"constant_weights", judge, causes, actions};
