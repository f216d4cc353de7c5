/* summary: the conversion of every half float, computed from its definition. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "summary/values.h"

static float half_by_definition(uint16_t h)
{
	const int exponent = h >> 10 & 0x1f, mantissa = h & 0x3ff;
	const float sign = h & 0x8000 ? -1 : 1;
	if (exponent == 0x1f)
		return mantissa ? NAN : sign * INFINITY;
	if (!exponent)
		return sign * ldexpf((float)mantissa, -24);
	return sign * ldexpf((float)(mantissa + 0x400), exponent - 25);
}

static void check(size_t first, size_t n)
{
	static uint16_t halves[1 << 16];
	static float floats[1 << 16];
	for (size_t i = 0; i < 1 << 16; i++)
		halves[i] = (uint16_t)i;
	tfe__values_load_float(floats, halves, TFE_DTYPE_FLOAT16, first, n);
	for (size_t i = 0; i < n; i++) {
		const float want = half_by_definition((uint16_t)(first + i));
		if (isnan(want))
			assert_true(isnan(floats[i]));
		else
			assert_memory_equal(&floats[i], &want, sizeof want);
	}
}

static void every_half_float_is_exact(void **state)
{
	(void)state;
	check(0, 1 << 16);
	check(3, 29); /* not a multiple of the blocks */
	check(0x7bff, 3);
	check(0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_half_float_is_exact)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
