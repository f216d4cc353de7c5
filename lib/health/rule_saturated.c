/* health: rule saturated: tanh or sigmoid units with values at the ends of their range, where the
 * gradient vanishes. */
#include "health/rule.h"

#include <math.h>

#include "health/tensor_backprop.h"

enum { NEED = 2 };

/* If no activations are logged, the sums that enter a layer have a standard deviation of about
 * rms(W) sqrt(inputs) rms(x), and the gradients tell the root mean squares of x and of the outputs.
 * Units whose outputs stay within [-1, 1] at such sums are saturated: the mean square distance from
 * the middle is 0.81 for a sigmoid at LIMIT_SUM, and more for tanh. A ReLU passes on 0.7 of its
 * sums, and what it does not pass on is 0. */
static const double LIMIT_SUM = 8, MOST_OUTPUT = 1.5, LEAST_COMPRESSION = 4, MOST_IDLE = 0.1;
/* Beyond it the gradient of the bias is lost in rounding: a normalisation that is not logged. */
static const double MOST_SUM = 1e4;

static const char *const causes[] = {
	"the initialisation is too large",
	"the inputs are not scaled",
	"the learning rate is too high: the weights grew",
	NULL,
};
static const char *const actions[] = {
	"rescale the inputs from raw or [0,1] to [-1,1]",
	"use another initialisation: Glorot for tanh and sigmoid",
	"add batch normalisation before the activation",
	"use the ReLU family in place of sigmoid and tanh",
	"lower the learning rate, or regularise (L2)",
	NULL,
};

/* The mean square distance from the middle, in halves of the range: 1 if all values are at the
 * ends, 1/3 for a uniform distribution; 0 if the values are not those of a tanh or a sigmoid. */
static double distance_from_middle(const struct tfe__tensor_digest *d)
{
	if (d->min < -1.001 || d->max > 1.001 || d->num == 0)
		return 0;
	double square = d->rms * d->rms;
	if (d->min < -0.5)
		return square;
	/* Values of exactly 0 are those of a ReLU, not of a sigmoid. */
	if (d->min < 0 || (d->min == 0 && d->max < 0.9999) || (d->max < 0.9 && d->min > 0.1))
		return 0;
	if (d->max < 0.1)
		return 0;
	return 4 * square - 4 * d->mean + 1;
}

/* The index of the last activation. */
static size_t last_of(const struct tfe__health_run *run)
{
	size_t last = 0;
	for (size_t i = 0; i < run->n; i++)
		if (run->series[i].meaning.role == TFE__ROLE_ACTIVATION)
			last = i;
	return last;
}

/* Whether values at the ends are normal: outputs of a network, and attention, are probabilities. */
static bool may_be_confident(const struct tfe__health_series *s, bool last)
{
	return s->meaning.probability || (last && s->digest[0].min >= 0);
}

static void judge_activations(const struct tfe__health_run *run, struct tfe__report *report)
{
	size_t last = last_of(run);
	double limit = run->limit[TFE__SATURATED_DISTANCE];
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (!s->histogram || s->meaning.role != TFE__ROLE_ACTIVATION || s->n == 0 ||
		    s->meaning.rectifier || may_be_confident(s, i == last))
			continue;
		struct tfe__hold hold = {.need = NEED, .forget = 2};
		bool bounded = true;
		for (size_t k = 0; k < s->n; k++) {
			const struct tfe__tensor_digest *d = &s->digest[k];
			bounded = bounded && d->min >= -1.001 && d->max <= 1.001;
			tfe__hold_add(&hold, d->step, distance_from_middle(d) > limit,
				      distance_from_middle(d));
		}
		if (!tfe__hold_is_found(&hold) || !bounded)
			continue;
		struct tfe__verdict v = tfe__verdict_of_hold(s, &hold, TFE_SEVERITY_WARNING, limit);
		tfe__report_add(report, &v,
				"units are saturated: the mean square distance from the middle of "
				"their range is %.2f of 1 (step %lld)",
				hold.worst, (long long)hold.worst_step);
	}
}

/* The standard deviation of the sums at histogram i of the gradient of a kernel, if the outputs of
 * the units show that they are saturated; otherwise 0. */
static double sum_of_saturated(const struct tfe__health_run *run,
			       const struct tfe__health_series *gradient,
			       const struct tfe__health_series *next, size_t i)
{
	const struct tfe__health_series *weight = &run->series[gradient->weight];
	int64_t step = gradient->digest[i].step;
	const struct tfe__tensor_digest *w = tfe__digest_at(weight, step, i),
					*n = tfe__digest_at(next, step, i);
	if (!w || !n)
		return 0;
	size_t k = (size_t)(n - next->digest);
	double sum = w->rms * sqrt(tfe__fan_in(run, gradient)) *
		     tfe__backprop_input_rms(run, gradient, i);
	double output = tfe__backprop_input_rms(run, next, k);
	/* A ratio that is not a number fails each comparison. */
	bool compressed = output < MOST_OUTPUT && sum < MOST_SUM &&
			  sum > LEAST_COMPRESSION * output &&
			  tfe__backprop_idle_inputs(run, next, k) < MOST_IDLE;
	return compressed ? sum : 0;
}

static void judge_gradients(const struct tfe__health_run *run, struct tfe__report *report)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i], *next;
		if (!tfe__is_kernel(run, s, TFE__ROLE_GRADIENT) || s->weight == TFE__MAP_NONE ||
		    !(next = tfe__backprop_next(run, s)))
			continue;
		struct tfe__hold hold = {.need = NEED, .forget = 2};
		size_t hits = 0, since = 0; /* since the first hit */
		for (size_t k = 0; k < s->n; k++) {
			double sum = sum_of_saturated(run, s, next, k);
			hits += sum > LIMIT_SUM;
			since += hits > 0;
			tfe__hold_add(&hold, s->digest[k].step, sum > LIMIT_SUM, sum);
		}
		if (!hold.fired || 2 * hits <= since)
			continue;
		struct tfe__verdict v = tfe__verdict_of_hold(&run->series[s->weight], &hold,
							     TFE_SEVERITY_WARNING, LIMIT_SUM);
		tfe__report_add(report, &v,
				"units are saturated: their sums have a standard deviation of "
				"about %.3g (step %lld), their outputs are within [-1, 1] by the "
				"gradients of the next layer",
				hold.worst, (long long)hold.worst_step);
	}
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	if (!run->series)
		return;
	if (run->series[last_of(run)].meaning.role == TFE__ROLE_ACTIVATION)
		judge_activations(run, report);
	else if (!tfe__has_normalisation(run))
		judge_gradients(run, report);
}

const struct tfe__rule tfe__rule_saturated = {"saturated", judge, causes, actions};
