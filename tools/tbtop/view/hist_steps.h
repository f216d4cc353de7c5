/* view: the steps that a heat map of one series shows, and the axes that fit them. */
#ifndef TBTOP_VIEW_HIST_STEPS_H
#define TBTOP_VIEW_HIST_STEPS_H

#include <stdbool.h>
#include <stddef.h>

#include "tbtop/cache/hists.h"
#include "tbtop/view/axis.h"
#include "tbtop/view/frame.h"

struct hist_step {
	const struct hist *hist;
	int from, to; /* half-open range of columns */
	bool chosen;  /* chosen by keys (hist_chosen); drawn over steps in the same column */
};

struct hist_steps {
	tfe_view view;
	struct hist_step *step; /* available steps, in the order of the series */
	size_t n;
	size_t missing; /* number of steps that are still being read */
	size_t bad;     /* number of steps that cannot be read */
	struct axis x, y;
	bool one_place; /* all steps have the same x, which is in the middle */
	bool zoomed;    /* a zoom applies to this chart */
	bool empty;     /* no step has a value */
	bool cut;       /* some values are outside y */
};

/* Chooses at most `columns` entries of a curve of the tag, evenly spaced over the visible range.
 * The choice is stable while the series grows, and includes the newest entry. Pair with
 * hist_steps_release. */
void hist_steps_load(struct hist_steps *s, const struct frame *f, const struct tag *tag,
		     const struct curve *curve, int columns);
void hist_steps_release(struct hist_steps *s);

/* Returns the entry chosen by keys: the one nearest to the crosshair, or the newest without a
 * crosshair. The view must not be empty. */
uint64_t hist_chosen(const struct model *m, const tfe_view *view);

/* Computes the value axis of one histogram. */
void hist_range(const struct model *m, const struct hist *hist, struct axis *axis);

/* Returns the x of an entry on the model's x axis. */
double hist_x(const struct model *m, const tfe_view *view, const tfe_point *at);

#endif
