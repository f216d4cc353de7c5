/* read/file: records that another thread reads ahead are the same as those that the loading thread
 * reads alone. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "unit/inject.h"
#include "unit/loaded.h"
#include "unit/records.h"

#include <tfevents/cursor.h>

#include "base/alloc.h"
#include "read/file/read_ahead.h"

enum { BLOCK = TFE__RECORDS_BLOCK_BYTES, FILE_BYTES = 20 * BLOCK };

static uint8_t file[FILE_BYTES + 4 * BLOCK], copy[sizeof file];

/* --- step by step, in one thread -------------------------------------------------------------- */

/* Writes short records, some longer than others, and rarely one longer than a block. */
static size_t make_file(void)
{
	size_t size = 0;
	while (size < FILE_BYTES) {
		size_t n = rnd(20) ? 20 + rnd(60) : rnd(400) ? rnd(1500) : BLOCK + rnd(2 * BLOCK);
		for (size_t i = 0; i < n; i++)
			file[size + 12 + i] = (uint8_t)rnd(256);
		tfe__record_frame(file + size, n);
		size += n + 16;
	}
	return size;
}

/* Flips bits and zeroes bytes, mostly near possible ends of blocks, and truncates the data. */
static size_t damage(size_t size)
{
	for (uint32_t times = rnd(8); times; times--) {
		size_t at = (1 + rnd(18)) * BLOCK - 100 + rnd(200), n = 1 + rnd(40);
		if (rnd(2))
			file[at] ^= (uint8_t)(1u << rnd(8));
		else
			memset(file + at, 0, n);
	}
	return size - (rnd(2) ? rnd(200) : 0);
}

/* The parts of a log directory with two loading threads that read-ahead needs. */
struct pool {
	struct tfe__helpers helpers;
	pthread_mutex_t lock;
	pthread_cond_t work;
	tfe_allocator allocator;
};

static void pool_init(struct pool *p, const tfe_allocator *a)
{
	p->allocator = *a;
	p->helpers = (struct tfe__helpers){
		.lock = &p->lock, .work = &p->work, .allocator = &p->allocator, .threads = 2};
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
}

/* An idle thread helps, at most this often. */
static void help(struct pool *p, uint32_t times)
{
	pthread_mutex_lock(&p->lock);
	while (times-- && tfe__read_ahead_help(&p->helpers))
		continue;
	pthread_mutex_unlock(&p->lock);
}

struct helped {
	struct pool pool;
	struct tfe__read_ahead ahead;
	uint32_t most;  /* the maximum number of helping calls per block */
	uint64_t taken; /* blocks */
};

/* Like lib/read/run/ingest.c. */
static tfe_status next_helped(struct helped *h, struct tfe__records *r, struct tfe__record *record)
{
	if (tfe__records_next_whole(r, record))
		return TFE_OK;
	help(&h->pool, rnd(h->most + 1));
	if (tfe__read_ahead_take(&h->ahead, r)) {
		h->taken++;
		assert_true(tfe__records_next_whole(r, record));
		return TFE_OK;
	}
	tfe_status status = tfe__records_next(r, record);
	if (!status)
		tfe__read_ahead_offer(&h->ahead, &h->pool.helpers, r, record->offset, UINT64_MAX);
	return status;
}

static size_t read_helped(struct helped *h, struct tfe__records *r)
{
	size_t count = 0;
	for (;;) {
		struct tfe__record record;
		tfe_status status = next_helped(h, r, &record);
		if (status == TFE_E_AGAIN && !record.bytes)
			break;
		got[count++] = (struct item){status, record.offset, record.bytes, record.framing};
		if (status == TFE_E_AGAIN)
			break;
		if (!status)
			assert_memory_equal(record.data, file + record.offset + 12, record.size);
	}
	tfe__read_ahead_end(&h->ahead);
	assert_null(h->pool.helpers.first);
	return count;
}

static uint64_t check_helped(size_t size, uint32_t most, const tfe_allocator *a)
{
	struct tfe__records r;
	struct memory m;
	struct helped h = {.most = most};
	pool_init(&h.pool, a);
	start(&r, &m, file, size, false);
	size_t n_got = read_helped(&h, &r);
	assert_items(got, n_got, want, by_definition(file, size, want));
	tfe__records_release(&r);
	return h.taken;
}

static void the_records_do_not_depend_on_the_thread(void **state)
{
	(void)state;
	uint64_t taken = 0;
	for (uint32_t round = 0; round < 40; round++) {
		size_t size = damage(make_file());
		taken += check_helped(size, round % 3 ? 10 : 2, &tfe__malloc_allocator);
	}
	/* At least a fourth of all blocks are read by the other thread, though it often stops and
	 * comes late. */
	assert_true(taken > 40 * 5);
}

