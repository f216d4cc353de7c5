/* tbtop: facts about runs, series and findings as lines of plain text. */
#ifndef TBTOP_FACTS_H
#define TBTOP_FACTS_H

#include <stdbool.h>

#include "common/out.h"
#include "tbtop/model/model.h"

/* The numbers of runs, tags and points. */
void facts_logdir(struct out *out, const struct model *m);

/* The state of a run. `all`: also its size, for a run that was not mentioned before. */
void facts_run(struct out *out, const struct model *m, const struct run *run, bool all);

/* The last entry of a series that is not empty. Scalars: the last value, the best one (tags without
 * a better direction: the least and the greatest one) and their steps. Histograms: their moments.
 * Other kinds: the step. */
void facts_series(struct out *out, const struct run *run, const tfe_series *series);

/* A finding and its state. `withdrawn`: it is not listed any more. */
void facts_finding(struct out *out, const char *run, const struct finding *f, bool withdrawn);

#endif
