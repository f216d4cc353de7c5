/* view: steps of 1, 2 or 5 times a power of ten, and their multiples as doubles and as text.
 *
 * A step is a pair of integers, so that steps of all sizes have the same precision: 10^-324 is not
 * a double, and a product of doubles differs from the decimal number in a label. */
#ifndef TBTOP_VIEW_DECIMAL_H
#define TBTOP_VIEW_DECIMAL_H

#include <stdint.h>

struct step {
	int digit; /* 1, 2 or 5 */
	int power; /* power of ten, -324 to 309 */
};

/* The largest multiple: above 2^53, and within int64_t. */
#define STEP_MULTIPLES_MAX INT64_C(100000000000000000)

/* Returns the step that divides the range from lo to hi into about `count` parts, as d3 does. It is
 * at least the smallest double. */
struct step step_near(double lo, double hi, int count);

/* Returns the next larger step. */
struct step step_next(struct step step);

/* Returns the smallest step, at least `step`, whose multiples up to `top` are distinct doubles. */
struct step step_apart(struct step step, double top);

/* Returns value / step with the precision of a double, even if both are subnormal. */
double step_count(struct step step, double value);

/* Returns n * step as a double. After step_apart, different n give different results. The result is
 * infinite on overflow. */
double step_multiple(struct step step, int64_t n);

enum { DECIMAL_TEXT = 32 };

/* Formats n * step as one of several labels, of which `top` is the largest value: all of them have
 * the same unit (k, M, G, T or a power of ten) and the same number of decimals, and they are
 * distinct. |n| <= STEP_MULTIPLES_MAX. */
void decimal_text(char text[DECIMAL_TEXT], struct step step, int64_t n, double top);

#endif
