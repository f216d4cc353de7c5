/* read/run: the series that a reread of a run selects, and the supersedings of their entries. */
#include "read/run/selection.h"

tfe_status tfe__selection_begin(const struct tfe__selection *s, const tfe_series *of,
				tfe_series *series)
{
	struct tfe__arrivals arrivals;
	tfe__arrivals_init(&arrivals, s->supersedings, s->n_supersedings, of);
	if (!arrivals.cuts)
		return TFE_OK;
	series->arrivals = tfe__arena_alloc(&series->shared->run->arena, sizeof arrivals);
	if (!series->arrivals)
		return TFE_E_NOMEM;
	*series->arrivals = arrivals;
	return TFE_OK;
}
