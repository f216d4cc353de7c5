/* common: the middle of the values of a group of runs, and the band around it. */
#ifndef COMMON_GROUP_MIDDLE_H
#define COMMON_GROUP_MIDDLE_H

#include <stddef.h>

enum group_middle { MIDDLE_MEAN, MIDDLE_MEDIAN };
enum group_band { BAND_DEVIATION, BAND_RANGE, BAND_ERROR };

struct group_stats {
	size_t n;           /* number of finite values */
	double mid, lo, hi; /* NaN if n is 0 */
};

/* Computes the mean or the median of the finite values, and the band: middle -+ the sample standard
 * deviation (divided by n - 1; 0 for one value), middle -+ the standard error (that deviation
 * divided by the root of n), or minimum to maximum. The values are reordered. */
struct group_stats group_middle_of(double *values, size_t n, enum group_middle middle,
				   enum group_band band);

#endif
