/* read/query: what a second reading of a run needs to find the entries that a series had at one
 * moment. */
#ifndef TFE_READ_QUERY_SNAPSHOT_H
#define TFE_READ_QUERY_SNAPSHOT_H

#include "read/run/store.h"

struct tfe__snapshot {
	/* The same for all series of a run between two changes of it: */
	unsigned generation;                         /* tfe_run.generation */
	const struct tfe__superseding *supersedings; /* the latest one */
	const struct tfe__stretch *stretch;          /* the latest one */
	uint64_t stretch_end;                        /* where that ended */
	/* Of the series: */
	uint64_t arrived; /* entries */
};

/* Takes a view of a series and the snapshot that belongs to it. Waits for the thread that fills
 * the run, if one does. *whole: the view has all entries, and all are in memory. */
void tfe__snapshot_take(const tfe_series *series, tfe_view *view, struct tfe__snapshot *snapshot,
			bool *whole);

#endif
