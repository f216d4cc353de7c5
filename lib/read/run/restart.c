/* read/run: restarts: which points a session supersedes.
 *
 * docs/formats.md describes the rule. Sessions are read in their order, so that what a session may
 * supersede is known when it begins. What it does supersede only grows while more of it is read: a
 * session in which a training tag advances is a training from then on, and applies what it did not
 * apply as an evaluation. */
#include "read/run/restart.h"

#include <string.h>

#include "read/run/filling.h"
#include "read/run/origin.h"
#include "read/run/restart_cost.h"
#include "read/run/superseding.h"
#include "read/run/visits.h"

/* A session is compared with the last one that trained; no more sessions are searched for that. */
enum { SESSIONS_SEARCHED = 1000 };

tfe_status tfe__restart_begin(struct tfe_run *run, struct tfe__log *log)
{
	return tfe__session_begin(run, log);
}

/* --- the whole run ---------------------------------------------------------------------------- */

static bool is_training(const tfe_series *series)
{
	enum tfe__tag_role role =
		series->visits ? series->visits->role : tfe__tag_role_of(series->tag);
	return role == TFE__TAG_ROLE_TRAINING;
}

/* How many training tags advanced in the first session of a run, of which the series keep no
 * visits until they have entries of another one. */
static uint32_t count_training(struct tfe_run *run, const struct tfe__session *first)
{
	uint32_t training = 0;
	for (size_t i = 0, n = tfe__list_count(&run->series); i < n; i++) {
		tfe_series *series = tfe__list_at(&run->series, i);
		const struct tfe__visit *v = tfe__visit_find(series, first);
		bool advances = series->visits
					? v && v->advances
					: series->session == first && series->writer.encoder.moved;
		training += advances && is_training(series);
	}
	run->restart_cost += tfe__list_count(&run->series) * TFE__COST_OF_LOOK;
	return training;
}

/* Finds the last session that trained before this one, and not beside it. */
static void find_before(struct tfe_run *run, struct tfe__session *session)
{
	struct tfe__session *s = run->sessions;
	session->knows_before = true;
	for (int i = 0; s && i < SESSIONS_SEARCHED; s = s->earlier, i++) {
		bool precedes =
			s->number < session->number || (s->part == session->part && s != session);
		if (!precedes || !tfe__session_is_sequel(session, s))
			continue;
		if (s == run->history.first)
			s->training = count_training(run, s);
		if (s->training) {
			session->before = s;
			return;
		}
	}
}

/* Counts a training tag that the session before was advancing and that this one logs too. Returns
 * whether the whole run is superseded from a lower step on than it was. */
static bool count_again(struct tfe_run *run, const tfe_series *series, struct tfe__visit *visit)
{
	struct tfe__session *session = visit->session;
	if (!session->knows_before)
		find_before(run, session);
	const struct tfe__visit *v =
		session->before ? tfe__visit_find(series, session->before) : NULL;
	if (!v || !v->advances)
		return false;
	/* A tag that goes on where it was is not logged again. */
	if (visit->least_step > series->visits->before_max)
		return false;
	session->again += !visit->again;
	visit->again = true;
	bool lower = visit->least_step < session->again_step;
	session->again_step = lower ? visit->least_step : session->again_step;
	bool whole = session->training && (uint64_t)session->again * 2 > session->before->training;
	bool changed = whole && (lower || !session->whole);
	session->whole = whole;
	return changed;
}

/* --- a tag ------------------------------------------------------------------------------------ */

/* Whether a session may supersede older points of a tag by logging it again. */
static bool may_supersede_tag(const tfe_series *series, const struct tfe__session *session)
{
	switch (series->visits->role) {
	case TFE__TAG_ROLE_HELD_OUT:
		return true;
	case TFE__TAG_ROLE_TRAINING:
	case TFE__TAG_ROLE_COUNTER:
	case TFE__TAG_ROLE_UNKNOWN:
		break;
	}
	return session->training > 0;
}

/* Lowers the cut of a visit to its least step. Returns whether it supersedes more than before. */
static bool lower_cut(const tfe_series *series, struct tfe__visit *visit)
{
	const struct tfe__visits *visits = series->visits;
	bool older = visits->mark && visit->group == visits->group;
	if (!older || visit->least_step >= visit->cut)
		return false;
	visit->cut = visit->least_step;
	return true;
}

