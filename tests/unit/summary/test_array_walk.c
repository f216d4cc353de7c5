/* summary: a walk over an array visits its elements in row-major order, whatever its strides. */
#include <string.h>

#include "unit/inject.h"

#include "summary/array_walk.h"

static uint32_t seed = 1;

static uint32_t rnd(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)seed * below >> 32);
}

enum { BYTES = 1 << 16, MOST_ELEMENTS = 1 << 14 };
static uint8_t memory[BYTES];

/* Copies the elements by the definition. Returns their number. */
static size_t by_definition(const tfe_array *a, uint8_t *out)
{
	const size_t bytes = tfe_dtype_bytes((int)a->dtype);
	int64_t index[8] = {0};
	size_t n = 1, count = 0;
	for (size_t i = 0; i < a->rank; i++)
		n *= (size_t)a->shape[i];
	for (; count < n; count++) {
		const char *at = a->data;
		for (size_t i = 0; i < a->rank; i++)
			at += index[i] * a->strides[i];
		memcpy(out + count * bytes, at, bytes);
		for (size_t i = a->rank; i-- > 0 && ++index[i] == a->shape[i];)
			index[i] = 0;
	}
	return count;
}

static void check(const tfe_array *a, size_t most)
{
	static uint8_t want[MOST_ELEMENTS * 16], got[MOST_ELEMENTS * 16];
	const size_t bytes = tfe_dtype_bytes((int)a->dtype);
	struct tfe__array_walk w;
	const void *run;
	size_t n = by_definition(a, want), count, at = 0, step;
	assert_null(tfe__array_wrong(a, &count));
	assert_int_equal(count, n);
	tfe__array_walk_init(&w, a, count);
	while ((step = tfe__array_walk_next(&w, &run, most))) {
		assert_true(step <= most);
		assert_true(at + step <= n);
		memcpy(got + at * bytes, run, step * bytes);
		at += step;
	}
	assert_int_equal(at, n);
	assert_memory_equal(got, want, n * bytes);
}

static void random_arrays_are_visited_in_order(void **state)
{
	(void)state;
	static const tfe_dtype dtypes[] = {TFE_DTYPE_UINT8, TFE_DTYPE_INT16, TFE_DTYPE_FLOAT32,
					   TFE_DTYPE_FLOAT64, TFE_DTYPE_COMPLEX128};
	for (size_t i = 0; i < BYTES; i++)
		memory[i] = (uint8_t)rnd(256);
	for (int round = 0; round < 2000; round++) {
		int64_t shape[5], strides[5];
		const tfe_dtype dtype = dtypes[rnd(5)];
		int64_t before = 0, after = (int64_t)tfe_dtype_bytes((int)dtype), size = after;
		const size_t rank = rnd(6);
		/* Dimensions in memory order, sometimes with gaps, reversed, repeated, swapped. */
		int64_t span = size;
		for (size_t i = rank; i-- > 0;) {
			shape[i] = rnd(8) ? 1 + rnd(rnd(3) ? 5 : 40) : rnd(2);
			strides[i] = rnd(8) ? span + (rnd(4) ? 0 : rnd(7)) : 0;
			if (shape[i] * strides[i] > BYTES / 4)
				shape[i] = 1;
			span = shape[i] * strides[i] > span ? shape[i] * strides[i] : span;
			if (rnd(4) == 0)
				strides[i] = -strides[i];
		}
		if (rank > 1 && rnd(2)) {
			int64_t s = shape[0], t = strides[0];
			shape[0] = shape[rank - 1];
			strides[0] = strides[rank - 1];
			shape[rank - 1] = s;
			strides[rank - 1] = t;
		}
		size_t n = 1;
		for (size_t i = 0; i < rank; i++) {
			n *= (size_t)shape[i];
			int64_t end = (shape[i] - 1) * strides[i];
			before -= end < 0 ? end : 0;
			after += end > 0 ? end : 0;
		}
		if (n > MOST_ELEMENTS || before + after > BYTES)
			continue;
		const tfe_array a = {memory + before, dtype, rank, shape, strides};
		check(&a, 1 + rnd(2000));
		check(&a, SIZE_MAX);
	}
}

static void arrays_without_strides_have_no_gaps(void **state)
{
	(void)state;
	const int64_t shape[] = {3, 1, 500};
	const tfe_array a = {memory, TFE_DTYPE_FLOAT32, 3, shape, NULL};
	struct tfe__array_walk w;
	const void *run;
	size_t count;
	assert_null(tfe__array_wrong(&a, &count));
	assert_int_equal(count, 1500);
	tfe__array_walk_init(&w, &a, count);
	assert_int_equal(tfe__array_walk_next(&w, &run, SIZE_MAX), 1500);
	assert_ptr_equal(run, memory); /* not copied */
	assert_int_equal(tfe__array_walk_next(&w, &run, SIZE_MAX), 0);
}

static void wrong_arrays_are_named(void **state)
{
	(void)state;
	static const int64_t minus[] = {2, -1}, huge[] = {INT64_MAX, INT64_MAX}, none[] = {0, 7},
			     endless[] = {INT64_MAX, 0, INT64_MAX};
	const struct {
		tfe_array array;
		const char *reason;
	} cases[] = {
		{{memory, TFE_DTYPE_INVALID, 0, NULL, NULL}, "type of its elements"},
		{{memory, (tfe_dtype)999, 0, NULL, NULL}, "type of its elements"},
		{{memory, TFE_DTYPE_UINT8, 65, minus, NULL}, "more than 64"},
		{{memory, TFE_DTYPE_UINT8, 1, NULL, NULL}, "shape is missing"},
		{{memory, TFE_DTYPE_UINT8, 2, minus, NULL}, "negative"},
		{{memory, TFE_DTYPE_UINT8, 2, huge, NULL}, "more elements than the memory"},
		{{memory, TFE_DTYPE_FLOAT64, 1, huge, NULL}, "more elements than the memory"},
		{{NULL, TFE_DTYPE_UINT8, 0, NULL, NULL}, "data are missing"},
	};
	size_t count;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *reason = tfe__array_wrong(&cases[i].array, &count);
		assert_non_null(reason);
		assert_non_null(strstr(reason, cases[i].reason));
	}
	assert_non_null(tfe__array_wrong(NULL, &count));
	const tfe_array empty[] = {{NULL, TFE_DTYPE_UINT8, 2, none, NULL},
				   {NULL, TFE_DTYPE_UINT8, 3, endless, NULL}};
	for (int i = 0; i < 2; i++) {
		struct tfe__array_walk w;
		const void *run;
		assert_null(tfe__array_wrong(&empty[i], &count));
		assert_int_equal(count, 0);
		tfe__array_walk_init(&w, &empty[i], count);
		assert_int_equal(tfe__array_walk_next(&w, &run, 1), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_arrays_are_visited_in_order),
		cmocka_unit_test(arrays_without_strides_have_no_gaps),
		cmocka_unit_test(wrong_arrays_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
