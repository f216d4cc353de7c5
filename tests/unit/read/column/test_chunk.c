/* read/column: the codec of chunks: decoded values, steps and wall times are equal bit for bit. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "unit/read/column/coded.h"

#include "read/column/chunk.h"

/* --- values ----------------------------------------------------------------------------------- */

static float float_of(uint32_t bits)
{
	float f;
	memcpy(&f, &bits, sizeof f);
	return f;
}

static void check_scalars(enum tfe__value_type value_type, const double *values, size_t n)
{
	struct coded c;
	struct tfe__entry e = {.step = 1, .wall_time = 2, .value = values[0]};
	begin(&c, value_type, 4096, &e);
	for (size_t i = 1; i < n; i++) {
		e.step++;
		e.value = values[i];
		assert_true(add(&c, &e));
	}
	check_and_release(&c);
}

static void float32_values_come_back(void **state)
{
	(void)state;
	/* The last two are NaN with a payload, of either sign. */
	const double values[] = {0,
				 -0.0,
				 1,
				 -1.5,
				 (double)FLT_MIN,
				 (double)FLT_TRUE_MIN,
				 -(double)FLT_TRUE_MIN,
				 (double)FLT_MAX,
				 -(double)FLT_MAX,
				 INFINITY,
				 -INFINITY,
				 (double)float_of(0x7fc12345),
				 (double)float_of(0xffc00001)};
	check_scalars(TFE__VALUE_TYPE_FLOAT32, values, sizeof values / sizeof *values);
}

static void float64_values_come_back(void **state)
{
	(void)state;
	const double values[] = {0,
				 -0.0,
				 0.1,
				 DBL_MIN,
				 DBL_TRUE_MIN,
				 -DBL_TRUE_MIN,
				 DBL_MAX,
				 DBL_MAX, /* the sum overflows */
				 -DBL_MAX,
				 INFINITY,
				 -INFINITY,
				 tfe__double_of(UINT64_C(0x7ff8000000012345)),
				 tfe__double_of(UINT64_C(0xfff8000000000001))};
	check_scalars(TFE__VALUE_TYPE_FLOAT64, values, sizeof values / sizeof *values);
	/* All values of a chunk may be NaN, or infinite. */
	check_scalars(TFE__VALUE_TYPE_FLOAT64, values + 11, 2);
	check_scalars(TFE__VALUE_TYPE_FLOAT64, values + 9, 2);
	check_scalars(TFE__VALUE_TYPE_FLOAT64, values, 7);
}

static void exact_integers_come_back(void **state)
{
	(void)state;
	static const struct tfe__entry entries[] = {
		{.value = 0x1p60, .is_integer = true, .rest = -64},
		{.value = -0x1p60, .is_integer = true},
		{.value = 0.5},
		{.value = NAN},
		{.value = 0x1p64, .is_integer = true, .rest = -1024},
		{.value = 1e308},
		{.value = 1e308}, /* the sum overflows */
		{.value = 0x1p63, .is_integer = true, .rest = 1024},
	};
	for (size_t first = 0; first < 8; first++) {
		struct coded c;
		begin(&c, TFE__VALUE_TYPE_EXACT, 256, &entries[first]);
		for (size_t i = first + 1; i < 8; i++)
			assert_true(add(&c, &entries[i]));
		check_and_release(&c);
	}
}

static void assert_same_place(struct tfe__location is, struct tfe__location want)
{
	assert_int_equal(is.offset, want.offset);
	assert_int_equal(is.file, want.file);
	assert_int_equal(is.nth, want.nth);
}

static void places_come_back(void **state)
{
	(void)state;
	const struct tfe__location places[] = {
		{0, 0, 0}, {UINT64_MAX, UINT32_MAX, UINT32_MAX}, {1, 2, 3}, {UINT64_MAX - 1, 0, 1}};
	struct coded c;
	struct tfe__entry e = {.place = places[0]};
	begin(&c, TFE__VALUE_TYPE_LOCATION, 256, &e);
	for (uint32_t i = 1; i < 4; i++) {
		e.place = places[i];
		assert_true(add(&c, &e));
	}
	for (uint32_t i = 0; i < 4; i++)
		assert_same_place(tfe__chunk_place(&c.chunk, i), places[i]);
	check_and_release(&c);
}

