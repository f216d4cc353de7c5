/* view: the axis of a column of trials. */
#include "tbtop/view/trial_axis.h"

#include <math.h>
#include <stdlib.h>

#include "common/memory.h"

/* Positive numbers over at least this range are on a logarithmic scale. */
static const double log_ratio = 50;

static bool has_place(const struct trial_value *v)
{
	return v->type == TRIAL_TEXT || (v->type != TRIAL_ABSENT && isfinite(v->number));
}

static int by_value(const void *a, const void *b)
{
	return trial_compare(a, b);
}

bool trial_axis_fit(struct trial_axis *axis, const struct trials *t, size_t column)
{
	*axis = (struct trial_axis){.numbers = true};
	axis->category = need_zeroed(t->n_shown + 1, sizeof *axis->category);
	size_t n = 0;
	for (size_t i = 0; i < t->n_shown; i++) {
		struct trial_value v = trials_value(t, t->shown[i], column);
		if (!has_place(&v))
			continue;
		axis->numbers &= v.type == TRIAL_NUMBER;
		axis->category[n++] = v;
	}
	if (!n) {
		trial_axis_release(axis);
		return false;
	}
	qsort(axis->category, n, sizeof *axis->category, by_value);
	for (size_t i = 0; i < n; i++)
		if (!axis->n ||
		    trial_compare(&axis->category[axis->n - 1], &axis->category[i]) != 0)
			axis->category[axis->n++] = axis->category[i];
	axis->differs = axis->n > 1;
	if (!axis->numbers)
		return true;
	double lo = axis->category[0].number, hi = axis->category[axis->n - 1].number;
	axis->scale =
		(struct axis){lo > 0 && hi / lo >= log_ratio ? SCALE_LOG : SCALE_NUMBER, lo, hi};
	return true;
}

void trial_axis_release(struct trial_axis *axis)
{
	free(axis->category);
	axis->category = NULL;
	axis->n = 0;
}

double trial_axis_place(const struct trial_axis *axis, const struct trial_value *v)
{
	if (!has_place(v))
		return NAN;
	if (!axis->differs)
		return 0.5;
	if (axis->numbers)
		return axis_place(&axis->scale, v->number);
	const struct trial_value *at =
		bsearch(v, axis->category, axis->n, sizeof *axis->category, by_value);
	return at ? (double)(at - axis->category) / (double)(axis->n - 1) : NAN;
}

void trial_axis_end(const struct trial_axis *axis, bool high, char text[TRIAL_TEXT_BYTES])
{
	trial_text(&axis->category[high ? axis->n - 1 : 0], true, text);
}
