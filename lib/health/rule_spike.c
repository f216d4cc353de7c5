/* health: rule spike: the loss jumps far above its noise, and recovers. A jump is measured in
 * logarithms, because the noise of a loss grows with its level. */
#include "health/rule.h"

#include <math.h>
#include <stdio.h>

#include "health/loss.h"
#include "health/robust_stats.h"

/* Below this share of the start the loss is that of single wrong examples, which are usual. */
static const double LOW = 0.05, LEAST_OF_START_LOW = 1.4;
/* Among thousands of points, of which some were merged, single high ones are usual. */
static const double LEAST_OF_START_MERGED = 1.8;
/* Multiples of the highest of the last points (a quarter of a short series, at most SHORT), and of
 * the last LONG points after the first fifth of the training. They exclude losses that jump all the
 * time. */
static const double LIMIT_OF_HIGHEST = 2, LIMIT_OF_HIGHEST_LONG = 2;
enum { WINDOW = 20, SHORT = 10, LEAST_SHORT = 4, LONG = 60, LEAST_POINTS = 10 };
enum { EARLY = 5, TOGETHER = 3, RISE_MAX = 3 }; /* the first points are not judged */
static const double FLOOR = 0.0001;             /* of the start: smaller losses count as that */

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

/* The median of the points before i, of merged ones of their highest values. */
static double median_before(const struct tfe__health_series *s, size_t i)
{
	double window[WINDOW];
	size_t n = i < WINDOW ? i : WINDOW;
	for (size_t k = 0; k < n; k++)
		window[k] = s->point[i - n + k].high;
	return tfe__median(window, n);
}

static double highest(const struct tfe__health_series *s, size_t from, size_t to)
{
	double high = 0;
	for (size_t i = from; i < to; i++)
		high = fmax(high, s->point[i].high);
	return high;
}

/* The multiple of the start that a point must exceed, if the median before it is the share `left`
 * of the start. */
static double least_of_start(const struct tfe__health_run *run, const struct tfe__health_series *s,
			     double left)
{
	double least = run->limit[TFE__SPIKE_START];
	least = left < LOW ? fmax(least, LEAST_OF_START_LOW) : least;
	return s->stride > 1 ? fmax(least, LEAST_OF_START_MERGED) : least;
}

/* How far above the median, in logarithms, point i must be to exceed the noise. A loss that
 * recovers slowly has further points above the median: the sum of m independent errors grows with
 * the square root of m. */
static double above_noise(const struct tfe__health_series *s, size_t i, double noise, double median)
{
	double needed = noise, next = 0;
	for (size_t m = 2; m <= TOGETHER && i + m <= s->n; m++) {
		double x = s->point[i + m - 1].high;
		next += x > median ? log(x / median) : 0;
		needed = fmin(needed, sqrt((double)m) * noise - next);
	}
	return needed;
}

/* The first point of the rise to a peak i, which may take a few points; i if it is no peak. */
static size_t foot_of(const struct tfe__health_series *s, size_t i)
{
	size_t foot = i;
	if (i + 1 == s->n || s->point[i + 1].high > s->point[i].high)
		return i;
	while (foot > 1 && i - foot < RISE_MAX && s->point[foot - 1].high < s->point[foot].high)
		foot--;
	return foot < i ? foot + 1 : i;
}

/* The limit that the noise sets for point i, `median` being that of the points before it. */
static double limit_of_noise(const struct tfe__health_run *run, const struct tfe__health_series *s,
			     size_t i, double start, double median)
{
	/* The noise of a few points is uncertain: that of the first ones counts as well. */
	double floor = FLOOR * start, level = fmax(median, floor),
	       sd = fmax(tfe__log_noise(s, i, floor),
			 i < LONG ? tfe__log_noise(s, s->n < LONG ? s->n : LONG, floor) : 0),
	       noise = run->limit[TFE__SPIKE_NOISE] * sd;
	return level * exp(above_noise(s, i, noise, level));
}

/* The limit that the median, the start and the highest points set for point i. */
static double limit_of_levels(const struct tfe__health_run *run, const struct tfe__health_series *s,
			      size_t i, double start, double median)
{
	double over = fmax(median, FLOOR * start) * run->limit[TFE__SPIKE_MEDIAN];
	size_t early = s->n / 5, from = i < LONG ? 0 : i - LONG, last = s->n / 4;
	size_t foot = foot_of(s, i);
	last = last < LEAST_SHORT ? LEAST_SHORT : last < SHORT ? last : SHORT;
	over = fmax(over, least_of_start(run, s, median / start) * start);
	over = fmax(over, LIMIT_OF_HIGHEST * highest(s, i < last ? 0 : i - last, foot));
	return fmax(over, LIMIT_OF_HIGHEST_LONG * highest(s, from > early ? from : early, foot));
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
	if (!s || s->n <= LEAST_POINTS)
		return;
	double start = tfe__start(s);
	if (!(start > 0))
		return;
	struct tfe__hold hold = {.need = 1, .forget = 10};
	double limit = 0, usual = 0;
	size_t spikes = 0;
	for (size_t i = 0; i < s->n; i++) {
		double x = s->point[i].high;
		if (x < 0)
			return; /* ratios have no meaning for a loss that may be negative */
		if (i < EARLY)
			continue;
		double median = median_before(s, i);
		double over = limit_of_levels(run, s, i, start, median);
		if (x > over) /* the noise is expensive to estimate */
			over = fmax(over, limit_of_noise(run, s, i, start, median));
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
