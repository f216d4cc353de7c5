/* read/column: the entries of a series that restarts superseded, as a list for rereading the files.
 *
 * The entries of a series are numbered as they arrive, whether they are kept or not. A superseding
 * removes the entries that arrived before number `mark` and have step `step` or a later one. The
 * first read of a run records each superseding. A reread, in which the same entries arrive in the
 * same order, then decides about each entry at once: it needs neither the other series of the run
 * nor dropped entries. */
#ifndef TFE_READ_COLUMN_ARRIVALS_H
#define TFE_READ_COLUMN_ARRIVALS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tfe_series;

/* One superseding, allocated in the arena of the run; the list starts with the latest. */
struct tfe__superseding {
	const struct tfe__superseding *earlier;
	const struct tfe_series *series;
	uint64_t mark;
	int64_t step;
};

/* The entries of a series that arrived from number `mark` on, before number `end`, are ordered by
 * step (reorder.h). Allocated in the arena of the run; the list starts with the latest. */
struct tfe__ordering {
	const struct tfe__ordering *earlier;
	const struct tfe_series *series;
	uint64_t mark;
	_Atomic(uint64_t) end; /* UINT64_MAX: no later entry belongs to another stretch yet */
};

/* Sorts supersedings by series, then by mark, for tfe__arrivals_init. */
void tfe__supersedings_sort(struct tfe__superseding *list, size_t n);

/* A stretch of entries to be ordered. From `mark` and `end`, which count arrivals, follow `from`
 * and `to`, which count the entries that are kept. */
struct tfe__range {
	struct tfe__range *next;
	uint64_t mark, end;
	uint64_t from, to;
};

/* The state of a series that is reread. */
struct tfe__arrivals {
	/* The supersedings in order of their marks, with ascending steps. Of the entries that
	 * arrive between the previous mark and this one, those at `step` or later are
	 * superseded. */
	const struct tfe__superseding *cut;
	size_t cuts, next;
	uint64_t arrived, superseded;
	struct tfe__range *ranges; /* in the order of their marks */
	struct tfe__range *range;  /* the one that was not reached or not completed yet */
};

/* Finds the supersedings of a series in a sorted list, and removes those without an effect of their
 * own. The list must live as long as *a. */
void tfe__arrivals_init(struct tfe__arrivals *a, struct tfe__superseding *list, size_t n,
			const struct tfe_series *series);

/* Notes where ranges begin and end. */
static inline void tfe__arrivals_reach(struct tfe__arrivals *a)
{
	struct tfe__range *r = a->range;
	uint64_t kept = a->arrived - a->superseded;
	if (r && r->end == a->arrived) {
		r->to = kept;
		a->range = r = r->next;
	}
	if (r && r->mark == a->arrived)
		r->from = kept;
}

/* Counts the next entry; returns whether it is superseded. */
static inline bool tfe__arrivals_next(struct tfe__arrivals *a, int64_t step)
{
	tfe__arrivals_reach(a);
	while (a->next < a->cuts && a->cut[a->next].mark <= a->arrived)
		a->next++;
	a->arrived++;
	bool superseded = a->next < a->cuts && step >= a->cut[a->next].step;
	a->superseded += superseded;
	return superseded;
}

#endif
