/* health: rule vanishing_gradient: the gradient of the first layer is less than a thousandth of
 * that of the last layer. */
#include "health/rule.h"

#include "base/noun.h"

enum { NEED = 2, LEAST_KERNELS = 2 };

static const char *const causes[] = {
	"many layers use sigmoid or tanh",
	"the initialisation is too small",
	"many layers have no residual connections",
	NULL,
};
static const char *const actions[] = {
	"use the ReLU family in place of sigmoid and tanh",
	"use another initialisation: He for the ReLU family, Glorot for tanh",
	"add batch normalisation",
	"add residual connections, or use fewer layers",
	NULL,
};

/* The order of the layers is that of their first histograms, because loggers visit a model from
 * input to output. */
static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	const struct tfe__health_series *first = NULL, *last = NULL;
	size_t kernels = 0;
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (!tfe__is_kernel(run, s, TFE__ROLE_GRADIENT))
			continue;
		kernels++;
		first = first ? first : s;
		last = s;
	}
	if (kernels < LEAST_KERNELS)
		return;
	double limit = run->limit[TFE__VANISHING_GRADIENT_RATIO];
	struct tfe__hold hold = {.need = NEED, .forget = 2, .lowest = true};
	for (size_t i = 0, k = 0; i < first->n; i++) {
		const struct tfe__tensor_digest *a = &first->digest[i];
		while (k < last->n && last->digest[k].step < a->step)
			k++;
		if (k == last->n)
			break;
		const struct tfe__tensor_digest *b = &last->digest[k];
		if (b->step != a->step || !(b->rms > 0))
			continue;
		double ratio = a->rms / b->rms;
		/* A gradient of 0 has other causes: dead units, or a layer that is not trained. */
		tfe__hold_add(&hold, a->step, ratio < limit && a->rms > 0, ratio);
	}
	if (!tfe__hold_is_found(&hold))
		return;
	struct tfe__verdict v = tfe__verdict_of_hold(first, &hold, TFE_SEVERITY_WARNING, limit);
	tfe__report_add(report, &v,
			"the gradient of the first layer is %.2g times that of the last (step "
			"%lld, %zu %s)",
			hold.worst, (long long)hold.worst_step, kernels,
			tfe__noun(kernels, "layer", "layers"));
}

const struct tfe__rule tfe__rule_vanishing_gradient = {"vanishing_gradient", judge, causes,
						       actions};
