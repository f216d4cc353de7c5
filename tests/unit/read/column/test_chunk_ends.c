/* read/column: the ends of chunks, the start of the next one, and the data of dropped ones. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/read/column/coded.h"

#include "read/column/chunk.h"

/* --- the end of a chunk ----------------------------------------------------------------------- */

static struct tfe__entry random_entry(int wildness)
{
	static struct tfe__entry e;
	if (wildness && random64() % (unsigned)wildness == 0) {
		e.step = (int64_t)(random64() >> random64() % 64);
		e.wall_time = tfe__double_of(random64());
	} else {
		e.step += 10;
		e.wall_time += 0.25;
	}
	e.value = (double)(float)(int32_t)random64();
	return e;
}

/* Chunks of every size with codes of 1 to 19 bytes: a refused entry changes nothing, and an
 * accepted one is decoded. */
static void a_chunk_may_end_at_any_byte(void **state)
{
	(void)state;
	for (size_t bytes = sizeof(double); bytes < 400; bytes++) {
		for (int wildness = 0; wildness < 4; wildness++) {
			enum tfe__value_type value_type =
				bytes % 2 ? TFE__VALUE_TYPE_FLOAT32 : TFE__VALUE_TYPE_FLOAT64;
			struct tfe__entry e = random_entry(wildness);
			struct coded c;
			begin(&c, value_type, bytes, &e);
			do
				e = random_entry(wildness);
			while (add(&c, &e));
			struct tfe__encoder before = c.encoder;
			uint8_t copy[400];
			memcpy(copy, c.data, bytes);
			assert_false(tfe__encoder_add(&c.encoder, &e));
			assert_memory_equal(&c.encoder, &before, sizeof before);
			assert_memory_equal(c.data, copy, bytes);
			assert_true(c.encoder.code <= c.encoder.value);
			check_and_release(&c);
		}
	}
}

static void a_chunk_is_filled_to_its_last_byte(void **state)
{
	(void)state;
	struct tfe__entry e = {.step = 0};
	struct coded c;
	begin(&c, TFE__VALUE_TYPE_FLOAT32, TFE__CHUNK_BYTES_MAX, &e);
	while (add(&c, &e))
		;
	assert_int_equal(c.n, TFE__CHUNK_ENTRIES_MAX);
	assert_in_range(c.encoder.value - c.encoder.code, 0, sizeof(float));
	check_and_release(&c);
}

/* The next chunk starts with the deltas to the last entry of this one, so that an even series stays
 * even. */
static void deltas_go_on_in_the_next_chunk(void **state)
{
	(void)state;
	struct coded c;
	struct tfe__entry e = {.step = 7, .wall_time = 100};
	begin(&c, TFE__VALUE_TYPE_FLOAT32, 64, &e);
	do {
		e.step += 3;
		e.wall_time += 1;
	} while (add(&c, &e));
	double last_wall = c.entries[c.n - 1].wall_time;
	check_and_release(&c);
	c.entries = calloc(TFE__CHUNK_ENTRIES_MAX, sizeof *c.entries);
	c.data = malloc(64);
	assert_non_null(c.entries);
	assert_non_null(c.data);
	tfe__encoder_begin(&c.encoder, &c.chunk, c.data, 64, c.n, &e);
	assert_int_equal(c.chunk.first, c.n);
	assert_int_equal(c.chunk.step_delta, 3);
	assert_int_equal(c.chunk.wall_delta, tfe__bits_of(e.wall_time) - tfe__bits_of(last_wall));
	c.entries[0] = e;
	c.n = 1;
	for (int i = 0; i < 3; i++) {
		e.step += 3;
		e.wall_time += 1;
		assert_true(add(&c, &e));
	}
	assert_true(c.encoder.even);
	check_and_release(&c);
}

/* The fast path for a float32 either refuses an entry or encodes it like the general path. */
static void the_short_way_codes_alike(void **state)
{
	(void)state;
	size_t taken = 0, refused = 0;
	for (int round = 0; round < 200; round++) {
		struct tfe__entry e = random_entry(round % 20);
		struct coded a, b;
		begin(&a, TFE__VALUE_TYPE_FLOAT32, 600, &e);
		begin(&b, TFE__VALUE_TYPE_FLOAT32, 600, &e);
		do {
			e = random_entry(round % 20);
			struct tfe__encoder before = b.encoder;
			if (tfe__encoder_add_float(&b.encoder, e.step, e.wall_time,
						   (float)e.value)) {
				taken++;
			} else {
				assert_memory_equal(&b.encoder, &before, sizeof before);
				refused++;
				tfe__encoder_add(&b.encoder, &e);
			}
		} while (add(&a, &e));
		ptrdiff_t codes = a.encoder.code - a.data, values = a.data + 600 - a.encoder.value;
		assert_int_equal(b.encoder.code - b.data, codes);
		assert_int_equal(b.data + 600 - b.encoder.value, values);
		assert_memory_equal(b.data, a.data, codes);
		assert_memory_equal(b.encoder.value, a.encoder.value, values);
		assert_int_equal(b.encoder.even, a.encoder.even);
		assert_int_equal(b.encoder.ascending, a.encoder.ascending);
		release(&a);
		release(&b);
	}
	assert_true(taken > 1000);
	assert_true(refused > 1000);
	/* A chunk of float64 has no fast path. */
	struct coded c;
	struct tfe__entry e = {.step = 0};
	begin(&c, TFE__VALUE_TYPE_FLOAT64, 600, &e);
	assert_false(tfe__encoder_add_float(&c.encoder, 0, 0, 0));
	release(&c);
}

