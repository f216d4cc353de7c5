/* read/query: the run that a second reading fills: what is read, and what is kept of it. */
#ifndef TFE_READ_QUERY_REREAD_BEGIN_H
#define TFE_READ_QUERY_REREAD_BEGIN_H

#include "read/query/snapshot.h"
#include "read/run/selection.h"

/* A stretch of a file, to be read again. */
struct tfe__piece {
	struct tfe__log *log;
	uint64_t end;
};

struct tfe__reread {
	/* The list of shared ones; under its lock. */
	struct tfe__reread *next;
	unsigned users;
	/* The run, and the store that stands in for that of its log directory. */
	struct tfe__store store;
	struct tfe__arena arena;
	struct tfe__selection selection;
	struct tfe__snapshot of;  /* what is common to the series of the run */
	struct tfe_run *run;      /* the one that is filled */
	struct tfe__piece *piece; /* in the order of the first reading */
	size_t pieces, at;
	uint64_t first; /* not shared: entries before this one are dropped */
	bool shared, complete;
};

/* Prepares r, which is zero except for `of` and `first`, for reading a series and those after
 * it. Returns TFE_E_IO, TFE_E_DAMAGED, TFE_E_NOMEM; *r has to be freed in any case. */
tfe_status tfe__reread_begin(struct tfe__reread *r, const tfe_series *series,
			     tfe_error *error) TFE_MUST_CHECK;
void tfe__reread_free(struct tfe__reread *r);

/* Frees data that are not wanted, or more than there is room for. */
void tfe__reread_drop(struct tfe__reread *r);

#endif
