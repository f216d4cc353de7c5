/* read/run: appends values to series; all values enter the store through these functions. */
#ifndef TFE_READ_RUN_APPEND_H
#define TFE_READ_RUN_APPEND_H

#include "read/run/filling.h"
#include "read/run/restart.h"

/* Appends an entry of `log` to a series. If the entry reveals a restart, the entries that the
 * restart supersedes are left out first. */
TFE_MUST_CHECK static inline tfe_status tfe__run_append(struct tfe_run *run, struct tfe__log *log,
							tfe_series *series,
							const struct tfe__entry *entry)
{
	tfe_status status = tfe__restart_value(run, log, series, entry);
	return status ? status : tfe__series_add(run, series, log->session, entry);
}

/* Does the same for a float32 in the usual case: the step does not go back, and the series already
 * has an entry of this session. If it returns false, nothing has changed, and the caller uses
 * tfe__run_append. */
static inline bool tfe__run_append_float(struct tfe_run *run, const struct tfe__log *log,
					 tfe_series *series, int64_t step, double wall_time,
					 float value)
{
	return !run->history.back &&
	       tfe__series_add_float(run, series, log->session, step, wall_time, value);
}

#endif
