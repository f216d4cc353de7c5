/* wire and summary: the encoders write the same bytes as TensorBoard's own classes. */
#include <math.h>
#include <string.h>

#include "unit/inject.h"

#include "summary/summary_put.h"
#include "wire/put.h"
#include "wire/record.h"

static struct tfe__buf new_buf(void)
{
	struct tfe__buf b;
	tfe__buf_init(&b, NULL, 1 << 20);
	return b;
}

/* Checks that a buffer is one record of these bytes. */
static void check_record(const struct tfe__buf *b, const void *event, size_t n)
{
	uint64_t length;
	assert_int_equal(b->status, TFE_OK);
	assert_int_equal(b->size, n + TFE__RECORD_FRAME_BYTES);
	assert_true(tfe__record_get_header(b->data, &length));
	assert_int_equal(length, n);
	assert_memory_equal(b->data + TFE__RECORD_HEADER_BYTES, event, n);
	assert_true(tfe__record_intact(b->data + b->size - 4, b->data + 12, n));
}

#define BYTES(literal) (literal), sizeof(literal) - 1

static const double some_time = 1700917376.5; /* 41 d9 58 9c 00 20 00 00 */

static void simple_value_is_what_torch_writes(void **state)
{
	(void)state;
	struct tfe__value_header place = {
		.tag = "loss", .tag_bytes = 4, .wall_time = some_time, .step = 1000};
	struct tfe__buf b = new_buf();
	assert_non_null(tfe__buf_reserve(&b, 100));
	b.size = tfe__simple_value(b.data, 100, &place, 0.5f);
	uint8_t want[] =
		"\x09\0\0\0\0\0\0\0\0\x10\xe8\x07\x2a\x0d\x0a\x0b\x0a\x04loss\x15\0\0\0\x3f";
	memcpy(want + 1, &some_time, 8);
	check_record(&b, BYTES(want));
	tfe__buf_release(&b);
}

/* Encodes the same record field by field, as all other kinds are encoded. */
static void put_simple_value(struct tfe__buf *b, const struct tfe__value_header *place, float value)
{
	struct tfe__value v;
	tfe__value_begin(&v, b, place);
	tfe__put_float(b, 2, value);
	tfe__value_end(&v, NULL, NULL);
}

static void both_ways_to_put_a_scalar_agree(void **state)
{
	(void)state;
	static char tag[20000];
	memset(tag, 'x', sizeof tag);
	const int64_t steps[] = {0, 1, 127, 128, 1 << 20, INT64_MAX, -1, INT64_MIN};
	const size_t tags[] = {1,   100, 109,   110,   111,   112,  127,
			       128, 129, 10000, 16383, 16384, 20000};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		for (size_t k = 0; k < sizeof tags / sizeof *tags; k++) {
			struct tfe__value_header place = {.tag = tag,
							  .tag_bytes = tags[k],
							  .wall_time = some_time,
							  .step = steps[i]};
			struct tfe__buf a = new_buf(), b = new_buf();
			put_simple_value(&a, &place, -0.0f);
			assert_non_null(tfe__buf_reserve(&b, a.size));
			memset(b.data, 0xee, a.size);
			assert_int_equal(tfe__simple_value(b.data, a.size - 1, &place, -0.0f),
					 a.size);
			assert_int_equal(b.data[0], 0xee); /* no space, so nothing is written */
			assert_int_equal(tfe__simple_value(b.data, a.size, &place, -0.0f), a.size);
			assert_memory_equal(a.data, b.data, a.size);
			tfe__buf_release(&a);
			tfe__buf_release(&b);
		}
	}
}

static void first_record_says_what_the_file_is(void **state)
{
	(void)state;
	struct tfe__buf b = new_buf();
	tfe__put_file_version(&b, 0);
	check_record(&b, BYTES("\x09\0\0\0\0\0\0\0\0\x1a\x0d"
			       "brain.Event:2\x52\x0a\x0a\x08tfevents"));
	tfe__buf_clear(&b);
	tfe__put_session_start(&b, 0, 300);
	check_record(&b, BYTES("\x09\0\0\0\0\0\0\0\0\x10\xac\x02\x3a\x02\x08\x01"));
	tfe__buf_release(&b);
}

static void described_scalar_is_a_tensor(void **state)
{
	(void)state;
	struct tfe__buf b = new_buf();
	struct tfe__value_header place = {
		.tag = "a", .tag_bytes = 1, .display_name = "A", .description = "d"};
	const struct tfe__scalar scalar = {place, 1};
	tfe__put_scalars(&b, &scalar, 1, TFE_DTYPE_FLOAT32);
	check_record(&b, BYTES("\x09\0\0\0\0\0\0\0\0\x2a\x24\x0a\x22\x0a\x01"
			       "a\x42\x0a\x08\x01\x12\x00\x22\x04\0\0\x80\x3f"
			       "\x4a\x11\x0a\x09\x0a\x07scalars\x12\x01"
			       "A\x1a\x01"
			       "d"));
	tfe__buf_release(&b);
}

static void text_is_a_string_tensor(void **state)
{
	(void)state;
	struct tfe__buf b = new_buf();
	struct tfe__value_header place = {.tag = "t", .tag_bytes = 1, .step = 2};
	tfe__put_text_summary(&b, &place, "hi", 2);
	check_record(&b, BYTES("\x09\0\0\0\0\0\0\0\0\x10\x02\x2a\x19\x0a\x17\x0a\x01t\x42\x08\x08"
			       "\x07\x12\x00\x42\x02hi"
			       "\x4a\x08\x0a\x06\x0a\x04text"));
	tfe__buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(simple_value_is_what_torch_writes),
		cmocka_unit_test(both_ways_to_put_a_scalar_agree),
		cmocka_unit_test(first_record_says_what_the_file_is),
		cmocka_unit_test(described_scalar_is_a_tensor),
		cmocka_unit_test(text_is_a_string_tensor),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