static struct tfe__digest digest_number(int i)
{
	struct tfe__digest digest = {
		.place = {UINT64_MAX - (uint64_t)i, (uint32_t)i, UINT32_MAX - (uint32_t)i},
		.num = i ? i * 1e300 : NAN,
		.mean = -i,
		.stddev = DBL_TRUE_MIN * i,
		.min = -FLT_MAX,
		.max = FLT_MAX,
		.skewness = 0.5f * (float)i,
		.kurtosis = INFINITY,
		.zeros = FLT_TRUE_MIN,
		.fingerprint = UINT32_MAX - (uint32_t)i,
		.roughness = UINT16_MAX,
		.peak = (uint16_t)i,
		.peak_at = (uint16_t)(2 * i),
		.ends = {(uint16_t)(3 * i), (uint16_t)(4 * i)},
		.constant = i % 2 == 1};
	for (int q = 0; q < 7; q++)
		digest.quantile[q] = (float)(q * i);
	return digest;
}

static void digests_come_back(void **state)
{
	(void)state;
	struct coded c;
	struct tfe__digest digest = digest_number(0);
	struct tfe__entry e = {.digest = &digest};
	begin(&c, TFE__VALUE_TYPE_DIGEST, 2048, &e);
	for (int i = 1; i < 10; i++) {
		digest = digest_number(i);
		e.step = i;
		assert_true(add(&c, &e));
	}
	assert_true(tfe__chunk_has_digests(&c.chunk));
	for (uint32_t i = 0; i < 10; i++) {
		const struct tfe__digest want = digest_number((int)i);
		struct tfe__digest is = tfe__chunk_digest(&c.chunk, i);
		assert_same_place(is.place, want.place);
		assert_same_place(tfe__chunk_place(&c.chunk, i), want.place);
		assert_memory_equal(&is.num, &want.num, 3 * sizeof(double));
		assert_memory_equal(&is.min, &want.min, 5 * sizeof(float));
		assert_memory_equal(is.quantile, want.quantile, sizeof want.quantile);
		assert_int_equal(is.fingerprint, want.fingerprint);
		assert_int_equal(is.roughness, want.roughness);
		assert_int_equal(is.peak, want.peak);
		assert_int_equal(is.peak_at, want.peak_at);
		assert_memory_equal(is.ends, want.ends, sizeof want.ends);
		assert_int_equal(is.constant, want.constant);
	}
	check_and_release(&c);
}

/* --- steps and wall times --------------------------------------------------------------------- */

static void steps_may_be_any(void **state)
{
	(void)state;
	static const int64_t steps[] = {
		0, 1, -1, INT64_MAX, INT64_MIN, INT64_MAX - 1, INT64_MIN + 1};
	enum { STEPS = sizeof steps / sizeof *steps };
	struct coded c;
	struct tfe__entry e = {.wall_time = 5};
	begin(&c, TFE__VALUE_TYPE_FLOAT32, 8192, &e);
	/* Every value follows every other. */
	for (int a = 0; a < STEPS; a++) {
		for (int b = 0; b < STEPS; b++) {
			e.step = steps[a];
			assert_true(add(&c, &e));
			e.step = steps[b];
			assert_true(add(&c, &e));
		}
	}
	check_and_release(&c);
	/* Differences of every length. */
	begin(&c, TFE__VALUE_TYPE_FLOAT32, 8192, &e);
	for (int i = 0; i < 256; i++) {
		e.step = (int64_t)((uint64_t)e.step +
				   (random64() >> i % 64) * (i % 2 ? 1 : UINT64_MAX));
		assert_true(add(&c, &e));
	}
	check_and_release(&c);
}

/* Returns the length of a code, where the zigzag of the change of the wall time's delta has `bits`
 * bits. The code has the fewest bytes that hold 4 bits more, and 9 bytes if these were more than
 * 7. */
static size_t code_bytes(unsigned bits)
{
	unsigned bytes = (bits + 4 + 7) / 8;
	return bytes > 7 ? 9 : bytes;
}

