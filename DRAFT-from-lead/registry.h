/* write: the open writers of the process, the one thing that is global: for exit, fork and file numbers. */
#ifndef TFE_WRITE_REGISTRY_H
#define TFE_WRITE_REGISTRY_H

#include <tfevents/writer.h>

/* Adds an open writer. The first one installs the exit and fork handlers. TFE_E_NOMEM when that fails. */
tfe_status tfe__registry_add(tfe_writer *w) TFE_MUST_CHECK;
void tfe__registry_remove(tfe_writer *w);

/* The number for the next file name of this process, from 0. */
unsigned tfe__registry_file_number(void);

#endif
