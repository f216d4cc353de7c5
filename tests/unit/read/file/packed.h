/* For unit tests: compressed event files. A program that includes this file wraps tfe__crc32c. */
#ifndef TESTS_UNIT_READ_FILE_PACKED_H
#define TESTS_UNIT_READ_FILE_PACKED_H

#include <stddef.h>

#include <zlib.h>

#include "unit/loaded.h"

#include "read/file/event_file.h"

enum { RECORDS = 40 };

struct bytes {
	uint8_t *data;
	size_t n, capacity;
};

static inline void put(struct bytes *b, const void *data, size_t n)
{
	while (b->n + n > b->capacity)
		b->data = realloc(b->data, b->capacity = b->capacity ? 2 * b->capacity : 4096);
	memcpy(b->data + b->n, data, n);
	b->n += n;
}

uint32_t __real_tfe__crc32c(uint32_t crc, const void *data, size_t n);
uint32_t __wrap_tfe__crc32c(uint32_t crc, const void *data, size_t n);

static uint64_t checked_bytes;

uint32_t __wrap_tfe__crc32c(uint32_t crc, const void *data, size_t n)
{
	checked_bytes += n;
	return __real_tfe__crc32c(crc, data, n);
}

/* Writes record i: its number, followed by bytes that depend on it. */
static inline size_t content(uint32_t i, size_t length, uint8_t *to)
{
	tfe__put_le32(to, i);
	for (size_t k = 4; k < length; k++)
		to[k] = (uint8_t)(i * 31 + k * k * (i % 7));
	return length;
}

static inline void put_record(struct bytes *b, uint32_t i, size_t length)
{
	uint8_t *r = malloc(length + 16);
	tfe__record_put_header(r, content(i, length, r + 12));
	tfe__record_put_footer(r + 12 + length, r + 12, length);
	put(b, r, length + 16);
	free(r);
}

static inline size_t length_of(uint32_t i)
{
	return 4 + i * i % 61;
}

static inline struct bytes some_records(uint32_t from, uint32_t to)
{
	struct bytes b = {0};
	for (uint32_t i = from; i < to; i++)
		put_record(&b, i, length_of(i));
	return b;
}

/* Appends the compressed data: gzip or zlib. */
static inline void pack(struct bytes *to, bool gzip, const struct bytes *data, int flush,
			z_stream *stream)
{
	z_stream own = {0}, *z = stream ? stream : &own;
	int level = data->n > 4 << 20 ? 1 : 6; /* fast compression for large data */
	uint8_t piece[4096];
	if (!z->state)
		assert_int_equal(deflateInit2(z, level, Z_DEFLATED, gzip ? 31 : 15, 8, 0), Z_OK);
	z->next_in = data->data;
	z->avail_in = (uInt)data->n;
	int result;
	do {
		z->next_out = piece;
		z->avail_out = sizeof piece;
		result = deflate(z, flush);
		put(to, piece, sizeof piece - z->avail_out);
	} while (!z->avail_out || (flush == Z_FINISH && result != Z_STREAM_END));
	if (!stream || flush == Z_FINISH)
		deflateEnd(z);
}

static inline void write_file(const char *name, const uint8_t *data, size_t n)
{
	FILE *f = fopen(logs_path(name), "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static inline void open_file(struct tfe__file *f, const char *name, bool live)
{
	assert_int_equal(tfe__file_open(f, logs_path(name), live, NULL, NULL), TFE_OK);
}

/* Reads whole records from number `next` on, in order. Returns the next number; *damages counts the
 * damaged places. */
static inline uint32_t read_on(struct tfe__file *f, uint32_t next, int *damages,
			       const char **reason)
{
	struct tfe__record r;
	for (;;) {
		tfe_status status = tfe__file_next(f, &r, NULL);
		if (status == TFE_E_AGAIN)
			return next;
		if (status == TFE_E_DAMAGED) {
			++*damages;
			*reason = r.reason;
			assert_true(r.bytes > 0);
			continue;
		}
		uint8_t want[4096];
		assert_int_equal(status, TFE_OK);
		uint32_t i = tfe__le32(r.data);
		/* A wrong distance may copy a whole record from another offset. */
		if (!*damages)
			assert_int_equal(i, next);
		assert_int_equal(r.size, length_of(i));
		content(i, r.size, want);
		assert_memory_equal(r.data, want, r.size);
		next = i + 1;
	}
}

static inline void expect_all(const char *name, uint32_t n)
{
	struct tfe__file f;
	int damages = 0;
	const char *reason;
	open_file(&f, name, false);
	assert_int_equal(read_on(&f, 0, &damages, &reason), n);
	assert_int_equal(damages, 0);
	struct tfe__record r;
	assert_int_equal(tfe__file_next(&f, &r, NULL), TFE_E_AGAIN);
	assert_int_equal(r.bytes, 0);
	tfe__file_close(&f);
}

#endif
