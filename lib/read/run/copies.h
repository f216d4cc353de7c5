/* read/run: files that have nothing of their own: copies of another file of the run, or of the
 * beginning of one (an interrupted copy, the temporary file of rsync).
 *
 * Such a file is not read into the run, so that sessions, restarts and repeated points within it
 * count once. Files are compared record by record: a compressed copy, and a copy without the
 * damaged places of the original, are copies too. Threads: the one that fills the run. */
#ifndef TFE_READ_RUN_COPIES_H
#define TFE_READ_RUN_COPIES_H

#include "read/run/store.h"

/* Finds out whether a file that is about to be read, or has grown, is a copy of another one
 * (log->copy is set then), or the other way round. Requests that the run is read from its beginning
 * if what was read of the copy is void. TFE_E_NOMEM. */
tfe_status tfe__copies_find(struct tfe_run *run, struct tfe__log *log) TFE_MUST_CHECK;

/* Returns how many bytes of a copy were compared. */
uint64_t tfe__copy_offset(const struct tfe__log *log);

/* Counts the records of a copy in the run: those not counted yet, or `again` all of them. */
void tfe__copy_count_records(struct tfe_run *run, struct tfe__log *log, bool again);

/* A file was replaced or deleted: it is no copy any more, and has no copies. */
void tfe__copies_forget(struct tfe_run *run, struct tfe__log *log);

/* Releases what a log has for a copy. */
void tfe__copy_release(struct tfe__log *log, const tfe_allocator *allocator);

#endif
