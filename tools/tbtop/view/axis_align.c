/* view: a y axis whose ticks are in the middle of cells, at equal distances.
 *
 * The plot has DOTS_Y dots per row of cells. A tick every `gap` rows at multiples of a round step
 * makes each dot worth step / (DOTS_Y * gap). For each round step, the largest gap with which the
 * range still fits is a candidate. The candidate that covers the largest part of the plot wins;
 * too few ticks for a plot of that height count as up to a fifth of it.
 * All positions are computed in the coordinate in which the axis is linear (axis_coordinate). */
#include <float.h>
#include <math.h>
#include <stdio.h>

#include "common/whole.h"
#include "tbtop/view/axis.h"
#include "tbtop/view/decimal.h"
#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/log_text.h"

/* Ticks at the multiples of `step`, `gap` rows apart. The lowest dot of the plot is `bottom` dots
 * above coordinate 0. */
struct grid_lines {
	struct step step;
	int gap;
	double bottom;
	double used; /* the part of the plot that the range covers, at most 1 */
	int ticks;
};

/* The middle of a cell is its third dot from the top, so the lowest dot of the plot is one below a
 * tick. */
static double bottom_of(double lowest)
{
	return floor((lowest + 1) / DOTS_Y) * DOTS_Y - 1;
}

/* Returns the number of ticks on the plot. */
static int count_ticks(const struct grid_lines *l, int rows)
{
	double each = DOTS_Y * l->gap, top = l->bottom + rows * DOTS_Y - 1;
	return (int)(floor(top / each) - ceil(l->bottom / each) + 1);
}

/* Finds the largest gap with which the range fits and at least two ticks are on the plot. Returns
 * false without one. lo and hi are coordinates. */
static bool fit_step(struct grid_lines *l, double lo, double hi, int rows)
{
	double size = step_multiple(l->step, 1);
	double low = lo / size, high = hi / size, dots = rows * DOTS_Y;
	double most = floor(dots / (DOTS_Y * (high - low)));
	if (!(fabs(low) < 1e13 && fabs(high) < 1e13))
		return false;
	for (l->gap = most < rows ? (int)most : rows; l->gap > 0; l->gap--) {
		double each = DOTS_Y * l->gap;
		l->bottom = bottom_of(low * each);
		l->used = each * (high - low) / (dots - 1);
		l->ticks = count_ticks(l, rows);
		if (l->bottom + dots - 1 >= high * each && l->ticks > 1)
			return true;
	}
	return false;
}

/* Returns the covered part of the plot, less a tenth for each of the first two missing ticks.
 * Decades are the only round values of a logarithmic axis. */
static double quality(const struct axis *axis, const struct grid_lines *l, int rows)
{
	enum { TICKS = 5, ROWS_OF_TICK = 4 };
	int wanted = rows / ROWS_OF_TICK < TICKS ? rows / ROWS_OF_TICK : TICKS;
	int missing = axis->kind == SCALE_NUMBER ? wanted - l->ticks : 0;
	return l->used - (missing >= 2 ? 0.2 : missing == 1 ? 0.1 : 0);
}

/* Returns the best lines, or lines without ticks. Labels are at least two rows apart if there are
 * enough rows. */
static struct grid_lines find_lines(const struct axis *axis, double lo, double hi, int rows)
{
	struct grid_lines best = {0};
	enum { TRIES = 10 };
	int most = 2 + rows / 3 < AXIS_TICKS ? 2 + rows / 3 : AXIS_TICKS, gap = rows < 6 ? 1 : 2;
	struct step step = step_near(lo, hi, 2 * most);
	if (axis->kind == SCALE_NUMBER)
		step = step_apart(step, fmax(fabs(lo), fabs(hi)));
	else if (step.power < 0)
		step = (struct step){1, 0};
	/* A coarser step must use the plot better. On logarithmic axes of few decades, other ticks
	 * than those at powers of ten are better than an empty plot. */
	double score = axis->kind == SCALE_NUMBER ? 0 : 0.55;
	for (int i = 0; i < TRIES; i++, step = step_next(step)) {
		struct grid_lines l = {.step = step};
		if (!fit_step(&l, lo, hi, rows) || l.gap < gap || l.ticks > most)
			continue;
		double q = quality(axis, &l, rows);
		if (q > score + (best.ticks ? 0.05 : 0)) {
			best = l;
			score = q;
		}
	}
	return best;
}

static void add_ticks(const struct axis *axis, const struct grid_lines *l, struct ticks *ticks)
{
	double each = DOTS_Y * l->gap;
	int64_t first =
		whole_within(ceil(l->bottom / each), -STEP_MULTIPLES_MAX, STEP_MULTIPLES_MAX);
	double top = fmax(fabs(axis->lo), fabs(axis->hi));
	for (ticks->n = 0; ticks->n < l->ticks; ticks->n++) {
		struct tick *t = &ticks->tick[ticks->n];
		int64_t n = first + ticks->n;
		double at = axis_value_at(axis, step_multiple(l->step, n));
		t->at = fmin(fmax(at, axis->lo), axis->hi);
		if (axis->kind == SCALE_NUMBER)
			decimal_text(t->text, l->step, n, top);
		else
			log_text(t->text, at);
	}
}

void axis_align(struct axis *axis, int rows, struct ticks *ticks)
{
	struct grid_lines l = {0};
	double lo = axis_coordinate(axis, axis->lo), hi = axis_coordinate(axis, axis->hi);
	bool usual = rows > 1 && hi - lo > 1e-290 && isfinite(hi - lo) &&
		     fmax(fabs(lo), fabs(hi)) < 1e300;
	struct axis wide = *axis;
	if (usual)
		l = find_lines(axis, lo, hi, rows);
	if (l.ticks) {
		double dot = step_multiple(l.step, 1) / (DOTS_Y * l.gap);
		wide.lo = fmin(axis_value_at(axis, l.bottom * dot), axis->lo);
		wide.hi = fmax(axis_value_at(axis, (l.bottom + rows * DOTS_Y - 1) * dot), axis->hi);
		if (wide.lo > -DBL_MAX && wide.hi < DBL_MAX && wide.hi - wide.lo > 0 &&
		    (axis->kind != SCALE_LOG || wide.lo > DBL_MIN)) {
			*axis = wide;
			add_ticks(axis, &l, ticks);
			return;
		}
	}
	axis_make_nice(axis);
	axis_ticks(axis, 2 + rows / 3, ticks);
}
