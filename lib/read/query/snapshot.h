/* read/query: snapshots: the state of a run with which a reread finds the entries of a view. */
#ifndef TFE_READ_QUERY_SNAPSHOT_H
#define TFE_READ_QUERY_SNAPSHOT_H

#include "read/run/store.h"

struct tfe__snapshot {
	/* Equal for all series of a run between two changes of the run: */
	unsigned generation;                         /* tfe_run.generation */
	const struct tfe__superseding *supersedings; /* the latest one */
	const struct tfe__ordering *orderings;       /* the latest one */
	const struct tfe__stretch *stretch;          /* the latest one */
	uint64_t stretch_end;                        /* byte offset of its end */
	/* Of the series: */
	uint64_t arrived; /* number of entries that arrived, superseded ones included */
};

/* Creates a view of a series and the snapshot of the same moment. Waits for the thread that fills
 * the run, if there is one. *whole becomes true if no entry is left out and all are in memory. */
void tfe__snapshot_take(const tfe_series *series, tfe_view *view, struct tfe__snapshot *snapshot,
			bool *whole);

#endif
