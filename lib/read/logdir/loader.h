/* read/logdir: the loading threads and their priority queue of runs. */
#ifndef TFE_READ_LOGDIR_LOADER_H
#define TFE_READ_LOGDIR_LOADER_H

#include "read/logdir/logdir.h"

/* Returns the number of loading threads for these options. */
size_t tfe__loader_threads(const tfe_logdir_options *options);

/* Starts the threads, unless they run already. Returns TFE_E_IO if no thread can be started, or
 * TFE_E_NOMEM, with the detail in *error. */
tfe_status tfe__loader_start(struct tfe_logdir *logdir, tfe_error *error) TFE_MUST_CHECK;
/* Stops the threads and waits for their ends. */
void tfe__loader_stop(struct tfe_logdir *logdir);

/* Queues a run to be read, before the runs whose files are older. `newest` is the modification time
 * of the file that changed, in seconds since 1970. Returns TFE_E_NOMEM. */
tfe_status tfe__loader_queue(struct tfe_run *run, double newest) TFE_MUST_CHECK;
/* The same, but an idle run is not read before tfe__loader_release. */
tfe_status tfe__loader_hold(struct tfe_run *run, double newest) TFE_MUST_CHECK;
void tfe__loader_release(struct tfe_run *run);

/* Reports that all folders were searched once. */
void tfe__loader_scanned(struct tfe_logdir *logdir);

/* Waits until all folders were searched once, the queue is empty and no run is being read. */
void tfe__loader_wait(struct tfe_logdir *logdir);

/* Whether the queue is empty and no run is being read. */
bool tfe__loader_is_idle(struct tfe_logdir *logdir);

#endif
