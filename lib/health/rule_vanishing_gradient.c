/* health: rule vanishing_gradient: the gradient of the first layer is less than a thousandth of
 * that of the last layer. */
#include "health/rule.h"

#include <math.h>

#include "base/noun.h"
#include "health/loss.h"
#include "health/tensor_backprop.h"

enum { NEED = 2, LEAST_KERNELS = 2 };
/* Where no gradients are logged, the biases show their sizes, because they move by the learning
 * rate times the gradient. A network that learns has no such finding, nor one whose first
 * kernel moves like the last: there a normalisation that is not logged holds the bias. */
static const double LEAST_LOSS_LEFT = 0.8, LIMIT_OF_KERNELS = 0.05;

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

/* The first and the last kernel of a role. The order of the layers is that of their first
 * histograms, because loggers visit a model from input to output. */
struct ends {
	const struct tfe__health_series *first, *last;
	size_t kernels;
};

static struct ends find_ends(const struct tfe__health_run *run, enum tfe__role role)
{
	struct ends e = {0};
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (!tfe__is_kernel(run, s, role))
			continue;
		e.kernels++;
		e.first = e.first ? e.first : s;
		e.last = s;
	}
	return e;
}

/* The size of histogram i of a series; 0 if it is unknown. */
typedef double sizer(const struct tfe__health_series *s, size_t i);

static double gradient_size(const struct tfe__health_series *s, size_t i)
{
	return s->digest[i].rms;
}

/* The change since the histogram before, which is a lower bound of the sum of the updates. */
static double moved(const struct tfe__health_series *s, size_t i)
{
	if (i == 0)
		return 0;
	const struct tfe__tensor_digest *a = &s->digest[i - 1], *b = &s->digest[i];
	return hypot(b->mean - a->mean, b->stddev - a->stddev);
}

static struct tfe__hold compare(const struct tfe__health_series *first,
				const struct tfe__health_series *last, sizer *size, double limit)
{
	struct tfe__hold hold = {.need = NEED, .forget = 2, .lowest = true};
	for (size_t i = 0; i < first->n; i++) {
		int64_t step = first->digest[i].step;
		const struct tfe__tensor_digest *d = tfe__digest_at(last, step, i);
		double a = size(first, i), b = d ? size(last, (size_t)(d - last->digest)) : 0;
		/* A gradient of 0 has other causes: dead units, or a layer that is not trained. */
		if (b > 0)
			tfe__hold_add(&hold, step, a < limit * b && a > 0, a / b);
	}
	return hold;
}

/* Whether a kernel moves at most histograms, compared with the last one. */
static bool moves_too(const struct tfe__health_series *first, const struct tfe__health_series *last)
{
	size_t moves = 0, all = 0;
	for (size_t i = 1; i < first->n; i++) {
		const struct tfe__tensor_digest *d = tfe__digest_at(last, first->digest[i].step, i);
		double b = d ? moved(last, (size_t)(d - last->digest)) : 0;
		all += b > 0;
		moves += b > 0 && moved(first, i) > LIMIT_OF_KERNELS * b;
	}
	return 2 * moves > all;
}

static void judge_gradients(const struct tfe__health_run *run, const struct ends *e,
			    struct tfe__report *report)
{
	double limit = run->limit[TFE__VANISHING_GRADIENT_RATIO];
	struct tfe__hold hold = compare(e->first, e->last, gradient_size, limit);
	if (!tfe__hold_is_found(&hold))
		return;
	struct tfe__verdict v = tfe__verdict_of_hold(e->first, &hold, TFE_SEVERITY_WARNING, limit);
	tfe__report_add(report, &v,
			"the gradient of the first layer is %.2g times that of the last (step "
			"%lld, %zu %s)",
			hold.worst, (long long)hold.worst_step, e->kernels,
			tfe__noun(e->kernels, "layer", "layers"));
}

static void judge_biases(const struct tfe__health_run *run, struct tfe__report *report)
{
	struct ends e = find_ends(run, TFE__ROLE_WEIGHT);
	if (!e.first || e.kernels < LEAST_KERNELS || e.first->bias == TFE__MAP_NONE ||
	    e.last->bias == TFE__MAP_NONE || tfe__has_normalisation(run) ||
	    !tfe__main_loss(run, false) || tfe__loss_left(run) < LEAST_LOSS_LEFT)
		return;
	const struct tfe__health_series *first = &run->series[e.first->bias];
	double limit = run->limit[TFE__VANISHING_GRADIENT_RATIO];
	struct tfe__hold hold = compare(first, &run->series[e.last->bias], moved, limit);
	if (!hold.fired || !hold.active || moves_too(e.first, e.last))
		return;
	struct tfe__verdict v = tfe__verdict_of_hold(first, &hold, TFE_SEVERITY_WARNING, limit);
	tfe__report_add(report, &v,
			"the bias of the first layer moves %.2g times as far as that of the last "
			"(step %lld, %zu %s), so its gradient is about as much smaller",
			hold.worst, (long long)hold.worst_step, e.kernels,
			tfe__noun(e.kernels, "layer", "layers"));
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	struct ends e = find_ends(run, TFE__ROLE_GRADIENT);
	if (e.first && e.kernels >= LEAST_KERNELS)
		judge_gradients(run, &e, report);
	else if (e.kernels == 0)
		judge_biases(run, report);
}

const struct tfe__rule tfe__rule_vanishing_gradient = {"vanishing_gradient", judge, causes,
						       actions};
