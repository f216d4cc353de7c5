/* tbtop: trials as figures and as a table. */
#ifndef TBTOP_FIGURE_TRIALS_H
#define TBTOP_FIGURE_TRIALS_H

#include "common/figure_plan.h"
#include "tbtop/model/model.h"

/* Makes the plan of the type that the view shows, with the table of the shown rows. Returns false
 * if there is none; then `error` has the reason. */
bool figure_of_trials(const struct model *m, struct figure_plan *plan, char error[FIGURE_ERROR]);

#endif
