/* read: records out of damaged and growing bytes, held against the definition. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "unit/inject.h"
#include "unit/records.h"

#include "base/alloc.h"
#include "wire/crc32c.h"

enum { MOST = 50000 };
static uint8_t file[4 * MOST], copy[4 * MOST];

/* --- files to read -------------------------------------------------------------------------------- */

static size_t put(uint8_t *to, const void *data, size_t n)
{
	tfe__record_put_header(to, n);
	memmove(to + 12, data, n);
	tfe__record_put_footer(to + 12 + n, data, n);
	return n + 16;
}

/* Records of random lengths and content, some of which hold whole records themselves. */
static size_t make_file(uint8_t *to, size_t records, size_t most)
{
	static uint8_t data[4096];
	size_t size = 0;
	for (size_t i = 0; i < records; i++) {
		size_t n = rnd((uint32_t)most);
		for (size_t k = 0; k < n; k++)
			data[k] = (uint8_t)rnd(rnd(2) ? 2 : 256);
		if (n > 40 && rnd(8) == 0)
			put(data + rnd((uint32_t)n - 40), "nested", 6);
		size += put(to + size, data, n);
	}
	return size;
}

/* --- tests ---------------------------------------------------------------------------------------- */

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

/* Overwrites, deletes, inserts, cuts and zeroes at random. */
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

static void zeros_are_waited_for_and_written_over(void **state)
{
	(void)state;
	/* A file made long beforehand and then filled in: whatever is there so far, nothing is damage. */
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
	/* A record whose data hold another whole record: it must not be mistaken for the next one. */
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
	/* In a file that is complete, or turns out to be, the inner one is all there is. */
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

static double cpu_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static void overlapping_headers_cost_linear_time(void **state)
{
	(void)state;
	/* A header every 12 bytes, each with a length that reaches nearly to the end. */
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
	/* 350,000 candidates of 2 MB on average would take minutes if each were read. */
	assert_true(m.read < size / 12 * 3 * 4096);
	print_message("# %.2f CPU s for 4 MB of headers\n", cpu_seconds() - begun);
	tfe__records_release(&r);
	free(d);
}

/* Lost places, each followed by a header whose record would reach to the end and by a small whole record. Returns how many. */
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
	/* Zeros at the end are looked for at a lost place too. */
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
	/* A constant amount is read at each call (the search's place, the end for zeros). */
	assert_true(m.read < sizeof file / 20 * (2 * 4096 + 100));
	put(file + sizeof file - 40, "found", 5);
	m.size = sizeof file - 40 + 21;
	assert_int_equal(tfe__records_next(&r, &record), TFE_E_DAMAGED);
	assert_int_equal(record.bytes, sizeof file - 40);
	assert_int_equal(tfe__records_next(&r, &record), TFE_OK);
	tfe__records_release(&r);
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
	/* A lost length with a candidate behind it, so that the search needs memory too. */
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
	assert_items(got, read_on(&r, file, got, 0), want, n); /* its place never moved */
	tfe__records_release(&r);
}

/* Bytes over whose zeros a writer writes when somebody asks how long they are. */
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

/* What was in memory already when the zeros were written over is no damage. */
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

/* A file whose framing is lost, or whose last record is bad, is cut off while it is followed. */
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

/* Garbage was searched up to a place that is then cut off: what is written there later is found. */
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

/* Bytes that end earlier each time somebody reads near their end. */
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
				/* Never more than there was when the call began. */
				if (status == TFE_E_AGAIN && record.bytes)
					assert_true(record.bytes <= before - record.offset);
				assert_true(calls < 10000);
			}
			tfe__records_release(&r);
		}
}

/* --- holes ------------------------------------------------------------------------------------ */

/* A source that is mostly holes: bytes of `file` at some offsets, and zeros between them. */
struct sparse {
	struct extent {
		uint64_t at;
		size_t from, n; /* of `file` */
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

/* As file systems do, in blocks. */
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
			assert_true(s.calls < 16); /* however long the hole is */
			tfe__records_release(&r);
		}
}

/* Behind a lost length: a header whose record would reach over the holes, and a whole record
 * behind each. */
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

/* A record of zeros in a hole, a good one before it and one behind it. */
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

/* What a limit changes: a record beyond it is passed over; all else stays. */
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
		cmocka_unit_test(a_file_that_is_emptied_while_it_is_lost_waits),
		cmocka_unit_test(what_is_written_where_garbage_was_cut_off_is_found),
		cmocka_unit_test(bytes_that_shrink_while_they_are_read_end),
		cmocka_unit_test(every_prefix_gives_its_whole_records),
		cmocka_unit_test(every_flipped_bit_costs_what_it_must),
		cmocka_unit_test(whole_files_in_random_pieces),
		cmocka_unit_test(random_damage_is_read_as_defined),
		cmocka_unit_test(lengths_near_2_64_wait_and_allocate_nothing),
		cmocka_unit_test(zeros_are_waited_for_and_written_over),
		cmocka_unit_test(a_lost_length_waits_for_a_record_that_is_not_all_there),
		cmocka_unit_test(overlapping_headers_cost_linear_time),
		cmocka_unit_test(many_lost_places_cost_linear_time),
		cmocka_unit_test(growing_garbage_is_searched_once),
		cmocka_unit_test(what_is_written_over_while_it_is_judged_is_whole),
		cmocka_unit_test(read_errors_lose_nothing),
		cmocka_unit_test(short_memory_loses_nothing),
		cmocka_unit_test(read_at_finds_what_next_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
