/* judge: a damage of an event file as a finding. */
#ifndef TFE_JUDGE_DAMAGE_FINDING_H
#define TFE_JUDGE_DAMAGE_FINDING_H

#include <stdbool.h>

#include <tfevents/judge.h>

#include "base/arena.h"

/* Fills *finding. Its message is in the arena; `file` is the path of the damage. TFE_E_NOMEM. */
tfe_status tfe__damage_finding(const tfe_damage *damage, const char *run, struct tfe__arena *texts,
			       tfe_judge_finding *finding) TFE_MUST_CHECK;

/* A run may consist of less than the first record of a file. That is no damage while a writer
 * may still add to it, but worth a finding. Returns whether it does, with a damage that says so. */
bool tfe__run_is_stump(const tfe_run *run, tfe_damage *damage);

/* The finding that stands for `n` damages of a run that are not listed. */
tfe_status tfe__unlisted_finding(size_t n, const char *run, struct tfe__arena *texts,
				 tfe_judge_finding *finding) TFE_MUST_CHECK;

#endif
