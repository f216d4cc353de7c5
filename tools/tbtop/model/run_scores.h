/* model: the values by which the list of runs is sorted. */
#ifndef TBTOP_MODEL_RUN_SCORES_H
#define TBTOP_MODEL_RUN_SCORES_H

#include "tbtop/model/model.h"

/* Returns the value of a tag of scalars in a run: its last, least or greatest value, or the best
 * smoothed one: the greatest if a higher value of the tag is better, otherwise the least. Returns
 * NaN for a run without the tag. */
double run_score(const struct model *m, const struct tag *tag, size_t run, enum run_order order);

/* Changes the order of the visible rows of runs. */
void model_order_runs(struct model *m, enum run_order order);

/* Sorts the visible rows of runs by the value of the focused tag, the best first and NaN last, and
 * stores the values in the runs. Does nothing if they are sorted by name. */
void model_sort_runs(struct model *m);

/* Returns the order in words, such as "best". */
const char *run_order_text(enum run_order order);

#endif
