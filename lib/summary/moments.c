/* summary: smallest, largest, sum and sum of squares of many numbers. */
#include "summary/moments.h"

enum { LANES = 8 };

static struct tfe__moments combine(const double *min, const double *max, const double *sum,
				   const double *squares)
{
	struct tfe__moments m = {min[0], max[0], 0, 0};
	for (int l = 0; l < LANES; l++) {
		m.min = min[l] < m.min ? min[l] : m.min;
		m.max = max[l] > m.max ? max[l] : m.max;
	}
	for (int l = 0; l < LANES; l += 2) {
		m.sum += sum[l] + sum[l + 1];
		m.sum_squares += squares[l] + squares[l + 1];
	}
	return m;
}

#define DEFINE_MOMENTS(name, type)                                                                 \
	struct tfe__moments name(const type *x, size_t n)                                          \
	{                                                                                          \
		double min[LANES], max[LANES], sum[LANES] = {0}, squares[LANES] = {0};             \
		for (int l = 0; l < LANES; l++)                                                    \
			min[l] = max[l] = (double)x[0];                                            \
		size_t i = 0;                                                                      \
		for (; i + LANES <= n; i += LANES) {                                               \
			for (int l = 0; l < LANES; l++) {                                          \
				double d = (double)x[i + (size_t)l];                               \
				min[l] = d < min[l] ? d : min[l];                                  \
				max[l] = d > max[l] ? d : max[l];                                  \
				sum[l] += d;                                                       \
				squares[l] += d * d;                                               \
			}                                                                          \
		}                                                                                  \
		for (; i < n; i++) {                                                               \
			double d = (double)x[i];                                                   \
			min[0] = d < min[0] ? d : min[0];                                          \
			max[0] = d > max[0] ? d : max[0];                                          \
			sum[0] += d;                                                               \
			squares[0] += d * d;                                                       \
		}                                                                                  \
		return combine(min, max, sum, squares);                                            \
	}

DEFINE_MOMENTS(tfe__moments_float, float)
DEFINE_MOMENTS(tfe__moments_double, double)
