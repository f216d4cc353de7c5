/* health: rule unnormalised_input: inputs that were not scaled to about [-1, 1]. */
#include "health/rule.h"

#include <math.h>
#include <string.h>

#include "health/robust_stats.h"
#include "health/tensor_backprop.h"

/* If no inputs are logged, the gradients of the first layer show their root mean square. It is
 * below 5 with scaled inputs, and can be anything if the gradient of the bias is lost in
 * rounding. */
static const double LIMIT_BACKPROP = 10, MOST_BACKPROP = 1e5;
/* A tensor of one number, or of one value, is no batch of inputs. */
static const double LEAST_VALUES = 16;
enum { LEAST_HISTOGRAMS = 2 };

static const char *const causes[] = {
	"image bytes or raw units are used as inputs without scaling",
	NULL,
};
static const char *const actions[] = {
	"rescale the inputs from raw or [0,1] to [-1,1]: divide images by 127.5 and subtract 1",
	"or standardise each feature: subtract its mean, divide by its standard deviation",
	"scale validation data and data in use the same, with the numbers of the training set",
	NULL,
};

/* Whether the network has an embedding: then inputs are token numbers, which must not be scaled. */
static bool has_embedding(const struct tfe__health_run *run)
{
	for (size_t i = 0; i < run->n; i++)
		if (run->series[i].meaning.parameter == TFE__PARAMETER_EMBEDDING)
			return true;
	return false;
}

/* Whether a tensor has token numbers by its name, such as input_ids, or images that a network
 * made. */
static bool is_named_otherwise(const char *layer)
{
	static const char *const words[] = {"/ids",      "/tokens", "/indices", "fake",
					    "generated", "recon",   "sampled",  "rendered"};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strstr(layer, words[i]))
			return true;
	return false;
}

static void judge_input(const struct tfe__health_run *run, const struct tfe__health_series *s,
			struct tfe__report *report)
{
	double largest = run->limit[TFE__UNNORMALISED_INPUT_LARGEST],
	       rms = run->limit[TFE__UNNORMALISED_INPUT_RMS];
	struct tfe__hold hold = {.need = 1, .forget = 1};
	const struct tfe__tensor_digest *worst = &s->digest[0];
	for (size_t k = 0; k < s->n; k++) {
		const struct tfe__tensor_digest *d = &s->digest[k];
		double size = fmax(fabs(d->min), fabs(d->max));
		bool batch = d->num >= LEAST_VALUES && !d->constant;
		tfe__hold_add(&hold, d->step, batch && size > largest && d->rms > rms, size);
		if (hold.worst_step == d->step)
			worst = d;
	}
	if (!hold.fired)
		return;
	struct tfe__verdict v = tfe__verdict_of_hold(s, &hold, TFE_SEVERITY_WARNING, largest);
	tfe__report_add(report, &v,
			"inputs range from %.4g to %.4g with a standard deviation of %.3g; "
			"networks need about [-1, 1]",
			worst->min, worst->max, worst->stddev);
}

/* Judges the inputs by the gradients of the first layer. */
static void judge_gradients(const struct tfe__health_run *run, struct tfe__report *report)
{
	const struct tfe__health_series *s = NULL;
	for (size_t i = 0; i < run->n && !s; i++)
		if (tfe__is_kernel(run, &run->series[i], TFE__ROLE_GRADIENT))
			s = &run->series[i];
	double size[TFE__DIGESTS_MAX];
	size_t n = 0;
	for (size_t i = 0; s && i < s->n; i++) {
		double rms = tfe__backprop_input_rms(run, s, i);
		if (rms > 0)
			size[n++] = rms;
	}
	double rms = tfe__median(size, n);
	if (n < LEAST_HISTOGRAMS || !(rms > LIMIT_BACKPROP && rms < MOST_BACKPROP))
		return;
	struct tfe__verdict v = {.series = s,
				 .severity = TFE_SEVERITY_WARNING,
				 .step = s->digest[0].step,
				 .last_step = s->digest[s->n - 1].step,
				 .active = true,
				 .value = rms,
				 .limit = LIMIT_BACKPROP};
	tfe__report_add(report, &v,
			"inputs have a root mean square of about %.3g by the gradients of the "
			"first layer (kernel %.3g times bias, median of %zu histograms); networks "
			"need about 1",
			rms, rms, n);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	if (has_embedding(run))
		return;
	bool inputs = false;
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (!s->histogram || s->meaning.role != TFE__ROLE_INPUT || s->n == 0)
			continue;
		inputs = true;
		if (!is_named_otherwise(s->layer))
			judge_input(run, s, report);
	}
	if (!inputs && !tfe__has_normalisation(run))
		judge_gradients(run, report);
}

const struct tfe__rule tfe__rule_unnormalised_input = {"unnormalised_input", judge, causes,
						       actions};