static void without_memory_the_loading_thread_reads_alone(void **state)
{
	(void)state;
	for (size_t n = 1; n <= TFE__READ_AHEAD_BLOCKS; n++) {
		struct inject in = {.fail_at = n, .persist = true};
		tfe_allocator a = inject_allocator(&in);
		uint64_t taken = check_helped(make_file(), 10, &a);
		if (n == 1)
			assert_int_equal(taken, 0);
		assert_true(atomic_load(&in.calls) >= n);
		/* One block of the loading thread may have been exchanged for one of these. */
		assert_true(labs(atomic_load(&in.live)) <= 1);
	}
}

static void what_is_written_over_meanwhile_is_whole_or_damaged(void **state)
{
	(void)state;
	for (int round = 0; round < 5; round++) {
		struct tfe__records r;
		struct memory m;
		struct helped h = {.most = 10};
		struct tfe__record record;
		pool_init(&h.pool, &tfe__malloc_allocator);
		start(&r, &m, copy, make_file(), false);
		memcpy(copy, file, m.size);
		tfe_status status = TFE_OK;
		for (uint64_t after = 0; status != TFE_E_AGAIN;) {
			status = next_helped(&h, &r, &record);
			assert_true(record.offset >= after);
			after = record.offset + (status == TFE_E_AGAIN ? 0 : record.bytes);
			if (!status)
				assert_true(tfe__record_intact(record.data + record.size,
							       record.data, record.size));
			if (!rnd(500) && m.size > BLOCK)
				m.size -= rnd(100);
			if (!rnd(100))
				memset(copy + rnd((uint32_t)m.size), (int)rnd(256), 1 + rnd(30));
			if (!rnd(1000)) {
				size_t from = rnd((uint32_t)m.size), n = m.size - from;
				memmove(copy + from, file + rnd((uint32_t)from + 1), n);
			}
		}
		tfe__read_ahead_end(&h.ahead);
		tfe__records_release(&r);
	}
}

/* In a file that is mostly damaged, the blocks read in vain are a fraction of all blocks. */
static void damage_everywhere_is_not_read_twice(void **state)
{
	(void)state;
	struct tfe__records r;
	struct memory m;
	struct helped h = {.most = 10};
	pool_init(&h.pool, &tfe__malloc_allocator);
	size_t size = 0;
	while (size < FILE_BYTES) {
		memset(file + size, 7, 200);
		tfe__record_frame(file + size, 200);
		file[size + 100] ^= 1;
		size += 216;
	}
	start(&r, &m, file, size, false);
	size_t n_got = read_helped(&h, &r);
	assert_items(got, n_got, want, by_definition(file, size, want));
	assert_int_equal(h.taken, 0);
	assert_true(m.read < size + size / 3);
	tfe__records_release(&r);
}

/* --- with threads ----------------------------------------------------------------------------- */

enum { TAGS = 4 };

/* Appends events with scalars to a file until it has this size. */
static void add_scalars(const char *name, int64_t *step, size_t bytes, float value)
{
	static struct logs_message event, batch;
	for (size_t n = 0; n < bytes; ++*step) {
		char tag[8] = {'t', (char)('0' + *step % TAGS)};
		logs_scalar_event(&event, tag, *step / TAGS, 1e9 + (double)*step,
				  value + (float)(*step % 1000));
		logs_add(name, &batch, &event);
		n += event.n + 16;
	}
	logs_flush(name, &batch);
}

static uint32_t crc32_of(const tfe_series *series)
{
	uint32_t crc;
	tfe_cursor *cursor;
	assert_int_equal(tfe_cursor_open(series, NULL, &cursor, NULL), TFE_OK);
	assert_int_equal(tfe_cursor_get_crc32(cursor, &crc), TFE_OK);
	tfe_cursor_close(cursor);
	return crc;
}

static void assert_same_series(const tfe_run *a, const tfe_run *b)
{
	assert_int_equal(tfe_run_series_count(a), tfe_run_series_count(b));
	for (size_t i = 0; i < tfe_run_series_count(a); i++) {
		tfe_view x = tfe_series_view(tfe_run_series_at(a, i)),
			 y = tfe_series_view(tfe_run_series_at(b, i));
		assert_int_equal(x.count, y.count);
		assert_int_equal(crc32_of(x.series), crc32_of(y.series));
	}
}

