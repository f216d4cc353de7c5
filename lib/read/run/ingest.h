/* read/run: from the records of a run's files to its series. */
#ifndef TFE_READ_RUN_INGEST_H
#define TFE_READ_RUN_INGEST_H

#include "read/run/store.h"

/* Reads what is new in the files of a run, up to about `bytes`. Returns whether there is more. What goes wrong is
 * in the run's damages, or (memory) its status. */
bool tfe__ingest(struct tfe_run *run, uint64_t bytes);

#endif
