/* read/column: the codec of chunks: what is put in comes out bit by bit, whatever it is and
 * wherever the chunk ends. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "read/column/chunk.h"

/* A chunk in memory of exactly its size, and the entries that it should hold. */
struct coded {
	struct tfe__encoder encoder;
	struct tfe__chunk chunk;
	struct tfe__node node;
	uint8_t *data;
	struct tfe__entry *entries;
	uint32_t n;
};

static void begin(struct coded *c, uint8_t value_bytes, size_t bytes,
		  const struct tfe__entry *entry)
{
	*c = (struct coded){.encoder = {.value_bytes = value_bytes}};
	c->data = malloc(bytes);
	c->entries = calloc(TFE__CHUNK_ENTRIES_MAX + 1, sizeof *c->entries);
	assert_non_null(c->data);
	assert_non_null(c->entries);
	tfe__encoder_begin(&c->encoder, &c->chunk, c->data, bytes, 0, entry);
	c->entries[c->n++] = *entry;
}

static bool add(struct coded *c, const struct tfe__entry *entry)
{
	if (!tfe__encoder_add(&c->encoder, entry))
		return false;
	assert_true(c->n <= TFE__CHUNK_ENTRIES_MAX);
	c->entries[c->n++] = *entry;
	return true;
}

static void release(struct coded *c)
{
	free(c->data);
	free(c->entries);
}

/* --- what comes out --------------------------------------------------------------------------- */

static void assert_same_bits(double is, double want)
{
	assert_int_equal(tfe__bits_of(is), tfe__bits_of(want));
}

/* The steps and wall times of the first n entries, together and each alone. */
static void check_x(const struct coded *c, uint32_t n, bool sealed)
{
	int64_t steps[2][TFE__CHUNK_ENTRIES_MAX];
	double walls[2][TFE__CHUNK_ENTRIES_MAX];
	tfe__chunk_decode(&c->chunk, n, sealed, steps[0], walls[0]);
	tfe__chunk_decode(&c->chunk, n, sealed, steps[1], NULL);
	tfe__chunk_decode(&c->chunk, n, sealed, NULL, walls[1]);
	for (uint32_t i = 0; i < n; i++) {
		for (int k = 0; k < 2; k++) {
			assert_int_equal(steps[k][i], c->entries[i].step);
			assert_same_bits(walls[k][i], c->entries[i].wall_time);
		}
	}
}

static void check_values(const struct coded *c)
{
	double values[TFE__CHUNK_ENTRIES_MAX];
	if (!tfe__chunk_is_scalar(&c->chunk))
		return;
	for (uint32_t from = 0; from < c->n; from += 1 + c->n / 5) {
		tfe__chunk_values(&c->chunk, from, c->n - from, values);
		for (uint32_t i = from; i < c->n; i++) {
			assert_same_bits(values[i - from], c->entries[i].value);
			assert_same_bits(tfe__chunk_value(&c->chunk, i), c->entries[i].value);
		}
	}
}

/* The node by its definition: each entry added on its own. */
static void check_node(const struct coded *c)
{
	struct tfe__node want;
	tfe__node_init(&want);
	for (uint32_t i = 0; i < c->n; i++) {
		tfe__node_add_x(&want, c->entries[i].step, c->entries[i].wall_time);
		if (tfe__chunk_is_scalar(&c->chunk))
			tfe__node_add_value(&want, c->entries[i].value);
	}
	assert_int_equal(c->node.entries, want.entries);
	assert_int_equal(c->node.nan_walls, want.nan_walls);
	assert_int_equal(c->node.finite, want.finite);
	assert_int_equal(c->node.nan, want.nan);
	assert_int_equal(c->node.posinf, want.posinf);
	assert_int_equal(c->node.neginf, want.neginf);
	assert_int_equal(c->node.step_min, want.step_min);
	assert_int_equal(c->node.step_max, want.step_max);
	assert_true(c->node.wall_min == want.wall_min);
	assert_true(c->node.wall_max == want.wall_max);
	assert_same_bits(c->node.first, want.first);
	assert_same_bits(c->node.last, want.last);
	assert_same_bits(c->node.min, want.min);
	assert_same_bits(c->node.max, want.max);
	/* A sum that overflows on its way is an infinity or NaN, whose sign bit means nothing. */
	if (isnan(want.sum))
		assert_true(isnan(c->node.sum));
	else
		assert_same_bits(c->node.sum, want.sum);
}

/* While entries may follow, the room between codes and values may hold anything; then the chunk
 * is sealed. */
static void check_and_release(struct coded *c)
{
	memset(c->encoder.code, 0xff, (size_t)(c->encoder.value - c->encoder.code));
	for (uint32_t n = 0; n < c->n; n += 1 + n / 3)
		check_x(c, n, false);
	check_x(c, c->n, false);
	check_values(c);
	tfe__encoder_seal(&c->encoder, c->n, &c->node);
	assert_int_equal(c->chunk.entries, c->n);
	assert_ptr_equal(c->chunk.node, &c->node);
	check_x(c, c->n, true);
	check_values(c);
	check_node(c);
	release(c);
}

/* --- values ----------------------------------------------------------------------------------- */

static float float_of(uint32_t bits)
{
	float f;
	memcpy(&f, &bits, sizeof f);
	return f;
}

