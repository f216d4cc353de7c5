/* read/query: reading a run a second time for the entries that the memory budget dropped or left
 * out.
 *
 * The run is read into another one in which only some series keep their data: the one that is
 * asked for and those after it in its run's list, as many as there is room for, because they
 * will be asked for next. Such a reading is shared, and read to its end before anybody uses it.
 * A series that is larger than the room is read by a reading of its own, which one cursor uses:
 * it proceeds with the cursor, and drops what is before the entry that the cursor asked for
 * last. */
#ifndef TFE_READ_QUERY_REREAD_H
#define TFE_READ_QUERY_REREAD_H

#include <pthread.h>

#include "read/query/snapshot.h"

struct tfe__reread;

/* The shared second readings of a log directory. */
struct tfe__rereads {
	pthread_mutex_t building; /* held while one is made: they are made one at a time */
	pthread_mutex_t lock;     /* for the list and its counts */
	struct tfe__reread *first;
};

void tfe__rereads_init(struct tfe__rereads *rereads);
/* No cursor is open any more. */
void tfe__rereads_release(struct tfe__rereads *rereads);

/* A second reading, as of a snapshot, that has entry `first` of the series or will have it.
 * Returns TFE_E_IO, TFE_E_DAMAGED, TFE_E_NOMEM. */
tfe_status tfe__reread_open(const tfe_series *series, const struct tfe__snapshot *snapshot,
			    uint64_t first, struct tfe__reread **out,
			    tfe_error *error) TFE_MUST_CHECK;
/* One that is shared and that nobody else uses stays until another is made: it is likely to be
 * asked for next. */
void tfe__reread_close(struct tfe__reread *r);

/* Reads on until the entry is there. *view has it then, until the next call. So many entries of
 * the series had `arrived` at the snapshot: fewer are damage. Returns TFE_E_NOTFOUND (the series
 * has no such entry), TFE_E_LIMIT (it was dropped: another reading is needed), TFE_E_IO,
 * TFE_E_DAMAGED, TFE_E_NOMEM. */
tfe_status tfe__reread_reach(struct tfe__reread *r, const tfe_series *series, uint64_t arrived,
			     uint64_t entry, tfe_view *view, tfe_error *error) TFE_MUST_CHECK;

/* Reads to the end: the info of *view is exact. Returns TFE_E_NOTFOUND (the series has no
 * entry), TFE_E_IO, TFE_E_DAMAGED, TFE_E_NOMEM. */
tfe_status tfe__reread_complete(struct tfe__reread *r, const tfe_series *series, uint64_t arrived,
				tfe_view *view, tfe_error *error) TFE_MUST_CHECK;

#endif
