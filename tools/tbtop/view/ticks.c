/* view: ticks at round values along an axis, and their labels.
 *
 * All scales number their ticks with integers, at most AXIS_TICKS of them. A tick is computed from
 * its number, never from the previous tick, so that all loops end whatever the bounds are. */
#include "tbtop/view/axis.h"

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "common/whole.h"
#include "tbtop/view/decimal.h"
#include "tbtop/view/log_text.h"
#include "tbtop/view/number_ticks.h"
#include "tbtop/view/time_ticks.h"

/* --- decades ---------------------------------------------------------------------------------- */

/* Computes ticks at 1, 2 and 5 times powers of ten. */
static void part_ticks(const struct axis *axis, struct ticks *ticks)
{
	struct step step = {1, (int)whole_within(floor(log10(axis->lo)), -320, 308)};
	for (int i = 0; i < AXIS_TICKS; i++, step = step_next(step))
		if (tick_add(ticks, axis, step_multiple(step, 1)))
			decimal_text(ticks->tick[ticks->n - 1].text, step, 1,
				     step_multiple(step, 1));
}

static void log_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	int lo = (int)whole_within(ceil(log10(axis->lo) - 1e-9), -324, 309);
	int hi = (int)whole_within(floor(log10(axis->hi) + 1e-9), -324, 309);
	if (hi - lo < 2) { /* few decades: use other round values too */
		struct axis linear = {SCALE_NUMBER, axis->lo, axis->hi, 0};
		part_ticks(axis, ticks);
		if (ticks->n > 2 && ticks->n <= most)
			return;
		ticks->n = 0;
		if (hi - lo < 1) {
			number_ticks(&linear, most, ticks);
			return;
		}
	}
	int every = (hi - lo) / most + 1;
	for (int power = (int)ceil((double)lo / every) * every; power <= hi; power += every) {
		struct tick *t = &ticks->tick[ticks->n++];
		t->at = fmin(fmax(step_multiple((struct step){1, power}, 1), axis->lo), axis->hi);
		log_text(t->text, t->at);
	}
}

/* Computes ticks at 0 and at the decades on both sides. Integers number them (axis_coordinate). */
static void symlog_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	double lo = ceil(axis_coordinate(axis, axis->lo) - 1e-9);
	double hi = floor(axis_coordinate(axis, axis->hi) + 1e-9);
	if (hi - lo < 1) {
		struct axis linear = {SCALE_NUMBER, axis->lo, axis->hi, 0};
		number_ticks(&linear, most, ticks);
		return;
	}
	double every = floor((hi - lo) / most) + 1;
	for (double n = ceil(lo / every) * every; n <= hi; n += every)
		if (tick_add(ticks, axis, axis_value_at(axis, n)))
			log_text(ticks->tick[ticks->n - 1].text, ticks->tick[ticks->n - 1].at);
}

/* --- all -------------------------------------------------------------------------------------- */

void axis_ticks(const struct axis *axis, int most, struct ticks *ticks)
{
	ticks->n = 0;
	most = most < 2 ? 2 : most > AXIS_TICKS ? AXIS_TICKS : most;
	if (!isfinite(axis->lo) || !isfinite(axis->hi) || !(axis->hi > axis->lo) ||
	    (axis->kind == SCALE_LOG && !(axis->lo > 0)) ||
	    (axis->kind == SCALE_SYMLOG && !(axis->linear > 0)))
		return;
	switch (axis->kind) {
	case SCALE_LOG:
		log_ticks(axis, most, ticks);
		break;
	case SCALE_SYMLOG:
		symlog_ticks(axis, most, ticks);
		break;
	case SCALE_SPAN:
		span_ticks(axis, most, ticks);
		break;
	case SCALE_WALL:
		wall_ticks(axis, most, ticks);
		break;
	default:
		number_ticks(axis, most, ticks);
	}
}

static void number_label(const struct axis *axis, double at, char text[TICK_TEXT])
{
	double top = fmax(axis_size(axis), fabs(at));
	struct step step = step_apart(step_near(axis->lo, axis->hi, 4), top);
	step.digit = 1;
	int64_t n =
		whole_within(round(step_count(step, at)), -STEP_MULTIPLES_MAX, STEP_MULTIPLES_MAX);
	decimal_text(text, step, n, axis_size(axis));
}

void axis_label(const struct axis *axis, double at, struct tick *tick)
{
	tick->at = at;
	if (!isfinite(at))
		snprintf(tick->text, TICK_TEXT, "?");
	else if (axis->kind == SCALE_SPAN)
		span_label(tick->text, at);
	else if (axis->kind == SCALE_WALL)
		wall_label(tick->text, at);
	else if (axis->kind == SCALE_STEP)
		snprintf(tick->text, TICK_TEXT, "%" PRId64,
			 whole_within(round(at), INT64_MIN, INT64_MAX));
	else
		number_label(axis, at, tick->text);
}

/* Returns whether all labels fit, with two blanks between them. */
static bool apart(const struct axis *axis, int width, const struct ticks *ticks)
{
	for (int i = 1; i < ticks->n; i++) {
		double gap = axis_place(axis, ticks->tick[i].at) -
			     axis_place(axis, ticks->tick[i - 1].at);
		double half =
			(double)(strlen(ticks->tick[i].text) + strlen(ticks->tick[i - 1].text)) / 2;
		if (gap * width < half + 2)
			return false;
	}
	return true;
}

void axis_ticks_along(const struct axis *axis, int width, struct ticks *ticks)
{
	int most = width / 5 < 2 ? 2 : width / 5;
	for (most = most < AXIS_TICKS ? most : AXIS_TICKS; most >= 2; most--) {
		axis_ticks(axis, most, ticks);
		if (apart(axis, width, ticks))
			return;
	}
	if (ticks->n > 1)
		ticks->n = 1;
}

void axis_round_ends(struct axis *axis, int width)
{
	struct ticks ticks;
	axis_ticks_along(axis, width, &ticks);
	if (ticks.n < 2 || !isfinite(axis->hi - axis->lo) || axis->kind == SCALE_LOG)
		return;
	double near = (axis->hi - axis->lo) / 25, first = ticks.tick[0].at;
	double last = ticks.tick[ticks.n - 1].at, step = ticks.tick[1].at - first;
	if (first - step >= axis->lo - near && isfinite(first - step))
		axis->lo = fmin(axis->lo, first - step);
	if (last + step <= axis->hi + near && isfinite(last + step))
		axis->hi = fmax(axis->hi, last + step);
}
