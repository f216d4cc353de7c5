/* read/file: compressed event files that are damaged or hostile.
 *
 * wraps: tfe__crc32c inflateReset2 */
#include <fcntl.h>
#include <stddef.h>
#include <time.h>

#include <zlib.h>

#include "unit/read/file/packed.h"

#include "read/file/event_file.h"

int __real_inflateReset2(z_streamp z, int window);
int __wrap_inflateReset2(z_streamp z, int window);

static int resets_left = -1; /* counts down to a reset that fails; -1: none fails */

int __wrap_inflateReset2(z_streamp z, int window)
{
	return resets_left >= 0 && resets_left-- == 0 ? Z_STREAM_ERROR
						      : __real_inflateReset2(z, window);
}

static void any_bit_may_be_wrong(void **state)
{
	(void)state;
	struct bytes data = some_records(0, RECORDS), packed = {0};
	pack(&packed, true, &data, Z_FINISH, NULL);
	int reported = 0;
	for (size_t bit = 24; bit < 8 * packed.n; bit++) {
		struct tfe__file f;
		int damages = 0;
		const char *reason = "";
		packed.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
		write_file("packed", packed.data, packed.n);
		packed.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
		open_file(&f, "packed", bit % 2);
		uint32_t n = read_on(&f, 0, &damages, &reason);
		assert_true(n <= RECORDS);
		reported += damages > 0;
		/* Reading ends, whatever the data were. */
		assert_int_equal(read_on(&f, n, &damages, &reason), n);
		tfe__file_close(&f);
	}
	assert_true(reported > (int)packed.n * 4);
	free(data.data);
	free(packed.data);
}

static void a_damaged_stream_is_lost_from_there_on(void **state)
{
	(void)state;
	struct bytes data = some_records(0, 4000), packed = {0};
	pack(&packed, true, &data, Z_FINISH, NULL);
	size_t middle = packed.n / 2;
	memset(packed.data + middle, 0xff, 40);
	write_file("packed", packed.data, packed.n);
	struct tfe__file f;
	struct tfe__record r;
	open_file(&f, "packed", false);
	uint32_t whole = 0, damages = 0;
	uint64_t at = 0, bytes = 0;
	for (tfe_status status; (status = tfe__file_next(&f, &r, NULL)) != TFE_E_AGAIN;) {
		whole += status == TFE_OK;
		damages += status == TFE_E_DAMAGED;
		at = r.offset;
		bytes = r.bytes;
	}
	assert_true(whole > 1000);
	assert_true(whole < 3000);
	assert_true(damages > 0);
	/* The last damage reports its offset in the file, and that the rest is lost. */
	assert_true(at > middle);
	assert_int_equal(at + bytes, packed.n);
	assert_int_equal(r.bytes, 0);
	tfe__file_close(&f);
	free(data.data);
	free(packed.data);
}

static void damage_within_a_stream_costs_a_record(void **state)
{
	(void)state;
	for (int live = 0; live < 2; live++) {
		struct bytes data = some_records(0, 20), packed = {0};
		data.data[data.n - 7] ^= 1; /* the data of record 19 */
		size_t lost = data.n;
		put_record(&data, 20, length_of(20));
		data.data[lost] ^= 1; /* the length of record 20 */
		struct bytes rest = some_records(21, 60);
		put(&data, rest.data, rest.n);
		put_record(&data, 60, length_of(60));
		data.data[data.n - 3] ^= 1;
		pack(&packed, true, &data, Z_FINISH, NULL);
		write_file("packed", packed.data, packed.n);
		struct tfe__file f;
		int damages = 0;
		const char *reason;
		open_file(&f, "packed", live);
		assert_int_equal(read_on(&f, 0, &damages, &reason), 60);
		assert_int_equal(damages, 3);
		tfe__file_close(&f);
		free(rest.data);
		free(data.data);
		free(packed.data);
	}
}

static void many_lost_places_cost_linear_time(void **state)
{
	(void)state;
	/* A byte that is no header, a header whose record would reach to the end, and a whole
	 * record, repeatedly. */
	enum { PLACES = 20000, PLACE_BYTES = 1 + 12 + 20 };
	struct bytes data = {0}, packed = {0};
	for (uint32_t i = 0; i < PLACES; i++) {
		uint8_t lost[13] = {0xff};
		tfe__record_put_header(lost + 1, (uint64_t)(PLACES - i) * PLACE_BYTES - 17);
		put(&data, lost, sizeof lost);
		put_record(&data, i, 4);
	}
	pack(&packed, true, &data, Z_FINISH, NULL);
	write_file("packed", packed.data, packed.n);
	for (int live = 0; live < 2; live++) {
		struct tfe__file f;
		struct tfe__record r;
		uint32_t next = 0;
		checked_bytes = 0;
		open_file(&f, "packed", live);
		for (tfe_status status; (status = tfe__file_next(&f, &r, NULL)) != TFE_E_AGAIN;) {
			if (status == TFE_OK)
				assert_int_equal(tfe__le32(r.data), next++);
			/* Records within a block are checked again at each damaged place: 2 KB on
			 * average. */
			assert_true(checked_bytes < (uint64_t)PLACES * 4 * 4096);
		}
		assert_int_equal(next, PLACES);
		tfe__file_close(&f);
	}
	free(data.data);
	free(packed.data);
}

/* --- large files ------------------------------------------------------------------------------ */

/* Measures the memory that the library allocates. It is the same in every build, unlike the memory
 * of the process. */
struct meter {
	size_t bytes, most;
};

union metered {
	size_t bytes;
	max_align_t unused;
};

