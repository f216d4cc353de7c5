/* For unit tests: a chunk, and the entries that it must decode to. */
#ifndef TESTS_UNIT_READ_COLUMN_CODED_H
#define TESTS_UNIT_READ_COLUMN_CODED_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "read/column/chunk.h"

/* A chunk in memory of exactly its size, and its expected entries. */
struct coded {
	struct tfe__encoder encoder;
	struct tfe__chunk chunk;
	struct tfe__node node;
	uint8_t *data;
	struct tfe__entry *entries;
	uint32_t n;
};

static inline void begin(struct coded *c, enum tfe__value_type value_type, size_t bytes,
			 const struct tfe__entry *entry)
{
	*c = (struct coded){.encoder = {.value_type = (uint8_t)value_type}};
	c->data = malloc(bytes);
	c->entries = calloc(TFE__CHUNK_ENTRIES_MAX + 1, sizeof *c->entries);
	assert_non_null(c->data);
	assert_non_null(c->entries);
	tfe__encoder_begin(&c->encoder, &c->chunk, c->data, bytes, 0, entry);
	c->entries[c->n++] = *entry;
}

static inline bool add(struct coded *c, const struct tfe__entry *entry)
{
	if (!tfe__encoder_add(&c->encoder, entry))
		return false;
	assert_true(c->n <= TFE__CHUNK_ENTRIES_MAX);
	c->entries[c->n++] = *entry;
	return true;
}

static inline void release(struct coded *c)
{
	free(c->data);
	free(c->entries);
}

static inline void assert_same_bits(double is, double want)
{
	assert_int_equal(tfe__bits_of(is), tfe__bits_of(want));
}

/* Checks the steps and wall times of the first n entries, all together and one by one. */
static inline void check_x(const struct coded *c, uint32_t n, bool sealed)
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

static inline void check_values(const struct coded *c)
{
	double values[TFE__CHUNK_ENTRIES_MAX];
	if (!tfe__chunk_is_scalar(&c->chunk))
		return;
	for (uint32_t from = 0; from < c->n; from += 1 + c->n / 5) {
		tfe__chunk_values(&c->chunk, from, c->n - from, values);
		for (uint32_t i = from; i < c->n; i++) {
			assert_same_bits(values[i - from], c->entries[i].value);
			assert_same_bits(tfe__chunk_value(&c->chunk, i), c->entries[i].value);
			struct tfe__entry entry;
			tfe__chunk_get_scalar(&c->chunk, i, &entry);
			assert_same_bits(entry.value, c->entries[i].value);
			assert_int_equal(entry.is_integer, c->entries[i].is_integer);
			if (entry.is_integer)
				assert_int_equal(entry.rest, c->entries[i].rest);
		}
	}
}

/* Checks the node against its definition: the entries added one by one. */
static inline void check_node(const struct coded *c)
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
	/* A sum that overflows on its way is an infinity or NaN, whose sign bit has no meaning. */
	if (isnan(want.sum))
		assert_true(isnan(c->node.sum));
	else
		assert_same_bits(c->node.sum, want.sum);
}

/* While entries may be added, the space between codes and values may have any content; then the
 * chunk is sealed. */
static inline void check_and_release(struct coded *c)
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

static uint64_t random_state = 88172645463325252U;

static inline uint64_t random64(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

#endif
