/* health: rule loss_scale: the loss scale of float16 falls below 1, and falls on. */
#include "health/rule.h"

#include <math.h>

/* The scale begins with a large power of 2; a factor that never was LARGE is something else. */
static const double LARGE = 16;
static const double RECENT = 0.25; /* share of the points in which it must have fallen */
enum { LEAST_POINTS = 4, RECENT_LEAST = 3 };

static const char *const causes[] = {
	"every gradient is NaN or infinite, however small the loss scale: no step is taken",
	"the learning rate is too high, so that the weights or activations left float16's range",
	"the data contain NaN",
	NULL,
};
static const char *const actions[] = {
	"go back to the last checkpoint before the scale fell",
	"use bfloat16, or float32 for the layers that overflow: softmax, normalisation, the loss",
	"lower the learning rate, warm it up; clip the gradient norm at 1",
	"search the batches for NaN and outliers",
	NULL,
};

/* The index of the last point that differs from the one before it; 0: none. */
static size_t last_change(const struct tfe__health_series *s)
{
	size_t i = s->n - 1;
	while (i > 0 && s->point[i].value == s->point[i - 1].value)
		i--;
	return i;
}

static bool falls(const struct tfe__health_series *s, double highest, double limit)
{
	size_t i = last_change(s);
	double recent = fmax(RECENT * (double)s->n, RECENT_LEAST);
	return s->point[s->n - 1].value < limit && highest >= LARGE && i > 0 &&
	       s->point[i].value < s->point[i - 1].value && (double)(s->n - i) <= recent;
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	double limit = run->limit[TFE__LOSS_SCALE_SCALE];
	for (size_t k = 0; k < run->n; k++) {
		const struct tfe__health_series *s = &run->series[k];
		if (s->meaning.role != TFE__ROLE_LOSS_SCALE || s->n < LEAST_POINTS)
			continue;
		size_t highest = 0, first = s->n;
		for (size_t i = 0; i < s->n; i++)
			highest = s->point[i].value > s->point[highest].value ? i : highest;
		if (!falls(s, s->point[highest].value, limit))
			continue;
		while (first > 0 && s->point[first - 1].value < limit)
			first--;
		struct tfe__verdict v = {
			.series = s,
			.severity = TFE_SEVERITY_WARNING,
			.step = s->point[first].step,
			.last_step = s->last_step,
			.active = true,
			.value = s->point[s->n - 1].value,
			.limit = limit,
		};
		tfe__report_add(
			report, &v,
			"the loss scale fell from %.4g (step %lld) to %.4g and is still "
			"falling: the last %zu of %zu %s, from step %lld on, are below %.4g",
			s->point[highest].value, (long long)s->point[highest].step, v.value,
			s->n - first, s->n, s->stride > 1 ? "means" : "points", (long long)v.step,
			limit);
	}
}

const struct tfe__rule tfe__rule_loss_scale = {"loss_scale", judge, causes, actions};
