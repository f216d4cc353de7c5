/* health: rule learning_rate: the learning rate stays zero, or jumps and the loss answers. */
#include "health/rule.h"

#include <math.h>
#include <string.h>

#include "base/noun.h"
#include "base/tag_words.h"
#include "health/loss.h"
#include "health/robust_stats.h"

/* A rate that stays zero: the least share of its points where the rate fell to zero little by
 * little, below ANNEALED of its highest value. */
static const double ANNEALED = 0.1, LEAST_SHARE = 0.2, TRAINED = 0.3, LEARNS = 0.85;

/* A jump: the largest factor between the points beside it. PEAK: the
 * tolerance of a return to the highest value so far. */
static const double LARGEST_BESIDE = 1.5, PEAK = 1.05;
enum { RAMP = 5, SHARE_OF_START = 20, LEAST_CYCLE = 3 };

/* The answer of the loss: its rise within ANSWER points, over the median of as many points before
 * the jump. */
static const double LIMIT_OF_NOISE = 5;
enum { BEFORE = 10, LEAST_BEFORE = 4, ANSWER = 20, SMOOTH = 3 };

static const char *const causes_never[] = {
	"the base learning rate is 0, or is rounded to 0",
	"the warm-up never begins: the scheduler takes no steps, or counts epochs as steps",
	NULL,
};
static const char *const causes_zero[] = {
	"the schedule ends before the training does: its number of steps is too small",
	"a scheduler or a callback sets the learning rate to 0",
	NULL,
};
static const char *const actions_zero[] = {
	"compare the number of steps of the schedule with that of the training",
	"check that scheduler.step() is called, and how often: per batch or per epoch",
	"end the training here, or continue with a small constant learning rate",
	NULL,
};
static const char *const causes_jump[] = {
	"the scheduler or the optimizer starts afresh after a resume",
	"a phase of the schedule has too high a learning rate, or no warm-up",
	"several schedulers multiply the same learning rate",
	NULL,
};
static const char *const actions_jump[] = {
	"restore the state of scheduler and optimizer together with the model",
	"go back to the checkpoint before the jump; use a lower peak, or warm up to it",
	"log the learning rate of each parameter group, and compare it with the intended schedule",
	NULL,
};

/* Whether a tag is the learning rate itself: not a factor of it or a part of its schedule. */
static bool is_rate(const struct tfe__health_series *s)
{
	static const char *const others[] = {"decay", "factor", "scale",  "mult", "multiplier",
					     "ratio", "warmup", "weight", "min",  "step",
					     "steps", "gamma",  "end",    "final"};
	char word[TFE__WORD_BYTES];
	size_t length;
	if (s->histogram || s->meaning.role != TFE__ROLE_LEARNING_RATE)
		return false;
	for (const char *rest = s->tag; tfe__next_word(&rest, word, &length);)
		for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
			if (!strcmp(word, others[i]))
				return false;
	return true;
}

/* The loss over the same steps as a learning rate: of training data, or else of held-out data. */
static const struct tfe__health_series *loss_beside(const struct tfe__health_run *run,
						    const struct tfe__health_series *rate)
{
	for (int validation = 0; validation < 2; validation++) {
		const struct tfe__health_series *s = tfe__main_loss(run, validation);
		if (s && s->first_step <= rate->last_step && s->last_step / 2 <= rate->last_step &&
		    rate->last_step / 2 <= s->last_step)
			return s;
	}
	return NULL;
}

/* The first point after a step; s->n if there is none. */
static size_t first_after(const struct tfe__health_series *s, int64_t step)
{
	size_t i = 0;
	while (i < s->n && s->point[i].step <= step)
		i++;
	return i;
}

static double median_of(const struct tfe__health_series *s, size_t from, size_t to)
{
	double window[TFE__WINDOW_MAX];
	size_t pace = (to - from + TFE__WINDOW_MAX - 1) / TFE__WINDOW_MAX, n = 0;
	for (size_t i = from; i < to && n < TFE__WINDOW_MAX; i += pace)
		window[n++] = s->point[i].value;
	return tfe__median(window, n);
}

static double highest(const struct tfe__health_series *s, size_t to)
{
	double high = 0;
	for (size_t i = 0; i < to; i++)
		high = fmax(high, s->point[i].high);
	return high;
}

