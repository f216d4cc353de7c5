/* read: files of real writers, truncated anywhere and with any bit flipped: all whole records are
 * read, once, in order. */
#define _GNU_SOURCE /* nftw */
#include <ftw.h>

#include "unit/logs.h"
#include "unit/records.h"

#include <tfevents/series.h>

#include "base/arena.h"
#include "wire/event.h"
#include "wire/validate.h"

enum { SMALL_BYTES = 8192, TINY_BYTES = 1024, NEAR_BYTES = 20, EVERY = 50, BEFORE = 4 };

/* --- the files -------------------------------------------------------------------------------- */

typedef void per_file(const uint8_t *d, size_t size);
static per_file *visit_file;
static size_t visited;

static int visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)ftw;
	if (type != FTW_F || !strstr(path, "tfevents"))
		return 0;
	/* The copy has exactly its size, so that a read past the end is caught. */
	uint8_t *d = malloc((size_t)st->st_size + !st->st_size);
	FILE *f = fopen(path, "rb");
	assert_non_null(d);
	assert_non_null(f);
	assert_int_equal(fread(d, 1, (size_t)st->st_size, f), st->st_size);
	fclose(f);
	visit_file(d, (size_t)st->st_size);
	visited++;
	free(d);
	return 0;
}

static void for_each_file(const char *folder, per_file *f)
{
	visit_file = f;
	visited = 0;
	assert_int_equal(nftw(folder, visit, 16, FTW_PHYS), 0);
	assert_true(visited > 0);
}

static const char golden[] = "tests/golden/data/logs";

/* Returns the folder of the larger samples; the test is skipped if it does not exist. */
static const char *samples(void)
{
	static char path[4096];
	const char *data = getenv("TFE_TESTDATA");
	snprintf(path, sizeof path, "%s/compat/fixtures", data ? data : "../shared");
	if (access(path, R_OK))
		skip();
	return path;
}

/* --- records ---------------------------------------------------------------------------------- */

/* Checks a prefix that existed at once or grew to its size. The copy has exactly its size, so that
 * a read past the cut is caught. */
static void check_prefix(const uint8_t *d, size_t n)
{
	uint8_t *prefix = malloc(n + !n);
	assert_non_null(prefix);
	memcpy(prefix, d, n);
	check_complete(prefix, n, n % 2);
	if (n % 16 == 0)
		check_growing(prefix, n, 1 + n / 3);
	free(prefix);
}

/* Cuts near record k of a large file. The checked bytes begin a few records before it, because
 * earlier ones have no effect. */
static void cut_near(const uint8_t *d, size_t size, uint64_t from, uint64_t at)
{
	for (uint64_t n = at < NEAR_BYTES ? 0 : at - NEAR_BYTES; n <= at + NEAR_BYTES; n++)
		if (n >= from && n <= size)
			check_prefix(d + from, (size_t)(n - from));
}

static void cut(const uint8_t *d, size_t size)
{
	static uint64_t offset[ITEMS];
	if (size <= SMALL_BYTES) {
		for (size_t n = 0; n <= size; n++)
			check_prefix(d, n);
		return;
	}
	size_t records = by_definition(d, size, want);
	for (size_t k = 0; k < records; k++)
		offset[k] = want[k].offset;
	for (size_t k = 0; k < records; k += EVERY)
		cut_near(d, size, offset[k < BEFORE ? 0 : k - BEFORE], offset[k]);
	check_prefix(d, size);
}

static void flip(const uint8_t *d, size_t size)
{
	uint8_t *copy = malloc(size + !size);
	assert_non_null(copy);
	for (size_t bit = 0; bit < 8 * size && size <= TINY_BYTES; bit++) {
		memcpy(copy, d, size);
		copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
		check_complete(copy, size, bit % 2);
		if (bit % 3 == 0)
			check_growing(copy, size, 50);
	}
	free(copy);
}

static void files_cut_anywhere(void **state)
{
	(void)state;
	for_each_file(golden, cut);
}

static void samples_cut_anywhere(void **state)
{
	(void)state;
	for_each_file(samples(), cut);
}

static void any_bit_flipped(void **state)
{
	(void)state;
	for_each_file(golden, flip);
}

/* --- the log directory ------------------------------------------------------------------------ */

enum { MOST_SERIES = 16 };

