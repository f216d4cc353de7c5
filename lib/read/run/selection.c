/* read/run: the series that a reread of a run selects, and the supersedings of their entries. */
#include "read/run/selection.h"

/* The stretches of a series that are to be ordered. */
static tfe_status add_ranges(const struct tfe__selection *s, const tfe_series *of,
			     struct tfe__arena *arena, struct tfe__arrivals *arrivals)
{
	for (const struct tfe__ordering *o = s->orderings; o; o = o->earlier) {
		if (o->series != of)
			continue;
		struct tfe__range *range = tfe__arena_alloc(arena, sizeof *range);
		if (!range)
			return TFE_E_NOMEM;
		*range = (struct tfe__range){.next = arrivals->ranges,
					     .mark = o->mark,
					     .end = atomic_load(&o->end),
					     .from = UINT64_MAX,
					     .to = UINT64_MAX};
		arrivals->ranges = range;
	}
	arrivals->range = arrivals->ranges;
	return TFE_OK;
}

tfe_status tfe__selection_begin(const struct tfe__selection *s, const tfe_series *of,
				tfe_series *series)
{
	struct tfe__arrivals arrivals;
	tfe__arrivals_init(&arrivals, s->supersedings, s->n_supersedings, of);
	struct tfe__arena *arena = &series->shared->run->arena;
	tfe_status status = add_ranges(s, of, arena, &arrivals);
	if (status || (!arrivals.cuts && !arrivals.ranges))
		return status;
	series->arrivals = tfe__arena_alloc(arena, sizeof arrivals);
	if (!series->arrivals)
		return TFE_E_NOMEM;
	*series->arrivals = arrivals;
	return TFE_OK;
}
