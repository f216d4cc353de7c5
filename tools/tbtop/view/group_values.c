/* view: the value of a curve in each column, also between its entries. */
#include "tbtop/view/group_values.h"

#include <math.h>

/* A value of a run at a position in columns. */
struct knot {
	bool is;
	double x, value;
};

/* Writes the values of the columns from `from` to before `to` on the line between two knots. */
static void join_knots(double *values, size_t from, size_t to, struct knot a, struct knot b)
{
	for (size_t i = from; i < to; i++) {
		double part = ((double)i - a.x) / (b.x - a.x);
		values[i] = a.is && b.is ? a.value + (b.value - a.value) * part : NAN;
	}
}

void stroke_values(const struct stroke *s, double *values)
{
	struct knot last = {s->left.is, s->left.x, s->left.value};
	size_t open = 0; /* the first column that has no value yet */
	for (size_t k = 0; k < s->n; k++) {
		size_t i = stroke_at(s, k);
		if (!s->columns[k].count)
			continue;
		struct knot here = {true, (double)i, s->columns[k].last};
		join_knots(values, open, i, last, here);
		values[i] = here.value;
		last = here;
		open = i + 1;
	}
	struct knot right = {s->right.is, s->right.x, s->right.value};
	join_knots(values, open, stroke_width(s), last, right);
}
