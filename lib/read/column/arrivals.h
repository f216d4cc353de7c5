/* read/column: which entries of a series restarts superseded, as a list that can be applied while the files are read again.
 *
 * The entries of a series are numbered as they arrive, whether they are kept or not. Superseding leaves out the entries that
 * arrived before number `mark` and have step `step` or a later one. The first reading of a run records each superseding. A
 * second reading, in which the same entries arrive in the same order, can then decide about each entry at once: it needs
 * neither the other series of the run nor the entries that it has dropped. */
#ifndef TFE_READ_COLUMN_ARRIVALS_H
#define TFE_READ_COLUMN_ARRIVALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tfe_series;

/* One superseding, in the run's arena; the latest one of the run comes first. */
struct tfe__superseding {
	const struct tfe__superseding *earlier;
	const struct tfe_series *series;
	uint64_t mark;
	int64_t step;
};

/* Sorts supersedings by series, then by mark, for tfe__arrivals_init. */
void tfe__supersedings_sort(struct tfe__superseding *list, size_t n);

/* The entries of one series that is read again. */
struct tfe__arrivals {
	/* In the order of their marks, with steps that rise: of the entries that arrive before a mark, and not before the
	 * mark in front of it, those at `step` or later are superseded. */
	const struct tfe__superseding *cut;
	size_t cuts, next;
	uint64_t arrived, superseded;
};

/* Finds the supersedings of a series in a sorted list, and removes from that part of the list those that others make
 * irrelevant. The list lives as long as *a. */
void tfe__arrivals_init(struct tfe__arrivals *a, struct tfe__superseding *list, size_t n,
			const struct tfe_series *series);

/* The next entry arrives: whether it is superseded. */
static inline bool tfe__arrivals_next(struct tfe__arrivals *a, int64_t step)
{
	while (a->next < a->cuts && a->cut[a->next].mark <= a->arrived)
		a->next++;
	a->arrived++;
	bool superseded = a->next < a->cuts && step >= a->cut[a->next].step;
	a->superseded += superseded;
	return superseded;
}

#endif
