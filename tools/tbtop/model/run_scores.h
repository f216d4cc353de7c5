/* model: the values by which runs are sorted, and which of them are drawn. */
#ifndef TBTOP_MODEL_RUN_SCORES_H
#define TBTOP_MODEL_RUN_SCORES_H

#include "tbtop/model/model.h"

/* Returns the tag whose values order the runs, or NULL. */
const struct tag *run_sort_tag(const struct model *m);

/* Returns a value of a tag of scalars in a run: its last, least or greatest value, or the best
 * smoothed one: the greatest if a higher value of the tag is better, otherwise the least. The best
 * one is what run_score_best stored for this series. Orders that are not by values have the
 * last step and the duration in seconds. Returns NaN if there is none, or none yet. */
double run_score(const struct model *m, const struct tag *tag, size_t run, enum run_order order);

/* Stores the best smoothed value of a series of the run. */
void run_score_best(struct run *run, const tfe_series *series, double best);

/* Returns whether best is the greatest value. */
bool run_order_higher(const struct tag *tag, enum run_order order);

/* Changes the order of the visible rows of runs. */
void model_order_runs(struct model *m, struct run_sort sort);

/* Sorts the visible rows of runs, the best first and NaN last, groups of runs by the means of their
 * runs, and stores the values in the runs. Then selects the best ones as model.top asks for, if all
 * values are known. Does nothing if runs are sorted by name. */
void model_sort_runs(struct model *m);

/* Returns the order in words, such as "best value". */
const char *run_order_text(enum run_order order);

/* Writes the value that orders a run, or "-" if the run has none. */
enum { RUN_SCORE_TEXT = 32 };
void run_score_text(const struct model *m, const struct run *run, char text[RUN_SCORE_TEXT]);

#endif
