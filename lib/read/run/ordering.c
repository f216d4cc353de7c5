/* read/run: the series of files that were written at the same time are ordered by step. */
#include "read/run/ordering.h"

#include <stdio.h>
#include <string.h>

#include "read/column/reorder.h"
#include "read/run/damage.h"
#include "read/run/filling.h"

/* A series that is replaced leaves its old index behind: this many bytes, and as many more for each
 * point of the run, may be used by that. */
#define COST_ALLOWED ((uint64_t)64 << 20)
enum { COST_A_POINT = 16 };

static void report_ignored(struct tfe_run *run, const struct tfe__session *session,
			   const char *reason)
{
	if (!run->order_ignored)
		tfe__run_add_damage(run, (tfe_damage){.kind = TFE_DAMAGE_KIND_LIMIT,
						      .path = session->log->path,
						      .offset = -1,
						      .reason = reason});
	run->order_ignored = true;
}

/* Names a tag, the number of the files that have points of it at the same steps, and one of
 * them. */
static const char *writers_text(struct tfe_run *run, const tfe_series *series, size_t files,
				const char *path)
{
	static const char format[] =
		"%zu more file%s %s points of tag %s at the same steps, such as %s";
	const char *s = files == 1 ? "" : "s", *have = files == 1 ? "has" : "have";
	int n = snprintf(NULL, 0, format, files, s, have, series->tag, path);
	char *text = n < 0 ? NULL : tfe__arena_alloc(&run->arena, (size_t)n + 1);
	if (text)
		snprintf(text, (size_t)n + 1, format, files, s, have, series->tag, path);
	return text;
}

static bool overlap(const struct tfe__session *a, const struct tfe__session *b)
{
	return a->part != b->part && a->part->wall_first <= b->part->wall_last &&
	       b->part->wall_first <= a->part->wall_last;
}

/* Finds the files that have points of a series at the same steps. */
static struct tfe__writers writers_of(const tfe_series *series)
{
	const struct tfe__visits *visits = series->visits;
	struct tfe__writers writers = {.series = series};
	const struct tfe__visit *first = NULL;
	for (const struct tfe__visit *v = visits->newest; v; v = v->earlier) {
		if (v->group != visits->several_group || !v->advances ||
		    (first && !overlap(first->session, v->session)))
			continue;
		writers.files++;
		writers.last = writers.last ? writers.last : v->session->log->path;
		writers.first = v->session->log->path;
		first = v;
	}
	return writers;
}

/* Reports the first series, by its tag, that several files have points of at the same steps. */
static void report_writers(struct tfe_run *run)
{
	struct tfe__writers *known = &run->writers_reported, writers = {0};
	for (size_t i = 0, n = tfe__list_count(&run->series); i < n; i++) {
		const tfe_series *series = tfe__list_at(&run->series, i);
		if (!series->visits || !series->visits->several ||
		    (writers.series && strcmp(series->tag, writers.series->tag) >= 0))
			continue;
		struct tfe__writers found = writers_of(series);
		if (found.files > 1)
			writers = found;
	}
	if (!writers.series || (writers.series == known->series && writers.files == known->files &&
				writers.first == known->first && writers.last == known->last))
		return;
	const char *reason = writers_text(run, writers.series, writers.files - 1, writers.last);
	if (!reason)
		return;
	if (known->series)
		tfe__run_remove_damage(run, known->first, TFE_DAMAGE_KIND_SEVERAL_WRITERS);
	*known = writers;
	tfe__run_add_damage(run, (tfe_damage){.kind = TFE_DAMAGE_KIND_SEVERAL_WRITERS,
					      .path = writers.first,
					      .offset = -1,
					      .reason = reason});
}

tfe_status tfe__order_series(struct tfe_run *run, tfe_series *series)
{
	struct tfe__visits *visits = series->visits;
	uint64_t written = tfe__column_written(&series->writer);
	if (!visits || !visits->ordering || visits->ordered >= written)
		return TFE_OK;
	const struct tfe__session *session = visits->current->session;
	if (run->restart_cost > COST_ALLOWED + run->points_read * COST_A_POINT) {
		report_ignored(run, session,
			       "files grow at the same time for too long: new points "
			       "are ordered by step at the next start");
		return TFE_OK;
	}
	struct tfe__reorder r = {.from = visits->at, .ordered = visits->ordered, .to = written};
	tfe_status status = tfe__series_reorder(run, series, &r);
	visits->ordered = tfe__column_written(&series->writer);
	if (!status && r.same_steps && !visits->several) {
		visits->several = true;
		visits->several_group = visits->group;
	}
	if (status == TFE_E_LIMIT)
		report_ignored(run, session,
			       "the memory limit is reached: points of files that "
			       "grow at the same time are not ordered by step");
	return status == TFE_E_LIMIT ? TFE_OK : status;
}

void tfe__order_ignore(struct tfe_run *run)
{
	pthread_mutex_lock(&run->filling);
	if (run->sessions)
		report_ignored(run, run->sessions,
			       "the memory limit is reached: points of files that were written at "
			       "the same time are not ordered by step");
	pthread_mutex_unlock(&run->filling);
}

tfe_status tfe__order_run(struct tfe_run *run)
{
	tfe_status status = TFE_OK;
	for (size_t i = 0, n = tfe__list_count(&run->series); i < n && !status; i++)
		status = tfe__order_series(run, tfe__list_at(&run->series, i));
	report_writers(run);
	return status;
}
