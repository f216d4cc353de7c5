/* health: rule distribution_shift: weights, activations or inputs jump between two histograms. */
#include "health/rule.h"

#include <math.h>

#include "health/robust_stats.h"

/* The least multiple of the highest of the distances before a jump, and the share of the jump that
 * the next histogram keeps. */
static const double LIMIT_OF_HIGHEST = 2.5, KEPT = 0.5;
enum { BEFORE = 16, LEAST_BEFORE = 5, LEAST_VALUES = 64, SHARE_OF_START = 10 };

/* Beyond this many standard deviations from end to end, a few values decide the moments, and the
 * rows of equal width are too wide for them. */
static const double LARGEST_RANGE = 30;

/* The factor of the learning rate that explains a jump, and that of the interval between two
 * histograms in comparison with the one before. */
static const double RATE_CHANGE = 1.5, LONG_PAUSE = 2.5;

static const char *const causes_weight[] = {
	"one update was far too large: a bad batch, or a learning rate near the limit of stability",
	"weights were replaced: another checkpoint, averaged or quantised weights",
	NULL,
};
static const char *const actions_weight[] = {
	"look at the batch, the gradient norm and the loss between the two histograms",
	"clip the gradient norm at 1; lower the learning rate",
	"if a checkpoint was loaded, check that it belongs to this training",
	NULL,
};
static const char *const causes_data[] = {
	"the data changed: another source, another scaling or augmentation, unshuffled classes",
	"the layers before it changed: a large update, or switched training and evaluation modes",
	NULL,
};
static const char *const actions_data[] = {
	"compare the inputs before and after the step: mean, spread, classes",
	"check that all data pass the same preprocessing, and shuffle them",
	"look for a jump in the weights, the loss and the learning rate at that step",
	NULL,
};

static bool is_judged(const struct tfe__health_run *run, const struct tfe__health_series *s)
{
	if (!s->histogram || s->n < LEAST_BEFORE + 3 || s->meaning.probability)
		return false;
	return s->meaning.role == TFE__ROLE_ACTIVATION || s->meaning.role == TFE__ROLE_INPUT ||
	       tfe__is_kernel(run, s, TFE__ROLE_WEIGHT);
}

/* Mean and standard deviation without the value that is farthest from the mean, which must not make
 * a jump alone. */
struct core {
	double mean, stddev;
};

static struct core core_of(const struct tfe__tensor_digest *d)
{
	double up = d->max - d->mean, down = d->mean - d->min, far = up > down ? up : -down;
	double rest = d->num - 1;
	if (rest < 1)
		return (struct core){d->mean, d->stddev};
	double squares = d->num * d->stddev * d->stddev - far * far * d->num / rest;
	return (struct core){d->mean - far / rest, sqrt(fmax(0, squares / rest))};
}

/* The distance of two normal distributions with these moments, in standard deviations: the 2-norm
 * of the changes of mean and standard deviation. It is Wasserstein's, and for other distributions a
 * lower bound of it. */
static double distance(const struct tfe__tensor_digest *from, const struct tfe__tensor_digest *to)
{
	struct core a = core_of(from), b = core_of(to);
	double spread = hypot(a.stddev, b.stddev) / sqrt(2);
	return spread > 0 ? hypot(b.mean - a.mean, b.stddev - a.stddev) / spread : 0;
}

static bool is_usable(const struct tfe__tensor_digest *d)
{
	return d->num >= LEAST_VALUES && d->stddev > 0 &&
	       d->max - d->min < LARGEST_RANGE * d->stddev;
}

/* The distance that the step to histogram i must exceed. Weights move less than the data of other
 * batches. */
