/* write: what the exit of the process and its forks do to open writers. */
#ifndef TFE_WRITE_PROCESS_H
#define TFE_WRITE_PROCESS_H

#include <tfevents/status.h>

/* Installs the handlers of exit and fork, for all writers of the registry. */
tfe_status tfe__process_install(void) TFE_MUST_CHECK;

#endif