static void *meter_resize(void *context, void *block, size_t bytes)
{
	struct meter *m = context;
	union metered *old = block ? (union metered *)block - 1 : NULL;
	size_t before = old ? old->bytes : 0;
	union metered *new = NULL;
	if (bytes == 0)
		free(old);
	else if (!(new = realloc(old, sizeof *new + bytes)))
		return NULL;
	m->bytes = m->bytes - before + bytes;
	m->most = m->bytes > m->most ? m->bytes : m->most;
	if (!new)
		return NULL;
	new->bytes = bytes;
	return new + 1;
}

static void a_bomb_is_a_finding(void **state)
{
	(void)state;
	struct meter meter = {0};
	const tfe_allocator allocator = {meter_resize, &meter};
	/* 128 MB of zeros, within a record whose header claims more. */
	struct bytes packed = {0}, zeros = {calloc(1 << 20, 1), 1 << 20, 1 << 20};
	uint8_t header[12];
	z_stream z = {0};
	tfe__record_put_header(header, 0x7ffffff0);
	struct bytes first = {header, 12, 0};
	pack(&packed, true, &first, Z_NO_FLUSH, &z);
	for (int i = 0; i < 128; i++)
		pack(&packed, true, &zeros, Z_NO_FLUSH, &z);
	pack(&packed, true, &zeros, Z_FINISH, &z);
	write_file("packed", packed.data, packed.n);
	struct tfe__file f;
	struct tfe__record r;
	assert_int_equal(tfe__file_open(&f, logs_path("packed"), false, &allocator, NULL), TFE_OK);
	assert_int_equal(tfe__file_next(&f, &r, NULL), TFE_E_DAMAGED);
	assert_non_null(strstr(r.reason, "compression ratio"));
	assert_true(r.offset < packed.n);
	assert_int_equal(r.offset + r.bytes, packed.n);
	assert_int_equal(tfe__file_next(&f, &r, NULL), TFE_E_AGAIN);
	tfe__file_close(&f);
	/* A buffer doubles until it contains the 64 MiB that any stream may have. */
	assert_in_range(meter.most, 64 << 20, 144 << 20);
	assert_int_equal(meter.bytes, 0);
	free(packed.data);
	free(zeros.data);
}

/* --- a log directory -------------------------------------------------------------------------- */

/* Zeros after a stream pad a block, or are a hole of 64 GiB. Another stream may follow them, or be
 * written into them. */
static void a_hole_behind_a_stream_is_not_read(void **state)
{
	(void)state;
	struct bytes data = some_records(0, 5), packed = {0}, more = some_records(5, 9);
	const off_t ends[] = {1 << 20, (off_t)64 << 30};
	pack(&packed, true, &data, Z_FINISH, NULL);
	write_file("packed", packed.data, packed.n);
	assert_int_equal(truncate(logs_path("packed"), ends[1]), 0);
	packed.n = 0;
	pack(&packed, true, &more, Z_FINISH, NULL);
	struct tfe__file f;
	int damages = 0, fd = open(logs_path("packed"), O_WRONLY | O_CLOEXEC);
	const char *reason;
	open_file(&f, "packed", true);
	clock_t begun = clock();
	assert_int_equal(read_on(&f, 0, &damages, &reason), 5);
	expect_all("packed", 5);
	for (int i = 1; i >= 0; i--) {
		assert_int_equal(pwrite(fd, packed.data, packed.n, ends[i]), packed.n);
		if (i)
			expect_all("packed", 9);
		if (i)
			assert_int_equal(ftruncate(fd, ends[1]), 0);
	}
	assert_int_equal(read_on(&f, 5, &damages, &reason), 9);
	assert_int_equal(damages, 0);
	assert_true(clock() - begun < CLOCKS_PER_SEC);
	tfe__file_close(&f);
	close(fd);
	assert_int_equal(truncate(logs_path("packed"), 0), 0);
	free(data.data);
	free(more.data);
	free(packed.data);
}

/* zlib does not fail there. If it did, the rest would be lost, and would not be read as other
 * data. */
static void a_decompressor_that_fails_is_damage(void **state)
{
	(void)state;
	struct bytes data = some_records(0, 5), packed = {0};
	pack(&packed, true, &data, Z_FINISH, NULL);
	pack(&packed, true, &data, Z_FINISH, NULL);
	write_file("packed", packed.data, packed.n);
	for (int fail = 0; fail < 4; fail++) {
		struct tfe__file f;
		struct tfe__record r;
		int records = 0, damages = 0;
		tfe_status status;
		open_file(&f, "packed", false);
		resets_left = fail;
		while ((status = tfe__file_next(&f, &r, NULL)) != TFE_E_AGAIN) {
			if (status)
				assert_int_equal(status, TFE_E_DAMAGED);
			records += status == TFE_OK;
			damages += status == TFE_E_DAMAGED;
		}
		resets_left = -1;
		assert_int_equal(damages, 1);
		assert_int_equal(records, fail < 2 ? 0 : 5);
		tfe__file_close(&f);
	}
	free(data.data);
	free(packed.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_bit_may_be_wrong),
		cmocka_unit_test(a_damaged_stream_is_lost_from_there_on),
		cmocka_unit_test(damage_within_a_stream_costs_a_record),
		cmocka_unit_test(many_lost_places_cost_linear_time),
		cmocka_unit_test(a_bomb_is_a_finding),
		cmocka_unit_test(a_hole_behind_a_stream_is_not_read),
		cmocka_unit_test(a_decompressor_that_fails_is_damage),
	};
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
