/* read/run: clocks that disagree: names, wall times and modification times of files contradict each
 * other about their order. Nothing is superseded then, and that is reported once a run. */
#ifndef TFE_READ_RUN_CLOCKS_H
#define TFE_READ_RUN_CLOCKS_H

#include "read/run/store.h"

/* Whether modification times contradict the order of two sessions of which one is the sequel of the
 * other. Reports it. */
bool tfe__clocks_contradict(struct tfe_run *run, const struct tfe__session *earlier,
			    const struct tfe__session *later);

/* A file may have been modified. Requests that the run is read from its beginning if an earlier
 * decision would be another one now. */
void tfe__clocks_refresh(struct tfe_run *run, struct tfe__log *log);

/* Reports parts that are earlier by name and later by wall time, now that all is read. */
void tfe__clocks_report(struct tfe_run *run);

#endif
