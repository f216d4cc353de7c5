/* read/run: the one way in which values enter the store. */
#ifndef TFE_READ_RUN_APPEND_H
#define TFE_READ_RUN_APPEND_H

#include "read/run/filling.h"
#include "read/run/restart.h"

/* Appends an entry that `log` has to a series, after what a restart that it reveals superseded was left out. */
TFE_MUST_CHECK static inline tfe_status tfe__run_append(struct tfe_run *run, struct tfe__log *log,
							tfe_series *series,
							const struct tfe__entry *entry)
{
	tfe_status status = tfe__restart_value(run, log, series, entry);
	return status ? status : tfe__series_add(run, series, log->session, entry);
}

/* The same for a float32 in the usual case: the step does not go back, and the series had an entry of this session before. If
 * false, nothing changed: use tfe__run_append. */
static inline bool tfe__run_append_float(struct tfe_run *run, const struct tfe__log *log,
					 tfe_series *series, int64_t step, double wall_time,
					 float value)
{
	return !run->history.back &&
	       tfe__series_add_float(run, series, log->session, step, wall_time, value);
}

#endif
