/* common: what the points of a series say together: trend and noise. */
#ifndef TFE_COMMON_SPREAD_H
#define TFE_COMMON_SPREAD_H

#include <stdint.h>

/* Sums over points, taken in one pass; init with {0}. Non-finite points are passed over. Values
 * are multiplied by 2^-exponent first, so that no product of them leaves the range of a double. */
struct spread {
	uint64_t count;
	int exponent;
	double mean_x, mean_y;
	double xx, xy, yy; /* sums of products of deviations (Welford) */
	double steps;      /* sum of squares of the differences of neighbours */
	double last_y;
};

/* For values up to the size `most`; 0 and values that are not finite change nothing. */
void spread_init(struct spread *s, double most);

void spread_add(struct spread *s, double x, double y);

/* The slope of the least-squares line, NaN below two points or where x does not vary. */
double spread_slope(const struct spread *s);

/* From 1 (neighbours are alike: a clean curve) to 0 and below (white noise): 1 - eta / 2, where eta is von Neumann's
 * ratio of the mean square successive difference to the variance (Annals of Mathematical Statistics 12, 1941).
 * 1 where the values do not vary; NaN below three points. */
double spread_smoothness(const struct spread *s);

#endif
