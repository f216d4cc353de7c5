/* health: the inputs of a layer, as the gradients of its kernel and bias show them. */
#include "health/tensor_backprop.h"

#include <math.h>

const struct tfe__tensor_digest *tfe__digest_at(const struct tfe__health_series *s, int64_t step,
						size_t likely)
{
	if (likely < s->n && s->digest[likely].step == step)
		return &s->digest[likely];
	for (size_t i = 0; i < s->n; i++)
		if (s->digest[i].step == step)
			return &s->digest[i];
	return NULL;
}

const struct tfe__health_series *tfe__backprop_bias(const struct tfe__health_run *run,
						    const struct tfe__health_series *gradient)
{
	if (gradient->bias == TFE__MAP_NONE)
		return NULL;
	const struct tfe__health_series *bias = &run->series[gradient->bias];
	return bias->meaning.role == TFE__ROLE_GRADIENT && bias->n > 0 ? bias : NULL;
}

static const struct tfe__tensor_digest *bias_at(const struct tfe__health_run *run,
						const struct tfe__health_series *gradient, size_t i)
{
	const struct tfe__health_series *bias = tfe__backprop_bias(run, gradient);
	return bias ? tfe__digest_at(bias, gradient->digest[i].step, i) : NULL;
}

double tfe__backprop_input_rms(const struct tfe__health_run *run,
			       const struct tfe__health_series *gradient, size_t i)
{
	const struct tfe__tensor_digest *bias = bias_at(run, gradient, i);
	return bias && bias->rms > 0 ? gradient->digest[i].rms / bias->rms : NAN;
}

double tfe__backprop_idle_inputs(const struct tfe__health_run *run,
				 const struct tfe__health_series *gradient, size_t i)
{
	const struct tfe__tensor_digest *bias = bias_at(run, gradient, i);
	if (!bias || bias->zeros >= 1)
		return NAN;
	/* The rows of units without a gradient are 0, too. */
	return fmax(0, 1 - (1 - gradient->digest[i].zeros) / (1 - bias->zeros));
}

const struct tfe__health_series *tfe__backprop_next(const struct tfe__health_run *run,
						    const struct tfe__health_series *gradient)
{
	const struct tfe__health_series *bias = tfe__backprop_bias(run, gradient), *next = NULL;
	for (size_t i = (size_t)(gradient - run->series) + 1; i < run->n && !next; i++)
		if (tfe__is_kernel(run, &run->series[i], TFE__ROLE_GRADIENT))
			next = &run->series[i];
	if (!bias || !next)
		return NULL;
	double units = bias->digest[0].num, inputs = tfe__fan_in(run, next);
	return inputs > 0 && fmod(inputs, units) == 0 ? next : NULL;
}

/* Whether s is a gain with the name of a kernel: the normalisations of a torch.nn.Sequential are
 * named by their numbers. */
static bool is_gain(const struct tfe__health_run *run, const struct tfe__health_series *s)
{
	return s->histogram && s->n > 0 && s->meaning.parameter == TFE__PARAMETER_KERNEL &&
	       s->digest[0].num > 1 && tfe__fan_in(run, s) == 1;
}

bool tfe__has_normalisation(const struct tfe__health_run *run)
{
	for (size_t i = 0; i < run->n; i++)
		if (run->series[i].meaning.parameter == TFE__PARAMETER_NORM ||
		    is_gain(run, &run->series[i]))
			return true;
	return false;
}
