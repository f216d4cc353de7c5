/* judge: which runs of a log directory are one training. */
#ifndef TFE_JUDGE_GROUPING_H
#define TFE_JUDGE_GROUPING_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/logdir.h>

#include "base/map.h"
#include "judge/training.h"

struct tfe__grouping {
	const tfe_allocator *allocator; /* of the judge */
	struct tfe__training *training;
	size_t trainings, capacity;
	struct tfe__map by_name; /* those that more runs can join */
	size_t runs;             /* of the log directory, which have their training */
};

void tfe__grouping_init(struct tfe__grouping *grouping, const tfe_allocator *allocator);
void tfe__grouping_release(struct tfe__grouping *grouping);

/* Adds the runs that are new, in their order. *all: those were all; else it is too early to tell
 * what the next one is. TFE_E_NOMEM: the next call goes on. */
tfe_status tfe__grouping_add_runs(struct tfe__grouping *grouping, const tfe_logdir *logdir,
				  bool *all) TFE_MUST_CHECK;

#endif
