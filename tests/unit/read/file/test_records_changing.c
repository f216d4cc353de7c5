/* read/file: records in bytes that grow, shrink or are overwritten while they are read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "unit/records.h"
#include "unit/read/file/record_files.h"

static void zeros_are_waited_for_and_written_over(void **state)
{
	(void)state;
	/* A preallocated file is filled in: no state of it is damage. */
	size_t size = make_file(file, 10, 60);
	for (size_t n = 0; n <= size; n++) {
		struct tfe__records r;
		struct memory m;
		memcpy(copy, file, size);
		memset(copy + n, 0, size + 100 - n);
		start(&r, &m, copy, size + 100, true);
		size_t count = read_on(&r, copy, got, 0);
		for (size_t i = 0; i + 1 < count; i++)
			assert_int_equal(got[i].status, TFE_OK);
		assert_int_equal(got[count - 1].status, TFE_E_AGAIN);
		memcpy(copy, file, size);
		count = read_on(&r, copy, got, count - 1);
		assert_items(got, count, want, by_definition(copy, size + 100, want));
		tfe__records_release(&r);
	}
}

static void a_lost_length_waits_for_a_record_that_is_not_all_there(void **state)
{
	(void)state;
	struct tfe__records r;
	struct memory m;
	struct tfe__record record;
	size_t first = put(file, "lost", 4);
	file[0] ^= 1;
	/* The data of a record contain another whole record, which must not be read as the next
	 * one. */
	uint8_t inner[64];
	size_t n = put(inner, "inner", 5);
	memset(inner + n, 'x', sizeof inner - n);
	size_t size = first + put(file + first, inner, sizeof inner);
	start(&r, &m, file, size - 1, true);
	assert_int_equal(tfe__records_next(&r, &record), TFE_E_AGAIN);
	assert_int_equal(record.bytes, size - 1);
	m.size = size;
	assert_int_equal(tfe__records_next(&r, &record), TFE_E_DAMAGED);
	assert_int_equal(record.bytes, first);
	assert_int_equal(tfe__records_next(&r, &record), TFE_OK);
	assert_int_equal(record.size, sizeof inner);
	tfe__records_release(&r);
	/* In a complete file the inner record is the only one. */
	check_complete(file, size - 1, false);
	start(&r, &m, file, size - 1, true);
	assert_int_equal(tfe__records_next(&r, &record), TFE_E_AGAIN);
	tfe__records_settle(&r);
	assert_int_equal(tfe__records_next(&r, &record), TFE_E_DAMAGED);
	assert_int_equal(record.bytes, first + TFE__RECORD_HEADER_BYTES);
	assert_int_equal(tfe__records_next(&r, &record), TFE_OK);
	assert_memory_equal(record.data, "inner", 5);
	tfe__records_release(&r);
}

static void growing_garbage_is_searched_once(void **state)
{
	(void)state;
	struct tfe__records r;
	struct memory m;
	struct tfe__record record;
	for (size_t i = 0; i < sizeof file; i++)
		file[i] = (uint8_t)(1 + rnd(255));
	start(&r, &m, file, 0, true);
	for (m.size = 20; m.size < sizeof file - 40; m.size += 20)
		assert_int_equal(tfe__records_next(&r, &record), TFE_E_AGAIN);
	/* Each call reads a constant amount (at the search's position, and at the end for
	 * zeros). */
	assert_true(m.read < sizeof file / 20 * (2 * 4096 + 100));
	put(file + sizeof file - 40, "found", 5);
	m.size = sizeof file - 40 + 21;
	assert_int_equal(tfe__records_next(&r, &record), TFE_E_DAMAGED);
	assert_int_equal(record.bytes, sizeof file - 40);
	assert_int_equal(tfe__records_next(&r, &record), TFE_OK);
	tfe__records_release(&r);
}

/* Bytes whose zeros a writer overwrites when the reader asks for their length. */
struct written_over {
	struct memory m;
	const uint8_t *later;
};

static tfe_status size_then_written(void *context, uint64_t *bytes)
{
	struct written_over *w = context;
	memcpy(copy, w->later, w->m.size);
	*bytes = w->m.size;
	return TFE_OK;
}

static tfe_status read_written(void *context, void *to, size_t n, uint64_t offset, size_t *n_got)
{
	return memory_read_at(&((struct written_over *)context)->m, to, n, offset, n_got);
}

