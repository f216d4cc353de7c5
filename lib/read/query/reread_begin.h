/* read/query: prepares the run that a reread fills. */
#ifndef TFE_READ_QUERY_REREAD_BEGIN_H
#define TFE_READ_QUERY_REREAD_BEGIN_H

#include "read/query/snapshot.h"
#include "read/run/selection.h"

/* A stretch of a file to reread, up to byte offset `end`. */
struct tfe__piece {
	struct tfe__log *log;
	uint64_t end;
};

struct tfe__reread {
	/* The list of shared rereads; under its lock. */
	struct tfe__reread *next;
	unsigned users; /* number of cursors */
	/* The store of the run, in place of the store of a log directory. */
	struct tfe__store store;
	struct tfe__arena arena;
	struct tfe__selection selection;
	struct tfe__snapshot of;  /* only the fields that are common to all series of the run */
	struct tfe_run *run;      /* the run that is filled */
	struct tfe__piece *piece; /* in the order of the first reading */
	size_t pieces, at;        /* number of pieces; index of the current one */
	uint64_t first;           /* if not shared: the entries before this one are dropped */
	bool shared, complete;
};

/* Prepares *r, which is zero except for `of` and `first`, for a series and the following ones.
 * Returns TFE_E_IO, TFE_E_DAMAGED or TFE_E_NOMEM; the caller frees *r in any case. */
tfe_status tfe__reread_begin(struct tfe__reread *r, const tfe_series *series,
			     tfe_error *error) TFE_MUST_CHECK;
void tfe__reread_free(struct tfe__reread *r);

/* Frees data of series that are not selected, and data beyond the budget. */
void tfe__reread_drop(struct tfe__reread *r);

#endif