/* --- a rate that stays zero ------------------------------------------------------------------- */

/* The number of points of s from block i on. */
static uint64_t points_from(const struct tfe__health_series *s, size_t i)
{
	return (s->n - 1 - i) * s->stride + s->fill;
}

/* Whether the loss falls over the zeros: then the optimizer has another learning rate. */
static bool learns(const struct tfe__health_run *run, const struct tfe__health_series *rate,
		   size_t from)
{
	const struct tfe__health_series *loss = loss_beside(run, rate);
	if (!loss)
		return false;
	size_t first = first_after(loss, rate->point[from].step), half = (loss->n - first) / 2;
	if (half == 0)
		return false;
	double before = median_of(loss, first, first + half);
	return before > 0 && median_of(loss, first + half, loss->n) < LEARNS * before;
}

/* Whether another learning rate is above zero from a step on: then this one is that of layers that
 * are frozen. */
static bool another_is_positive(const struct tfe__health_run *run,
				const struct tfe__health_series *rate, int64_t step)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		for (size_t k = s->n; is_rate(s) && s != rate && k > 0; k--) {
			if (s->point[k - 1].step < step)
				break;
			if (s->point[k - 1].high > 0)
				return true;
		}
	}
	return false;
}

static bool judge_zero(const struct tfe__health_run *run, const struct tfe__health_series *s,
		       struct tfe__report *report)
{
	size_t from = s->n;
	while (from > 0 && s->point[from - 1].high == 0 && s->point[from - 1].low == 0)
		from--;
	if (from == s->n || s->nonfinite.any)
		return false;
	uint64_t zeros = points_from(s, from);
	bool annealed = from > 0 && s->point[from - 1].high < ANNEALED * highest(s, from);
	if ((double)zeros < run->limit[TFE__LEARNING_RATE_ZEROS] || learns(run, s, from) ||
	    (annealed &&
	     ((double)zeros < LEAST_SHARE * (double)s->count || tfe__loss_left(run) < TRAINED)) ||
	    another_is_positive(run, s, s->point[from].step))
		return false;
	struct tfe__verdict v = {
		.series = s,
		.severity = TFE_SEVERITY_WARNING,
		.step = s->point[from].step,
		.last_step = s->last_step,
		.active = true,
		.value = 0,
		.limit = NAN,
		.causes = from ? causes_zero : causes_never,
		.actions = actions_zero,
	};
	tfe__report_add(report, &v,
			"the learning rate has been 0 since step %lld (%llu of %llu %s)",
			(long long)v.step, (unsigned long long)zeros, (unsigned long long)s->count,
			tfe__noun(s->count, "point", "points"));
	return true;
}

/* --- a rate that jumps ------------------------------------------------------------------------ */

/* The factor between a point and the point before it; 1 at the first point. */
static double factor_at(const struct tfe__health_series *s, size_t i)
{
	if (i == 0 || !(s->point[i - 1].value > 0))
		return 1;
	return s->point[i].high / s->point[i - 1].value;
}

/* Whether the rate jumps up at i, after its start and not as a part of a steep rise. A block of
 * merged points may hold the values before and after the jump. */
static bool jumps_at(const struct tfe__health_run *run, const struct tfe__health_series *s,
		     size_t i)
{
	size_t start = s->n / SHARE_OF_START;
	const struct tfe__health_block *p = &s->point[i];
	return i >= (start > RAMP ? start : RAMP) &&
	       factor_at(s, i) >= run->limit[TFE__LEARNING_RATE_JUMP] &&
	       factor_at(s, i - 1) < LARGEST_BESIDE &&
	       (i + 1 == s->n || p[1].high < LARGEST_BESIDE * p[0].high);
}

/* Whether the rate fell at most of the points before i, as before a warm restart. */
static bool anneals_before(const struct tfe__health_series *s, size_t i)
{
	size_t n = i - 1 < BEFORE ? i - 1 : BEFORE, falls = 0;
	for (size_t k = i - n; k < i; k++)
		falls += s->point[k].value < s->point[k - 1].value;
	return 2 * falls > n;
}

