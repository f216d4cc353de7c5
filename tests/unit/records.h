/* For unit tests: bytes in memory read as records, complete and growing, compared with the
 * definition of the format. */
#ifndef TESTS_UNIT_RECORDS_H
#define TESTS_UNIT_RECORDS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "memory_source.h"
#include "read/file/records.h"
#include "wire/record.h"

static uint32_t seed = 1;

static inline uint32_t rnd(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)seed * below >> 32);
}

static inline void start(struct tfe__records *r, struct memory *m, const uint8_t *data, size_t size,
			 bool live)
{
	*m = (struct memory){.data = data, .size = size};
	const struct tfe__source source = memory_source(m);
	tfe__records_init(r, &source, live, NULL);
}

/* --- the definition (compare the reference of `tfevents dump`) -------------------------------- */

struct item {
	tfe_status status; /* TFE_OK, TFE_E_DAMAGED, or TFE_E_AGAIN with remaining bytes */
	uint64_t offset, bytes;
	bool framing;
};

static inline bool header_at(const uint8_t *d, size_t size, size_t o, uint64_t *n)
{
	return size - o >= 12 && tfe__record_get_header(d + o, n);
}

static inline bool whole_at(const uint8_t *d, size_t size, size_t o)
{
	uint64_t n;
	return header_at(d, size, o, &n) && size - o >= 16 && n <= size - o - 16 &&
	       tfe__record_intact(d + o + 12 + n, d + o + 12, (size_t)n);
}

static inline size_t by_definition(const uint8_t *d, size_t size, struct item *out)
{
	size_t count = 0, o = 0;
	while (o < size) {
		uint64_t n;
		size_t zeros = size;
		while (zeros > o && !d[zeros - 1])
			zeros--;
		bool header = header_at(d, size, o, &n);
		if (!header && size - o >= 12 && zeros > o) {
			size_t e = o + 1;
			while (e + 16 <= size && !whole_at(d, size, e))
				e++;
			if (e + 16 > size)
				e = size;
			out[count++] = (struct item){TFE_E_DAMAGED, o, e - o, true};
			o = e;
		} else if (!header || size - o < 16 || n > size - o - 16) {
			out[count++] = (struct item){TFE_E_AGAIN, o, size - o, false};
			break;
		} else {
			tfe_status status = whole_at(d, size, o) ? TFE_OK : TFE_E_DAMAGED;
			out[count++] = (struct item){status, o, n + 16, false};
			o += n + 16;
		}
	}
	return count;
}

/* Reads from the position of `r` to the end, and appends to `out`. */
static inline size_t read_on(struct tfe__records *r, const uint8_t *d, struct item *out,
			     size_t count)
{
	for (;;) {
		struct tfe__record record;
		tfe_status status = tfe__records_next(r, &record);
		if (status == TFE_E_AGAIN && !record.bytes)
			return count;
		out[count++] = (struct item){status, record.offset, record.bytes, record.framing};
		assert_int_equal(!record.reason, status == TFE_OK);
		if (status == TFE_E_AGAIN)
			return count;
		if (status == TFE_OK) {
			assert_int_equal(record.size + 16, record.bytes);
			assert_memory_equal(record.data, d + record.offset + 12, record.size);
		} else {
			assert_int_equal(status, TFE_E_DAMAGED);
		}
	}
}

static inline void assert_items(const struct item *got, size_t n_got, const struct item *want,
				size_t n_want)
{
	for (size_t i = 0; i < n_got && i < n_want; i++) {
		assert_int_equal(got[i].status, want[i].status);
		assert_int_equal(got[i].offset, want[i].offset);
		assert_int_equal(got[i].bytes, want[i].bytes);
		assert_int_equal(got[i].framing, want[i].framing);
	}
	assert_int_equal(n_got, n_want);
}

enum { ITEMS = 1 << 17 };
static struct item got[ITEMS], want[ITEMS];

static inline void check_complete(const uint8_t *d, size_t size, bool pieces)
{
	struct tfe__records r;
	struct memory m;
	start(&r, &m, d, size, false);
	m.pieces = pieces ? 1 + rnd(1000) : 0;
	size_t n_want = by_definition(d, size, want);
	assert_items(got, read_on(&r, d, got, 0), want, n_want);
	/* A second read leaves the same bytes. */
	assert_items(got, read_on(&r, d, got, 0), want + n_want - 1,
		     n_want && want[n_want - 1].status == TFE_E_AGAIN);
	tfe__records_release(&r);
}

/* Lets the file appear in pieces. The reports before its end must equal those about the whole file,
 * except that damage that reaches to the end may not be decided yet. */
static inline void check_growing(const uint8_t *d, size_t size, size_t piece)
{
	struct tfe__records r;
	struct memory m;
	start(&r, &m, d, 0, true);
	size_t count = 0;
	while (m.size < size) {
		size_t more = 1 + rnd((uint32_t)piece);
		m.size = more < size - m.size ? m.size + more : size;
		count = read_on(&r, d, got, count);
		if (count && got[count - 1].status == TFE_E_AGAIN && m.size < size)
			count--;
	}
	size_t n_want = by_definition(d, size, want);
	if (count && got[count - 1].status == TFE_E_AGAIN &&
	    want[count - 1].status == TFE_E_DAMAGED) {
		/* Garbage at the end, or after a header whose record is incomplete, may become a
		 * record of the complete file later. */
		assert_int_equal(got[count - 1].offset, want[count - 1].offset);
		assert_int_equal(got[count - 1].bytes, size - want[count - 1].offset);
		n_want = --count;
	}
	assert_items(got, count, want, n_want);
	tfe__records_release(&r);
}

#endif