/* Reads the next point of the value's series, and compares the value with it. */
static void match_point(const tfe_run *run, uint64_t *taken, int64_t step, const tfe_value *v)
{
	for (size_t i = 0; i < tfe_run_series_count(run); i++) {
		tfe_view view = tfe_series_view(tfe_run_series_at(run, i));
		tfe_series_info info = TFE_SERIES_INFO_INIT;
		tfe_point point;
		tfe_view_get_info(&view, &info);
		if (strlen(info.tag) != v->tag.size || memcmp(info.tag, v->tag.data, v->tag.size))
			continue;
		assert_int_equal(tfe_view_get_points(&view, taken[i]++, &point, 1), 1);
		assert_int_equal(point.step, step);
		if (v->kind == TFE_KIND_SCALAR)
			assert_true(point.value == v->scalar);
		return;
	}
	fail_msg("no series %.*s", (int)v->tag.size, (const char *)v->tag.data);
}

/* Decodes the whole records of the bytes in order. Returns their number. */
static uint64_t match_records(const tfe_run *run, const uint8_t *d, size_t n, uint64_t *taken)
{
	struct tfe__arena arena;
	uint64_t whole = 0;
	size_t items = by_definition(d, n, want);
	tfe__arena_init(&arena, NULL, 0);
	for (size_t i = 0; i < items; i++) {
		const uint8_t *data = d + want[i].offset + TFE__RECORD_HEADER_BYTES;
		size_t bytes = (size_t)want[i].bytes - TFE__RECORD_FRAME_BYTES;
		tfe_event event = TFE_EVENT_INIT;
		tfe_value value = TFE_VALUE_INIT;
		if (want[i].status || tfe__validate_event(data, bytes))
			continue;
		whole++;
		assert_int_equal(tfe__event_decode(&arena, data, bytes, &event), TFE_OK);
		while (!tfe_event_next(&event, &value))
			if (value.tag.size)
				match_point(run, taken, event.step, &value);
	}
	tfe__arena_release(&arena);
	return whole;
}

static void check_store(const uint8_t *d, size_t n)
{
	const tfe_logdir_options options = {
		.size = sizeof options, .restarts = TFE_RESTARTS_KEEP, .threads = 1};
	const char *path = logs_folder;
	uint64_t taken[MOST_SERIES] = {0};
	tfe_logdir *logdir;
	tfe_run_info info = TFE_RUN_INFO_INIT;
	/* On some file systems, truncating an existing file waits for the disk. */
	unlink(logs_path("tfevents"));
	FILE *f = fopen(logs_path("tfevents"), "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(d, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(tfe_logdir_open(&path, 1, &options, &logdir, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	const tfe_run *run = tfe_logdir_run_at(logdir, 0);
	assert_true(tfe_run_series_count(run) <= MOST_SERIES);
	tfe_run_get_info(run, &info);
	assert_int_equal(info.records, match_records(run, d, n, taken));
	for (size_t i = 0; i < tfe_run_series_count(run); i++)
		assert_int_equal(tfe_series_view(tfe_run_series_at(run, i)).count, taken[i]);
	tfe_logdir_close(logdir);
}

static void cut_store(const uint8_t *d, size_t size)
{
	for (size_t n = 0; n <= size; n++)
		check_store(d, n);
}

static void flip_store(const uint8_t *d, size_t size)
{
	uint8_t *copy = malloc(size + !size);
	assert_non_null(copy);
	for (size_t bit = 0; bit < 8 * size; bit++) {
		memcpy(copy, d, size);
		copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
		check_store(copy, size);
	}
	free(copy);
}

static void a_store_of_a_file_cut_anywhere(void **state)
{
	(void)state;
	for_each_file("tests/golden/data/logs/torch_restart", cut_store);
	for_each_file("tests/golden/data/logs/tf_keras", cut_store);
}

static void a_store_of_a_file_with_any_bit_flipped(void **state)
{
	(void)state;
	for_each_file("tests/golden/data/logs/tf_hp/run-0", flip_store);
	for_each_file("tests/golden/data/logs/tbx_hp/1795488209.7690916", flip_store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_cut_anywhere),
		cmocka_unit_test(samples_cut_anywhere),
		cmocka_unit_test(any_bit_flipped),
		cmocka_unit_test_setup_teardown(a_store_of_a_file_cut_anywhere, logs_make,
						logs_remove),
		cmocka_unit_test_setup_teardown(a_store_of_a_file_with_any_bit_flipped, logs_make,
						logs_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
