/* health: rule exploding_gradient: a gradient so large that one update destroys the weights. */
#include "health/rule.h"

#include <math.h>

#include "health/loss.h"
#include "health/robust_stats.h"

/* The norm is that of the gradient of one tensor, or of all if that is logged. Healthy norms are
 * below 30. With a loss that is a sum, or with targets that are not scaled, the norm may be above
 * the limit from the start: then only its growth counts. */
static const double LARGE_LOSS = 50;
/* Gradients may explode between two histograms, or not be logged. A loss that many times its start
 * leaves no other explanation; in a run whose loss starts near 0 it must be large itself. */
static const double LIMIT_LOSS_GROWTH = 1e5, LEAST_LOSS = 1e3;
/* The sum of the products of weights and gradients of the last layer is the loss of a classifier
 * that is surely wrong, less ln k: so loss / |weights| is a lower bound of the norm of the
 * gradient. In runs that log both, the norm is 2 to 14 times the bound, mostly 8. Only the first
 * loss is judged, as long as the weights are those of the first histogram. */
static const double USUAL_OF_BOUND = 8;
/* Accuracies above RIGHT are too noisy; ln k of the largest vocabularies; see least_of_sum. */
static const double RIGHT = 0.8, MOST_GUESS = 11, GUESS_MARGIN = 2.5;
/* Without weights, a loss that is NaN after a start this far above any ln k shows the same. */
static const double LEAST_OF_LOST = 200;
/* Weights that become this many times as large between two histograms, by more than an optimiser
 * with normalised steps (Adam) could move them, and are large then, were thrown by a gradient. The
 * mean norm of the updates, divided by the learning rate, is a lower bound of the largest norm. */
static const double LIMIT_THROW = 10, LIMIT_OF_RATE = 10, LEAST_THROWN = 1;
/* A norm of so many points may be high at one, and at one more of each MOST_SINGLE. */
enum { START = 5, FIRST = 3, SMOOTH = 5, LEAST_LONG = 50, MOST_SINGLE = 500 };

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

/* The main training loss, or a training loss of one finite point; NULL if there is none. */
static const struct tfe__health_series *training_loss(const struct tfe__health_run *run)
{
	const struct tfe__health_series *loss = tfe__main_loss(run, false);
	for (size_t i = 0; i < run->n && !loss; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (s->meaning.role == TFE__ROLE_LOSS && !s->meaning.validation && s->n > 0)
			loss = s;
	}
	return run->contested ? NULL : loss;
}

/* Whether the loss became NaN for good in the first steps. */
static bool is_lost_at_once(const struct tfe__health_series *loss)
{
	return loss && loss->nonfinite.newest && loss->n <= START;
}

/* By how much the sum of a cross-entropy over pixels or tokens can have fallen when the accuracy is
 * `accuracy`: an example is right with this probability at best, and the loss of a guess among the
 * classes is known from the first accuracy, with a margin for classes of unequal size. */
static double least_of_sum(double first_accuracy, double accuracy)
{
	double guess = first_accuracy > 0 ? fmin(-log(first_accuracy), MOST_GUESS) : MOST_GUESS;
	double a = fmin(fmax(accuracy, 1e-9), 1 - 1e-9);
	return -(a * log(a) + (1 - a) * log(1 - a)) / (fmax(guess, 0) + GUESS_MARGIN);
}

static double mean_of_first(const struct tfe__health_series *s)
{
	size_t n = s->n < FIRST ? s->n : FIRST;
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += s->point[i].value;
	return sum / (double)n;
}

/* Whether most kernels begin far above the He initialisation, which explains a large loss. */
static bool began_large(const struct tfe__health_run *run)
{
	size_t kernels = 0, large = 0;
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		double fan_in = tfe__is_kernel(run, s, TFE__ROLE_WEIGHT) ? tfe__fan_in(run, s) : 0;
		kernels += fan_in > 0;
		large += fan_in > 0 &&
			 s->digest[0].rms > run->limit[TFE__LARGE_WEIGHTS_HE] * sqrt(2 / fan_in);
	}
	return 2 * large > kernels;
}

/* Whether the loss of a classifier started far too large, not as a sum: the weights explain it, it
 * is not finite later, or it fell to a share that a sum does not have at that accuracy. */