/* Whether the rate comes down again after a return to its peak, as in a cycle. */
static bool comes_down_after(const struct tfe__health_run *run, const struct tfe__health_series *s,
			     size_t i)
{
	for (size_t k = i + 1; k < s->n; k++)
		if (s->point[k].value < s->point[i].high / run->limit[TFE__LEARNING_RATE_JUMP])
			return true;
	return false;
}

/* Whether the jump at i belongs to a schedule: one of several jumps, or the return to an earlier
 * peak in a cycle or at a warm restart. */
static bool is_scheduled(const struct tfe__health_run *run, const struct tfe__health_series *s,
			 size_t i)
{
	size_t jumps = 0;
	for (size_t k = 1; k < s->n; k++)
		jumps += jumps_at(run, s, k);
	bool returns = s->point[i].high <= PEAK * highest(s, i);
	return jumps >= LEAST_CYCLE ||
	       (returns && (jumps > 1 || anneals_before(s, i) || comes_down_after(run, s, i)));
}

/* The standard deviation of the noise before point i, as in tfe__noise, but without the steep fall
 * at the start. */
static double noise_before(const struct tfe__health_series *s, size_t i)
{
	double change[2 * BEFORE];
	size_t n = i - 1 < 2 * BEFORE ? i - 1 : 2 * BEFORE;
	for (size_t k = 0; k < n; k++)
		change[k] = fabs(s->point[i - k - 1].value - s->point[i - k - 2].value);
	return tfe__median(change, n) / 0.954;
}

struct answer {
	double before, after; /* levels of the loss; NaN after: not finite */
	int64_t step;
};

/* Whether the loss rises within ANSWER points of the jump of the rate at i. */
static bool answers(const struct tfe__health_run *run, const struct tfe__health_series *loss,
		    const struct tfe__health_series *rate, size_t i, struct answer *answer)
{
	size_t jump = first_after(loss, rate->point[i - 1].step);
	size_t last = first_after(loss, rate->point[i].step) + ANSWER;
	if (jump < LEAST_BEFORE)
		return false;
	last = last < loss->n ? last : loss->n;
	answer->before = median_of(loss, jump > BEFORE ? jump - BEFORE : 0, jump);
	double over =
		answer->before + fmax(run->limit[TFE__LEARNING_RATE_RISE] * fabs(answer->before),
				      LIMIT_OF_NOISE * noise_before(loss, jump));
	answer->after = -INFINITY;
	for (size_t k = jump + SMOOTH - 1; k < last; k++) {
		double x = tfe__smoothed(loss, k, SMOOTH);
		if (x > answer->after) {
			answer->after = x;
			answer->step = loss->point[k].step;
		}
	}
	if (answer->after > over)
		return true;
	const struct tfe__nonfinite *f = &loss->nonfinite;
	answer->after = NAN;
	answer->step = f->first_step;
	return f->any && f->first_step >= rate->point[i].step &&
	       first_after(loss, f->first_step) <= last;
}

static bool judge_jumps(const struct tfe__health_run *run, const struct tfe__health_series *s,
			struct tfe__report *report)
{
	const struct tfe__health_series *loss = loss_beside(run, s);
	struct answer a = {0};
	size_t i = 1;
	while (loss && i < s->n &&
	       !(jumps_at(run, s, i) && !is_scheduled(run, s, i) && answers(run, loss, s, i, &a)))
		i++;
	if (!loss || i >= s->n)
		return false;
	struct tfe__verdict v = {
		.series = s,
		.severity = TFE_SEVERITY_WARNING,
		.step = s->point[i].step,
		.last_step = s->point[i].step,
		.active = false,
		.value = factor_at(s, i),
		.limit = run->limit[TFE__LEARNING_RATE_JUMP],
		.causes = causes_jump,
		.actions = actions_jump,
	};
	tfe__report_add(report, &v,
			"the learning rate jumped from %.4g to %.4g, and %s went from %.4g to %.4g "
			"(step %lld)",
			s->point[i - 1].value, s->point[i].high, loss->tag, a.before, a.after,
			(long long)a.step);
	return true;
}

/* The parameter groups of an optimizer share a schedule, so that one finding is enough. */
static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (is_rate(s) && s->n > 1 &&
		    (judge_zero(run, s, report) || judge_jumps(run, s, report)))
			return;
	}
}

const struct tfe__rule tfe__rule_learning_rate = {"learning_rate", judge, causes_zero,
						  actions_zero};