static void assert_same_damage(const tfe_run *a, const tfe_run *b)
{
	assert_int_equal(tfe_run_damage_count(a), tfe_run_damage_count(b));
	for (size_t i = 0; i < tfe_run_damage_count(a); i++) {
		tfe_damage x = TFE_DAMAGE_INIT, y = TFE_DAMAGE_INIT;
		tfe_run_get_damage(a, i, &x);
		tfe_run_get_damage(b, i, &y);
		assert_int_equal(x.offset, y.offset);
		assert_int_equal(x.bytes, y.bytes);
		assert_string_equal(x.reason, y.reason);
	}
}

static void threads_load_what_one_loads(void **state)
{
	(void)state;
	const char *name = "events.tfevents.1";
	int64_t step = 0;
	add_scalars(name, &step, 20 << 20, 0);
	FILE *f = fopen(logs_path(name), "r+b");
	assert_non_null(f);
	for (int i = 0; i < 60; i++) {
		fseek(f, (1 + (long)rnd(600)) * BLOCK - 60 + (long)rnd(120), SEEK_SET);
		for (uint32_t n = 1 + rnd(20); n; n--)
			fputc((int)rnd(256), f);
	}
	assert_int_equal(fclose(f), 0);
	tfe_logdir *alone = open_logs((tfe_logdir_options){.threads = 1}),
		   *helped = open_logs((tfe_logdir_options){.threads = 3});
	assert_int_equal(tfe_logdir_load(alone), TFE_OK);
	assert_int_equal(tfe_logdir_load(helped), TFE_OK);
	assert_true(tfe_run_damage_count(tfe_logdir_run_at(alone, 0)) > 20);
	assert_same_damage(tfe_logdir_run_at(alone, 0), tfe_logdir_run_at(helped, 0));
	assert_same_series(tfe_logdir_run_at(alone, 0), tfe_logdir_run_at(helped, 0));
	tfe_logdir_close(alone);
	tfe_logdir_close(helped);
}

static uint64_t points_of(const tfe_logdir *d)
{
	uint64_t n = 0;
	const tfe_run *run = tfe_logdir_run_at(d, 0);
	for (size_t i = 0; run && i < tfe_run_series_count(run); i++)
		n += tfe_series_view(tfe_run_series_at(run, i)).count;
	return n;
}

/* Waits for changes until there are at least, or exactly, n points. */
static void wait_for(tfe_logdir *d, uint64_t n, bool exactly)
{
	struct pollfd p = {tfe_logdir_fd(d), POLLIN, 0};
	while (exactly ? points_of(d) != n : points_of(d) < n) {
		assert_int_equal(poll(&p, 1, 20000), 1);
		tfe_logdir_acknowledge(d);
	}
}

static void a_file_is_replaced_and_grows_while_it_is_loaded(void **state)
{
	(void)state;
	const char *name = "events.tfevents.1";
	int64_t first = 0, step = 0;
	add_scalars(name, &first, 20 << 20, 0);
	add_scalars("new", &step, 6 << 20, 5);
	tfe_logdir *d = open_logs((tfe_logdir_options){.threads = 3});
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	wait_for(d, 1, false);
	assert_int_equal(rename(logs_path("new"), logs_path(name)), 0);
	for (int i = 0; i < 10; i++)
		add_scalars(name, &step, 1 << 19, 5);
	wait_for(d, (uint64_t)step, true);
	tfe_logdir *alone = open_logs((tfe_logdir_options){.threads = 1});
	assert_int_equal(tfe_logdir_load(alone), TFE_OK);
	assert_same_series(tfe_logdir_run_at(alone, 0), tfe_logdir_run_at(d, 0));
	assert_int_equal(tfe_run_damage_count(tfe_logdir_run_at(d, 0)), 0);
	tfe_logdir_close(alone);
	tfe_logdir_close(d);
}

static void closing_waits_for_nobody(void **state)
{
	(void)state;
	int64_t step = 0;
	add_scalars("events.tfevents.1", &step, 20 << 20, 0);
	for (uint64_t n = 1; n < 200000; n *= 20) {
		tfe_logdir *d = open_logs((tfe_logdir_options){.threads = 3});
		assert_int_equal(tfe_logdir_watch(d), TFE_OK);
		wait_for(d, n, false);
		tfe_logdir_close(d);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_records_do_not_depend_on_the_thread),
		cmocka_unit_test(without_memory_the_loading_thread_reads_alone),
		cmocka_unit_test(what_is_written_over_meanwhile_is_whole_or_damaged),
		cmocka_unit_test(damage_everywhere_is_not_read_twice),
		TEST(threads_load_what_one_loads),
		TEST(a_file_is_replaced_and_grows_while_it_is_loaded),
		TEST(closing_waits_for_nobody),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