/* --- dropped chunks --------------------------------------------------------------------------- */

static void seal_values(struct coded *c, enum tfe__value_type value_type, const double *values,
			int n)
{
	struct tfe__entry e = {.step = 100, .value = values[0]};
	begin(c, value_type, 512, &e);
	for (int i = 1; i < n; i++) {
		e.step = 100 + i * i;
		e.value = values[i];
		assert_true(add(c, &e));
	}
	tfe__encoder_seal(&c->encoder, c->n, &c->node);
}

static void expect_found(const struct coded *c, double value, int64_t want)
{
	int64_t step = -1;
	assert_true(tfe__chunk_find(&c->chunk, c->n, value, &step));
	assert_int_equal(step, want);
}

static void expect_not_found(const struct coded *c, double value)
{
	int64_t step = -1;
	assert_false(tfe__chunk_find(&c->chunk, c->n, value, &step));
	assert_int_equal(step, -1);
}

/* Frees the data, as pool.c does. */
static void drop(struct coded *c)
{
	atomic_store(&c->chunk.state, TFE__CHUNK_DROPPED);
	assert_false(tfe__chunk_is_resident(&c->chunk));
}

static void free_data(struct coded *c)
{
	free(c->data);
	c->data = c->chunk.data = NULL;
}

static void extremes_keep_their_first_steps(void **state)
{
	(void)state;
	const double values[] = {NAN, 3, -2, 9, INFINITY, 9, -2, -INFINITY, 0};
	struct coded c;
	seal_values(&c, TFE__VALUE_TYPE_FLOAT32, values, 9);
	assert_true(tfe__chunk_is_resident(&c.chunk));
	expect_found(&c, -2, 104);
	expect_found(&c, 9, 109);
	expect_found(&c, 3, 101);
	expect_not_found(&c, 4);
	expect_not_found(&c, NAN);
	drop(&c);
	/* Only the first step is known at this point. */
	expect_found(&c, -2, 100);
	expect_found(&c, 9, 100);
	expect_not_found(&c, 3);
	tfe__chunk_keep_extremes(&c.chunk);
	assert_int_equal(atomic_load(&c.chunk.state), TFE__CHUNK_EXTREMES_ONLY);
	free_data(&c);
	expect_found(&c, -2, 104);
	expect_found(&c, 9, 109);
	expect_not_found(&c, 3);
	expect_not_found(&c, NAN);
	assert_int_equal(c.chunk.step, 100);
	release(&c);
}

static void a_chunk_without_finite_values_has_no_extremes(void **state)
{
	(void)state;
	const double values[] = {NAN, INFINITY, -INFINITY};
	struct coded c;
	seal_values(&c, TFE__VALUE_TYPE_FLOAT64, values, 3);
	drop(&c);
	tfe__chunk_keep_extremes(&c.chunk);
	free_data(&c);
	for (int i = 0; i < 3; i++)
		expect_not_found(&c, values[i]);
	expect_not_found(&c, 0);
	release(&c);
}

static void places_have_no_extremes(void **state)
{
	(void)state;
	struct coded c;
	struct tfe__entry e = {.step = 5, .place = {1, 2, 3}};
	begin(&c, TFE__VALUE_TYPE_LOCATION, 64, &e);
	tfe__encoder_seal(&c.encoder, c.n, &c.node);
	drop(&c);
	tfe__chunk_keep_extremes(&c.chunk);
	assert_int_equal(atomic_load(&c.chunk.state), TFE__CHUNK_DROPPED);
	assert_int_equal(c.chunk.step_delta, 0);
	release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_chunk_may_end_at_any_byte),
		cmocka_unit_test(a_chunk_is_filled_to_its_last_byte),
		cmocka_unit_test(deltas_go_on_in_the_next_chunk),
		cmocka_unit_test(the_short_way_codes_alike),
		cmocka_unit_test(extremes_keep_their_first_steps),
		cmocka_unit_test(a_chunk_without_finite_values_has_no_extremes),
		cmocka_unit_test(places_have_no_extremes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
