/* read/query: the entries of a view that are in memory. */
#ifndef TFE_READ_QUERY_RESIDENT_H
#define TFE_READ_QUERY_RESIDENT_H

#include <tfevents/series.h>

/* Returns the first entry from `first` on that is in memory; the count of the view if there is
 * none. */
uint64_t tfe__view_resident(const tfe_view *view, uint64_t first);

/* Whether all entries of a view are in memory. */
bool tfe__view_is_resident(const tfe_view *view);

/* Copies up to n points from entry `first` on; the copy ends before the first entry that is not in
 * memory. Returns the number of points copied. */
size_t tfe__view_points(const tfe_view *view, uint64_t first, tfe_point *points, size_t n);

/* Sets numbers[i] to the value of points[i] with all its digits; these are n points of a scalar
 * series from entry `first` on. Returns how many; it ends before an entry that is not in memory. */
size_t tfe__view_numbers(const tfe_view *view, uint64_t first, const tfe_point *points,
			 tfe_number *numbers, size_t n);

#endif
