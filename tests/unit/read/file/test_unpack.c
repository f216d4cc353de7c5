/* read/file: event files that are compressed as a whole, with gzip or zlib: reading, following and
 * rewriting.
 *
 * wraps: tfe__crc32c */
#include <fcntl.h>
#include <stddef.h>

#include <zlib.h>

#include "unit/read/file/packed.h"

#include "read/file/event_file.h"

static void compressed_files_are_read(void **state)
{
	(void)state;
	struct bytes data = some_records(0, RECORDS), packed = {0};
	for (int gzip = 0; gzip < 2; gzip++) {
		packed.n = 0;
		pack(&packed, gzip, &data, Z_FINISH, NULL);
		write_file("packed", packed.data, packed.n);
		expect_all("packed", RECORDS);
		/* One stream after the other, and zeros that pad a block. */
		struct bytes more = some_records(RECORDS, 2 * RECORDS);
		pack(&packed, gzip, &more, Z_FINISH, NULL);
		put(&packed, (uint8_t[512]){0}, 512);
		write_file("packed", packed.data, packed.n);
		expect_all("packed", 2 * RECORDS);
		free(more.data);
	}
	/* A member that ends within a record. */
	packed.n = 0;
	for (size_t at = 0; at < data.n; at += 37) {
		struct bytes piece = {data.data + at, data.n - at < 37 ? data.n - at : 37, 0};
		pack(&packed, true, &piece, Z_FINISH, NULL);
	}
	write_file("packed", packed.data, packed.n);
	expect_all("packed", RECORDS);
	free(data.data);
	free(packed.data);
}

static void what_looks_compressed_but_is_a_record_is_one(void **state)
{
	(void)state;
	/* Lengths whose first bytes are the magic number of zlib or gzip. */
	for (size_t length = 0x178; length <= 0x88b1f; length += 0x88b1f - 0x178) {
		struct bytes data = {0};
		put_record(&data, 0, length);
		write_file("packed", data.data, data.n);
		struct tfe__file f;
		struct tfe__record r;
		open_file(&f, "packed", false);
		assert_int_equal(tfe__file_next(&f, &r, NULL), TFE_OK);
		assert_int_equal(r.size, length);
		assert_null(f.unpack);
		tfe__file_close(&f);
		free(data.data);
	}
}

/* Returns the number of whole records in the decompressed data of the first n bytes. */
static uint32_t whole_in(const uint8_t *packed, size_t n)
{
	static uint8_t out[1 << 16];
	z_stream z = {.next_in = (uint8_t *)(uintptr_t)packed,
		      .avail_in = (uInt)n,
		      .next_out = out,
		      .avail_out = sizeof out};
	assert_int_equal(inflateInit2(&z, 47), Z_OK);
	inflate(&z, Z_SYNC_FLUSH);
	inflateEnd(&z);
	size_t left = sizeof out - z.avail_out, at = 0;
	uint32_t count = 0;
	while (at + 16 + length_of(count) <= left)
		at += 16 + length_of(count++);
	return count;
}

static void a_stream_may_end_anywhere_and_go_on(void **state)
{
	(void)state;
	struct bytes data = some_records(0, RECORDS), packed = {0};
	for (int gzip = 0; gzip < 2; gzip++) {
		packed.n = 0;
		pack(&packed, gzip, &data, Z_FINISH, NULL);
		struct tfe__file growing;
		uint32_t got = 0;
		int damages = 0;
		const char *reason;
		write_file("growing", packed.data, 0);
		open_file(&growing, "growing", true);
		for (size_t n = 0; n <= packed.n; n++) {
			struct tfe__file f;
			uint32_t whole = whole_in(packed.data, n);
			write_file("packed", packed.data, n);
			open_file(&f, "packed", false);
			assert_int_equal(read_on(&f, 0, &damages, &reason), n < 12 ? 0 : whole);
			tfe__file_close(&f);
			/* The same file, one byte longer than before. */
			enum tfe__file_change change;
			int fd = open(logs_path("growing"), O_WRONLY | O_CLOEXEC);
			assert_int_equal(pwrite(fd, packed.data, n, 0), n);
			close(fd);
			assert_int_equal(tfe__file_check(&growing, &change, NULL), TFE_OK);
			if (n)
				assert_int_equal(change, TFE__FILE_GROWN);
			got = read_on(&growing, got, &damages, &reason);
			assert_int_equal(got, n < 12 ? 0 : whole);
			if (n % 3 == 1)
				tfe__file_suspend(&growing);
		}
		assert_int_equal(got, RECORDS);
		assert_int_equal(damages, 0);
		tfe__file_close(&growing);
	}
	free(data.data);
	free(packed.data);
}

