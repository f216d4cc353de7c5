/* read/run: restarts: which points a session supersedes. */
#ifndef TFE_READ_RUN_RESTART_H
#define TFE_READ_RUN_RESTART_H

#include "read/run/session.h"

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
	struct tfe__history *h = &run->history;
	if (h->session != log->session)
		tfe__session_switch(run, log->session, wall_time);
	if (wall_time > h->wall_max)
		h->wall_max = wall_time;
	h->back = h->any && step < h->last_step;
	h->any = true;
	h->last_step = step;
	h->step_max = step > h->step_max ? step : h->step_max;
}

/* A value of a series is about to be added. */
tfe_status tfe__restart_any_value(struct tfe_run *run, struct tfe__log *log, tfe_series *series,
				  const struct tfe__entry *entry) TFE_MUST_CHECK;

TFE_MUST_CHECK static inline tfe_status tfe__restart_value(struct tfe_run *run,
							   struct tfe__log *log, tfe_series *series,
							   const struct tfe__entry *entry)
{
	/* A step that goes back may supersede more; in TensorBoard's way all that go back do. */
	bool goes_on = !run->history.back && entry->step >= (int64_t)series->writer.encoder.step;
	if (series->session == log->session && goes_on)
		return TFE_OK;
	return tfe__restart_any_value(run, log, series, entry);
}

/* A SessionLog START. */
tfe_status tfe__restart_start(struct tfe_run *run, struct tfe__log *log, int64_t step,
			      double wall_time) TFE_MUST_CHECK;

/* All files are read: applies what depends on that. TFE_E_NOMEM. */
tfe_status tfe__restart_settle(struct tfe_run *run) TFE_MUST_CHECK;

/* The text of a file version, such as "brain.Event:2". A program that begins to write begins with
 * one. */
void tfe__restart_version(struct tfe_run *run, struct tfe__log *log, tfe_bytes text);

#endif
