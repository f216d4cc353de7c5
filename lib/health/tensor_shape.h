/* health: how the shape of a distribution departs from the shape at the start. */
#ifndef TFE_HEALTH_TENSOR_SHAPE_H
#define TFE_HEALTH_TENSOR_SHAPE_H

#include "health/tensor_digest.h"

/* The most specific shapes come first: weights on a few levels may also have two humps. */
enum tfe__shape {
	TFE__SHAPE_QUANTISED, /* most values on a few levels */
	TFE__SHAPE_CLIPPED,   /* values piled up at both ends */
	TFE__SHAPE_CUT,       /* values piled up at one end, or none on one side of 0 */
	TFE__SHAPE_PRUNED,    /* many values are 0 */
	TFE__SHAPE_SPIKE,     /* many values at one place within the range */
	TFE__SHAPE_HUMPS,     /* two humps */
	TFE__SHAPE_TAILS,     /* a few values far from the rest */
	TFE__SHAPE_LEANING,   /* a longer tail on one side */
	TFE__SHAPE_COUNT,
};

/* A departure from the shape at the start. */
struct tfe__departure {
	enum tfe__shape shape; /* TFE__SHAPE_COUNT: none is over its limit */
	double x;              /* the change of the measure relative to its limit */
};

/* Returns the first shape whose measure is over its limit; if there is none, the largest x. */
struct tfe__departure tfe__departure_of(const struct tfe__tensor_digest *start,
					const struct tfe__tensor_digest *d);

/* The measure of a shape: a share of the values from 0 to 1, the depth of the valley between two
 * humps (0: none, 1: empty), the excess kurtosis, or the skewness. */
double tfe__shape_measure(enum tfe__shape shape, const struct tfe__tensor_digest *d);

/* The value in the middle of the valley between two humps. */
double tfe__valley_at(const struct tfe__tensor_digest *d);

#endif