static void check_scalars(uint8_t value_bytes, const double *values, size_t n)
{
	struct coded c;
	struct tfe__entry e = {.step = 1, .wall_time = 2, .value = values[0]};
	begin(&c, value_bytes, 4096, &e);
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
	/* NaN with a payload, of either sign, are the last two. */
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
	check_scalars(sizeof(float), values, sizeof values / sizeof *values);
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
	check_scalars(sizeof(double), values, sizeof values / sizeof *values);
	/* All values of a chunk may be NaN, and all of them infinite. */
	check_scalars(sizeof(double), values + 11, 2);
	check_scalars(sizeof(double), values + 9, 2);
	check_scalars(sizeof(double), values, 7);
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
	begin(&c, sizeof places[0], 256, &e);
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
	begin(&c, sizeof digest, 2048, &e);
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
		assert_int_equal(is.constant, want.constant);
	}
	check_and_release(&c);
}

/* --- steps and wall times --------------------------------------------------------------------- */

static uint64_t random_state = 88172645463325252U;

static uint64_t random64(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

static void steps_may_be_any(void **state)
{
	(void)state;
	static const int64_t steps[] = {
		0, 1, -1, INT64_MAX, INT64_MIN, INT64_MAX - 1, INT64_MIN + 1};
	enum { STEPS = sizeof steps / sizeof *steps };
	struct coded c;
	struct tfe__entry e = {.wall_time = 5};
	begin(&c, sizeof(float), 8192, &e);
	/* Each after each. */
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
	begin(&c, sizeof(float), 8192, &e);
	for (int i = 0; i < 256; i++) {
		e.step = (int64_t)((uint64_t)e.step +
				   (random64() >> i % 64) * (i % 2 ? 1 : UINT64_MAX));
		assert_true(add(&c, &e));
	}
	check_and_release(&c);
}

/* The zigzag of a change of the wall time's delta has `bits` bits: a code takes the fewest bytes
 * that hold 4 bits more, and 9 where these would be more than 7. */
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
	begin(&c, sizeof(float), 8192, &e);
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
	begin(&c, sizeof(float), 8192, &e);
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
		/* The difference modulo 2^64 is 1, but the step goes back. */
		{{INT64_MAX, INT64_MAX, INT64_MAX, INT64_MIN}, {1, 1, 1, 1}, false, false},
	};
	for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
		struct coded c;
		struct tfe__entry e = {cases[k].steps[0], cases[k].walls[0], {0}, false};
		begin(&c, sizeof(float), 256, &e);
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

/* In memory of every size, with codes of 1 to 19 bytes: what is refused changes nothing, and
 * what is taken comes out. */
static void a_chunk_may_end_at_any_byte(void **state)
{
	(void)state;
	for (size_t bytes = sizeof(double); bytes < 400; bytes++) {
		for (int wildness = 0; wildness < 4; wildness++) {
			uint8_t value_bytes = bytes % 2 ? sizeof(float) : sizeof(double);
			struct tfe__entry e = random_entry(wildness);
			struct coded c;
			begin(&c, value_bytes, bytes, &e);
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
	begin(&c, sizeof(float), TFE__CHUNK_BYTES_MAX, &e);
	while (add(&c, &e))
		;
	assert_int_equal(c.n, TFE__CHUNK_ENTRIES_MAX);
	assert_in_range(c.encoder.value - c.encoder.code, 0, sizeof(float));
	check_and_release(&c);
}

/* The next chunk starts with the deltas to the last entry of this one, so that an even series
 * stays even. */
static void deltas_go_on_in_the_next_chunk(void **state)
{
	(void)state;
	struct coded c;
	struct tfe__entry e = {.step = 7, .wall_time = 100};
	begin(&c, sizeof(float), 64, &e);
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

/* The short way for a float32 takes an entry or leaves it; what it takes is coded as the long
 * way does. */
static void the_short_way_codes_alike(void **state)
{
	(void)state;
	size_t taken = 0, refused = 0;
	for (int round = 0; round < 200; round++) {
		struct tfe__entry e = random_entry(round % 20);
		struct coded a, b;
		begin(&a, sizeof(float), 600, &e);
		begin(&b, sizeof(float), 600, &e);
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
	/* A chunk of float64 has no short way. */
	struct coded c;
	struct tfe__entry e = {.step = 0};
	begin(&c, sizeof(double), 600, &e);
	assert_false(tfe__encoder_add_float(&c.encoder, 0, 0, 0));
	release(&c);
}

/* --- what is left of a dropped chunk ---------------------------------------------------------- */

static void seal_values(struct coded *c, uint8_t value_bytes, const double *values, int n)
{
	struct tfe__entry e = {.step = 100, .value = values[0]};
	begin(c, value_bytes, 512, &e);
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

/* The data are gone; as in pool.c. */
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
	seal_values(&c, sizeof(float), values, 9);
	assert_true(tfe__chunk_is_resident(&c.chunk));
	expect_found(&c, -2, 104);
	expect_found(&c, 9, 109);
	expect_found(&c, 3, 101);
	expect_not_found(&c, 4);
	expect_not_found(&c, NAN);
	drop(&c);
	/* Of the steps only the first one is known for the moment. */
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
	seal_values(&c, sizeof(double), values, 3);
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
	begin(&c, sizeof e.place, 64, &e);
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
		cmocka_unit_test(float32_values_come_back),
		cmocka_unit_test(float64_values_come_back),
		cmocka_unit_test(places_come_back),
		cmocka_unit_test(digests_come_back),
		cmocka_unit_test(steps_may_be_any),
		cmocka_unit_test(wall_times_may_have_any_bits),
		cmocka_unit_test(wall_times_may_go_back_or_be_no_numbers),
		cmocka_unit_test(even_and_ascending_are_noted),
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
