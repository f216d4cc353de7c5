/* read/run: the series of a run that are read a second time, and their superseded entries. */
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
};

static inline bool tfe__selection_has(const struct tfe__selection *s, const tfe_series *series)
{
	return series->number >= s->begin && series->number < s->end;
}

/* The series `series` of the second reading was made, for `of` of the first: from now on it leaves out what restarts left out
 * of that one. */
tfe_status tfe__selection_begin(const struct tfe__selection *s, const tfe_series *of,
				tfe_series *series) TFE_MUST_CHECK;

#endif
