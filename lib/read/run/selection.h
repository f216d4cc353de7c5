/* read/run: the series that a reread of a run selects, and the supersedings of their entries. */
#ifndef TFE_READ_RUN_SELECTION_H
#define TFE_READ_RUN_SELECTION_H

#include "base/map.h"
#include "read/run/store.h"

struct tfe__selection {
	const struct tfe_run *of; /* the run as it was read the first time */
	size_t begin, end;        /* numbers of the selected series: end is not among them */
	struct tfe__map tags;     /* their tags, to the number of the first series of the tag */
	struct tfe__pool kept;    /* the data of wanted series */
	/* What restarts left out of the wanted series, sorted; in an arena of the owner. */
	struct tfe__superseding *supersedings;
	size_t n_supersedings;
	const struct tfe__ordering *orderings; /* of all series of that run; the latest one */
};

static inline bool tfe__selection_has(const struct tfe__selection *s, const tfe_series *series)
{
	return series->number >= s->begin && series->number < s->end;
}

/* Prepares a new series of the reread for the supersedings of `of`, the same series of the first
 * read: the entries that restarts left out of `of` will be left out of `series`. Returns TFE_OK or
 * TFE_E_NOMEM. */
tfe_status tfe__selection_begin(const struct tfe__selection *s, const tfe_series *of,
				tfe_series *series) TFE_MUST_CHECK;

#endif
