/* read/file: holes and records beyond a limit, which need neither time nor memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "unit/inject.h"
#include "unit/records.h"
#include "unit/read/file/record_files.h"

#include "wire/crc32c.h"

/* --- holes ------------------------------------------------------------------------------------ */

/* A source that consists mostly of holes: bytes of `file` at some offsets, and zeros between
 * them. */
struct sparse {
	struct extent {
		uint64_t at;
		size_t from, n; /* the part of `file` */
	} extent[4];
	size_t extents;
	uint64_t size, read, calls;
	struct inject memory;
};

static tfe_status sparse_read(void *context, void *to, size_t n, uint64_t offset, size_t *n_got)
{
	struct sparse *s = context;
	uint64_t left = offset < s->size ? s->size - offset : 0;
	*n_got = n < left ? n : (size_t)left;
	s->read += *n_got;
	s->calls++;
	memset(to, 0, *n_got);
	for (size_t i = 0; i < s->extents; i++) {
		const struct extent *e = &s->extent[i];
		for (size_t k = 0; k < e->n; k++)
			if (e->at + k >= offset && e->at + k - offset < *n_got)
				((uint8_t *)to)[e->at + k - offset] = file[e->from + k];
	}
	return TFE_OK;
}

static tfe_status sparse_size(void *context, uint64_t *bytes)
{
	*bytes = ((struct sparse *)context)->size;
	return TFE_OK;
}

/* Like a file system, the source reports data and holes in blocks. */
static uint64_t sparse_find(void *context, uint64_t offset, bool data)
{
	struct sparse *s = context;
	s->calls++;
	for (size_t i = 0; i < s->extents; i++) {
		uint64_t begin = s->extent[i].at & ~4095ull;
		uint64_t end = (s->extent[i].at + s->extent[i].n + 4095) & ~4095ull;
		if (offset >= end)
			continue;
		if (data)
			return offset > begin ? offset : begin;
		if (offset < begin)
			return offset;
		offset = end;
	}
	return data || offset > s->size ? s->size : offset;
}

static void start_sparse(struct tfe__records *r, struct sparse *s, bool live)
{
	const struct tfe__source source = {s, sparse_read, sparse_size, sparse_find};
	const tfe_allocator a = inject_allocator(&s->memory);
	tfe__records_init(r, &source, live, &a);
}

static void assert_cheap(const struct sparse *s)
{
	assert_true(s->read < 1 << 20);
	assert_true(s->calls < 1000);
	assert_true(atomic_load(&s->memory.largest) < 1 << 20);
}

enum { FAR_BITS = 36 };

static void a_hole_at_the_end_is_not_read(void **state)
{
	(void)state;
	for (uint64_t zeros = 20; zeros >> FAR_BITS == 0; zeros += zeros / 2)
		for (int live = 0; live < 2; live++) {
			struct tfe__records r;
			struct tfe__record record;
			size_t size = put(file, "one", 3);
			memset(file + size, 'x', 50);
			struct sparse s = {.extent = {{0, 0, size + 50}},
					   .extents = 1,
					   .size = size + 50 + zeros};
			start_sparse(&r, &s, live);
			assert_int_equal(tfe__records_next(&r, &record), TFE_OK);
			tfe_status status = tfe__records_next(&r, &record);
			assert_int_equal(status, live ? TFE_E_AGAIN : TFE_E_DAMAGED);
			assert_int_equal(record.bytes, 50 + zeros);
			assert_int_equal(r.tail.zeros, size + 50);
			assert_cheap(&s);
			assert_true(s.calls < 16); /* for any length of the hole */
			tfe__records_release(&r);
		}
}

/* After a damaged length: a header whose record would reach over the holes, and a whole record
 * after each hole. */
static void holes_are_searched_without_being_read(void **state)
{
	(void)state;
	const uint64_t far = 1ull << FAR_BITS;
	for (size_t shift = 0; shift < 4096; shift += 127)
		for (int fits = 0; fits < 2; fits++) {
			struct tfe__records r;
			struct tfe__record record;
			size_t lost = 5 + shift;
			memset(file, 'x', lost);
			tfe__record_put_header(file + lost, 2 * far - lost - 12 + shift);
			size_t n = put(file + lost + 12, "two", 3);
			struct sparse s = {.extent = {{0, 0, lost + 12 + n},
						      {far + shift, lost + 12, n},
						      {2 * far + shift, lost + 12 + n, 4},
						      {2 * far + shift + 4, lost + 12, n}},
					   .extents = 4,
					   .size = 2 * far + shift + 4 + n};
			uint32_t crc = tfe__crc32c(0, file + lost + 12, n);
			crc = tfe__crc32c_zeros(crc, far + shift - lost - 12 - n);
			crc = tfe__crc32c(crc, file + lost + 12, n);
			crc = tfe__crc32c_zeros(crc, far - n);
			tfe__put_le32(file + lost + 12 + n, tfe__crc32c_mask(crc) ^ !fits);
			start_sparse(&r, &s, false);
			assert_int_equal(tfe__records_next(&r, &record), TFE_E_DAMAGED);
			assert_int_equal(record.bytes, fits ? lost : lost + 12);
			if (fits) {
				assert_int_equal(tfe__records_next(&r, &record), TFE_E_DAMAGED);
				assert_int_equal(record.bytes, 2 * far - lost + shift + 4);
			} else {
				assert_int_equal(tfe__records_next(&r, &record), TFE_OK);
				assert_int_equal(tfe__records_next(&r, &record), TFE_E_DAMAGED);
				assert_int_equal(record.offset + record.bytes, far + shift);
				assert_int_equal(tfe__records_next(&r, &record), TFE_OK);
				assert_int_equal(tfe__records_next(&r, &record), TFE_E_DAMAGED);
			}
			assert_int_equal(record.offset + record.bytes, 2 * far + shift + 4);
			assert_int_equal(tfe__records_next(&r, &record), TFE_OK);
			assert_cheap(&s);
			tfe__records_release(&r);
		}
}

