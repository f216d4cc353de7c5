/* summary: minimum, maximum, sum and sum of squares of many numbers. */
#include "summary/moments.h"

#include "base/compiler.h"
#include "summary/avx2.h"

enum { LANES = 8 };

static double add_up(const double *lane)
{
	double sum = 0;
	for (int l = 0; l < LANES; l += 2)
		sum += lane[l] + lane[l + 1];
	return sum;
}

/* Adds fewer than LANES numbers to the first lane, and joins all lanes. */
#define DEFINE_FINISH(name, type)                                                                  \
	TFE__OFTEN struct tfe__moments name(type *min, type *max, double *sum, double *squares,    \
					    const type *x, size_t n)                               \
	{                                                                                          \
		for (size_t i = 0; i < n; i++) {                                                   \
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

DEFINE_FINISH(finish_float, float)
DEFINE_FINISH(finish_double, double)

/* Comparing floats in their own type costs half as much as in double. */
#define DEFINE_MOMENTS(name, type, finish)                                                         \
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
		return finish(min, max, sum, squares, x + i, n - i);                               \
	}

DEFINE_MOMENTS(tfe__moments_float_portable, float, finish_float)
DEFINE_MOMENTS(tfe__moments_double, double, finish_double)

#ifdef TFE__AVX2
/* The same operations on the same lanes in the same order, so the result is the same. */
TFE__AVX2_TARGET static struct tfe__moments moments_float_avx2(const float *x, size_t n)
{
	float min[LANES], max[LANES];
	double sum[LANES], squares[LANES];
	__m256 least = _mm256_set1_ps(x[0]), most = least;
	__m256d sums[2] = {_mm256_setzero_pd(), _mm256_setzero_pd()},
		squared[2] = {sums[0], sums[1]};
	size_t i = 0;
	for (; i + LANES <= n; i += LANES) {
		const __m256 v = _mm256_loadu_ps(x + i);
		const __m256d low = _mm256_cvtps_pd(_mm256_castps256_ps128(v));
		const __m256d high = _mm256_cvtps_pd(_mm256_extractf128_ps(v, 1));
		least = _mm256_min_ps(v, least);
		most = _mm256_max_ps(v, most);
		sums[0] = _mm256_add_pd(sums[0], low);
		sums[1] = _mm256_add_pd(sums[1], high);
		squared[0] = _mm256_add_pd(squared[0], _mm256_mul_pd(low, low));
		squared[1] = _mm256_add_pd(squared[1], _mm256_mul_pd(high, high));
	}
	_mm256_storeu_ps(min, least);
	_mm256_storeu_ps(max, most);
	for (int half = 0; half < 2; half++) {
		_mm256_storeu_pd(sum + half * LANES / 2, sums[half]);
		_mm256_storeu_pd(squares + half * LANES / 2, squared[half]);
	}
	return finish_float(min, max, sum, squares, x + i, n - i);
}
#endif

struct tfe__moments tfe__moments_float(const float *x, size_t n)
{
#ifdef TFE__AVX2
	if (tfe__has_avx2())
		return moments_float_avx2(x, n);
#endif
	return tfe__moments_float_portable(x, n);
}
