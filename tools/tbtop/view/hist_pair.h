/* view: two histograms that are compared: of two steps, or of two runs. */
#ifndef TBTOP_VIEW_HIST_PAIR_H
#define TBTOP_VIEW_HIST_PAIR_H

#include "tbtop/cache/hists.h"
#include "tbtop/view/frame.h"

struct hist_pair {
	const struct hist *shown, *other; /* other: NULL if nothing is compared */
	size_t run, other_run;
	double distance; /* of Kolmogorov and Smirnov */
};

/* Sets the other members of a pair of which `shown` and `run` are set: the histogram of the run
 * beside it at the same step, or else that of the mark. Returns false if there is none, if it has
 * not been read yet, or if it is the shown one. */
bool hist_pair_find(const struct frame *f, const struct tag *tag, struct hist_pair *pair);

/* Returns the greatest difference of the shares of values below (or at) any x, 0 to 1: the
 * statistic of the two-sample test of Kolmogorov and Smirnov. Values count as spread evenly in each
 * row. Returns NaN if a histogram is empty. */
double hist_distance(const tfe_histogram *a, const tfe_histogram *b);

#endif
