/* summary: minimum, maximum, sum and sum of squares of many numbers. */
#ifndef TFE_SUMMARY_MOMENTS_H
#define TFE_SUMMARY_MOMENTS_H

#include <stdbool.h>
#include <stddef.h>

struct tfe__moments {
	double min, max, sum, sum_squares;
};

/* Keeps eight running sums in double, added at the end: this runs at memory speed, is more accurate
 * than one sum, and gives the same result on every machine, with and without AVX2. n > 0. If a
 * value is NaN or infinite, `sum` is not finite. */
struct tfe__moments tfe__moments_float(const float *x, size_t n);
struct tfe__moments tfe__moments_float_portable(const float *x, size_t n); /* without AVX2 */
struct tfe__moments tfe__moments_double(const double *x, size_t n);

#endif
