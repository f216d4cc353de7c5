/* read: event files that are compressed as a whole: gzip and zlib, growing, cut, damaged, made
 * to hurt.
 *
 * wraps: tfe__crc32c inflateReset2 */
#include <fcntl.h>
#include <math.h>
#include <stddef.h>
#include <sys/resource.h>
#include <time.h>

#include "unit/inject.h"
#include "unit/loaded.h"

#include <zlib.h>

#include "base/alloc.h"
#include "read/file/event_file.h"
#include "read/logdir/logdir.h"

enum { RECORDS = 40 };

struct bytes {
	uint8_t *data;
	size_t n, capacity;
};

static void put(struct bytes *b, const void *data, size_t n)
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

int __real_inflateReset2(z_streamp z, int window);
int __wrap_inflateReset2(z_streamp z, int window);

static int resets_left = -1; /* counts down to one that fails; -1: none does */

int __wrap_inflateReset2(z_streamp z, int window)
{
	return resets_left >= 0 && resets_left-- == 0 ? Z_STREAM_ERROR
						      : __real_inflateReset2(z, window);
}

static uint32_t random_state = 1;

static uint32_t next_random(void)
{
	random_state = random_state * 1664525 + 1013904223;
	return random_state >> 8;
}

/* Record i: its number, then bytes that follow from it. */
static size_t content(uint32_t i, size_t length, uint8_t *to)
{
	tfe__put_le32(to, i);
	for (size_t k = 4; k < length; k++)
		to[k] = (uint8_t)(i * 31 + k * k * (i % 7));
	return length;
}

static void put_record(struct bytes *b, uint32_t i, size_t length)
{
	uint8_t *r = malloc(length + 16);
	tfe__record_put_header(r, content(i, length, r + 12));
	tfe__record_put_footer(r + 12 + length, r + 12, length);
	put(b, r, length + 16);
	free(r);
}

static size_t length_of(uint32_t i)
{
	return 4 + i * i % 61;
}

static struct bytes some_records(uint32_t from, uint32_t to)
{
	struct bytes b = {0};
	for (uint32_t i = from; i < to; i++)
		put_record(&b, i, length_of(i));
	return b;
}

/* Appends what is compressed of data: gzip, or zlib. */
static void pack(struct bytes *to, bool gzip, const struct bytes *data, int flush, z_stream *stream)
{
	z_stream own = {0}, *z = stream ? stream : &own;
	int level = data->n > 4 << 20 ? 1 : 6; /* the large ones fast */
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

static void write_file(const char *name, const uint8_t *data, size_t n)
{
	FILE *f = fopen(logs_path(name), "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void open_file(struct tfe__file *f, const char *name, bool live)
{
	assert_int_equal(tfe__file_open(f, logs_path(name), live, NULL, NULL), TFE_OK);
}

/* Reads whole records on from number `next`, in order; returns the next one. *damages counts what is passed over. */
static uint32_t read_on(struct tfe__file *f, uint32_t next, int *damages, const char **reason)
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
		/* A wrong distance may copy a whole record from elsewhere. */
		if (!*damages)
			assert_int_equal(i, next);
		assert_int_equal(r.size, length_of(i));
		content(i, r.size, want);
		assert_memory_equal(r.data, want, r.size);
		next = i + 1;
	}
}

static void expect_all(const char *name, uint32_t n)
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

static void compressed_files_are_read(void **state)
{
	(void)state;
	struct bytes data = some_records(0, RECORDS), packed = {0};
	for (int gzip = 0; gzip < 2; gzip++) {
		packed.n = 0;
		pack(&packed, gzip, &data, Z_FINISH, NULL);
		write_file("packed", packed.data, packed.n);
		expect_all("packed", RECORDS);
		/* One behind the other, and zeros that fill up a block. */
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
	/* Lengths whose first bytes are zlib's magic, and gzip's. */
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

/* How many records stand whole in what n bytes of a stream decompress to. */
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
			/* The same file, a byte longer than before. */
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
		/* As rsync does on every fifth. */
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
	/* Another one in its place. */
	struct bytes data = some_records(0, 3);
	packed.n = 0;
	pack(&packed, false, &data, Z_FINISH, NULL);
	write_file("other", packed.data, packed.n);
	assert_int_equal(rename(logs_path("other"), logs_path("packed")), 0);
	enum tfe__file_change change;
	assert_int_equal(tfe__file_check(&f, &change, NULL), TFE_OK);
	assert_int_equal(change, TFE__FILE_REPLACED);
	assert_int_equal(read_on(&f, 0, &damages, &reason), 3);
	/* And one that is not compressed. */
	write_file("packed", data.data, data.n - 60);
	assert_int_equal(tfe__file_check(&f, &change, NULL), TFE_OK);
	tfe__file_close(&f);
	deflateEnd(&z);
	free(data.data);
	free(packed.data);
}

static void any_bit_may_be_wrong(void **state)
{
	(void)state;
	struct bytes data = some_records(0, RECORDS), packed = {0};
	pack(&packed, true, &data, Z_FINISH, NULL);
	int told = 0;
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
		told += damages > 0;
		/* It ends, whatever it was. */
		assert_int_equal(read_on(&f, n, &damages, &reason), n);
		tfe__file_close(&f);
	}
	assert_true(told > (int)packed.n * 4);
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
	/* The last one tells where in the file, and that the rest is lost. */
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
		data.data[data.n - 7] ^= 1; /* the data of 19 */
		size_t lost = data.n;
		put_record(&data, 20, length_of(20));
		data.data[lost] ^= 1; /* the length of 20 */
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
	/* A byte that is no header, a header whose record would reach to the end, a whole record: again and again. */
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
			/* Those within a piece are summed up anew at each place: 2 KB on average. */
			assert_true(checked_bytes < (uint64_t)PLACES * 4 * 4096);
		}
		assert_int_equal(next, PLACES);
		tfe__file_close(&f);
	}
	free(data.data);
	free(packed.data);
}