static void a_writer_that_flushes_is_followed(void **state)
{
	(void)state;
	struct bytes packed = {0};
	struct tfe__file f;
	z_stream z = {0};
	uint32_t got = 0;
	int damages = 0;
	const char *reason;
	write_file("packed", (const uint8_t *)"", 0);
	open_file(&f, "packed", true);
	for (uint32_t n = 0; n < RECORDS; n++) {
		struct bytes one = some_records(n, n + 1);
		pack(&packed, true, &one, Z_SYNC_FLUSH, &z);
		free(one.data);
		/* Every fifth change replaces the file, as rsync does. */
		write_file(n % 5 ? "packed" : "other", packed.data, packed.n);
		if (n % 5 == 0)
			assert_int_equal(rename(logs_path("other"), logs_path("packed")), 0);
		enum tfe__file_change change;
		assert_int_equal(tfe__file_check(&f, &change, NULL), TFE_OK);
		if (n)
			assert_int_equal(change, n % 5 ? TFE__FILE_GROWN : TFE__FILE_MOVED);
		got = read_on(&f, got, &damages, &reason);
		assert_int_equal(got, n + 1);
		assert_int_equal(tfe__file_check(&f, &change, NULL), TFE_OK);
		assert_int_equal(change, TFE__FILE_SAME);
		if (n % 3 == 0)
			tfe__file_suspend(&f);
	}
	assert_int_equal(damages, 0);
	/* Another file in its place. */
	struct bytes data = some_records(0, 3);
	packed.n = 0;
	pack(&packed, false, &data, Z_FINISH, NULL);
	write_file("other", packed.data, packed.n);
	assert_int_equal(rename(logs_path("other"), logs_path("packed")), 0);
	enum tfe__file_change change;
	assert_int_equal(tfe__file_check(&f, &change, NULL), TFE_OK);
	assert_int_equal(change, TFE__FILE_REPLACED);
	assert_int_equal(read_on(&f, 0, &damages, &reason), 3);
	/* A file that is not compressed. */
	write_file("packed", data.data, data.n - 60);
	assert_int_equal(tfe__file_check(&f, &change, NULL), TFE_OK);
	tfe__file_close(&f);
	deflateEnd(&z);
	free(data.data);
	free(packed.data);
}

/* --- a log directory -------------------------------------------------------------------------- */

/* Another stream in the same file, which then has the same length or is longer. */
static void garbage_may_be_rewritten_as_a_stream(void **state)
{
	(void)state;
	static const char text[300] = "no record", zeros[300];
	uint8_t head[TFE__RECORD_HEADER_BYTES + 20] = {0};
	tfe__record_put_header(head, 1 << 20);
	const struct {
		const void *bytes;
		size_t n;
	} garbage[] = {{text, sizeof text}, {zeros, sizeof zeros}, {head, sizeof head}};
	struct bytes data = some_records(0, RECORDS), packed = {0};
	pack(&packed, true, &data, Z_FINISH, NULL);
	for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
		struct tfe__file f;
		struct tfe__record record;
		enum tfe__file_change change;
		int damages = 0;
		const char *reason;
		write_file("packed", garbage[i].bytes, garbage[i].n);
		open_file(&f, "packed", true);
		assert_int_equal(tfe__file_next(&f, &record, NULL), TFE_E_AGAIN);
		write_file("packed", packed.data, packed.n);
		assert_int_equal(tfe__file_check(&f, &change, NULL), TFE_OK);
		assert_int_not_equal(change, TFE__FILE_SAME);
		assert_int_equal(read_on(&f, 0, &damages, &reason), RECORDS);
		assert_int_equal(damages, 0);
		tfe__file_close(&f);
	}
	free(data.data);
	free(packed.data);
}

static void a_file_that_is_rewritten_in_place_starts_over(void **state)
{
	(void)state;
	for (int how = 0; how < 8; how++) {
		struct bytes data = some_records(0, RECORDS), packed = {0};
		struct tfe__file f;
		int damages = 0;
		const char *reason;
		enum tfe__file_change change;
		uint32_t n = how & 1 ? RECORDS : RECORDS - 1;
		pack(&packed, true, &data, how & 2 ? Z_FINISH : Z_SYNC_FLUSH, NULL);
		write_file("packed", packed.data, packed.n);
		open_file(&f, "packed", true);
		assert_int_equal(read_on(&f, 0, &damages, &reason), RECORDS);
		if (how & 4)
			tfe__file_suspend(&f);
		/* The stream begins with another record, so that all of it differs. */
		struct bytes more = some_records(1, n + 1);
		size_t size = packed.n;
		packed.n = 0;
		pack(&packed, true, &more, Z_FINISH, NULL);
		while (packed.n < size)
			put(&packed, "", 1);
		write_file("packed", packed.data, packed.n);
		assert_int_equal(read_on(&f, RECORDS, &damages, &reason), RECORDS);
		assert_int_equal(tfe__file_check(&f, &change, NULL), TFE_OK);
		assert_int_equal(change, TFE__FILE_REPLACED);
		assert_int_equal(read_on(&f, 1, &damages, &reason), n + 1);
		assert_int_equal(damages, 0);
		tfe__file_close(&f);
		free(data.data);
		free(more.data);
		free(packed.data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compressed_files_are_read),
		cmocka_unit_test(what_looks_compressed_but_is_a_record_is_one),
		cmocka_unit_test(a_stream_may_end_anywhere_and_go_on),
		cmocka_unit_test(a_writer_that_flushes_is_followed),
		cmocka_unit_test(a_file_that_is_rewritten_in_place_starts_over),
		cmocka_unit_test(garbage_may_be_rewritten_as_a_stream),
	};
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