/* Data that were in memory already when the zeros were overwritten are not damage. */
static void what_is_written_over_while_it_is_judged_is_whole(void **state)
{
	(void)state;
	enum { RECORDS = 40, ZEROS = 500 };
	memset(file, 0, sizeof file);
	size_t size = make_file(file, RECORDS, 60);
	size_t n = by_definition(file, size, want);
	for (size_t cut = 0; cut <= size; cut++) {
		struct tfe__records r;
		struct tfe__record record;
		struct written_over w = {{copy, size + ZEROS, false, -1, 0}, file};
		const struct tfe__source source = {&w, read_written, size_then_written, NULL};
		memset(copy, 0, size + ZEROS);
		memcpy(copy, file, cut);
		tfe__records_init(&r, &source, true, NULL);
		for (size_t i = 0; i < n; i++) {
			tfe_status status = tfe__records_next(&r, &record);
			if (status == TFE_E_AGAIN)
				status = tfe__records_next(&r, &record);
			assert_int_equal(status, TFE_OK);
			assert_int_equal(record.offset, want[i].offset);
		}
		tfe__records_release(&r);
	}
}

/* A file with lost framing or a bad last record is truncated while it is followed. */
static void a_file_that_is_emptied_while_it_is_lost_waits(void **state)
{
	(void)state;
	for (int bad_data = 0; bad_data < 2; bad_data++)
		for (size_t left = 0; left < 60; left++) {
			struct tfe__records r;
			struct memory m;
			struct tfe__record record;
			size_t size = make_file(file, 3, 40);
			file[bad_data ? size - 4 : 0] ^= 1;
			memset(file + size, 'x', 500 * (size_t)!bad_data);
			size += 500 * (size_t)!bad_data;
			start(&r, &m, file, size, true);
			while (tfe__records_next(&r, &record) != TFE_E_AGAIN)
				continue;
			m.size = left < r.place ? (size_t)r.place : left;
			assert_int_equal(tfe__records_next(&r, &record), TFE_E_AGAIN);
			assert_int_equal(record.bytes, m.size - r.place);
			m.size = 0;
			assert_int_equal(tfe__records_next(&r, &record), TFE_E_AGAIN);
			assert_int_equal(record.bytes, 0);
			tfe__records_release(&r);
		}
}

/* Garbage was searched up to an offset that is then cut off: records that are written there later
 * are found. */
static void what_is_written_where_garbage_was_cut_off_is_found(void **state)
{
	(void)state;
	struct tfe__records r;
	struct memory m;
	struct tfe__record record;
	memset(file, 'x', 5000);
	start(&r, &m, file, 5000, true);
	assert_int_equal(tfe__records_next(&r, &record), TFE_E_AGAIN);
	m.size = 100;
	assert_int_equal(tfe__records_next(&r, &record), TFE_E_AGAIN);
	assert_int_equal(record.bytes, 100);
	m.size = 100 + put(file + 100, "later", 5);
	assert_int_equal(tfe__records_next(&r, &record), TFE_E_DAMAGED);
	assert_int_equal(record.bytes, 100);
	assert_int_equal(tfe__records_next(&r, &record), TFE_OK);
	assert_int_equal(record.size, 5);
	tfe__records_release(&r);
}

/* The bytes end earlier at each read near their end. */
static tfe_status read_shrinking(void *context, void *to, size_t n, uint64_t offset, size_t *n_got)
{
	struct memory *m = context;
	tfe_status status = memory_read_at(m, to, n, offset, n_got);
	if (offset + *n_got >= m->size)
		m->size -= m->size < 7 ? m->size : 7;
	return status;
}

static void bytes_that_shrink_while_they_are_read_end(void **state)
{
	(void)state;
	for (int live = 0; live < 2; live++)
		for (size_t tail = 0; tail < 300; tail += 3) {
			struct tfe__records r;
			struct memory m;
			struct tfe__record record = {.bytes = 1};
			memset(file, 0, 12000);
			size_t size = make_file(file, 5, 40);
			for (size_t i = 0; i < tail; i++)
				file[size + i] = (uint8_t)(1 + rnd(255));
			start(&r, &m, file, size + tail + 8000 * (tail % 2), live);
			r.source.read_at = read_shrinking;
			for (size_t calls = 0; m.size || record.bytes; calls++) {
				uint64_t before = m.size;
				tfe_status status = tfe__records_next(&r, &record);
				if (status != TFE_OK && status != TFE_E_AGAIN)
					assert_int_equal(status, TFE_E_DAMAGED);
				/* No more bytes are left than there were at the start of the
				 * call. */
				if (status == TFE_E_AGAIN && record.bytes)
					assert_true(record.bytes <= before - record.offset);
				assert_true(calls < 10000);
			}
			tfe__records_release(&r);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_that_is_emptied_while_it_is_lost_waits),
		cmocka_unit_test(what_is_written_where_garbage_was_cut_off_is_found),
		cmocka_unit_test(bytes_that_shrink_while_they_are_read_end),
		cmocka_unit_test(zeros_are_waited_for_and_written_over),
		cmocka_unit_test(a_lost_length_waits_for_a_record_that_is_not_all_there),
		cmocka_unit_test(growing_garbage_is_searched_once),
		cmocka_unit_test(what_is_written_over_while_it_is_judged_is_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
