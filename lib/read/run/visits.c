/* read/run: which sessions a series has entries of, where a run has several. */
#include "read/run/visits.h"

#include "read/run/clocks.h"
#include "read/run/filling.h"
#include "read/run/ordering.h"
#include "read/run/restart_cost.h"

/* Of a series with more visits than this the older ones are not searched. */
enum { VISITS_SEARCHED = 64 };

struct tfe__visit *tfe__visit_find(const tfe_series *series, const struct tfe__session *session)
{
	struct tfe__visit *v = series->visits ? series->visits->newest : NULL;
	for (int i = 0; v && v->session != session; v = v->earlier)
		if (++i == VISITS_SEARCHED)
			return NULL;
	return v;
}

static bool follows(struct tfe_run *run, const tfe_series *series,
		    const struct tfe__session *session, const struct tfe__session *earlier,
		    int64_t step)
{
	if (!tfe__session_is_sequel(session, earlier))
		return false;
	/* Files are only inspected where that decides about an entry. */
	bool decides = session->part != earlier->part && tfe__column_written(&series->writer) &&
		       tfe__column_step_max(&series->writer) >= step;
	return !decides || !tfe__clocks_contradict(run, earlier, session);
}

bool tfe__visits_precede(struct tfe_run *run, const tfe_series *series,
			 const struct tfe__session *session, int64_t step)
{
	const struct tfe__visits *visits = series->visits;
	if (!visits)
		return !series->session || follows(run, series, session, series->session, step);
	const struct tfe__visit *v = visits->newest;
	for (; v && v->group == visits->group; v = v->earlier)
		if (!follows(run, series, session, v->session, step))
			return false;
	return true;
}

static struct tfe__visit *add_visit(struct tfe_run *run, struct tfe__visits *visits,
				    struct tfe__session *session)
{
	struct tfe__visit *v = visits->spare;
	if (v)
		visits->spare = v->earlier;
	else
		v = tfe__arena_alloc(&run->arena, sizeof *v);
	if (!v)
		return NULL;
	*v = (struct tfe__visit){.earlier = visits->newest,
				 .session = session,
				 .group = visits->group,
				 .least_step = INT64_MAX,
				 .cut = INT64_MAX};
	return visits->newest = v;
}

/* Makes the list of a series that had entries of one session, or none. */
static tfe_status make_visits(struct tfe_run *run, tfe_series *series)
{
	struct tfe__visits *visits = tfe__arena_alloc(&run->arena, sizeof *visits);
	if (!visits)
		return TFE_E_NOMEM;
	*visits = (struct tfe__visits){.role = tfe__tag_role_of(series->tag)};
	if (series->session) {
		struct tfe__visit *first =
			add_visit(run, visits, (struct tfe__session *)(uintptr_t)series->session);
		if (!first)
			return TFE_E_NOMEM;
		first->advances = series->writer.encoder.moved;
		visits->ordered = tfe__column_written(&series->writer);
	}
	series->visits = visits;
	return TFE_OK;
}

/* The latest group has entries of several sessions from now on. */
static tfe_status begin_ordering(struct tfe_run *run, tfe_series *series)
{
	struct tfe__visits *visits = series->visits;
	struct tfe__ordering *o = tfe__arena_alloc(&run->arena, sizeof *o);
	if (!o)
		return TFE_E_NOMEM;
	*o = (struct tfe__ordering){run->orderings, series, visits->mark, UINT64_MAX};
	run->orderings = visits->ordering = o;
	run->has_orderings = true;
	return TFE_OK;
}

/* The latest group is complete. */
static tfe_status begin_group(struct tfe_run *run, tfe_series *series)
{
	struct tfe__visits *visits = series->visits;
	tfe_status status = tfe__order_series(run, series);
	if (status)
		return status;
	if (visits->ordering)
		atomic_store(&visits->ordering->end, tfe__series_arrived(series));
	struct tfe__visit **link = &visits->newest;
	while (*link && (*link)->group == visits->group) {
		struct tfe__visit *v = *link;
		visits->advanced |= v->advances;
		if (v->advances) {
			link = &v->earlier;
			continue;
		}
		/* Only visits that advance matter to later sessions. */
		*link = v->earlier;
		v->earlier = visits->spare;
		visits->spare = v;
	}
	visits->before_max = tfe__column_written(&series->writer)
				     ? tfe__column_step_max(&series->writer)
				     : INT64_MIN;
	visits->group++;
	visits->mark = tfe__series_arrived(series);
	visits->at = visits->ordered = tfe__column_written(&series->writer);
	visits->ordering = NULL;
	return TFE_OK;
}

/* The first entry of a session: a group of its own, or a part of the latest one. */
static tfe_status begin_visit(struct tfe_run *run, tfe_series *series, struct tfe__session *session,
			      int64_t step)
{
	struct tfe__visits *visits = series->visits;
	tfe_status status = TFE_OK;
	if (visits->newest) {
		tfe__session_decide(run, session);
		if (tfe__visits_precede(run, series, session, step))
			status = begin_group(run, series);
		else if (!visits->ordering)
			status = begin_ordering(run, series);
	}
	struct tfe__visit *v = status ? NULL : add_visit(run, visits, session);
	if (!v)
		return TFE_E_NOMEM;
	v->first_step = step;
	visits->current = v;
	return TFE_OK;
}

tfe_status tfe__visit_enter(struct tfe_run *run, tfe_series *series, struct tfe__session *session,
			    int64_t step)
{
	struct tfe__visit *v = tfe__visit_find(series, session);
	if (!v && !tfe__may_supersede(run)) {
		series->session = session;
		return TFE_OK;
	}
	tfe_status status = series->visits ? TFE_OK : make_visits(run, series);
	if (status)
		return status;
	if (v)
		series->visits->current = v;
	return v ? TFE_OK : begin_visit(run, series, session, step);
}
