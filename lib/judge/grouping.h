/* judge: groups the runs of a log directory into trainings. */
#ifndef TFE_JUDGE_GROUPING_H
#define TFE_JUDGE_GROUPING_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/logdir.h>

#include "base/map.h"
#include "judge/training.h"

struct tfe__grouping {
	const tfe_allocator *allocator; /* of the judge */
	const double *limit;            /* by enum tfe__threshold; of the judge */
	const struct tfe__user_rules *rules;
	struct tfe__training *training;
	size_t trainings, capacity;
	struct tfe__map by_name; /* the trainings to which further runs can be added */
	size_t runs;             /* number of runs that have a training: the first ones */
};

void tfe__grouping_init(struct tfe__grouping *grouping, const tfe_allocator *allocator,
			const double *limit, const struct tfe__user_rules *rules);
void tfe__grouping_release(struct tfe__grouping *grouping);

/* Adds the new runs to trainings, in the order of the log directory. *all becomes false if the next
 * run is not loaded far enough to be grouped. Returns TFE_E_NOMEM: the next call continues. */
tfe_status tfe__grouping_add_runs(struct tfe__grouping *grouping, const tfe_logdir *logdir,
				  bool *all) TFE_MUST_CHECK;

#endif
