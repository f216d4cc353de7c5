/* health: rule dead_relu: ReLU units whose output is 0 for every input, so that they stop
 * learning. */
#include "health/rule.h"

#include <math.h>

/* Limits of shares of zeros. In healthy layers 40 to 70 % of the values of an activation are 0. The
 * gradient of a bias has one value per unit: the share of its zeros is the share of units that are
 * 0 for all examples of the batch. */
static const double LIMIT_UNITS_ALONE = 0.9;
enum { NEED = 2, LEAST_UNITS = 8 };

static const char *const causes[] = {
	"the learning rate is too high: one step pushed biases far below 0",
	"the initialisation is too large, or biases start below 0",
	"the inputs are not scaled",
	NULL,
};
static const char *const actions[] = {
	"lower the learning rate",
	"use leaky ReLU, ELU or GELU in place of ReLU",
	"use He initialisation, with biases at 0",
	"add batch normalisation",
	"rescale the inputs from raw or [0,1] to [-1,1]",
	NULL,
};

/* Whether the values of an activation are those of a ReLU: their minimum is 0. */
static bool is_relu(const struct tfe__health_series *s)
{
	if (!s->histogram || s->meaning.role != TFE__ROLE_ACTIVATION)
		return false;
	double least = INFINITY;
	for (size_t i = 0; i < s->n; i++)
		least = fmin(least, s->digest[i].min);
	return least == 0;
}

/* Whether all values are 0 at the start. After a kernel of zeros that is a finding of
 * constant_weights. */
static bool starts_at_zero(const struct tfe__health_series *s)
{
	return s->digest[0].zeros == 1;
}

/* The properties of all units of the run. */
struct units {
	bool activations, relu; /* activations are logged; some are those of a ReLU */
	bool norm;              /* with a normalisation biases have no gradient */
	bool zero_kernel;       /* some kernel begins with zeros */
};

static struct units units_of(const struct tfe__health_run *run)
{
	struct units u = {0};
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		u.activations = u.activations || s->meaning.role == TFE__ROLE_ACTIVATION;
		u.relu = u.relu || is_relu(s);
		u.norm = u.norm || s->meaning.parameter == TFE__PARAMETER_NORM;
		u.zero_kernel = u.zero_kernel ||
				(tfe__is_kernel(run, s, TFE__ROLE_WEIGHT) && starts_at_zero(s));
	}
	return u;
}

static double limit_of(const struct tfe__health_run *run, const struct tfe__health_series *s,
		       const struct units *u)
{
	if (is_relu(s))
		return run->limit[TFE__DEAD_RELU_ZEROS];
	if (s->meaning.role != TFE__ROLE_GRADIENT || s->meaning.parameter != TFE__PARAMETER_BIAS ||
	    u->norm || s->n == 0 || s->digest[0].num < LEAST_UNITS)
		return 0;
	if (u->activations)
		return u->relu ? run->limit[TFE__DEAD_RELU_UNITS] : 0;
	return fmax(LIMIT_UNITS_ALONE, run->limit[TFE__DEAD_RELU_UNITS]);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	struct units units = units_of(run);
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		double limit = limit_of(run, s, &units);
		if (limit == 0 || (units.zero_kernel && starts_at_zero(s)))
			continue;
		struct tfe__hold hold = {.need = NEED, .forget = 2};
		for (size_t k = 0; k < s->n; k++)
			tfe__hold_add(&hold, s->digest[k].step, s->digest[k].zeros > limit,
				      s->digest[k].zeros);
		if (!tfe__hold_is_found(&hold))
			continue;
		struct tfe__verdict v = tfe__verdict_of_hold(s, &hold, TFE_SEVERITY_WARNING, limit);
		if (s->meaning.role == TFE__ROLE_ACTIVATION)
			tfe__report_add(report, &v,
					"%.0f %% of the layer's outputs are 0 (step %lld)",
					100 * hold.worst, (long long)hold.worst_step);
		else
			tfe__report_add(report, &v,
					"%.0f %% of the units get no gradient (step %lld)",
					100 * hold.worst, (long long)hold.worst_step);
	}
}

const struct tfe__rule tfe__rule_dead_relu = {"dead_relu", judge, causes, actions};
