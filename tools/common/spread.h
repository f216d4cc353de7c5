/* common: trend and noise of the points of a series. */
#ifndef TFE_COMMON_SPREAD_H
#define TFE_COMMON_SPREAD_H

#include <stdint.h>

/* Sums over points, accumulated in one pass; initialise it with {0}. Non-finite points are skipped.
 * Values are multiplied by 2^-exponent first, so that no product of them leaves the range of a
 * double. */
struct spread {
	uint64_t count;
	int exponent;
	double mean_x, mean_y;
	double xx, xy, yy; /* sums of products of deviations (Welford) */
	double steps;      /* sum of squares of the differences of successive points */
	double last_y;
};

/* Initialises the sums for values up to the magnitude `most`; 0 and non-finite values select no
 * scaling. */
void spread_init(struct spread *s, double most);

void spread_add(struct spread *s, double x, double y);

/* Returns the slope of the least-squares line; NaN for fewer than two points or if x does not
 * vary. */
double spread_slope(const struct spread *s);

/* Returns 1 for a clean curve, whose neighbouring points are alike, down to 0 and below for white
 * noise. The result is 1 - eta / 2, where eta is von Neumann's ratio of the mean square successive
 * difference to the variance (Annals of Mathematical Statistics 12, 1941). Returns 1 if the values
 * do not vary, and NaN for fewer than three points. */
double spread_smoothness(const struct spread *s);

#endif
