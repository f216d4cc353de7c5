/* read/run: superseding points of the series of a run, at a bounded cost. */
#include "read/run/superseding.h"

#include "read/run/filling.h"
#include "read/run/ordering.h"
#include "read/run/restart_cost.h"
#include "read/run/visits.h"

static size_t memory_used(const struct tfe_run *run)
{
	return run->arena.used_bytes + tfe__pool_bytes(&run->pool);
}

static tfe_status supersede(struct tfe_run *run, tfe_series *series, struct tfe__session *session,
			    int64_t step, bool all)
{
	if (!tfe__may_supersede(run))
		return TFE_OK;
	/* Points that are in several files count once, whenever they are superseded. */
	tfe_status status = all && !run->selection ? tfe__order_series(run, series) : TFE_OK;
	size_t before = memory_used(run);
	uint64_t superseded = atomic_load(&run->superseded);
	if (!status)
		status = tfe__series_supersede(run, series, step, all);
	run->restart_cost += memory_used(run) - before;
	if (session && !session->counted && atomic_load(&run->superseded) > superseded) {
		session->counted = true;
		atomic_fetch_add(&run->restarts, 1);
	}
	return status;
}

/* What later parts superseded may depend on what this session supersedes. */
static void check_order(struct tfe_run *run, const struct tfe__session *session)
{
	if (session && session->part->number < run->history.decided && tfe__may_supersede(run))
		tfe__session_reread(run, session);
}

tfe_status tfe__supersede_group(struct tfe_run *run, tfe_series *series,
				struct tfe__session *session, int64_t step)
{
	check_order(run, session);
	return supersede(run, series, session, step, false);
}

tfe_status tfe__supersede_complete(struct tfe_run *run, tfe_series *series,
				   struct tfe__session *session, int64_t step)
{
	return supersede(run, series, session, step, false);
}

tfe_status tfe__supersede_all(struct tfe_run *run, tfe_series *series, struct tfe__session *session,
			      int64_t step)
{
	check_order(run, session);
	return supersede(run, series, session, step, true);
}

tfe_status tfe__supersede_run(struct tfe_run *run, struct tfe__session *session, int64_t step)
{
	uint64_t before = atomic_load(&run->superseded);
	size_t n = tfe__list_count(&run->series);
	struct tfe__history *h = &run->history;
	if (tfe__may_supersede(run) && step < h->step_max)
		h->step_max = step > h->last_step ? step : h->last_step;
	for (size_t i = 0; i < n && tfe__may_supersede(run); i++) {
		tfe_series *series = tfe__list_at(&run->series, i);
		uint64_t written = tfe__column_written(&series->writer);
		run->restart_cost += TFE__COST_OF_LOOK * (1 + written / TFE__CHUNK_ENTRIES_MAX);
		if (!written && !atomic_load(&series->left_out))
			continue;
		bool all = !session || (!tfe__visit_find(series, session) &&
					tfe__visits_precede(run, series, session, step));
		if (!all && !series->visits)
			continue;
		check_order(run, session);
		tfe_status status = supersede(run, series, session, step, all);
		if (status)
			return status;
	}
	if (!session && atomic_load(&run->superseded) > before)
		atomic_fetch_add(&run->restarts, 1);
	return TFE_OK;
}