/* --- large records ---------------------------------------------------------------------------- */

/* Writes a record of zeros in a hole, with a good record before and after it. */
static size_t put_bomb(struct sparse *s, uint64_t length, bool intact)
{
	size_t n = put(file, "one", 3), at = n;
	tfe__record_put_header(file + at, length);
	at += 12;
	tfe__put_le32(file + at, tfe__crc32c_mask(tfe__crc32c_zeros(0, length)) ^ !intact);
	size_t last = at + 4 + put(file + at + 4, "two", 3);
	*s = (struct sparse){.extent = {{0, 0, at}, {at + length, at, last - at}},
			     .extents = 2,
			     .size = last + length};
	return n;
}

static void a_large_record_in_a_hole_takes_no_memory(void **state)
{
	(void)state;
	for (uint64_t length = (2u << 20) + 5; length <= 0x7fffffff; length += length / 2)
		for (int live = 0; live < 2; live++)
			for (int limit = 0; limit < 2; limit++) {
				struct tfe__records r;
				struct tfe__record record;
				struct sparse s;
				put_bomb(&s, length, limit);
				start_sparse(&r, &s, live);
				r.record_limit_bytes = limit ? 100000 : 0;
				assert_int_equal(tfe__records_next(&r, &record), TFE_OK);
				uint64_t offset = r.place;
				assert_int_equal(tfe__records_next(&r, &record), TFE_E_DAMAGED);
				assert_int_equal(record.bytes, length + 16);
				assert_int_equal(record.too_large, limit);
				assert_int_equal(tfe__records_next(&r, &record), TFE_OK);
				assert_int_equal(tfe__records_read_at(&r, offset, &record),
						 limit ? TFE_E_LIMIT : TFE_E_DAMAGED);
				assert_cheap(&s);
				tfe__records_release(&r);
			}
}

/* Applies a limit to the expected items: a record beyond it is skipped, the others stay. */
static void limit_items(struct item *items, size_t n, size_t limit)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].status == TFE_OK && items[i].bytes > limit + 16)
			items[i].status = TFE_E_DAMAGED;
}

static void records_beyond_a_limit_are_passed_over(void **state)
{
	(void)state;
	enum { LIMIT = TFE__RECORDS_BLOCK_BYTES };
	static uint8_t data[2 * LIMIT];
	static const size_t lengths[] = {LIMIT, LIMIT + 1, 10, LIMIT - 1, LIMIT + 20000};
	size_t size = 0, end = 0;
	for (int round = 0; round < 60; round++) {
		size = 0;
		for (size_t i = 0; i < 3; i++) {
			size_t n = lengths[(i + (size_t)round) % 5];
			for (size_t k = 0; k < n; k++)
				data[k] = (uint8_t)rnd(256);
			size += put(file + size, data, n);
			end = i ? end : size;
		}
		if (round % 3 == 1)
			file[rnd((uint32_t)size)] ^= 8;
		size_t back = 5 + rnd(end < 5005 ? (uint32_t)end - 5 : 5000); /* into the first */
		if (round % 3 == 2)
			memset(file + end - back, 0, size - end + 5);
		if (round % 4 == 3)
			size -= rnd(4000);
		size_t n = by_definition(file, size, want);
		limit_items(want, n, LIMIT);
		struct tfe__records r;
		struct memory m;
		start(&r, &m, file, size, false);
		r.record_limit_bytes = 1;
		m.pieces = round % 2;
		assert_items(got, read_on(&r, file, got, 0), want, n);
		for (size_t i = 0; i < n; i++)
			if (want[i].bytes > LIMIT + 16 && want[i].status == TFE_E_DAMAGED) {
				struct tfe__record record;
				tfe_status status =
					tfe__records_read_at(&r, want[i].offset, &record);
				if (status != TFE_E_LIMIT)
					assert_true(want[i].framing);
			}
		assert_true(r.capacity <= LIMIT + 16);
		tfe__records_release(&r);
	}
}

static void a_growing_record_beyond_a_limit_waits(void **state)
{
	(void)state;
	struct tfe__records r;
	struct memory m;
	struct tfe__record record;
	memset(file + 12, 'y', 60000);
	tfe__record_frame(file, 60000);
	size_t size = 60016 + put(file + 60016, "two", 3);
	for (int zeros = 0; zeros < 2; zeros++) {
		memcpy(copy, file, size);
		start(&r, &m, copy, 0, true);
		r.record_limit_bytes = 1;
		for (size_t n = 0; n < 60016; n += 1000) {
			m.size = zeros ? size : n;
			memset(copy + n, 0, size - n);
			assert_int_equal(tfe__records_next(&r, &record), TFE_E_AGAIN);
			assert_int_equal(record.bytes, m.size);
			memcpy(copy, file, size);
		}
		m.size = size;
		assert_int_equal(tfe__records_next(&r, &record), TFE_E_DAMAGED);
		assert_true(record.too_large);
		assert_int_equal(record.bytes, 60016);
		assert_int_equal(tfe__records_next(&r, &record), TFE_OK);
		tfe__records_release(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_large_record_in_a_hole_takes_no_memory),
		cmocka_unit_test(records_beyond_a_limit_are_passed_over),
		cmocka_unit_test(a_growing_record_beyond_a_limit_waits),
		cmocka_unit_test(a_hole_at_the_end_is_not_read),
		cmocka_unit_test(holes_are_searched_without_being_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
