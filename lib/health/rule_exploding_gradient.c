/* health: rule exploding_gradient: a gradient so large that one update destroys the weights. */
#include "health/rule.h"

#include <math.h>

#include "health/loss.h"
#include "health/robust_stats.h"

/* The norm is that of the gradient of one tensor, or of all if that is logged. Healthy norms are
 * below 30. With a loss that is a sum, or with targets that are not scaled, the norm may be above
 * the limit from the start: then only its growth counts. */
static const double LARGE_LOSS = 50;
/* Gradients may explode between two histograms. A loss that many times its start leaves no other
 * explanation; in a run whose loss starts near 0 it must be large itself. */
static const double LIMIT_LOSS_GROWTH = 1e5, LEAST_LOSS = 1e3;
enum { START = 5 };

static const char *const causes[] = {
	"the initialisation is too large, or a recurrent kernel has a gain above 1",
	"inputs or targets are not scaled",
	"the learning rate is too high",
	NULL,
};
static const char *const actions[] = {
	"clip the gradient norm at 1",
	"use another initialisation: He or Glorot; orthogonal for recurrent kernels",
	"rescale the inputs from raw or [0,1] to [-1,1], and the targets of a regression",
	"add batch or layer normalisation",
	"lower the learning rate",
	NULL,
};

/* Whether the loss has a scale of its own: no accuracy of a classifier is logged, and the loss has
 * the name of a distance, is large, or is one of a game. Then targets or the number of summed
 * elements determine the scale of the loss and of the gradients. A classifier of k classes begins
 * with a loss of about ln k. */
static bool has_own_scale(const struct tfe__health_run *run)
{
	bool classes = false, distances = run->contested;
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		classes = classes || s->meaning.classifier;
		distances = distances || s->meaning.regression ||
			    (s->meaning.role == TFE__ROLE_LOSS && s->n &&
			     s->point[0].value > LARGE_LOSS);
	}
	return distances && !classes;
}

static double norm_at(const struct tfe__health_series *s, size_t i)
{
	return s->histogram ? s->digest[i].rms * sqrt(s->digest[i].num) : s->point[i].high;
}

static double limit_of(const struct tfe__health_run *run, const struct tfe__health_series *s,
		       bool own_scale)
{
	double limit = run->limit[TFE__EXPLODING_GRADIENT_NORM];
	if (!own_scale)
		return limit;
	double first[START];
	size_t n = s->n < START ? s->n : START;
	for (size_t i = 0; i < n; i++)
		first[i] = norm_at(s, i);
	return fmax(limit, run->limit[TFE__EXPLODING_GRADIENT_GROWTH] * tfe__median(first, n));
}

/* Judges gradients of a loss by that loss alone, where no gradient was seen to explode. */
static void judge_loss(const struct tfe__health_run *run, struct tfe__report *report)
{
	const struct tfe__health_series *s = tfe__main_loss(run, false);
	if (!s)
		return;
	double limit = fmax(LIMIT_LOSS_GROWTH * fmax(tfe__start(s), 0), LEAST_LOSS);
	struct tfe__hold hold = {.need = 1, .forget = 3};
	for (size_t k = 0; k < s->n; k++)
		tfe__hold_add(&hold, s->point[k].step, s->point[k].high > limit, s->point[k].high);
	if (!hold.fired)
		return;
	struct tfe__verdict v = tfe__verdict_of_hold(s, &hold, TFE_SEVERITY_WARNING, limit);
	tfe__report_add(report, &v,
			"the loss rose from %.4g to %.3g (step %lld): the gradient exploded "
			"between two histograms",
			s->point[0].value, hold.worst, (long long)hold.worst_step);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	bool own_scale = has_own_scale(run), gradients = false, fired = false;
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (s->meaning.role == TFE__ROLE_GRADIENT_NORM)
			s = tfe__best_of_quantity(run, i, TFE__ROLE_GRADIENT_NORM);
		else if (s->meaning.role != TFE__ROLE_GRADIENT)
			continue;
		if (!s || s->n == 0)
			continue;
		double limit = limit_of(run, s, own_scale);
		gradients = true;
		struct tfe__hold hold = {.need = 1, .forget = 3};
		for (size_t k = 0; k < s->n; k++)
			tfe__hold_add(&hold, s->histogram ? s->digest[k].step : s->point[k].step,
				      norm_at(s, k) > limit, norm_at(s, k));
		if (!hold.fired)
			continue;
		fired = true;
		struct tfe__verdict v = tfe__verdict_of_hold(s, &hold, TFE_SEVERITY_WARNING, limit);
		tfe__report_add(report, &v, "the norm of the gradient reached %.3g (step %lld)",
				hold.worst, (long long)hold.worst_step);
	}
	if (gradients && !fired)
		judge_loss(run, report);
}

const struct tfe__rule tfe__rule_exploding_gradient = {"exploding_gradient", judge, causes,
						       actions};
