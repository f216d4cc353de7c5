/* health: rule dead_relu: ReLU units whose output is 0 for every input, so that they stop
 * learning. */
#include "health/rule.h"

#include <math.h>

#include "health/tensor_backprop.h"

/* In healthy layers 40 to 70 % of the values of an activation are 0. The
 * gradient of a bias has one value per unit: the share of its zeros is the share of units that are
 * 0 for all examples of the batch, or that are saturated. If no activation is logged, the gradient
 * of the next kernel tells these apart: only units that are 0 leave columns of zeros there. In rows
 * wider than that, zeros and small values look alike, so the limit is higher. */
static const double LIMIT_UNITS_ALONE = 0.9;
static const double NARROW = 1e-6; /* of the range */
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
	struct units u = {.norm = tfe__has_normalisation(run)};
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		u.activations = u.activations || s->meaning.role == TFE__ROLE_ACTIVATION;
		u.relu = u.relu || is_relu(s);
		u.zero_kernel = u.zero_kernel ||
				(tfe__is_kernel(run, s, TFE__ROLE_WEIGHT) && starts_at_zero(s));
	}
	return u;
}

static void report(struct tfe__report *report, const struct tfe__health_series *s,
		   const struct tfe__hold *hold, double limit)
{
	if (!tfe__hold_is_found(hold))
		return;
	struct tfe__verdict v = tfe__verdict_of_hold(s, hold, TFE_SEVERITY_WARNING, limit);
	tfe__report_add(report, &v,
			s->meaning.role == TFE__ROLE_ACTIVATION
				? "%.3g %% of the layer's outputs are 0 (step %lld)"
				: "%.3g %% of the units get no gradient (step %lld)",
			100 * hold->worst, (long long)hold->worst_step);
}

static void judge_activation(const struct tfe__health_run *run, const struct tfe__health_series *s,
			     struct tfe__report *r)
{
	double limit = run->limit[TFE__DEAD_RELU_ZEROS];
	struct tfe__hold hold = {.need = NEED, .forget = 2};
	for (size_t k = 0; k < s->n; k++)
		tfe__hold_add(&hold, s->digest[k].step, s->digest[k].zeros > limit,
			      s->digest[k].zeros);
	report(r, s, &hold, limit);
}

/* Whether zeros are counted, not estimated: where most values are 0, two of the quantiles are. */
static bool is_counted(const struct tfe__tensor_digest *d)
{
	double most = NARROW * (d->max - d->min);
	for (size_t i = 1; i < TFE_MOMENTS_QUANTILES; i++)
		if (fabs((double)d->quantile[i - 1]) <= most &&
		    fabs((double)d->quantile[i]) <= most)
			return true;
	return d->constant;
}

/* The share of the units without a gradient at histogram k of a bias. If `next` is the gradient of
 * the next kernel, only units that are 0 count. */
static double share_of_units(const struct tfe__health_run *run,
			     const struct tfe__health_series *bias,
			     const struct tfe__health_series *next, size_t k)
{
	double share = bias->digest[k].zeros;
	if (!next)
		return share;
	const struct tfe__tensor_digest *d = tfe__digest_at(next, bias->digest[k].step, k);
	double idle = d ? tfe__backprop_idle_inputs(run, next, (size_t)(d - next->digest)) : NAN;
	return isnan(idle) ? 0 : fmin(share, idle);
}

/* Judges the gradient of a bias, by the gradient of the kernel of its layer. */
static void judge_units(const struct tfe__health_run *run, const struct units *u,
			const struct tfe__health_series *kernel, struct tfe__report *r)
{
	const struct tfe__health_series *bias = tfe__backprop_bias(run, kernel), *next = NULL;
	if (!bias || bias->digest[0].num < LEAST_UNITS || (u->zero_kernel && starts_at_zero(bias)))
		return;
	if (!u->activations)
		next = tfe__backprop_next(run, kernel);
	bool counted = is_counted(&bias->digest[bias->n - 1]);
	if (!u->activations && !next && !counted)
		return;
	double limit = run->limit[TFE__DEAD_RELU_UNITS];
	if (!u->activations && !(next && counted))
		limit = fmax(limit, LIMIT_UNITS_ALONE);
	struct tfe__hold hold = {.need = NEED, .forget = 2};
	for (size_t k = 0; k < bias->n; k++) {
		double share = share_of_units(run, bias, next, k);
		tfe__hold_add(&hold, bias->digest[k].step, share > limit, share);
	}
	report(r, bias, &hold, limit);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *r)
{
	struct units units = units_of(run);
	bool by_units = !units.norm && (units.relu || !units.activations);
	size_t judged = TFE__MAP_NONE; /* two kernels of a layer may share a bias */
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (is_relu(s) && !(units.zero_kernel && starts_at_zero(s)))
			judge_activation(run, s, r);
		if (!by_units || !tfe__is_kernel(run, s, TFE__ROLE_GRADIENT) || s->bias == judged)
			continue;
		judged = s->bias;
		judge_units(run, &units, s, r);
	}
}

const struct tfe__rule tfe__rule_dead_relu = {"dead_relu", judge, causes, actions};
