/* read/logdir: following a log directory: told by the system where it can, looking at intervals
 * elsewhere. */
#ifndef TFE_READ_LOGDIR_WATCH_H
#define TFE_READ_LOGDIR_WATCH_H

#include "read/logdir/logdir.h"

/* Starts the thread that scans the log directory and then waits for changes. Returns TFE_E_IO or
 * TFE_E_NOMEM with the cause in *error. */
tfe_status tfe__watch_start(struct tfe_logdir *logdir, tfe_error *error) TFE_MUST_CHECK;

/* Has the thread scan everything, and waits until it has. Returns TFE_E_NOMEM. */
tfe_status tfe__watch_rescan(struct tfe_logdir *logdir) TFE_MUST_CHECK;

void tfe__watch_stop(struct tfe_logdir *logdir);

#endif
