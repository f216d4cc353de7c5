/* read/logdir: the loading threads, and the queue of runs that they serve. */
#ifndef TFE_READ_LOGDIR_LOADER_H
#define TFE_READ_LOGDIR_LOADER_H

#include "read/logdir/logdir.h"

/* How many threads load with these options. */
size_t tfe__loader_threads(const tfe_logdir_options *options);

/* Starts the threads where they do not run yet. Returns TFE_E_IO when not even one can be
 * started, TFE_E_NOMEM; the cause is in *error. */
tfe_status tfe__loader_start(struct tfe_logdir *logdir, tfe_error *error) TFE_MUST_CHECK;
void tfe__loader_stop(struct tfe_logdir *logdir);

/* Has a run read (again), before those whose files are older. `newest` is when one of them
 * changed. */
tfe_status tfe__loader_queue(struct tfe_run *run, double newest) TFE_MUST_CHECK;

/* All folders were looked into once: what is there is known. */
void tfe__loader_scanned(struct tfe_logdir *logdir);

/* Waits until that is so, the queue is empty and no run is being read. */
void tfe__loader_wait(struct tfe_logdir *logdir);

/* Whether it is now. */
bool tfe__loader_is_idle(struct tfe_logdir *logdir);

#endif
