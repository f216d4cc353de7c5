/* read/run: telling when a run went back to an earlier step, and what that makes void. */
#ifndef TFE_READ_RUN_RESTART_H
#define TFE_READ_RUN_RESTART_H

#include "read/run/filling.h"

/* A record of `log` is about to be read: begins a session where it needs one. */
tfe_status tfe__restart_begin(struct tfe_run *run, struct tfe__log *log) TFE_MUST_CHECK;

TFE_MUST_CHECK static inline tfe_status tfe__restart_record(struct tfe_run *run,
							    struct tfe__log *log)
{
	return log->session ? TFE_OK : tfe__restart_begin(run, log);
}

/* An event with a summary begins; `log` is the file it is from. */
static inline void tfe__restart_summary(struct tfe_run *run, const struct tfe__log *log,
					int64_t step, double wall_time)
{
	struct tfe__history *c = &run->history;
	if (c->session != log->session) {
		if (c->session)
			c->session->wall_last = c->wall_max;
		c->session = log->session;
		c->session->wall_first = wall_time;
		c->later = c->any && wall_time > c->wall_max;
		c->restarted = false;
	}
	if (!c->any || wall_time > c->wall_max)
		c->wall_max = wall_time;
	c->back = c->any && step < c->last_step;
	c->any = true;
	c->last_step = step;
}

/* A value of a series is about to be added; where the series had one of the same session before, a restart is told by
 * others than this. */
tfe_status tfe__restart_first_value(struct tfe_run *run, struct tfe__log *log, tfe_series *series,
				    int64_t step) TFE_MUST_CHECK;

TFE_MUST_CHECK static inline tfe_status
tfe__restart_value(struct tfe_run *run, struct tfe__log *log, tfe_series *series, int64_t step)
{
	/* In TensorBoard's way each value of an event that goes back is a restart of its series. */
	if (series->session == log->session && !run->history.back)
		return TFE_OK;
	return tfe__restart_first_value(run, log, series, step);
}

/* A SessionLog START. */
tfe_status tfe__restart_session(struct tfe_run *run, int64_t step) TFE_MUST_CHECK;

/* The text of a file version, such as "brain.Event:2". A program that begins to write begins with one. */
void tfe__restart_version(struct tfe_run *run, struct tfe__log *log, tfe_bytes text);

#endif
