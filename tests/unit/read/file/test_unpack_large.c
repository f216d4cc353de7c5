/* read/file: large compressed event files: access points, record limits, a whole run.
 *
 * wraps: tfe__crc32c */
#include <fcntl.h>
#include <stddef.h>

#include <zlib.h>

#include "unit/inject.h"
#include "unit/read/file/packed.h"

#include "read/file/event_file.h"
#include "read/logdir/logdir.h"
#include "read/query/resident.h"

static uint32_t random_state = 1;

static uint32_t next_random(void)
{
	random_state = random_state * 1664525 + 1013904223;
	return random_state >> 8;
}

/* --- large files ------------------------------------------------------------------------------ */

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

/* Reads a large file from beginning to end and at any offset, with a quota for access points (NULL:
 * no limit). */
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
		/* At the end of a slice little is read twice. */
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
	const size_t sizes[] = {0, 3, 64}; /* in access points */
	for (size_t i = 0; i < 3; i++) {
		_Atomic(size_t) meter = 0;
		struct tfe__gzip_points_quota room = {
			.limit_bytes = sizes[i] * sizeof(struct tfe__gzip_point), .meter = &meter};
		read_large_file(&room, sizes[i] < 8 ? sizes[i] : 8, sizes[i] < 32 ? sizes[i] : 32);
		assert_int_equal(atomic_load(&room.used_bytes), 0);
		assert_int_equal(atomic_load(&meter), 0);
	}
}

/* --- a log directory -------------------------------------------------------------------------- */

/* Loads the log directory with a memory budget (0: the default) and fetches histograms from all
 * over its one file. */
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
		/* A small budget has dropped some entries. */
		if (memory_bytes && tfe__view_resident(&w, i) != i)
			continue;
		assert_int_equal(tfe_view_read_histogram(&w, i, &histogram), TFE_OK);
		assert_true(histogram.max == (double)i);
	}
	tfe_histogram_release(&histogram);
	tfe_logdir_close(d);
}

/* The file grows in small pieces to records beyond the limit. Each record is decompressed once and
 * is not kept in memory. */
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
	/* A few bytes are compared before each read. */
	assert_true(checked_bytes < 2 * data.n + 8192 * packed.n);
	close(fd);
	tfe__file_close(&f);
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
		/* Padding, so that the file has access points. */
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
		cmocka_unit_test(a_large_file_is_read_at_any_offset),
		cmocka_unit_test(points_stay_in_their_room),
		cmocka_unit_test(records_beyond_a_limit_are_passed_over),
		cmocka_unit_test(a_run_of_compressed_files_loads),
	};
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
