/* read/query: rereads a run for the entries that the memory budget dropped or left out.
 *
 * A reread loads the files of a run into a second run, in which only selected series keep their
 * data: the requested series and the following ones in the list of the run, as many as fit into the
 * budget of a reread, because callers usually visit series in this order. Such a reread is complete
 * before it is used, and cursors share it. A series that does not fit has a reread of its own,
 * which a single cursor uses: it advances with the cursor, and drops the entries before the one
 * that the cursor requested last. */
#ifndef TFE_READ_QUERY_REREAD_H
#define TFE_READ_QUERY_REREAD_H

#include <pthread.h>

#include "read/query/snapshot.h"

struct tfe__reread;

/* The shared rereads of a log directory. */
struct tfe__rereads {
	pthread_mutex_t building; /* locked while a reread is created: one at a time */
	pthread_mutex_t lock;     /* protects the list and the numbers of users */
	struct tfe__reread *first;
};

void tfe__rereads_init(struct tfe__rereads *rereads);
/* Frees all rereads. No cursor may be open. */
void tfe__rereads_release(struct tfe__rereads *rereads);

/* Opens a reread for a snapshot and for entry `first` of a series; the entry may be read later.
 * Returns TFE_E_IO, TFE_E_DAMAGED or TFE_E_NOMEM. */
tfe_status tfe__reread_open(const tfe_series *series, const struct tfe__snapshot *snapshot,
			    uint64_t first, struct tfe__reread **out,
			    tfe_error *error) TFE_MUST_CHECK;
/* Closes a reread. A shared one without other users is kept until a new one is created, because the
 * next cursor is likely to need it. */
void tfe__reread_close(struct tfe__reread *r);

/* Continues the reread until it has the entry. *view has the entry then, until the next call.
 * `arrived` is the number of entries of the series at the snapshot; fewer entries are damage.
 * Returns TFE_E_NOTFOUND (the series has no such entry), TFE_E_LIMIT (the entry was dropped: open a
 * new reread), TFE_E_IO, TFE_E_DAMAGED or TFE_E_NOMEM. */
tfe_status tfe__reread_reach(struct tfe__reread *r, const tfe_series *series, uint64_t arrived,
			     uint64_t entry, tfe_view *view, tfe_error *error) TFE_MUST_CHECK;

/* Continues the reread to the end: the properties of *view are exact. Returns TFE_E_NOTFOUND (the
 * series has no entry), TFE_E_IO, TFE_E_DAMAGED or TFE_E_NOMEM. */
tfe_status tfe__reread_complete(struct tfe__reread *r, const tfe_series *series, uint64_t arrived,
				tfe_view *view, tfe_error *error) TFE_MUST_CHECK;

#endif
