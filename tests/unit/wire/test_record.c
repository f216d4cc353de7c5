/* wire: CRC-32C and the frame of a record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire/crc32c.h"
#include "wire/crc32c_table.h"
#include "wire/record.h"

/* The same source, compiled as on a machine without ISA-L. */
#undef HAVE_ISAL
#define tfe__crc32c crc_by_table
#define tfe__crc32c_shift shift_without_isal
uint32_t crc_by_table(uint32_t crc, const void *data, size_t n);
uint32_t shift_without_isal(uint32_t crc, uint64_t n);
#include "wire/crc32c.c"
#undef tfe__crc32c
#undef tfe__crc32c_shift

/* Computes the checksum bit by bit from the definition (RFC 3720, section 12.1). */
static uint32_t crc_by_definition(const uint8_t *p, size_t n)
{
	uint32_t c = ~0u;
	for (size_t i = 0; i < n; i++) {
		c ^= p[i];
		for (int k = 0; k < 8; k++)
			c = c >> 1 ^ (c & 1 ? 0x82f63b78u : 0);
	}
	return ~c;
}

static void fill(uint8_t *p, size_t n, uint32_t seed)
{
	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525u + 1013904223u;
		p[i] = (uint8_t)(seed >> 24);
	}
}

static void crc_matches_known_answers(void **state)
{
	(void)state;
	uint8_t p[32] = {0};
	assert_int_equal(tfe__crc32c(0, "", 0), 0);
	assert_int_equal(tfe__crc32c(0, "123456789", 9), 0xe3069283u);
	assert_int_equal(tfe__crc32c(0, p, 32), 0x8a9136aau); /* RFC 3720, B.4 */
	memset(p, 0xff, 32);
	assert_int_equal(tfe__crc32c(0, p, 32), 0x62a8ab43u);
}

/* Computes every committed entry: the byte b and k zeros, without the inversions at both ends. */
static void crc_table_is_computed_from_the_definition(void **state)
{
	(void)state;
	for (uint32_t b = 0; b < 256; b++) {
		uint32_t c = b;
		for (int k = 0; k < 8; k++) {
			for (int bit = 0; bit < 8; bit++)
				c = c >> 1 ^ (c & 1 ? 0x82f63b78u : 0);
			assert_int_equal(tfe__crc32c_table[k][b], c);
		}
	}
}

static void crc_matches_its_definition_at_every_length_and_split(void **state)
{
	(void)state;
	uint8_t p[300];
	fill(p, sizeof p, 1);
	for (size_t n = 0; n <= sizeof p; n++) {
		uint32_t want = crc_by_definition(p, n);
		assert_int_equal(tfe__crc32c(0, p, n), want);
		assert_int_equal(crc_by_table(0, p, n), want);
		size_t k = n * 7 / 11;
		assert_int_equal(tfe__crc32c(tfe__crc32c(0, p, k), p + k, n - k), want);
	}
}

static void shift_takes_a_beginning_off(void **state)
{
	(void)state;
	enum { N = 5000 };
	uint8_t p[N];
	fill(p, N, 2);
	for (size_t a = 0; a < N; a += 97)
		for (size_t b = a; b < N; b += 131)
			assert_int_equal(tfe__crc32c_shift(tfe__crc32c(0, p, a), b - a) ^
						 tfe__crc32c(0, p, b),
					 tfe__crc32c(0, p + a, b - a));
	assert_int_equal(tfe__crc32c_shift(0x12345678, 0), 0x12345678);
	/* A shift over a long distance is the composition of shorter ones. */
	uint32_t far = tfe__crc32c_shift(0x12345678, UINT64_MAX);
	assert_int_equal(far, tfe__crc32c_shift(tfe__crc32c_shift(0x12345678, UINT64_MAX / 2),
						UINT64_MAX / 2 + 1));
}

static void zeros_are_added_without_being_there(void **state)
{
	(void)state;
	uint8_t p[3000] = {0};
	fill(p, 1000, 3);
	for (size_t n = 0; n <= 1000; n += 7)
		for (size_t zeros = 0; zeros <= 2000; zeros += 50) {
			uint8_t copy[3000] = {0};
			memcpy(copy, p, n);
			assert_int_equal(tfe__crc32c_zeros(tfe__crc32c(0, p, n), zeros),
					 tfe__crc32c(0, copy, n + zeros));
		}
}

/* The example of TensorBoard's own reader (tensorboard/data/server/tf_record.rs). */
static const uint8_t golden[] = "\x18\x00\x00\x00\x00\x00\x00\x00\xa3\x7f\x4b\x22"
				"\x09\x00\x00\x80\x38\x99\xd6\xd7\x41\x1a\x0d"
				"brain.Event:2\x12\x4b\x36\xab";

static void record_is_framed_as_tensorboard_does(void **state)
{
	(void)state;
	uint8_t header[12], footer[4];
	tfe__record_put_header(header, 0x18);
	tfe__record_put_footer(footer, golden + 12, 0x18);
	assert_memory_equal(header, golden, 12);
	assert_memory_equal(footer, golden + 12 + 0x18, 4);
	uint64_t length;
	assert_true(tfe__record_get_header(golden, &length));
	assert_int_equal(length, 0x18);
	assert_true(tfe__record_intact(golden + 12 + length, golden + 12, length));
}

static void record_with_any_bit_flipped_is_refused(void **state)
{
	(void)state;
	uint8_t r[sizeof golden - 1];
	for (size_t bit = 0; bit < 8 * sizeof r; bit++) {
		memcpy(r, golden, sizeof r);
		r[bit / 8] ^= (uint8_t)(1u << bit % 8);
		uint64_t length;
		bool header = tfe__record_get_header(r, &length);
		assert_int_equal(header, bit >= 96);
		if (header)
			assert_false(tfe__record_intact(r + 12 + 0x18, r + 12, 0x18));
	}
	memset(r, 0, sizeof r);
	uint64_t length;
	assert_false(tfe__record_get_header(r, &length)); /* a hole in a file is no record */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(crc_matches_known_answers),
		cmocka_unit_test(crc_table_is_computed_from_the_definition),
		cmocka_unit_test(crc_matches_its_definition_at_every_length_and_split),
		cmocka_unit_test(shift_takes_a_beginning_off),
		cmocka_unit_test(zeros_are_added_without_being_there),
		cmocka_unit_test(record_is_framed_as_tensorboard_does),
		cmocka_unit_test(record_with_any_bit_flipped_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
