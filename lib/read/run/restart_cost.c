/* read/run: the cost of the restarts of a run, and its limit. */
#include "read/run/restart_cost.h"

#include "read/run/damage.h"

/* Superseded points are kept, up to a chunk for each series that a restart concerns, and all series
 * are inspected. So restarts cost the bytes that they use, and an amount for each chunk's worth of
 * entries that is inspected. A run in which that is more than this and what its points make up for,
 * together, is an attack on memory and time; further restarts then supersede nothing. */
#define COST_ALLOWED ((uint64_t)64 << 20)
enum { COST_A_POINT = 16 };

bool tfe__may_supersede(struct tfe_run *run)
{
	const struct tfe__budget *budget = &run->store->budget;
	bool attack = run->restart_cost > COST_ALLOWED + run->points_read * COST_A_POINT;
	if (!attack && !tfe__budget_is_exhausted(budget))
		return true;
	if (!run->restarts_ignored)
		tfe__run_add_damage(
			run, (tfe_damage){.kind = TFE_DAMAGE_KIND_LIMIT,
					  .path = run->order[run->ordered - 1]->path,
					  .offset = -1,
					  .reason = attack ? "the run has too many restarts: "
							     "further ones supersede nothing"
							   : "the memory limit is reached: further "
							     "restarts supersede nothing"});
	run->restarts_ignored = true;
	return false;
}
