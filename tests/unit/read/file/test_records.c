/* read/file: records in damaged bytes, compared with the definition of the format. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "unit/inject.h"
#include "unit/records.h"
#include "unit/read/file/record_files.h"

static void every_prefix_gives_its_whole_records(void **state)
{
	(void)state;
	size_t size = make_file(file, 40, 60);
	for (size_t n = 0; n <= size; n++)
		check_complete(file, n, n % 2);
}

static void every_flipped_bit_costs_what_it_must(void **state)
{
	(void)state;
	size_t size = make_file(file, 12, 40);
	for (size_t bit = 0; bit < 8 * size; bit++) {
		memcpy(copy, file, size);
		copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
		check_complete(copy, size, false);
		if (bit % 3 == 0)
			check_growing(copy, size, 50);
	}
}

static void whole_files_in_random_pieces(void **state)
{
	(void)state;
	for (int round = 0; round < 300; round++) {
		size_t size = make_file(file, 30, 200);
		check_complete(file, size, true);
		check_growing(file, size, round % 2 ? 7 : 300);
	}
}

/* Overwrites, deletes, inserts, truncates and zeroes at random. */
static size_t damage(uint8_t *d, size_t size)
{
	for (uint32_t times = 1 + rnd(3); times; times--) {
		size_t at = rnd((uint32_t)size), n = 1 + rnd(rnd(3) ? 10 : 300);
		if (n > size - at)
			n = size - at;
		switch (rnd(5)) {
		case 0:
			for (size_t i = 0; i < n; i++)
				d[at + i] = (uint8_t)rnd(256);
			break;
		case 1:
			memmove(d + at, d + at + n, size - at - n);
			size -= n;
			break;
		case 2:
			memmove(d + at + n, d + at, size - at);
			size += n;
			break;
		case 3:
			memset(d + at, 0, n);
			break;
		default:
			size = size - n / 2;
		}
		if (size < 100)
			return size;
	}
	return size;
}

static void random_damage_is_read_as_defined(void **state)
{
	(void)state;
	for (int round = 0; round < 3000; round++) {
		size_t size = damage(file, make_file(file, 20, 100));
		check_complete(file, size, round % 2);
		check_growing(file, size, 1 + rnd(200));
	}
}

static void lengths_near_2_64_wait_and_allocate_nothing(void **state)
{
	(void)state;
	static const uint64_t lengths[] = {UINT64_MAX, UINT64_MAX - 15, UINT64_MAX - 16, 1ull << 63,
					   1ull << 40, 0x80000000u,     0x7fffffffu};
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
		for (int live = 0; live < 2; live++) {
			struct tfe__records r;
			struct memory m;
			struct tfe__record record;
			tfe__record_put_header(file, lengths[i]);
			size_t size = 12 + put(file + 12, "behind", 6);
			start(&r, &m, file, size, live);
			assert_int_equal(tfe__records_next(&r, &record), TFE_E_AGAIN);
			assert_int_equal(record.bytes, size);
			assert_true(r.capacity <= 1 << 20);
			tfe__records_release(&r);
		}
}

static double cpu_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static void overlapping_headers_cost_linear_time(void **state)
{
	(void)state;
	/* A header every 12 bytes, whose length reaches nearly to the end. */
	size_t size = 4u << 20;
	uint8_t *d = malloc(size);
	assert_non_null(d);
	memset(d, 0xff, size);
	for (size_t at = 1; at + 32 < size; at += 12)
		tfe__record_put_header(d + at, size - at - 16 - at % 1000 % (size - at - 16));
	struct tfe__records r;
	struct memory m;
	struct tfe__record record;
	start(&r, &m, d, size, false);
	double begun = cpu_seconds();
	assert_int_equal(tfe__records_next(&r, &record), TFE_E_DAMAGED);
	assert_int_equal(record.bytes, size);
	/* 350,000 candidates with an average length of 2 MB would take minutes if each were
	 * read. */
	assert_true(m.read < size / 12 * 3 * 4096);
	print_message("# %.2f CPU s for 4 MB of headers\n", cpu_seconds() - begun);
	tfe__records_release(&r);
	free(d);
}

/* Writes damaged places, each followed by a header whose record would reach to the end and by a
 * small whole record. Returns the number of places. */
static size_t put_claims(uint8_t *d, size_t size, size_t end)
{
	size_t n = 0;
	for (size_t at = 0; at + 1 + 12 + 20 <= end; n++) {
		d[at] = 0xff;
		tfe__record_put_header(d + at + 1, size - at - 1 - 16);
		at += 13 + put(d + at + 13, "tiny", 4);
	}
	return n;
}

