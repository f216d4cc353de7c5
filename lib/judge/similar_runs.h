/* judge: rule similar_runs: runs whose scalars have equal points. */
#ifndef TFE_JUDGE_SIMILAR_RUNS_H
#define TFE_JUDGE_SIMILAR_RUNS_H

#include <stddef.h>

#include "judge/finding_list.h"
#include "judge/training.h"

/* Adds a finding for each run that has the points of an earlier run. Returns TFE_E_NOMEM. */
tfe_status tfe__similar_runs(struct tfe__finding_list *list, const struct tfe__training *training,
			     size_t n) TFE_MUST_CHECK;

#endif