static tfe_status supersede_tag(struct tfe_run *run, tfe_series *series, struct tfe__visit *visit)
{
	if (!may_supersede_tag(series, visit->session) || !lower_cut(series, visit))
		return TFE_OK;
	return tfe__supersede_group(run, series, visit->session, visit->cut);
}

/* Whether all that a session has, now that it is read, is single points of tags that are not held
 * out: a training that was resumed begins like this. */
static bool is_beginning(const struct tfe__session *session)
{
	return session->used && !session->training && !session->has_held_out;
}

/* The latest group of a series is complete: beginnings of trainings supersede tag by tag. */
static tfe_status apply_beginnings(struct tfe_run *run, tfe_series *series)
{
	const struct tfe__visits *visits = series->visits;
	if (!visits || visits->role != TFE__TAG_ROLE_TRAINING || !visits->advanced)
		return TFE_OK;
	tfe_status status = TFE_OK;
	for (struct tfe__visit *v = visits->newest; v && v->group == visits->group && !status;
	     v = v->earlier) {
		if (!is_beginning(v->session))
			continue;
		v->session->supposed = true;
		if (lower_cut(series, v))
			status = tfe__supersede_complete(run, series, v->session, v->cut);
	}
	return status;
}

tfe_status tfe__restart_settle(struct tfe_run *run)
{
	const struct tfe__session *s = run->sessions;
	for (int i = 0; s && !is_beginning(s) && i < SESSIONS_SEARCHED; i++)
		s = s->earlier;
	/* Most runs have one session, which supersedes nothing. */
	if (!s || !run->sessions->earlier)
		return TFE_OK;
	tfe_status status = TFE_OK;
	size_t n = tfe__list_count(&run->series);
	run->restart_cost += n * TFE__COST_OF_LOOK;
	for (size_t i = 0; i < n && !status && tfe__may_supersede(run); i++)
		status = apply_beginnings(run, tfe__list_at(&run->series, i));
	return status;
}

/* A session turned out to be a training: what it logged so far supersedes as that. */
static tfe_status apply_pending(struct tfe_run *run, const struct tfe__session *session)
{
	size_t n = tfe__list_count(&run->series);
	tfe_status status = TFE_OK;
	run->restart_cost += n * TFE__COST_OF_LOOK;
	for (size_t i = 0; i < n && !status; i++) {
		tfe_series *series = tfe__list_at(&run->series, i);
		struct tfe__visit *visit = tfe__visit_find(series, session);
		if (visit)
			status = supersede_tag(run, series, visit);
	}
	return status;
}

/* An entry at a step is about to be added to the current visit of a series. */
static tfe_status apply_rule(struct tfe_run *run, tfe_series *series, int64_t step)
{
	struct tfe__visit *visit = series->visits->current;
	struct tfe__session *session = visit->session;
	tfe_status status = TFE_OK;
	visit->least_step = step < visit->least_step ? step : visit->least_step;
	if (series->visits->role == TFE__TAG_ROLE_HELD_OUT && !session->has_held_out) {
		session->has_held_out = true;
		/* It turns out to be an evaluation, which supersedes no training. */
		if (session->supposed && !session->training)
			tfe__session_reread(run, session);
	}
	if (!visit->advances && step != visit->first_step) {
		visit->advances = true;
		if (is_training(series) && !session->training++)
			status = apply_pending(run, session);
	}
	if (!status)
		status = supersede_tag(run, series, visit);
	bool whole = !status && is_training(series) && count_again(run, series, visit);
	if (whole)
		status = tfe__supersede_run(run, session, session->again_step);
	/* A first point is followed by a check of the next one. */
	series->session = visit->advances ? session : NULL;
	return status;
}

/* --- values ----------------------------------------------------------------------------------- */

/* The series has another file than before, or a first one. */
static tfe_status enter_session(struct tfe_run *run, struct tfe__log *log, tfe_series *series,
				const struct tfe__entry *entry)
{
	struct tfe__session *session = log->session;
	session->used = true;
	if (!run->history.first)
		run->history.first = session;
	return run->selection ? TFE_OK
			      : tfe__origin_note(run, series, log, tfe__series_arrived(series),
						 entry->wall_time);
}

