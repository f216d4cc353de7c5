/* read: telling when a run went back to an earlier step, and what that makes void. */
#ifndef TFE_READ_RESTART_H
#define TFE_READ_RESTART_H

#include "read/run.h"

/* An event with a summary begins; `log` is the file it is from. */
void tfe__restart_summary(struct tfe_run *run, const struct tfe__log *log, int64_t step,
			  double wall_time);

/* A value of a series is about to be added; where the series had one of the same file before, a restart is told by
 * others than this. */
tfe_status tfe__restart_first_value(struct tfe_run *run, struct tfe__log *log, tfe_series *series,
				    int64_t step) TFE_MUST_CHECK;

TFE_MUST_CHECK static inline tfe_status
tfe__restart_value(struct tfe_run *run, struct tfe__log *log, tfe_series *series, int64_t step)
{
	/* In TensorBoard's way each value of an event that goes back is a restart of its series. */
	if (series->file == log->number && !run->course.back)
		return TFE_OK;
	return tfe__restart_first_value(run, log, series, step);
}

/* A SessionLog START. */
tfe_status tfe__restart_session(struct tfe_run *run, int64_t step) TFE_MUST_CHECK;

/* The text of a file version, such as "brain.Event:2". */
void tfe__restart_version(struct tfe_run *run, tfe_bytes text);

#endif
