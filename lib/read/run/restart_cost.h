/* read/run: the cost of the restarts of a run, and its limit. */
#ifndef TFE_READ_RUN_RESTART_COST_H
#define TFE_READ_RUN_RESTART_COST_H

#include "read/run/store.h"

/* The cost of inspecting a series, in the bytes that restart_cost counts. */
enum { TFE__COST_OF_LOOK = 4 };

/* Returns whether restarts may supersede points. If not, this is reported, once per run. */
bool tfe__may_supersede(struct tfe_run *run);

#endif
