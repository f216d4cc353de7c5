/* For unit tests: the limits of TensorBoard's buckets, computed independently, and random
 * numbers. */
#ifndef TESTS_UNIT_SUMMARY_LIMITS_H
#define TESTS_UNIT_SUMMARY_LIMITS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "summary/buckets.h"

static uint64_t seed = 1;

static inline uint64_t random_bits(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return seed ^ seed >> 29;
}

static inline double uniform(void)
{
	return ((double)(random_bits() >> 11) + 0.5) / 9007199254740992.0;
}

/* Computes the limits as TensorFlow's histogram.cc does. */
static inline void make_limits(double *limits)
{
	double v = 1e-12;
	int n = 0;
	for (; v < 1e20; v *= 1.1, n++) {
		assert_true(n < TFE__POSITIVE_LIMITS);
		limits[TFE__POSITIVE_LIMITS + 1 + n] = v;
		limits[TFE__POSITIVE_LIMITS - 1 - n] = -v;
	}
	limits[TFE__POSITIVE_LIMITS] = 0;
	assert_int_equal(n, TFE__POSITIVE_LIMITS);
}

/* Returns the number of limits that are not above x, as std::upper_bound does. */
static inline size_t search(const double *limits, double x)
{
	size_t lo = 0, hi = TFE__LIMITS;
	while (lo < hi) {
		size_t middle = (lo + hi) / 2;
		if (limits[middle] <= x)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo;
}

static double limits[TFE__LIMITS];

#endif
