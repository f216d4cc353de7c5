/* health: spike: the loss jumps above where it began, and comes back. */
#include "health/rule.h"

#include <math.h>

#include "health/loss.h"
#include "health/stats.h"

static const double LIMIT_SPREADS = 10, LIMIT_OF_MEDIAN = 2.5, LEAST_OF_START = 1.8;
enum { WINDOW = 20, LEAST_POINTS = 10 };

static const char *const causes[] = {
	"a batch of bad or unusual examples",
	"the learning rate is near the edge of stability",
	"Adam's second moment lags behind: beta2 is too near to 1",
	NULL,
};
static const char *const actions[] = {
	"where it came back at once, no more than note it",
	"clip the gradient norm at 1",
	"look at the data of that step",
	"lower the learning rate; with Adam lower beta2 (0.95)",
	"where it did not come back, restart some 100 steps earlier and skip those batches",
	NULL,
};

/* The last points before i: their median and spread. */
static double before(const struct tfe__series *s, size_t i, double *spread)
{
	double window[WINDOW];
	size_t n = i < WINDOW ? i : WINDOW;
	for (size_t k = 0; k < n; k++)
		window[k] = s->point[i - n + k].value;
	double median = tfe__window_median(window, n);
	*spread = tfe__window_spread(window, n, median);
	return median;
}

static void judge(const struct tfe__run *run, struct tfe__report *report)
{
	const struct tfe__series *s = tfe__main_loss(run, false);
	if (!s || s->n <= LEAST_POINTS)
		return;
	double start = tfe__start(s);
	struct tfe__hold hold = {.need = 1, .forget = 10};
	double limit = 0, usual = 0;
	for (size_t i = 0; i < s->n; i++) {
		double x = s->point[i].high, spread, median;
		if (!(x > 0))
			return;
		if (i >= LEAST_POINTS) {
			median = before(s, i, &spread);
			double over =
				fmax(LIMIT_OF_MEDIAN * median, median + LIMIT_SPREADS * spread);
			over = fmax(over, LEAST_OF_START * start);
			tfe__hold_add(&hold, s->point[i].step, x > over, x);
			if (x > over && hold.worst == x) {
				limit = over;
				usual = median;
			}
		}
	}
	if (!hold.fired)
		return;
	struct tfe__verdict v = tfe__held(s, &hold, TFE_WARNING, limit);
	tfe__report_add(report, &v, "the loss jumped from about %.4g to %.4g (step %lld)", usual,
			hold.worst, (long long)hold.worst_step);
}

const struct tfe__rule tfe__rule_spike = {"spike", judge, causes, actions};
