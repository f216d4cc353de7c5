/* read/run: what the loader does to a run and its series. */
#ifndef TFE_READ_RUN_FILLING_H
#define TFE_READ_RUN_FILLING_H

#include <tfevents/event.h>

#include "read/column/reorder.h"
#include "read/run/store.h"

/* The series of a value: that of its tag (of its node name if it has no tag) and of its kind. It is
 * made at the first value, whose metadata count. A tensor that names no plugin belongs to the first
 * series of its tag that it fits, because TensorFlow 1 names the plugin with the first value of a
 * tag only. The order of tags is predicted from their last occurrence. Returns TFE_E_LIMIT for a
 * tag too long to keep, TFE_E_NOTFOUND for a new series for which the memory budget has no space,
 * TFE_E_NOMEM. */
tfe_status tfe__run_series_for(struct tfe_run *run, const tfe_value *value,
			       tfe_series **out) TFE_MUST_CHECK;

/* How many entries of a series have arrived: those that are in the column, and those that were
 * left out of it. */
uint64_t tfe__series_arrived(const tfe_series *series);

/* Appends an entry that `session` brought. */
tfe_status tfe__series_add(struct tfe_run *run, tfe_series *series, struct tfe__session *session,
			   const struct tfe__entry *entry) TFE_MUST_CHECK;

/* Fast path of tfe__series_add for a float32 of a scalar series. If it returns false, nothing
 * changed. */
static inline bool tfe__series_add_float(struct tfe_run *run, tfe_series *series,
					 const struct tfe__session *session, int64_t step,
					 double wall_time, float value)
{
	if (series->session != session ||
	    !tfe__column_add_float(&series->writer, step, wall_time, value))
		return false;
	run->points_read++;
	return true;
}

/* Supersedes the entries from a step on; unless `all`, only those before the latest group of
 * sessions (visits.h). */
tfe_status tfe__series_supersede(struct tfe_run *run, tfe_series *series, int64_t step,
				 bool all) TFE_MUST_CHECK;

/* Orders entries by step (reorder.h), and publishes the result. What it replaced is dropped.
 * Returns TFE_E_LIMIT, TFE_E_NOMEM. */
tfe_status tfe__series_reorder(struct tfe_run *run, tfe_series *series,
			       struct tfe__reorder *reorder) TFE_MUST_CHECK;

/* Begins to fill all series afresh; views go on showing what there was until the end. */
tfe_status tfe__run_begin_reload(struct tfe_run *run) TFE_MUST_CHECK;
void tfe__run_end_reload(struct tfe_run *run);

#endif
