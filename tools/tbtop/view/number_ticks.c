/* view: ticks at round numbers. */
#include "tbtop/view/number_ticks.h"

#include <math.h>
#include <stdint.h>

#include "tbtop/view/decimal.h"

double axis_size(const struct axis *axis)
{
	return fmax(fabs(axis->lo), fabs(axis->hi));
}

bool tick_add(struct ticks *ticks, const struct axis *axis, double at)
{
	double slack = 2e-9 * (axis->hi / 2 - axis->lo / 2);
	if (ticks->n == AXIS_TICKS || !isfinite(at) || at < axis->lo - slack ||
	    at > axis->hi + slack)
		return false;
	ticks->tick[ticks->n++].at = fmin(fmax(at, axis->lo), axis->hi);
	return true;
}

/* --- numbers ---------------------------------------------------------------------------------- */

/* The first and the last multiple of a step on the axis, as numbers. */
struct multiples {
	double first, last;
};

static struct multiples multiples(const struct axis *axis, struct step step)
{
	return (struct multiples){ceil(step_count(step, axis->lo) - 1e-9),
				  floor(step_count(step, axis->hi) + 1e-9)};
}

static bool too_many(struct multiples m, int most)
{
	return !(m.last - m.first < most);
}

void number_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	enum { TRIES = 8 };
	struct step step = step_near(axis->lo, axis->hi, most * 2);
	step = step_apart(step, axis_size(axis));
	if (axis->kind == SCALE_STEP && step.power < 0)
		step = (struct step){1, 0};
	struct multiples m = multiples(axis, step);
	for (int i = 0; i < TRIES && too_many(m, most); i++) {
		step = step_next(step);
		m = multiples(axis, step);
	}
	if (too_many(m, most) || !(fmax(fabs(m.first), fabs(m.last)) < (double)STEP_MULTIPLES_MAX))
		return;
	/* Far from 0 a number may be wrong by one, so the adjacent ones are tried too. */
	int64_t first = (int64_t)m.first - 1;
	double top = axis_size(axis);
	for (int i = 0; i < most + 2 && ticks->n < most; i++)
		if (tick_add(ticks, axis, step_multiple(step, first + i)))
			decimal_text(ticks->tick[ticks->n - 1].text, step, first + i, top);
}
