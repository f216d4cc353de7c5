/* view: the histograms of one series that a heat map shows: which steps, and the axes that fit them. */
#ifndef TBTOP_VIEW_HIST_STEPS_H
#define TBTOP_VIEW_HIST_STEPS_H

#include <stdbool.h>
#include <stddef.h>

#include "tbtop/cache/hists.h"
#include "tbtop/view/axis.h"
#include "tbtop/view/frame.h"

struct hist_step {
	const struct hist *hist;
	int from, to; /* half-open: columns that it fills */
	bool chosen; /* by the keys (hist_chosen): shown even where there are many for one column */
};

struct hist_steps {
	tfe_view view;
	struct hist_step *step; /* those that are there, in the order of the series */
	size_t n;
	size_t missing; /* still to be read */
	size_t bad;     /* cannot be read */
	struct axis x, y;
	bool one_place; /* all have the same x, in the middle */
	bool empty;     /* none of them has a value */
	bool cut;       /* some values lie outside of y */
};

/* Chooses at most `columns` entries of the curve, evenly over what is in view: the same ones while the series
 * grows, and always the newest. Pair with hist_steps_release. */
void hist_steps_load(struct hist_steps *s, const struct frame *f, const struct curve *curve,
		     int columns);
void hist_steps_release(struct hist_steps *s);

/* The entry that the keys chose: the one nearest to the crosshair, else the newest. The view is not empty. */
uint64_t hist_chosen(const struct model *m, const tfe_view *view);

/* The range of values that one histogram is drawn over. */
void hist_range(const struct model *m, const struct hist *hist, struct axis *axis);

/* The x of an entry on the model's axis. */
double hist_x(const struct model *m, const tfe_view *view, const tfe_point *at);

#endif