static void wall_times_may_have_any_bits(void **state)
{
	(void)state;
	struct coded c;
	struct tfe__entry e = {.wall_time = 1.7e9};
	begin(&c, TFE__VALUE_TYPE_FLOAT32, 8192, &e);
	uint64_t wall = tfe__bits_of(e.wall_time), delta = 0;
	for (unsigned bit = 0; bit < 64; bit++) {
		for (int sign = 0; sign < 2; sign++) {
			delta += (UINT64_C(1) << bit) * (sign ? UINT64_MAX : 1);
			wall += delta;
			e.wall_time = tfe__double_of(wall);
			const uint8_t *before = c.encoder.code;
			assert_true(add(&c, &e));
			/* The zigzag of 2^bit is 2^(bit+1), and that of -2^bit is one less. */
			assert_int_equal(c.encoder.code - before,
					 code_bytes(bit == 63 ? 64 : bit + 2 - (unsigned)sign));
		}
	}
	check_and_release(&c);
}

static void wall_times_may_go_back_or_be_no_numbers(void **state)
{
	(void)state;
	const double walls[] = {1.7e9,
				1.6e9,
				0,
				-0.0,
				-1,
				NAN,
				tfe__double_of(UINT64_C(0xfff8000000054321)),
				INFINITY,
				-INFINITY,
				DBL_TRUE_MIN,
				-DBL_TRUE_MIN,
				DBL_MAX};
	enum { WALLS = sizeof walls / sizeof *walls };
	struct coded c;
	struct tfe__entry e = {.wall_time = NAN};
	begin(&c, TFE__VALUE_TYPE_FLOAT32, 8192, &e);
	for (int a = 0; a < WALLS; a++) {
		for (int b = 0; b < WALLS; b++) {
			e.wall_time = walls[a];
			assert_true(add(&c, &e));
			e.wall_time = walls[b];
			e.step++;
			assert_true(add(&c, &e));
		}
	}
	check_and_release(&c);
}

static void even_and_ascending_are_noted(void **state)
{
	(void)state;
	static const struct {
		int64_t steps[4];
		double walls[4];
		bool even, ascending;
	} cases[] = {
		{{0, 0, 0, 0}, {1, 1, 1, 1}, true, true},
		{{5, 5, 5, 6}, {1, 2, 3, 4}, false, true},
		{{5, 5, 5, 4}, {1, 2, 3, 4}, false, false},
		{{5, 5, 5, 5}, {1, 2, 3, 2}, true, false},
		{{5, 5, 5, 5}, {1, 2, 3, NAN}, true, false},
		{{5, 5, 5, 5}, {NAN, 2, 3, 4}, true, false},
		{{INT64_MIN, INT64_MIN, INT64_MIN, INT64_MAX}, {1, 1, 1, 1}, false, true},
		/* The difference modulo 2^64 is 1, but the step decreases. */
		{{INT64_MAX, INT64_MAX, INT64_MAX, INT64_MIN}, {1, 1, 1, 1}, false, false},
	};
	for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
		struct coded c;
		struct tfe__entry e = {cases[k].steps[0], cases[k].walls[0], {0}, false};
		begin(&c, TFE__VALUE_TYPE_FLOAT32, 256, &e);
		for (int i = 1; i < 4; i++) {
			e.step = cases[k].steps[i];
			e.wall_time = cases[k].walls[i];
			assert_true(add(&c, &e));
		}
		tfe__encoder_seal(&c.encoder, c.n, &c.node);
		assert_int_equal(c.chunk.even, cases[k].even);
		assert_int_equal(c.chunk.ascending, cases[k].ascending);
		release(&c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(float32_values_come_back),
		cmocka_unit_test(float64_values_come_back),
		cmocka_unit_test(exact_integers_come_back),
		cmocka_unit_test(places_come_back),
		cmocka_unit_test(digests_come_back),
		cmocka_unit_test(steps_may_be_any),
		cmocka_unit_test(wall_times_may_have_any_bits),
		cmocka_unit_test(wall_times_may_go_back_or_be_no_numbers),
		cmocka_unit_test(even_and_ascending_are_noted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
