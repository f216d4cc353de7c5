/* health: rule imbalanced_layers: the gradients or the updates of two layers differ by orders of
 * magnitude. */
#include "health/rule.h"

#include <math.h>

#include "health/robust_stats.h"

/* The least number of histograms, and their least share, at which the ratio holds. */
static const double LEAST_SHARE = 0.5;
enum { LEAST_HISTOGRAMS = 5, LEAST_VALUES = 64 };

static const char *const causes[] = {
	"the initialisation has the wrong scale in one of the layers",
	"gradients vanish or explode along the network, or at one badly scaled part",
	"one of several losses, or its weight, is far larger than the others",
	NULL,
};
static const char *const actions[] = {
	"compare the sizes of weights and gradients of all layers, in their order",
	"use another initialisation (He, Glorot), normalisation or residual connections",
	"give the layers learning rates of their own, or use Adam or LAMB, which adapt them",
	"do nothing if a layer is almost frozen on purpose",
	NULL,
};

/* A size that should be similar in all layers, of histogram i > 0 of a tensor. */
struct measure {
	enum tfe__role role;
	double (*size)(const struct tfe__health_series *s, size_t i);
	const char *are; /* what is smaller, and how */
};

static double gradient_size(const struct tfe__health_series *s, size_t i)
{
	return s->digest[i].rms;
}

/* The change of the distribution since the histogram before, in units of the weights: a lower bound
 * of the size of the updates. */
static double update_size(const struct tfe__health_series *s, size_t i)
{
	const struct tfe__tensor_digest *a = &s->digest[i - 1], *b = &s->digest[i];
	double rms = fmax(a->rms, b->rms);
	return rms > 0 ? hypot(b->mean - a->mean, b->stddev - a->stddev) / rms : 0;
}

static const struct measure measures[] = {
	{TFE__ROLE_GRADIENT, gradient_size, "gradients are"},
	{TFE__ROLE_WEIGHT, update_size, "changes of the weights between histograms are"},
};

/* The median size of a layer over its last histograms; 0 if one is 0, as in a frozen layer. */
static double typical_size(const struct tfe__health_series *s, const struct measure *m)
{
	double size[TFE__WINDOW_MAX];
	size_t n = s->n - 1 < TFE__WINDOW_MAX ? s->n - 1 : TFE__WINDOW_MAX;
	for (size_t i = 0; i < n; i++) {
		size[i] = m->size(s, s->n - n + i);
		if (!(size[i] > 0))
			return 0;
	}
	return tfe__median(size, n);
}

/* The layers with the smallest and the largest size. */
struct extremes {
	const struct tfe__health_series *least, *greatest;
	double least_size, greatest_size;
};

static struct extremes extremes_of(const struct tfe__health_run *run, const struct measure *m)
{
	struct extremes e = {.least_size = INFINITY};
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (!tfe__is_kernel(run, s, m->role) || s->n <= LEAST_HISTOGRAMS ||
		    s->digest[0].num < LEAST_VALUES)
			continue;
		double size = typical_size(s, m);
		if (size > 0 && size < e.least_size) {
			e.least = s;
			e.least_size = size;
		}
		if (size > e.greatest_size) {
			e.greatest = s;
			e.greatest_size = size;
		}
	}
	return e;
}

static bool judge_measure(const struct tfe__health_run *run, const struct measure *m,
			  struct tfe__report *report)
{
	struct extremes e = extremes_of(run, m);
	double ratio = run->limit[TFE__IMBALANCED_LAYERS_RATIO];
	if (!e.least || !e.greatest || e.greatest_size < ratio * e.least_size)
		return false;
	struct tfe__hold hold = {.need = 1, .forget = LEAST_HISTOGRAMS};
	size_t both = 0, over = 0;
	for (size_t i = 1; i < e.least->n && i < e.greatest->n; i++) {
		int64_t step = e.least->digest[i].step;
		if (step != e.greatest->digest[i].step)
			continue;
		double small = m->size(e.least, i), large = m->size(e.greatest, i);
		bool hit = small > 0 && large > ratio * small;
		tfe__hold_add(&hold, step, hit, large / small);
		both++;
		over += hit;
	}
	if (over < LEAST_HISTOGRAMS || (double)over < LEAST_SHARE * (double)both)
		return false;
	struct tfe__verdict v = tfe__verdict_of_hold(e.least, &hold, TFE_SEVERITY_INFO, ratio);
	tfe__report_add(report, &v,
			"the %s %.2g times smaller than those of %s (%.2g and %.2g), at %zu of %zu "
			"histograms",
			m->are, e.greatest_size / e.least_size, e.greatest->tag, e.least_size,
			e.greatest_size, over, both);
	return true;
}

/* Small gradients explain small updates. */
static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	size_t i = 0;
	while (i < sizeof measures / sizeof measures[0] &&
	       !judge_measure(run, &measures[i], report))
		i++;
}

const struct tfe__rule tfe__rule_imbalanced_layers = {"imbalanced_layers", judge, causes, actions};