static bool is_visited_by(const tfe_series *series, const struct tfe__session *session)
{
	const struct tfe__visits *visits = series->visits;
	return visits && visits->current && visits->current->session == session;
}

static tfe_status add_by_rule(struct tfe_run *run, struct tfe__log *log, tfe_series *series,
			      const struct tfe__entry *entry)
{
	struct tfe__session *session = log->session;
	bool is_settled = series->session == session;
	bool is_first = !series->session && !is_visited_by(series, session);
	if (!is_settled && (series->session || is_first)) {
		if (isnan(session->part->wall_first))
			tfe__session_switch(run, session, entry->wall_time);
		tfe_status status = enter_session(run, log, series, entry);
		if (status)
			return status;
	}
	/* Most runs have one session: then nothing is recorded. */
	if (!series->visits && session == run->history.first && (is_settled || is_first)) {
		series->session = session;
		return TFE_OK;
	}
	bool goes_on = is_visited_by(series, session) && (is_settled || !series->session);
	tfe_status status = TFE_OK;
	if (!goes_on && series->visits && !tfe__visit_find(series, session) &&
	    tfe__visits_precede(run, series, session, entry->step))
		status = apply_beginnings(run, series);
	if (!status && !goes_on)
		status = tfe__visit_enter(run, series, session, entry->step);
	/* Otherwise restarts supersede nothing any more. */
	if (!status && is_visited_by(series, session))
		status = apply_rule(run, series, entry->step);
	return status;
}

tfe_status tfe__restart_any_value(struct tfe_run *run, struct tfe__log *log, tfe_series *series,
				  const struct tfe__entry *entry)
{
	const struct tfe__history *h = &run->history;
	if (run->store->restarts == TFE_RESTARTS_SUPERSEDE)
		return add_by_rule(run, log, series, entry);
	tfe_status status = TFE_OK;
	/* Files that name no version: a step that goes back supersedes those of its tag. */
	if (run->store->restarts == TFE_RESTARTS_TENSORBOARD && !h->version2 && h->back)
		status = tfe__supersede_all(run, series, NULL, entry->step);
	if (!status && series->session != log->session)
		status = enter_session(run, log, series, entry);
	series->session = log->session;
	return status;
}

/* --- events that are no values ---------------------------------------------------------------- */

/* A START within a session begins another one. */
static tfe_status begin_at_start(struct tfe_run *run, struct tfe__log *log, double wall_time)
{
	tfe_status status = log->session->used ? tfe__session_begin(run, log) : TFE_OK;
	if (!status && isnan(log->session->part->wall_first))
		tfe__session_switch(run, log->session, wall_time);
	return status;
}

tfe_status tfe__restart_start(struct tfe_run *run, struct tfe__log *log, int64_t step,
			      double wall_time)
{
	struct tfe__history *h = &run->history;
	bool first = !h->start_seen;
	h->start_seen = true;
	tfe_status status = TFE_OK;
	switch (run->store->restarts) {
	case TFE_RESTARTS_SUPERSEDE:
		status = begin_at_start(run, log, wall_time);
		if (status || step <= 0)
			return status;
		if (log->session->number)
			tfe__session_decide(run, log->session);
		return tfe__supersede_run(run, log->session, step);
	case TFE_RESTARTS_TENSORBOARD:
		/* It only remembers the first START, whatever its step. */
		return h->version2 && !first ? tfe__supersede_run(run, NULL, step) : TFE_OK;
	case TFE_RESTARTS_KEEP:
		break;
	}
	return TFE_OK;
}

void tfe__restart_version(struct tfe_run *run, struct tfe__log *log, tfe_bytes text)
{
	if (log->session->used || !isnan(log->part->wall_first))
		log->session = log->part = NULL;
	static const char prefix[] = "brain.Event:";
	size_t skip = sizeof prefix - 1;
	bool is_number = text.size > skip && !memcmp(text.data, prefix, skip);
	uint8_t digit = is_number ? text.data[skip] : '0';
	/* Two digits or more are 10 or more. */
	bool two_digits = is_number && text.size > skip + 1 && text.data[skip + 1] >= '0' &&
			  text.data[skip + 1] <= '9';
	run->history.version2 = (digit >= '2' && digit <= '9') || (digit == '1' && two_digits);
}
