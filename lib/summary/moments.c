/* summary: minimum, maximum, sum and sum of squares of many numbers. */
#include "summary/moments.h"

enum { LANES = 8 };

static double add_up(const double *lane)
{
	double sum = 0;
	for (int l = 0; l < LANES; l += 2)
		sum += lane[l] + lane[l + 1];
	return sum;
}

/* Comparing floats in their own type costs half as much as in double. */
#define DEFINE_MOMENTS(name, type)                                                                 \
	struct tfe__moments name(const type *x, size_t n)                                          \
	{                                                                                          \
		type min[LANES], max[LANES];                                                       \
		double sum[LANES] = {0}, squares[LANES] = {0};                                     \
		for (int l = 0; l < LANES; l++)                                                    \
			min[l] = max[l] = x[0];                                                    \
		size_t i = 0;                                                                      \
		for (; i + LANES <= n; i += LANES) {                                               \
			for (int l = 0; l < LANES; l++) {                                          \
				type v = x[i + (size_t)l];                                         \
				min[l] = v < min[l] ? v : min[l];                                  \
				max[l] = v > max[l] ? v : max[l];                                  \
				sum[l] += (double)v;                                               \
				squares[l] += (double)v * (double)v;                               \
			}                                                                          \
		}                                                                                  \
		for (; i < n; i++) {                                                               \
			min[0] = x[i] < min[0] ? x[i] : min[0];                                    \
			max[0] = x[i] > max[0] ? x[i] : max[0];                                    \
			sum[0] += (double)x[i];                                                    \
			squares[0] += (double)x[i] * (double)x[i];                                 \
		}                                                                                  \
		for (int l = 1; l < LANES; l++) {                                                  \
			min[0] = min[l] < min[0] ? min[l] : min[0];                                \
			max[0] = max[l] > max[0] ? max[l] : max[0];                                \
		}                                                                                  \
		return (struct tfe__moments){(double)min[0], (double)max[0], add_up(sum),          \
					     add_up(squares)};                                     \
	}

DEFINE_MOMENTS(tfe__moments_float, float)
DEFINE_MOMENTS(tfe__moments_double, double)
