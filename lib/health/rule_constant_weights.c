/* health: rule constant_weights: all values of a kernel are equal at the start, so that its units
 * learn the same. */
#include "health/rule.h"

#include <math.h>

enum { LEAST_VALUES = 16 };

static const char *const causes[] = {
	"the kernel is initialised with zeros or a constant",
	"a checkpoint of another model was loaded in part",
	NULL,
};
static const char *const actions[] = {
	"initialise the kernel at random: He for the ReLU family, Glorot for tanh and sigmoid",
	"use zeros for biases only",
	NULL,
};

/* Whether a kernel may be the gain of a normalisation: it begins with ones, and no bias is known
 * that would distinguish it from a kernel. */
static bool looks_like_gain(const struct tfe__health_run *run, const struct tfe__health_series *s)
{
	return s->digest[0].mean == 1 && tfe__fan_in(run, s) == 0;
}

/* Rounding to float32 gives a standard deviation of 1e-7 of the mean. */
static bool is_constant(const struct tfe__health_run *run, const struct tfe__tensor_digest *d)
{
	return d->constant || d->stddev <= run->limit[TFE__CONSTANT_WEIGHTS_SPREAD] * fabs(d->mean);
}

static bool begins_constant(const struct tfe__health_run *run, const struct tfe__health_series *s)
{
	return tfe__is_kernel(run, s, TFE__ROLE_WEIGHT) && s->digest[0].num >= LEAST_VALUES &&
	       is_constant(run, &s->digest[0]) && !looks_like_gain(run, s);
}

/* Whether at most half of all kernels are constant. */
static bool are_few(const struct tfe__health_run *run)
{
	size_t kernels = 0, constant = 0;
	for (size_t i = 0; i < run->n; i++) {
		kernels += tfe__is_kernel(run, &run->series[i], TFE__ROLE_WEIGHT);
		constant += begins_constant(run, &run->series[i]);
	}
	return 2 * constant <= kernels;
}

/* Whether some layers begin with zeros on purpose and change later: the last layer of a block or of
 * the network. */
static bool is_intended(const struct tfe__health_run *run, const struct tfe__health_series *s,
			bool few)
{
	return few && s->digest[0].mean == 0 && !is_constant(run, &s->digest[s->n - 1]);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	bool few = are_few(run);
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (!begins_constant(run, s))
			continue;
		const struct tfe__tensor_digest *first = &s->digest[0],
						*last = &s->digest[s->n - 1];
		bool still = is_constant(run, last);
		struct tfe__verdict v = {
			.series = s,
			.severity =
				is_intended(run, s, few) ? TFE_SEVERITY_INFO : TFE_SEVERITY_ERROR,
			.step = first->step,
			.last_step = still ? last->step : first->step,
			.active = still,
			.value = first->stddev,
			.limit = run->limit[TFE__CONSTANT_WEIGHTS_SPREAD] * fabs(first->mean),
		};
		tfe__report_add(report, &v,
				"all %.0f weights are %.4g at step %lld: all units learn the same",
				first->num, first->mean, (long long)first->step);
	}
}

const struct tfe__rule tfe__rule_constant_weights = {"constant_weights", judge, causes, actions};