/* --- large ones ------------------------------------------------------------------------------------------ */

enum { LARGE = 12000, LARGE_BYTES = 2000 };

static struct bytes large_file(void)
{
	struct bytes data = {0}, packed = {0};
	uint8_t *r = malloc(LARGE_BYTES + 16);
	for (uint32_t i = 0; i < LARGE; i++) {
		for (size_t k = 0; k < LARGE_BYTES; k++)
			r[12 + k] = (uint8_t)(next_random() & 15);
		tfe__put_le32(r + 12, i);
		tfe__record_put_header(r, LARGE_BYTES);
		tfe__record_put_footer(r + 12 + LARGE_BYTES, r + 12, LARGE_BYTES);
		put(&data, r, LARGE_BYTES + 16);
	}
	free(r);
	pack(&packed, true, &data, Z_FINISH, NULL);
	free(data.data);
	return packed;
}

/* Reads a large file from beginning to end and at any offset, with points in so much room (NULL: enough). */
static void read_large_file(struct tfe__gzip_points_quota *room, size_t least_points,
			    size_t most_points)
{
	struct bytes packed = large_file();
	write_file("packed", packed.data, packed.n);
	struct tfe__file f;
	struct tfe__record r;
	_Atomic(struct tfe__gzip_points *) shared = NULL;
	open_file(&f, "packed", true);
	if (room)
		tfe__file_share_points(&f, &shared, room);
	for (uint32_t i = 0; i < LARGE; i++) {
		assert_int_equal(tfe__file_next(&f, &r, NULL), TFE_OK);
		assert_int_equal(tfe__le32(r.data), i);
		/* A turn is over: what is read again is little. */
		if (i % 500 == 0)
			tfe__file_suspend(&f);
		if (i % 2000 == 0) {
			assert_int_equal(
				tfe__file_read_at(&f, i / 2 * (LARGE_BYTES + 16ull), &r, NULL),
				TFE_OK);
			assert_int_equal(tfe__le32(r.data), i / 2);
		}
	}
	assert_int_equal(tfe__file_next(&f, &r, NULL), TFE_E_AGAIN);
	struct tfe__gzip_points *points = atomic_load(f.points);
	assert_true(points->n >= least_points);
	assert_true(points->n <= most_points);
	if (room) {
		assert_int_equal(atomic_load(&room->used_bytes),
				 points->n * sizeof(struct tfe__gzip_point));
		assert_int_equal(atomic_load(room->meter), atomic_load(&room->used_bytes));
	}
	for (int n = 0; n < 20; n++) {
		uint32_t i = next_random() % LARGE;
		assert_int_equal(tfe__file_read_at(&f, i * (LARGE_BYTES + 16ull), &r, NULL),
				 TFE_OK);
		assert_int_equal(tfe__le32(r.data), i);
		assert_int_equal(tfe__file_read_at(&f, i * (LARGE_BYTES + 16ull) + 1, &r, NULL),
				 TFE_E_DAMAGED);
	}
	tfe__file_close(&f);
	tfe__gzip_points_free(atomic_load(&shared));
	free(packed.data);
}

