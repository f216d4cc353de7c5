/* read/run: the series of a run that are read a second time, and what restarts left out of them. */
#ifndef TFE_READ_RUN_SELECTION_H
#define TFE_READ_RUN_SELECTION_H

#include "base/map.h"
#include "read/run/store.h"

struct tfe__selection {
	const struct tfe_run *of; /* the run as it was read the first time */
	struct tfe__map wanted;   /* tags to indexes in its series */
	struct tfe__pool kept;    /* the data of wanted series */
	/* What restarts left out of the wanted series, sorted; in an arena of the owner. */
	struct tfe__superseding *supersedings;
	size_t n_supersedings;
};

static inline bool tfe__selection_has(const struct tfe__selection *s, const tfe_series *series)
{
	return tfe__map_get(&s->wanted, series->tag, series->tag_length) != TFE__MAP_NONE;
}

/* The series `series` of the second reading was made, for `of` of the first: from now on it leaves out what restarts left out
 * of that one. */
tfe_status tfe__selection_begin(const struct tfe__selection *s, const tfe_series *of,
				tfe_series *series) TFE_MUST_CHECK;

#endif
