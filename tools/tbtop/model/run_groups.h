/* model: groups of runs: repetitions of one experiment, which are drawn as one curve. */
#ifndef TBTOP_MODEL_RUN_GROUPS_H
#define TBTOP_MODEL_RUN_GROUPS_H

#include "tbtop/model/model.h"

/* Finds the value of a column in a name: "1e-3" is that of lr in "lr=1e-3_b32". Returns false if
 * the name has no such column. */
bool run_column(const char *name, const char *column, size_t *from, size_t *to);

/* The place of a run among the runs of its group that match the filters. */
struct group_place {
	size_t n;  /* how many there are */
	size_t at; /* from 1 */
};
struct group_place run_group_place(const struct model *m, const struct run *run);

/* Returns how many of the visible rows of runs belong to each group, by the index of its first run.
 * Release the array with free. */
size_t *run_group_sizes(const struct model *m);

/* Sets `group` and `group_name` of all runs by the rule of the model; each run is a group of its
 * own if runs are not grouped. Returns NULL, or what is wrong with the rule: the runs are then not
 * changed, and the text is valid until the next call. */
const char *run_groups_update(struct model *m);

#endif