static void a_large_file_is_read_at_any_offset(void **state)
{
	(void)state;
	read_large_file(NULL, 8, 32);
}

static void points_stay_in_their_room(void **state)
{
	(void)state;
	const size_t sizes[] = {0, 3, 64}; /* in points */
	for (size_t i = 0; i < 3; i++) {
		_Atomic(size_t) meter = 0;
		struct tfe__gzip_points_quota room = {
			.limit_bytes = sizes[i] * sizeof(struct tfe__gzip_point), .meter = &meter};
		read_large_file(&room, sizes[i] < 8 ? sizes[i] : 8, sizes[i] < 32 ? sizes[i] : 32);
		assert_int_equal(atomic_load(&room.used_bytes), 0);
		assert_int_equal(atomic_load(&meter), 0);
	}
}

/* What the library has allocated: the same in every build, other than what the process occupies. */
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
	/* 128 MB of zeros, within a record that claims to be longer. */
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
	/* A buffer doubles until it holds the 64 MiB that any stream may have. */
	assert_in_range(meter.most, 64 << 20, 144 << 20);
	assert_int_equal(meter.bytes, 0);
	free(packed.data);
	free(zeros.data);
}

/* --- a log directory -------------------------------------------------------------------------------------- */

/* Loads the log directory with a memory budget (0: the default) and looks at histograms all over its one file. */
static void load_compressed(size_t memory_bytes, size_t bytes)
{
	tfe_logdir *d =
		load_path(logs_path("run"), (tfe_logdir_options){.memory_bytes = memory_bytes});
	size_t points = atomic_load(&d->store.budget.points.used_bytes);
	assert_in_range(points, sizeof(struct tfe__gzip_point), d->store.budget.limit_bytes / 8);
	assert_true(atomic_load(&d->store.budget.used_bytes) > points);
	const tfe_run *run = tfe_logdir_run_at(d, 0);
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(run, &info);
	assert_int_equal(info.bytes_read, bytes);
	assert_int_equal(tfe_run_damage_count(run), 0);
	tfe_view loss = tfe_series_view(tfe_run_find_series(run, "loss"));
	tfe_view w = tfe_series_view(tfe_run_find_series(run, "w"));
	assert_int_equal(loss.count, 5000);
	assert_int_equal(w.count, 5000);
	tfe_histogram histogram;
	tfe_histogram_init(&histogram, NULL);
	for (uint64_t i = 0; i < 5000; i += 997) {
		/* A small budget has dropped some. */
		if (memory_bytes && tfe_view_held(&w, i) != i)
			continue;
		assert_int_equal(tfe_view_read_histogram(&w, i, &histogram), TFE_OK);
		assert_true(histogram.max == (double)i);
	}
	tfe_histogram_release(&histogram);
	tfe_logdir_close(d);
}

/* Another stream in the same file, which is then as long as it was, or longer. */
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

static void a_file_that_is_rewritten_in_place_begins_anew(void **state)
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
		/* It begins with another record, so that all of the stream differs. */
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

/* Grows in small pieces to records beyond the limit. Each is decompressed once, whatever it is,
 * and not held. */
static void records_beyond_a_limit_are_passed_over(void **state)
{
	(void)state;
	enum { BEYOND = 5 << 20 };
	struct bytes data = some_records(0, 5), packed = {0};
	uint64_t first = data.n;
	put_record(&data, 5, BEYOND);
	put_record(&data, 6, BEYOND);
	data.data[data.n - 1] ^= 1;
	put_record(&data, 7, length_of(7));
	pack(&packed, true, &data, Z_FINISH, NULL);
	struct tfe__file f;
	struct tfe__record r = {0};
	size_t n = 0;
	struct inject in = {0};
	const tfe_allocator a = inject_allocator(&in);
	write_file("packed", packed.data, 12);
	assert_int_equal(tfe__file_open(&f, logs_path("packed"), true, &a, NULL), TFE_OK);
	tfe__file_set_record_limit(&f, 1);
	checked_bytes = 0;
	tfe_status status = TFE_E_AGAIN;
	int fd = open(logs_path("packed"), O_WRONLY | O_CLOEXEC), seen = 0;
	while (n < packed.n || status != TFE_E_AGAIN) {
		if (status == TFE_E_AGAIN && n < packed.n)
			assert_int_equal(pwrite(fd, packed.data + n, 1, (off_t)n), 1);
		n += status == TFE_E_AGAIN && n < packed.n;
		status = tfe__file_next(&f, &r, NULL);
		if (status == TFE_E_AGAIN && n % 1000 == 0)
			tfe__file_suspend(&f);
		if (status == TFE_E_AGAIN)
			continue;
		bool large = seen == 5 || seen == 6;
		assert_int_equal(status, large ? TFE_E_DAMAGED : TFE_OK);
		assert_int_equal(r.too_large, seen == 5);
		size_t length = large ? (size_t)BEYOND : length_of((uint32_t)seen);
		assert_int_equal(r.bytes, length + 16);
		seen++;
	}
	assert_int_equal(seen, 8);
	assert_int_equal(tfe__file_read_at(&f, first, &r, NULL), TFE_E_LIMIT);
	assert_true(atomic_load(&in.largest) < 3 << 20);
	/* A little is compared before each byte is read. */
	assert_true(checked_bytes < 2 * data.n + 8192 * packed.n);
	close(fd);
	tfe__file_close(&f);
	free(data.data);
	free(packed.data);
}