static bool started_too_large(const struct tfe__health_run *run,
			      const struct tfe__health_series *loss)
{
	const struct tfe__health_series *accuracy = tfe__main_accuracy(run, false);
	accuracy = accuracy ? accuracy : tfe__main_accuracy(run, true);
	bool explained = loss->nonfinite.newest || began_large(run);
	if (!accuracy || explained)
		return explained;
	double most = 1;
	for (size_t i = 0; i < accuracy->n; i++)
		most = accuracy->point[i].high > 1 ? 100 : most;
	double first = mean_of_first(accuracy) / most;
	for (size_t k = 0, i = 0; k < loss->n; k++) {
		while (i + 1 < accuracy->n && accuracy->point[i + 1].step <= loss->point[k].step)
			i++;
		double right = fmax(tfe__smoothed(accuracy, i, SMOOTH), accuracy->point[i].value);
		right /= most;
		if (right < RIGHT &&
		    loss->point[k].value < least_of_sum(first, right) * loss->first)
			return true;
	}
	return false;
}

/* Whether the size of the loss, and so of the gradients, is that of its targets or of a sum. */
static bool is_scaled(const struct tfe__health_run *run, bool own_scale)
{
	const struct tfe__health_series *loss = training_loss(run);
	bool sum = loss && loss->first > LARGE_LOSS && !started_too_large(run, loss);
	return !is_lost_at_once(loss) && (own_scale || sum);
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

/* Judges the gradients of a loss by its growth. */
static bool judge_growth(const struct tfe__health_run *run, struct tfe__report *report)
{
	const struct tfe__health_series *s = training_loss(run);
	if (!s)
		return false;
	double limit = fmax(LIMIT_LOSS_GROWTH * fmax(tfe__start(s), 0), LEAST_LOSS);
	struct tfe__hold hold = {.need = 1, .forget = 3};
	for (size_t k = 0; k < s->n; k++)
		tfe__hold_add(&hold, s->point[k].step, s->point[k].high > limit, s->point[k].high);
	if (!hold.fired)
		return false;
	struct tfe__verdict v = tfe__verdict_of_hold(s, &hold, TFE_SEVERITY_WARNING, limit);
	tfe__report_add(report, &v,
			"the loss rose from %.4g to %.3g (step %lld): the gradient exploded "
			"between two histograms",
			s->point[0].value, hold.worst, (long long)hold.worst_step);
	return true;
}

static double norm_of_weights(const struct tfe__tensor_digest *d)
{
	return d->rms * sqrt(d->num);
}

/* Judges the gradient of the last kernel of a classifier by the first loss and the weights. */
static bool judge_bound(const struct tfe__health_run *run, struct tfe__report *report)
{
	const struct tfe__health_series *loss = training_loss(run), *last = NULL;
	for (size_t i = 0; i < run->n; i++)
		if (tfe__is_kernel(run, &run->series[i], TFE__ROLE_WEIGHT))
			last = &run->series[i];
	if (!loss || !last || !(loss->first > LARGE_LOSS))
		return false;
	double bound = loss->first / norm_of_weights(&last->digest[0]);
	double limit = run->limit[TFE__EXPLODING_GRADIENT_NORM] / USUAL_OF_BOUND;
	if (!(bound > limit) || isinf(bound) || !started_too_large(run, loss))
		return false;
	struct tfe__verdict v = {.series = last,
				 .severity = TFE_SEVERITY_WARNING,
				 .step = loss->first_step,
				 .last_step = loss->first_step,
				 .value = bound,
				 .limit = limit};
	tfe__report_add(report, &v,
			"the loss was %.4g at step %lld, and the norm of these weights is %.3g: "
			"the norm of their gradient was at least %.3g",
			loss->first, (long long)loss->first_step, norm_of_weights(&last->digest[0]),
			bound);
	return true;
}

/* Judges a classifier whose first losses are large and which is lost at once. */
static bool judge_start(const struct tfe__health_run *run, struct tfe__report *report)
{
	const struct tfe__health_series *loss = training_loss(run);
	if (!is_lost_at_once(loss) || !(loss->first > LEAST_OF_LOST))
		return false;
	struct tfe__verdict v = {.series = loss,
				 .severity = TFE_SEVERITY_WARNING,
				 .step = loss->first_step,
				 .last_step = loss->first_step,
				 .value = loss->first,
				 .limit = LEAST_OF_LOST};
	tfe__report_add(report, &v,
			"the loss of a classifier was %.4g at step %lld, where a guess has about "
			"ln k, and is not finite from step %lld on: the gradient exploded",
			loss->first, (long long)loss->first_step,
			(long long)loss->nonfinite.first_step);
	return true;
}

/* The highest learning rate from a step to another; 0 if none is logged. */
static double highest_rate(const struct tfe__health_run *run, int64_t from, int64_t to)
{
	double highest = 0;
	for (size_t r = 0; r < run->n; r++) {
		const struct tfe__health_series *s = &run->series[r];
		if (s->histogram || s->meaning.role != TFE__ROLE_LEARNING_RATE)
			continue;
		for (size_t k = 0; k < s->n; k++)
			if (s->point[k].step <= to &&
			    (k + 1 == s->n || s->point[k + 1].step > from))
				highest = fmax(highest, s->point[k].high);
	}
	return highest;
}

/* Judges the gradient of a kernel by its weights. */
static bool judge_throw(const struct tfe__health_run *run, const struct tfe__health_series *s,
			struct tfe__report *report)
{
	double limit = run->limit[TFE__EXPLODING_GRADIENT_NORM];
	for (size_t i = 1; i < s->n; i++) {
		const struct tfe__tensor_digest *a = &s->digest[i - 1], *b = &s->digest[i];
		double rate = highest_rate(run, a->step, b->step);
		double far = rate * ((double)b->step - (double)a->step);
		double bound = (norm_of_weights(b) - norm_of_weights(a)) / far;
		if (a->constant || !(b->rms > fmax(LIMIT_THROW * a->rms, LEAST_THROWN)) ||
		    !(far > 0) || !(b->rms - a->rms > LIMIT_OF_RATE * far) || !(bound > limit))
			continue;
		struct tfe__verdict v = {.series = s,
					 .severity = TFE_SEVERITY_WARNING,
					 .step = b->step,
					 .last_step = b->step,
					 .value = bound,
					 .limit = limit};
		tfe__report_add(report, &v,
				"between steps %lld and %lld the root mean square of the weights "
				"rose from %.3g to %.3g: at a learning rate of %.3g the norm of "
				"the gradient was at least %.3g",
				(long long)a->step, (long long)b->step, a->rms, b->rms, rate,
				bound);
		return true;
	}
	return false;
}

/* Judges gradients that are not logged, or exploded between two histograms. */
static void judge_without_gradients(const struct tfe__health_run *run, bool own_scale,
				    struct tfe__report *report)
{
	if (judge_growth(run, report) ||
	    (!own_scale && (judge_bound(run, report) || judge_start(run, report))))
		return;
	for (size_t i = 0; i < run->n; i++)
		if (tfe__is_kernel(run, &run->series[i], TFE__ROLE_WEIGHT) &&
		    judge_throw(run, &run->series[i], report))
			return;
}

/* Whether a norm exceeded its limit at single points only and the loss fell on: then the update was
 * clipped or skipped. */
static bool is_harmless(const struct tfe__health_run *run, const struct tfe__health_series *norm,
			double limit, const struct tfe__hold *hold)
{
	const struct tfe__health_series *loss = training_loss(run);
	size_t above = 0, before = 0;
	if (norm->histogram || !loss || loss->nonfinite.any || norm->n < LEAST_LONG)
		return false;
	for (size_t k = 0; k < norm->n; k++)
		above += norm->point[k].high > limit;
	while (before < loss->n && loss->point[before].step < hold->first_step)
		before++;
	return above <= 1 + norm->n / MOST_SINGLE && before > SMOOTH && before + SMOOTH < loss->n &&
	       tfe__smoothed(loss, loss->n - 1, SMOOTH) < tfe__smoothed(loss, before - 1, SMOOTH);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	bool own_scale = has_own_scale(run), fired = false;
	bool scaled = is_scaled(run, own_scale);
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (s->meaning.role == TFE__ROLE_GRADIENT_NORM)
			s = tfe__best_of_quantity(run, i, TFE__ROLE_GRADIENT_NORM);
		else if (s->meaning.role != TFE__ROLE_GRADIENT)
			continue;
		if (!s || s->n == 0)
			continue;
		double limit = limit_of(run, s, scaled);
		struct tfe__hold hold = {.need = 1, .forget = 3};
		for (size_t k = 0; k < s->n; k++)
			tfe__hold_add(&hold, s->histogram ? s->digest[k].step : s->point[k].step,
				      norm_at(s, k) > limit, norm_at(s, k));
		if (!hold.fired)
			continue;
		fired = true;
		bool harmless = is_harmless(run, s, limit, &hold);
		struct tfe__verdict v = tfe__verdict_of_hold(
			s, &hold, harmless ? TFE_SEVERITY_INFO : TFE_SEVERITY_WARNING, limit);
		tfe__report_add(report, &v, "the norm of the gradient reached %.3g (step %lld)%s",
				hold.worst, (long long)hold.worst_step,
				harmless ? "; the loss fell on after it" : "");
	}
	if (!fired)
		judge_without_gradients(run, own_scale, report);
}

const struct tfe__rule tfe__rule_exploding_gradient = {"exploding_gradient", judge, causes,
						       actions};
