/* judge: findings about damaged files. */
#ifndef TFE_JUDGE_DAMAGE_FINDING_H
#define TFE_JUDGE_DAMAGE_FINDING_H

#include <stdbool.h>

#include <tfevents/judge.h>

#include "base/arena.h"

/* Fills *finding for a damage. Its message is in the arena; its `file` is the path of the damage.
 * Returns TFE_E_NOMEM. */
tfe_status tfe__damage_finding(const tfe_damage *damage, const char *run, struct tfe__arena *texts,
			       tfe_judge_finding *finding) TFE_MUST_CHECK;

/* Returns whether a run has less than one record, and fills *damage then. The reader reports no
 * damage for it, because a writer may still append; it is a finding nevertheless. */
bool tfe__run_is_truncated(const tfe_run *run, tfe_damage *damage);

/* Fills *finding with the number of damages of a run that are not listed. Returns TFE_E_NOMEM. */
tfe_status tfe__unlisted_finding(size_t n, const char *run, struct tfe__arena *texts,
				 tfe_judge_finding *finding) TFE_MUST_CHECK;

#endif
