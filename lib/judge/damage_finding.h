/* judge: findings about damaged files. */
#ifndef TFE_JUDGE_DAMAGE_FINDING_H
#define TFE_JUDGE_DAMAGE_FINDING_H

#include <stdbool.h>

#include <tfevents/judge.h>

#include "base/arena.h"
#include "judge/single.h"

/* Fills *finding for a damage. Its message is in the arena; its `file` is the path of the damage.
 * Returns TFE_E_NOMEM. */
tfe_status tfe__damage_finding(const tfe_damage *damage, const char *run, struct tfe__arena *texts,
			       struct tfe__single *finding) TFE_MUST_CHECK;

/* As tfe__damage_finding, for the incomplete record at the end of a file, which is no damage. */
tfe_status tfe__cut_finding(const tfe_damage *damage, const char *run, struct tfe__arena *texts,
			    struct tfe__single *finding) TFE_MUST_CHECK;

/* Returns the time, in seconds since 1970, at which the incomplete record at the end of a file of
 * the run counts as lost: ten mean intervals between the events, at least an hour, after the last
 * event, or, if the events have no times, an hour after the last write to the file. */
double tfe__run_quiet_at(const tfe_run_info *info, const tfe_damage *cut);

/* Returns whether a run has less than one record, and fills *damage then. The reader reports no
 * damage for it, because a writer may still append; it is a finding nevertheless. */
bool tfe__run_is_truncated(const tfe_run *run, tfe_damage *damage);

/* Fills *finding with the number of damaged places of a run that are not listed. Returns
 * TFE_E_NOMEM. */
tfe_status tfe__unlisted_finding(uint64_t n, const char *run, struct tfe__arena *texts,
				 struct tfe__single *finding) TFE_MUST_CHECK;

#endif