/* Zeros behind a stream fill a block up, or 64 GiB of hole. Another stream may follow them, or
 * be written into them. */
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

/* zlib does not fail there. If it did, what follows would be lost, and never taken for something
 * else. */
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

static void a_run_of_compressed_files_loads(void **state)
{
	(void)state;
	static struct logs_message event, summary, v, h;
	struct bytes packed = {0};
	z_stream z = {0};
	for (int64_t step = 0; step < 5000; step++) {
		v.n = h.n = summary.n = 0;
		logs_text(&v, 1, "loss");
		logs_float(&v, 2, (float)step);
		logs_bytes(&summary, 1, v.data, v.n);
		v.n = 0;
		/* min, max, num, and one bucket */
		logs_double(&h, 1, 0);
		logs_double(&h, 2, (double)step);
		logs_double(&h, 3, 1);
		uint8_t edge[8];
		tfe__put_le_double(edge, (double)step);
		logs_bytes(&h, 6, edge, 8);
		tfe__put_le_double(edge, 1);
		logs_bytes(&h, 7, edge, 8);
		logs_text(&v, 1, "w");
		logs_bytes(&v, 5, h.data, h.n);
		logs_bytes(&summary, 1, v.data, v.n);
		/* Bulk, so that the file has points. */
		v.n = 0;
		logs_text(&v, 1, "x");
		uint8_t bulk[600];
		for (size_t k = 0; k < sizeof bulk; k++)
			bulk[k] = (uint8_t)next_random();
		logs_bytes(&v, 77, bulk, sizeof bulk);
		logs_bytes(&summary, 1, v.data, v.n);
		logs_summary_event(&event, step, 1000 + (double)step, &summary);
		static struct logs_message frame;
		frame.n = 0;
		logs_frame(&frame, &event);
		struct bytes one = {frame.data, frame.n, 0};
		pack(&packed, true, &one, step % 100 ? Z_NO_FLUSH : Z_SYNC_FLUSH, &z);
	}
	struct bytes none = {0};
	pack(&packed, true, &none, Z_FINISH, &z);
	logs_folders("run/events.out.tfevents.1.gz");
	write_file("run/events.out.tfevents.1.gz", packed.data, packed.n);
	load_compressed(0, packed.n);
	load_compressed(1 << 20, packed.n);
	free(packed.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compressed_files_are_read),
		cmocka_unit_test(what_looks_compressed_but_is_a_record_is_one),
		cmocka_unit_test(a_stream_may_end_anywhere_and_go_on),
		cmocka_unit_test(a_writer_that_flushes_is_followed),
		cmocka_unit_test(any_bit_may_be_wrong),
		cmocka_unit_test(a_damaged_stream_is_lost_from_there_on),
		cmocka_unit_test(damage_within_a_stream_costs_a_record),
		cmocka_unit_test(many_lost_places_cost_linear_time),
		cmocka_unit_test(a_large_file_is_read_at_any_offset),
		cmocka_unit_test(points_stay_in_their_room),
		cmocka_unit_test(a_bomb_is_a_finding),
		cmocka_unit_test(a_file_that_is_rewritten_in_place_begins_anew),
		cmocka_unit_test(garbage_may_be_rewritten_as_a_stream),
		cmocka_unit_test(records_beyond_a_limit_are_passed_over),
		cmocka_unit_test(a_hole_behind_a_stream_is_not_read),
		cmocka_unit_test(a_decompressor_that_fails_is_damage),
		cmocka_unit_test(a_run_of_compressed_files_loads),
	};
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
