/* health: rule oscillation: the loss swings up and down instead of falling. */
#include "health/rule.h"

#include <math.h>

#include "health/loss.h"
#include "health/robust_stats.h"

/* Limits for the held-out loss, which has no batch noise. SWING: the mean absolute change divided
 * by the mean. USUAL: the median change divided by the median, which single jumps hardly change.
 * TURNS: the share of points at which the direction changes (2/3 for pure noise around a level).
 * LOW: below this share of the start the loss is fine. */
static const double LIMIT_USUAL = 0.12, LOW = 0.2;
static const double LIMIT_TREND = -1.5; /* below it the loss falls, though not smoothly */
enum { WINDOW = 16, LEAST_WINDOW = 8, LEAST_POINTS = 10 };
enum { SHARE = 5 }; /* one of so many windows must swing: among many some do by chance */

static const char *const causes[] = {
	"the learning rate is too high",
	"the batches are too small",
	"the data are not shuffled (likely if the period is an epoch)",
	NULL,
};
static const char *const actions[] = {
	"lower the learning rate 3 times, or let it decay",
	"use larger batches or less momentum",
	"shuffle the data",
	"add batch normalisation",
	NULL,
};

static bool is_negative(const struct tfe__health_series *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->point[i].value < 0)
			return true;
	return false;
}

/* The measures of a window. */
struct swing {
	double mean, usual, turns;
};

static struct swing swing_of(const double *v, size_t n)
{
	double change[WINDOW], path = 0, level = 0, median = tfe__window_median(v, n);
	size_t turned = 0;
	for (size_t i = 0; i < n; i++) {
		level += v[i] / (double)n;
		change[i] = i > 0 ? fabs(v[i] - v[i - 1]) : 0;
		path += change[i] / (double)(n - 1);
		if (i > 1 && (v[i] - v[i - 1]) * (v[i - 1] - v[i - 2]) < 0)
			turned++;
	}
	if (!(level > 0) || !(median > 0))
		return (struct swing){0};
	return (struct swing){path / level, tfe__median(change + 1, n - 1) / median,
			      (double)turned / (double)(n - 2)};
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	const struct tfe__health_series *s = tfe__main_loss(run, true);
	if (!s || s->n < LEAST_POINTS || s->nonfinite.any || is_negative(s) ||
	    tfe__is_one_pass(s, tfe__main_loss(run, false)))
		return;
	double start = tfe__start(s), limit = run->limit[TFE__OSCILLATION_SWING],
	       turns = run->limit[TFE__OSCILLATION_TURNS];
	/* The window of a short log is half of the log, because the loss must swing for some time.
	 * Among the many windows of a long one, some swing by chance. */
	size_t n = s->n / 2 < WINDOW ? s->n / 2 : WINDOW;
	n = n < LEAST_WINDOW ? LEAST_WINDOW : n;
	struct tfe__hold hold = {.need = (unsigned)(n == WINDOW ? n / 2 : n / 4), .forget = 3};
	size_t hits = 0;
	for (size_t i = n; i <= s->n; i++) {
		double window[WINDOW];
		for (size_t k = 0; k < n; k++)
			window[k] = s->point[i - n + k].value;
		struct swing swing = swing_of(window, n);
		bool hit = swing.mean > limit && swing.usual > LIMIT_USUAL && swing.turns > turns &&
			   tfe__trend(window, n) > LIMIT_TREND &&
			   tfe__window_median(window, n) > LOW * start;
		tfe__hold_add(&hold, s->point[i - 1].step, hit, swing.mean);
		hits += hit;
	}
	if (!tfe__hold_is_found(&hold) || SHARE * hits < s->n - n + 1)
		return;
	struct tfe__verdict v = tfe__verdict_of_hold(s, &hold, TFE_SEVERITY_WARNING, limit);
	tfe__report_add(report, &v,
			"the loss swings by %.0f %% of its level from point to point, in the %zu "
			"points up to step %lld",
			100 * hold.worst, n, (long long)hold.worst_step);
}

const struct tfe__rule tfe__rule_oscillation = {"oscillation", judge, causes, actions};
