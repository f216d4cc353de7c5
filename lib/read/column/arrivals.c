/* read/column: the entries of a series that restarts superseded, as a list for rereading the
 * files. */
#include "read/column/arrivals.h"

#include <stdlib.h>

static int by_series_and_mark(const void *a, const void *b)
{
	const struct tfe__superseding *x = a, *y = b;
	uintptr_t of_x = (uintptr_t)x->series, of_y = (uintptr_t)y->series;
	if (of_x != of_y)
		return of_x > of_y ? 1 : -1;
	return (x->mark > y->mark) - (x->mark < y->mark);
}

void tfe__supersedings_sort(struct tfe__superseding *list, size_t n)
{
	if (n)
		qsort(list, n, sizeof *list, by_series_and_mark);
}

/* The first superseding of a series in a sorted list; n if it has none. */
static size_t find(const struct tfe__superseding *list, size_t n, const struct tfe_series *series)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if ((uintptr_t)list[middle].series < (uintptr_t)series)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void tfe__arrivals_init(struct tfe__arrivals *a, struct tfe__superseding *list, size_t n,
			const struct tfe_series *series)
{
	size_t begin = find(list, n, series);
	struct tfe__superseding *cut = list + begin;
	size_t kept = 0;
	/* An entry before several marks is superseded from the lowest of their steps on. */
	for (size_t i = 0; begin + i < n && cut[i].series == series; i++) {
		while (kept && cut[kept - 1].step >= cut[i].step)
			kept--;
		cut[kept++] = cut[i];
	}
	*a = (struct tfe__arrivals){.cut = cut, .cuts = kept};
}
