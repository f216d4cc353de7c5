/* view: steps of 1, 2 or 5 times a power of ten, their multiples as doubles and as text.
 *
 * A step is held as two whole numbers, so that steps of every size work alike: 10^-324 is no
 * double, and a product of doubles misses the decimal that a label shows. */
#ifndef TBTOP_VIEW_DECIMAL_H
#define TBTOP_VIEW_DECIMAL_H

#include <stdint.h>

struct step {
	int digit; /* 1, 2 or 5 */
	int power; /* of ten: -324 to 309 */
};

/* Multiples have at most this size; above 2^53, within int64_t. */
#define STEP_MULTIPLES_MAX INT64_C(100000000000000000)

/* The step that divides what lies between lo and hi into about `count` parts, as d3 chooses it.
 * At least the least double. */
struct step step_near(double lo, double hi, int count);

/* The next larger step. */
struct step step_next(struct step step);

/* The least step that keeps multiples up to the size `top` apart as doubles, or `step` where
 * that is larger. */
struct step step_apart(struct step step, double top);

/* value / step, with the precision of a double even where both are denormal. */
double step_count(struct step step, double value);

/* n * step as a double, different for each n after step_apart; infinite where that is too large. */
double step_multiple(struct step step, int64_t n);

enum { DECIMAL_TEXT = 32 };

/* n * step as one of several labels, the largest of size `top`: all have the same unit (k, M, G,
 * T or a power of ten) and the same digits after the point, and those of different n differ. |n|
 * <= STEP_MULTIPLES_MAX. */
void decimal_text(char text[DECIMAL_TEXT], struct step step, int64_t n, double top);

#endif
