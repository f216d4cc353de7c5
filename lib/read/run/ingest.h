/* read/run: from the records of a run's files to its series. */
#ifndef TFE_READ_RUN_INGEST_H
#define TFE_READ_RUN_INGEST_H

#include "read/run/store.h"

/* Reads what is new in the files of a run, up to about `bytes`. Returns whether there is
 * more. What goes wrong is in the run's damages, or (memory) its status. */
bool tfe__ingest(struct tfe_run *run, uint64_t bytes);

/* Of a run that is read a second time reads on in a file, up to `end`, where a stretch of the
 * first reading ended, and for about `bytes` bytes. *more: `end` was not reached. Returns
 * TFE_E_IO (the file is gone or cannot be read), TFE_E_DAMAGED (it ends before `end`),
 * TFE_E_NOMEM. */
tfe_status tfe__ingest_up_to(struct tfe__log *log, uint64_t end, uint64_t bytes, bool *more,
			     tfe_error *error) TFE_MUST_CHECK;

#endif
