/* read/logdir: following a log directory, by change notifications of the system and by polling
 * where it sends none. */
#ifndef TFE_READ_LOGDIR_WATCH_H
#define TFE_READ_LOGDIR_WATCH_H

#include "read/logdir/logdir.h"

/* Starts the thread that scans the log directory and then waits for changes. Returns TFE_E_IO or
 * TFE_E_NOMEM with the cause in *error. */
tfe_status tfe__watch_start(struct tfe_logdir *logdir, tfe_error *error) TFE_MUST_CHECK;

/* Requests a complete scan of the thread and waits for its end. Returns TFE_E_NOMEM. */
tfe_status tfe__watch_rescan(struct tfe_logdir *logdir) TFE_MUST_CHECK;

/* Stops the thread and waits for its end. */
void tfe__watch_stop(struct tfe_logdir *logdir);

#endif
