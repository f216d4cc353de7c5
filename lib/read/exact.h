/* read: reading a run again for the points that the memory budget had dropped. */
#ifndef TFE_READ_EXACT_H
#define TFE_READ_EXACT_H

#include "read/store.h"

/* What is wanted of a run that is read again, and the directory that stands in for its own meanwhile. */
struct tfe__again {
	struct tfe_logdir logdir;
	const struct tfe_run *of;
	struct tfe_run *run;    /* the one that is filled */
	struct tfe__map wanted; /* tags to indexes in the series of `of` */
	struct tfe__pool kept;  /* the data of wanted series */
	uint64_t first;         /* of a series that is too large to keep: from which entry on */
	bool one;               /* only one series is wanted: it may be too large */
	/* What restarts left out of the wanted series, sorted. */
	struct tfe__superseding *supersedings;
	size_t n_supersedings;
};

/* A series of the run that is filled was made, which has the place of `of`: from now on it leaves out what restarts left out of
 * that one. */
tfe_status tfe__again_arrivals(const struct tfe__again *again, const tfe_series *of,
			       tfe_series *series) TFE_MUST_CHECK;

/* Frees data that are not wanted, or more than there is room for. */
void tfe__again_drop(struct tfe__again *again);

void tfe__again_free(struct tfe__again *again);

#endif
