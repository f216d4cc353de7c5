/* write: flushes open writers at process exit and handles forks. */
#ifndef TFE_WRITE_PROCESS_H
#define TFE_WRITE_PROCESS_H

#include <tfevents/status.h>

/* Installs the exit and fork handlers, which serve all writers of the registry. */
tfe_status tfe__process_install(void) TFE_MUST_CHECK;

#endif
