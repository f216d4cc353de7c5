/* health: rule spike: the loss jumps above its start, and recovers. */
#include "health/rule.h"

#include <math.h>
#include <stdio.h>

#include "health/loss.h"
#include "health/robust_stats.h"

/* Among thousands of points, of which some were merged, single high ones are usual. */
static const double LEAST_OF_START_MERGED = 1.8;
/* Multiples of the highest of the last SHORT points, and of the last LONG points after the first
 * fifth of the training. They exclude losses that jump all the time. */
static const double LIMIT_OF_HIGHEST = 2.5, LIMIT_OF_HIGHEST_LONG = 1.5;
enum { WINDOW = 20, SHORT = 10, LONG = 60, LEAST_POINTS = 10 };
static const double SCATTER = 2; /* the ratio of neighbouring points of a loss that always jumps */

static const char *const causes[] = {
	"a batch has bad or unusual examples",
	"the learning rate is near the limit of stability",
	"Adam's second moment lags behind: beta2 is too near to 1",
	NULL,
};
static const char *const actions[] = {
	"do nothing if the loss recovered at once",
	"clip the gradient norm at 1",
	"look at the data of that step",
	"lower the learning rate; with Adam lower beta2 (0.95)",
	"if it did not, restart some 100 steps earlier and skip those batches",
	NULL,
};

/* The median of the points before i. */
static double median_before(const struct tfe__health_series *s, size_t i)
{
	double window[WINDOW];
	size_t n = i < WINDOW ? i : WINDOW;
	for (size_t k = 0; k < n; k++)
		window[k] = s->point[i - n + k].value;
	return tfe__median(window, n);
}

/* Whether the loss jumps from its start, such as the squared error of single examples: half of the
 * first neighbours differ by more than a factor. Later, a loss near 0 may do so as well. */
static bool scatters(const struct tfe__health_series *s)
{
	size_t n = s->n < LONG ? s->n : LONG, far = 0;
	for (size_t i = 1; i < n; i++) {
		double a = s->point[i - 1].value, b = s->point[i].value;
		far += fmax(a, b) > SCATTER * fmin(a, b);
	}
	return 2 * far > n;
}

static double highest(const struct tfe__health_series *s, size_t from, size_t to)
{
	double high = 0;
	for (size_t i = from; i < to; i++)
		high = fmax(high, s->point[i].high);
	return high;
}

/* The limit for point i. */
static double limit_at(const struct tfe__health_run *run, const struct tfe__health_series *s,
		       size_t i, double start, double *median)
{
	double of_start = run->limit[TFE__SPIKE_START],
	       of_noise = run->limit[TFE__SPIKE_NOISE] * tfe__noise(s, i - 1);
	*median = median_before(s, i);
	double over = fmax(run->limit[TFE__SPIKE_MEDIAN] * *median, *median + of_noise);
	size_t early = s->n / 5, from = i < LONG ? 0 : i - LONG;
	of_start = s->stride > 1 ? fmax(of_start, LEAST_OF_START_MERGED) : of_start;
	over = fmax(over, of_start * start);
	over = fmax(over, LIMIT_OF_HIGHEST * highest(s, i < SHORT ? 0 : i - SHORT, i));
	return fmax(over, LIMIT_OF_HIGHEST_LONG * highest(s, from > early ? from : early, i));
}

static void report_spikes(const struct tfe__health_series *s, const struct tfe__hold *hold,
			  double limit, double usual, size_t spikes, struct tfe__report *report)
{
	struct tfe__verdict v = tfe__verdict_of_hold(s, hold, TFE_SEVERITY_WARNING, limit);
	char among[96] = "";
	if (spikes > 1)
		snprintf(among, sizeof among,
			 "; %zu of %llu points are such jumps, the first at step %lld", spikes,
			 (unsigned long long)s->count, (long long)v.step);
	tfe__report_add(report, &v, "the loss jumped from about %.4g to %.4g (step %lld)%s", usual,
			hold->worst, (long long)hold->worst_step, among);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	const struct tfe__health_series *s = tfe__longest_of(run, tfe__main_loss(run, false));
	if (!s || s->n <= LEAST_POINTS || scatters(s))
		return;
	double start = tfe__start(s);
	struct tfe__hold hold = {.need = 1, .forget = 10};
	double limit = 0, usual = 0;
	size_t spikes = 0;
	for (size_t i = 0; i < s->n; i++) {
		double x = s->point[i].high, median;
		if (!(x > 0))
			return;
		if (i < LEAST_POINTS)
			continue;
		double over = limit_at(run, s, i, start, &median);
		tfe__hold_add(&hold, s->point[i].high_step, x > over, x);
		spikes += x > over;
		if (x > over && hold.worst == x) {
			limit = over;
			usual = median;
		}
	}
	if (hold.fired)
		report_spikes(s, &hold, limit, usual, spikes, report);
}

const struct tfe__rule tfe__rule_spike = {"spike", judge, causes, actions};
