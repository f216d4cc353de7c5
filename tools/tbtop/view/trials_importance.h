/* view: how much a metric depends on each hyperparameter, for the screen and for figures. */
#ifndef TBTOP_VIEW_TRIALS_IMPORTANCE_H
#define TBTOP_VIEW_TRIALS_IMPORTANCE_H

#include "tbtop/model/trials.h"

/* The dependence on one column. */
struct importance {
	size_t column, n;  /* n: rows with both values */
	bool ordered;      /* the correlation of ranks, with a sign; else the correlation ratio */
	double strength;   /* -1 to 1; NaN if it is undefined */
	double best, rest; /* of categories: the means of the best one and of the others */
	struct trial_value category; /* the best one */
};

/* Measures the hyperparameters that differ among the shown rows, the strongest first. `target`: the
 * column of the metric. Returns their number. Ownership: release *list with free. */
size_t importance_list(const struct trials *t, size_t target, struct importance **list);

#endif