static double limit_at(const struct tfe__health_run *run, const struct tfe__health_series *s,
		       size_t i)
{
	double before[BEFORE], highest = 0;
	size_t n = i - 1 < BEFORE ? i - 1 : BEFORE;
	for (size_t k = 0; k < n; k++) {
		before[k] = distance(&s->digest[i - k - 2], &s->digest[i - k - 1]);
		highest = fmax(highest, before[k]);
	}
	double limit = fmax(run->limit[TFE__DISTRIBUTION_SHIFT_MEDIAN] * tfe__median(before, n),
			    LIMIT_OF_HIGHEST * highest);
	bool weight = s->meaning.role == TFE__ROLE_WEIGHT;
	return fmax(
		run->limit[weight ? TFE__DISTRIBUTION_SHIFT_WEIGHTS : TFE__DISTRIBUTION_SHIFT_DATA],
		limit);
}

/* Whether the distribution jumps at histogram i and stays there at the next one. */
static bool jumps_at(const struct tfe__health_run *run, const struct tfe__health_series *s,
		     size_t i)
{
	const struct tfe__tensor_digest *d = &s->digest[i - 1];
	double pause = (double)d[1].step - (double)d[0].step,
	       usual = (double)d[0].step - (double)d[-1].step;
	bool weight = s->meaning.role == TFE__ROLE_WEIGHT;
	if (!is_usable(&d[0]) || !is_usable(&d[1]) || pause > LONG_PAUSE * usual ||
	    (weight && d[0].num != d[1].num))
		return false;
	double jump = distance(&d[0], &d[1]);
	return jump > limit_at(run, s, i) && distance(&d[0], &d[2]) > KEPT * jump;
}

/* Whether a learning rate changes about the jump to histogram i: a schedule explains it, except in
 * inputs. */
static bool is_scheduled(const struct tfe__health_run *run, const struct tfe__health_series *s,
			 size_t i)
{
	int64_t from = s->digest[i - 2].step, to = s->digest[i + 1].step;
	for (size_t r = 0; r < run->n && s->meaning.role != TFE__ROLE_INPUT; r++) {
		const struct tfe__health_series *rate = &run->series[r];
		if (rate->histogram || rate->meaning.role != TFE__ROLE_LEARNING_RATE)
			continue;
		for (size_t k = 1; k < rate->n; k++) {
			const struct tfe__health_block *p = &rate->point[k - 1];
			double low = fmin(p[0].low, p[1].low), high = fmax(p[0].high, p[1].high);
			if (p[1].step > from && p[0].step < to && high > RATE_CHANGE * low)
				return true;
		}
	}
	return false;
}

static void report_jump(const struct tfe__health_run *run, const struct tfe__health_series *s,
			size_t i, struct tfe__report *report)
{
	const struct tfe__tensor_digest *a = &s->digest[i - 1], *b = &s->digest[i];
	bool weight = s->meaning.role == TFE__ROLE_WEIGHT;
	struct tfe__verdict v = {
		.series = s,
		.severity = TFE_SEVERITY_WARNING,
		.step = b->step,
		.last_step = b->step,
		.active = false,
		.value = distance(a, b),
		.limit = limit_at(run, s, i),
		.causes = weight ? causes_weight : causes_data,
		.actions = weight ? actions_weight : actions_data,
	};
	tfe__report_add(report, &v,
			"the distribution moved by %.2g standard deviations between steps %lld and "
			"%lld: mean %.3g to %.3g, standard deviation %.3g to %.3g",
			v.value, (long long)a->step, (long long)b->step, a->mean, b->mean,
			a->stddev, b->stddev);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	for (size_t k = 0; k < run->n; k++) {
		const struct tfe__health_series *s = &run->series[k];
		if (!is_judged(run, s))
			continue;
		size_t start = s->n / SHARE_OF_START;
		size_t i = start > LEAST_BEFORE ? start : LEAST_BEFORE + 1;
		while (i + 1 < s->n && !(jumps_at(run, s, i) && !is_scheduled(run, s, i)))
			i++;
		if (i + 1 < s->n)
			report_jump(run, s, i, report);
	}
}

const struct tfe__rule tfe__rule_distribution_shift = {"distribution_shift", judge, causes_weight,
						       actions_weight};
