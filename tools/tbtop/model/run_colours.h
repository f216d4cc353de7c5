/* model: the colours of runs in all views. */
#ifndef TBTOP_MODEL_RUN_COLOURS_H
#define TBTOP_MODEL_RUN_COLOURS_H

#include "tbtop/model/model.h"

/* Sets `colour` and `dash` of all runs: those of their group if runs are grouped, the colour of
 * their value if a column of the trials colours them. Call it after runs, groups or that column
 * changed. */
void model_colour_runs(struct model *m);

#endif
