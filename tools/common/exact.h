/* tools: all points of a series, one block after the other, whatever the memory budget had dropped. */
#ifndef COMMON_EXACT_H
#define COMMON_EXACT_H

#include <tfevents/series.h>

/* A series on its way through. Another series of the same log directory begins when this one is done. */
struct exact {
	const tfe_series *series;
	tfe_view view; /* its info is exact */
	uint64_t next; /* the entry that comes next */
	tfe_status status;
};

/* False where files cannot be read again: exact->status. */
bool exact_begin(struct exact *exact, const tfe_series *series);

/* Copies the next points, up to n. Returns how many; 0 at the end, and where files cannot be read again. */
size_t exact_points(struct exact *exact, tfe_point *points, size_t n);

/* Tells on stderr that the points of a series cannot be had, where that is so. Returns whether it is. */
bool exact_tell(const struct exact *exact, const char *program);

#endif