static void many_lost_places_cost_linear_time(void **state)
{
	(void)state;
	/* Zeros at the end are also detected after a damaged place. */
	for (size_t zeros = 0; zeros < 2; zeros++) {
		size_t size = 1u << 20, lost = 0, whole = 0;
		uint8_t *d = calloc(size, 1);
		assert_non_null(d);
		size_t places = put_claims(d, size, zeros ? size / 2 : size);
		for (int live = 0; live < 2; live++) {
			struct tfe__records r;
			struct memory m;
			struct tfe__record record;
			tfe_status status;
			start(&r, &m, d, size, live);
			while ((status = tfe__records_next(&r, &record)) != TFE_E_AGAIN) {
				lost += status == TFE_E_DAMAGED;
				whole += status == TFE_OK;
				assert_true(m.read < 8 * size);
			}
			tfe__records_release(&r);
		}
		assert_true(whole >= places);
		assert_true(lost >= places);
		free(d);
	}
}

static void read_errors_lose_nothing(void **state)
{
	(void)state;
	size_t size = damage(file, make_file(file, 20, 100));
	size_t n_want = by_definition(file, size, want);
	for (size_t fail = 1; fail <= 40; fail++) {
		struct tfe__records r;
		struct memory m;
		start(&r, &m, file, size, false);
		m.pieces = 1;
		size_t count = 0;
		bool failed = false;
		for (;;) {
			struct tfe__record record;
			m.fail_in = failed ? 0 : fail;
			tfe_status status = tfe__records_next(&r, &record);
			failed = status == TFE_E_IO;
			if (failed)
				continue;
			if (status == TFE_E_AGAIN && !record.bytes)
				break;
			got[count++] =
				(struct item){status, record.offset, record.bytes, record.framing};
			if (status == TFE_E_AGAIN)
				break;
		}
		assert_items(got, count, want, n_want);
		tfe__records_release(&r);
	}
}

static void short_memory_loses_nothing(void **state)
{
	(void)state;
	/* A damaged length, followed by a candidate, so that the search needs memory too. */
	size_t size = make_file(file, 5, 100);
	file[0] ^= 1;
	size_t n_want = by_definition(file, size, want);
	for (size_t fail = 1; fail <= 10; fail++) {
		struct tfe__records r;
		struct memory m;
		start(&r, &m, file, size, false);
		struct inject in = {.fail_at = fail};
		r.allocator = inject_allocator(&in);
		size_t count = 0, failures = 0;
		for (;;) {
			struct tfe__record record;
			tfe_status status = tfe__records_next(&r, &record);
			if (status == TFE_E_AGAIN && !record.bytes)
				break;
			if (status == TFE_E_NOMEM)
				failures++;
			else
				got[count++] = (struct item){status, record.offset, record.bytes,
							     record.framing};
		}
		assert_int_equal(failures, fail <= 4);
		assert_items(got, count, want, n_want);
		tfe__records_release(&r);
	}
}

static void read_at_finds_what_next_found(void **state)
{
	(void)state;
	size_t size = make_file(file, 50, 200), n = by_definition(file, size, want);
	struct tfe__records r;
	struct memory m;
	struct tfe__record record;
	start(&r, &m, file, size, false);
	for (size_t i = 0; i < 500; i++) {
		const struct item *w = &want[rnd((uint32_t)n)];
		assert_int_equal(tfe__records_read_at(&r, w->offset, &record), TFE_OK);
		assert_int_equal(record.bytes, w->bytes);
		assert_memory_equal(record.data, file + w->offset + 12, record.size);
		assert_int_equal(tfe__records_read_at(&r, w->offset + 1, &record), TFE_E_DAMAGED);
	}
	assert_int_equal(tfe__records_read_at(&r, size, &record), TFE_E_DAMAGED);
	assert_int_equal(tfe__records_read_at(&r, UINT64_MAX - 5, &record), TFE_E_DAMAGED);
	/* The position of the reader never moved. */
	assert_items(got, read_on(&r, file, got, 0), want, n);
	tfe__records_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_prefix_gives_its_whole_records),
		cmocka_unit_test(every_flipped_bit_costs_what_it_must),
		cmocka_unit_test(whole_files_in_random_pieces),
		cmocka_unit_test(random_damage_is_read_as_defined),
		cmocka_unit_test(lengths_near_2_64_wait_and_allocate_nothing),
		cmocka_unit_test(overlapping_headers_cost_linear_time),
		cmocka_unit_test(many_lost_places_cost_linear_time),
		cmocka_unit_test(read_errors_lose_nothing),
		cmocka_unit_test(short_memory_loses_nothing),
		cmocka_unit_test(read_at_finds_what_next_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
