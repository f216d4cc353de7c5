/* view: the columns of a curve on a logarithmic axis of steps. */
#include "tbtop/view/log_columns.h"

#include <math.h>
#include <stdlib.h>

#include "common/memory.h"

enum { PARTS = 4, OCTAVE_MOST = 2048 };

void log_axis(struct axis *x)
{
	double lo = x->lo > 0 ? x->lo : 1;
	if (x->kind != SCALE_STEP || !(x->hi > lo))
		return;
	x->kind = SCALE_LOG;
	x->lo = lo;
}

tfe_column *columns_none(size_t n)
{
	tfe_column *columns = need_zeroed(n, sizeof *columns);
	for (size_t i = 0; i < n; i++)
		columns[i].first = columns[i].min = columns[i].max = columns[i].last = NAN;
	return columns;
}

void column_add(tfe_column *to, const tfe_column *from)
{
	to->nan += from->nan;
	to->posinf += from->posinf;
	to->neginf += from->neginf;
	if (!from->count)
		return;
	if (!to->count)
		to->first = from->first;
	to->min = to->count ? fmin(to->min, from->min) : from->min;
	to->max = to->count ? fmax(to->max, from->max) : from->max;
	to->last = from->last;
	to->count += from->count;
}

/* Returns the end of the octave that begins at a: between two steps, so that no step belongs to two
 * octaves. */
static double end_of(double a, double hi)
{
	double b = floor(2 * a) + 0.5;
	return b < hi ? b : hi;
}

/* Returns the number of linear columns for the part of an axis of n columns from a to b. */
static size_t parts_of(const struct axis *x, double a, double b, size_t n)
{
	double own = log(b / a) / log(x->hi / x->lo) * (double)n;
	return (size_t)fmin(fmax(ceil(own) * PARTS, PARTS), OCTAVE_MOST);
}

tfe_column *log_columns(struct caches *caches, const tfe_view *view, const struct axis *x,
			const struct window_range *range, struct curve_beside *left,
			struct curve_beside *right)
{
	const size_t n = range->n;
	tfe_column *columns = columns_none(n);
	struct window_range octave = *range;
	double b;
	for (double a = x->lo; a < x->hi; a = b) {
		b = end_of(a, x->hi);
		octave.x0 = a;
		octave.x1 = b;
		octave.n = parts_of(x, a, b, n);
		const struct curve_window *w = curve_window(caches, view, &octave);
		if (!w) {
			free(columns);
			return NULL;
		}
		if (a == x->lo)
			*left = w->left;
		*right = w->right;
		for (size_t i = 0; i < w->n; i++) {
			double part = ((double)w->at[i] + 0.5) / (double)octave.n;
			double middle = a + (b - a) * part;
			double place = axis_place(x, middle) * (double)n;
			size_t to = place < (double)n ? (size_t)fmax(place, 0) : n - 1;
			column_add(&columns[to], &w->columns[i]);
		}
	}
	return columns;
}
