/* read/run: telling when a run went back to an earlier step, and what that makes void.
 *
 * A program that resumes from a checkpoint goes back some steps; what its first session logged from there on is void. It
 * says so in a SessionLog START, or it is seen: in a later file, begun after all before it was written, a series that
 * has come a way goes back. Then the other series of the file it went on from go back too; those of files
 * that were written by others (an evaluation beside the training) do not. Files that were joined into one still tell
 * where each began, by its version: that is a session. */
#include "read/run/restart.h"
#include "read/run/damage.h"

#include <string.h>
#include <sys/stat.h>

/* What a restart makes void is kept, up to a chunk for each series that it concerns, and all series are looked at. So restarts
 * cost, in bytes, what they take and so much for each chunk's worth of entries that is looked at. A run in which that is more
 * than this and what its points make up for, together, is an attack on memory and time; its points then stay as in files that
 * restart nothing. */
#define COST_ALLOWED ((uint64_t)64 << 20)
enum { COST_A_POINT = 16, COST_A_LOOK = 4 };

/* File systems that keep whole seconds or two of them cannot tell smaller differences. */
enum { MODIFIED_APART_S = 2 };

/* Whether a restart may leave out points. Where it may not, that is reported, once a run. */
static bool may_supersede(struct tfe_run *run)
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

static size_t memory_used(const struct tfe_run *run)
{
	return run->arena.used_bytes + tfe__pool_bytes(&run->pool);
}

static tfe_status supersede(struct tfe_run *run, tfe_series *series, int64_t step,
			    bool keep_session)
{
	if (!may_supersede(run))
		return TFE_OK;
	size_t before = memory_used(run);
	tfe_status status = tfe__series_supersede(run, series, step, keep_session);
	run->restart_cost += memory_used(run) - before;
	return status;
}

tfe_status tfe__restart_begin(struct tfe_run *run, struct tfe__log *log)
{
	struct tfe__session *session = tfe__arena_alloc(&run->arena, sizeof *session);
	if (!session)
		return TFE_E_NOMEM;
	*session = (struct tfe__session){.lineage = session, .log = log};
	log->session = session;
	return TFE_OK;
}

/* All series (of a lineage, NULL: whatever it is) go back to a step; what the session `keep` brought stays. */
static tfe_status go_back(struct tfe_run *run, int64_t step, const struct tfe__session *lineage,
			  const struct tfe__session *keep)
{
	uint64_t before = atomic_load(&run->superseded);
	size_t n = tfe__list_count(&run->series);
	for (size_t i = 0; i < n && may_supersede(run); i++) {
		tfe_series *series = tfe__list_at(&run->series, i);
		uint64_t written = tfe__column_written(&series->writer);
		run->restart_cost += COST_A_LOOK * (1 + written / TFE__CHUNK_ENTRIES_MAX);
		if (!written && !atomic_load(&series->left_out))
			continue;
		if (lineage && series->session->lineage != lineage)
			continue;
		tfe_status status = supersede(run, series, step, series->session == keep);
		if (status)
			return status;
	}
	if (atomic_load(&run->superseded) > before)
		atomic_fetch_add(&run->restarts, 1);
	return TFE_OK;
}

/* Whether a file was modified so long after another one that comes later by name and wall times, that all of it may have been
 * written after that one. Copies of files that were made in any order are not: copying is faster than training. */
static bool was_written_after(const struct tfe__session *session, const struct tfe__log *later)
{
	struct stat a, b;
	if (session->log == later || stat(session->log->path, &a) || stat(later->path, &b))
		return false;
	double seconds = (double)(a.st_mtim.tv_sec - b.st_mtim.tv_sec) +
			 (double)(a.st_mtim.tv_nsec - b.st_mtim.tv_nsec) / 1e9;
	return seconds >= MODIFIED_APART_S && seconds >= session->wall_last - session->wall_first;
}

/* Finds out whether the clocks agree that the file of a series' last session comes before this one. Where they do not, it is
 * reported, and nothing is superseded. */
static bool clocks_agree(struct tfe_run *run, const struct tfe_series *series,
			 const struct tfe__log *log)
{
	if (!was_written_after(series->session, log))
		return true;
	const char *path[] = {series->session->log->path, log->path};
	for (size_t i = 0; i < 2 && !run->clocks_reported; i++)
		tfe__run_add_damage(
			run,
			(tfe_damage){.kind = TFE_DAMAGE_KIND_CLOCK,
				     .path = path[i],
				     .offset = -1,
				     .reason =
					     i ? "of two files this is the later by name and the "
						 "earlier by modification time: nothing is "
						 "superseded"
					       : "of two files this is the earlier by name and the "
						 "later by modification time: nothing is "
						 "superseded"});
	return false;
}

/* The first value of a series in a later session. */
static tfe_status first_in_life(struct tfe_run *run, struct tfe__log *log, tfe_series *series,
				int64_t step)
{
	struct tfe__history *c = &run->history;
	const struct tfe__column_writer *w = &series->writer;
	if (!c->later || !tfe__column_written(w) || tfe__column_step_max(w) < step)
		return TFE_OK;
	if (!clocks_agree(run, series, log)) {
		c->later = false;
		return TFE_OK;
	}
	bool moved = w->encoder.moved; /* else it is logged once a start: at step 0, say */
	if (moved && !c->restarted) {
		c->restarted = true;
		log->session->lineage = series->session->lineage;
		return go_back(run, step, log->session->lineage, log->session);
	}
	return supersede(run, series, step, false);
}

tfe_status tfe__restart_first_value(struct tfe_run *run, struct tfe__log *log, tfe_series *series,
				    int64_t step)
{
	struct tfe__history *c = &run->history;
	switch (run->store->restarts) {
	case TFE_RESTARTS_SUPERSEDE:
		return series->session == log->session ? TFE_OK
						       : first_in_life(run, log, series, step);
	case TFE_RESTARTS_TENSORBOARD:
		/* Files that tell no version: a step that goes back voids the tag's. */
		if (!c->version2 && c->back)
			return supersede(run, series, step, false);
		return TFE_OK;
	case TFE_RESTARTS_KEEP:
		break;
	}
	return TFE_OK;
}

tfe_status tfe__restart_session(struct tfe_run *run, int64_t step)
{
	struct tfe__history *c = &run->history;
	bool first = !c->start_seen;
	c->start_seen = true;
	switch (run->store->restarts) {
	case TFE_RESTARTS_SUPERSEDE:
		return step > 0 ? go_back(run, step, NULL, NULL) : TFE_OK;
	case TFE_RESTARTS_TENSORBOARD:
		/* It only remembers the first START, whatever its step. */
		return c->version2 && !first ? go_back(run, step, NULL, NULL) : TFE_OK;
	case TFE_RESTARTS_KEEP:
		break;
	}
	return TFE_OK;
}

void tfe__restart_version(struct tfe_run *run, struct tfe__log *log, tfe_bytes text)
{
	if (log->session->used)
		log->session = NULL;
	static const char prefix[] = "brain.Event:";
	size_t skip = sizeof prefix - 1;
	bool is_number = text.size > skip && !memcmp(text.data, prefix, skip);
	uint8_t digit = is_number ? text.data[skip] : '0';
	/* Two digits or more are 10 or more. */
	bool two_digits = is_number && text.size > skip + 1 && text.data[skip + 1] >= '0' &&
			  text.data[skip + 1] <= '9';
	run->history.version2 = (digit >= '2' && digit <= '9') || (digit == '1' && two_digits);
}
