/* read/run: the series of files that were written at the same time are ordered by step.
 *
 * Such entries arrive file by file, or in the order in which files that grow are read. Once all is
 * read they are ordered, so that the result depends on the files only. */
#ifndef TFE_READ_RUN_ORDERING_H
#define TFE_READ_RUN_ORDERING_H

#include "read/run/visits.h"

/* Orders the latest group of a series, if it has entries of several sessions. TFE_E_NOMEM. */
tfe_status tfe__order_series(struct tfe_run *run, tfe_series *series) TFE_MUST_CHECK;

/* Reports that points of files that grow at the same time are not ordered, because they do not fit
 * the memory limit. Threads: any, except the one that fills the run. */
void tfe__order_ignore(struct tfe_run *run);

/* Does so for all series of a run of which all is read, and reports several writers of one tag.
 * TFE_E_NOMEM. */
tfe_status tfe__order_run(struct tfe_run *run) TFE_MUST_CHECK;

#endif
