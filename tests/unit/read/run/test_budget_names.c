/* read/run: the memory budget and data other than points: tags, texts, damage, repeated values,
 * large records. */
#include "unit/read/run/budgeted.h"

static void tags_beyond_the_budget_are_counted(void **state)
{
	(void)state;
	enum { TAGS = 20000, EACH = 500 };
	for (int i = 0; i < TAGS; i += EACH)
		for (int64_t step = 0; step < 3; step++)
			add_event("events.tfevents.1", step, wall_at(step), i, i + EACH,
				  put_scalar);
	logs_flush("events.tfevents.1", &batch);
	tfe_logdir *d = load(MIB);
	tfe_progress p = progress_of(d);
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(tfe_logdir_run_at(d, 0), &info);
	size_t series = tfe_run_series_count(tfe_logdir_run_at(d, 0));
	assert_true(p.memory_bytes <= MIB);
	assert_true(series > 500);
	assert_true(series < TAGS);
	assert_int_equal(p.points + p.left_out, TAGS * 3);
	assert_in_range(info.left_out, 1, p.left_out);
	tfe_logdir_close(d);
}

static void a_text_beyond_the_budget_is_left_out(void **state)
{
	(void)state;
	static char description[60000];
	static struct logs_message event, value, metadata;
	memset(description, 'x', sizeof description - 1);
	for (int i = 0; i < 40; i++) {
		value.n = metadata.n = 0;
		description[0] = (char)('0' + i);
		put_scalar(&value, i, 0);
		logs_text(&metadata, 3, description);
		logs_bytes(&value, 9, metadata.data, metadata.n);
		logs_value_event(&event, i, 1, &value);
		logs_append("events.tfevents.1", &event);
	}
	tfe_logdir *d = load(MIB);
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(tfe_logdir_run_at(d, 0), &info);
	assert_true(progress_of(d).memory_bytes <= MIB);
	assert_int_equal(info.left_out + tfe_run_series_count(tfe_logdir_run_at(d, 0)), 40);
	assert_true(info.left_out > 0);
	tfe_logdir_close(d);
}

static tfe_damage last_damage(const tfe_run *run)
{
	tfe_damage damage = TFE_DAMAGE_INIT;
	tfe_run_get_damage(run, tfe_run_damage_count(run) - 1, &damage);
	return damage;
}

static void damage_is_listed_within_the_budget(void **state)
{
	(void)state;
	enum { RUNS = 12, PLACES = 4000 };
	for (int run = 0; run < RUNS; run++) {
		char name[64];
		static struct logs_message event;
		snprintf(name, sizeof name, "r%02d/events.tfevents.1", run);
		add_scalars(name, 1, 0, 10);
		for (int i = 0; i < PLACES; i++) {
			logs_event(&event, i, 1e9);
			logs_add(name, &batch, &event);
			batch.data[batch.n - 1] ^= 1;
		}
		logs_flush(name, &batch);
	}
	tfe_logdir *d = load(MIB);
	for (size_t r = 0; r < RUNS; r++) {
		const tfe_run *run = tfe_logdir_run_at(d, r);
		tfe_run_info info = TFE_RUN_INFO_INIT;
		tfe_run_get_info(run, &info);
		assert_int_equal(info.damaged_places, PLACES);
		assert_int_equal(tfe_run_damage_count(run), 21);
		assert_int_equal(last_damage(run).count, PLACES - 20);
	}
	assert_in_range(progress_of(d).memory_bytes, 1, MIB);
	tfe_logdir_close(d);
}

static void long_values_that_repeat_are_remembered_within_the_budget(void **state)
{
	(void)state;
	enum { TAGS = 8, EVENTS = 33 };
	static char tag[60000];
	static struct logs_message event, value;
	memset(tag, 'x', sizeof tag - 1);
	for (int step = 0; step < EVENTS; step++)
		for (int i = 0; i < TAGS; i++) {
			value.n = 0;
			tag[0] = (char)('0' + i);
			logs_text(&value, 1, tag);
			logs_float(&value, 2, value_of(i, step));
			logs_value_event(&event, step, 1, &value);
			logs_append("events.tfevents.1", &event);
		}
	tfe_logdir *d = load(MIB);
	assert_in_range(progress_of(d).memory_bytes, 1, MIB);
	tfe_logdir_close(d);
}

/* A program that restarts often logs each start. */
static void restarts_supersede_within_the_budget(void **state)
{
	(void)state;
	enum { TAGS = 300, STARTS = 400 };
	static struct logs_message event, session;
	add_event("events.tfevents.1", 1, wall_at(1), 0, TAGS, put_scalar);
	for (int start = 0; start < STARTS; start++) {
		session.n = 0;
		logs_number(&session, 1, 1);
		logs_event(&event, 1, 1e9);
		logs_bytes(&event, 7, session.data, session.n);
		logs_add("events.tfevents.1", &batch, &event);
		add_event("events.tfevents.1", 1, wall_at(1), 0, TAGS, put_scalar);
	}
	logs_flush("events.tfevents.1", &batch);
	tfe_logdir *small = load(MIB), *large = load(0);
	assert_in_range(progress_of(small).memory_bytes, 1, MIB);
	assert_true(progress_of(large).memory_bytes > 4 * MIB);
	assert_true(last_damage(tfe_logdir_run_at(small, 0)).kind == TFE_DAMAGE_KIND_LIMIT);
	assert_int_equal(tfe_run_damage_count(tfe_logdir_run_at(large, 0)), 0);
	tfe_logdir_close(small);
	tfe_logdir_close(large);
}

/* Appends an event with one image of this size; returns the offset of its record. */
static int64_t append_image(const char *name, int64_t step, size_t bytes)
{
	static struct logs_message head;
	struct stat st;
	size_t image = bytes + 6, value = image + 6 + 7, summary = value + 6;
	uint8_t *record = calloc(1, summary + 64);
	assert_non_null(record);
	int64_t offset = stat(logs_path(name), &st) ? 0 : st.st_size;
	logs_event(&head, step, 1e9 + (double)step);
	/* Each length takes five bytes, so the number of bytes after it is known in advance. */
	const struct {
		uint8_t field;
		size_t length;
	} nested[] = {{5, summary}, {1, value}, {4, image}, {4, bytes}};
	for (size_t i = 0; i < 4; i++) {
		head.data[head.n++] = (uint8_t)(nested[i].field << 3 | 2);
		for (int byte = 0; byte < 5; byte++)
			head.data[head.n++] = (uint8_t)((nested[i].length >> 7 * byte & 127) |
							(byte < 4 ? 128 : 0));
		if (i == 1)
			logs_text(&head, 1, "image");
	}
	size_t size = head.n + bytes;
	memcpy(record + 12, head.data, head.n);
	tfe__record_put_header(record, size);
	tfe__record_put_footer(record + 12 + size, record + 12, size);
	logs_folders(name);
	FILE *f = fopen(logs_path(name), "ab");
	assert_non_null(f);
	assert_int_equal(fwrite(record, 1, size + 16, f), size + 16);
	assert_int_equal(fclose(f), 0);
	free(record);
	return offset;
}

static void large_records_are_read_one_at_a_time_or_skipped(void **state)
{
	(void)state;
	static const char *const names[] = {"a/events.tfevents.1", "b/events.tfevents.1"};
	int64_t skipped = 0;
	for (size_t i = 0; i < 2; i++) {
		add_scalars(names[i], 1, 0, 10);
		append_image(names[i], 1,
			     700000); /* more than the share of the budget of each thread */
		add_scalars(names[i], 1, 10, 20);
		skipped = append_image(names[i], 2, 3000000); /* more than the whole budget */
		add_scalars(names[i], 1, 20, 30);
	}
	tfe_logdir *d = load(MIB);
	for (size_t r = 0; r < 2; r++) {
		const tfe_run *run = tfe_logdir_run_at(d, r);
		tfe_view image = tfe_series_view(tfe_run_find_series(run, "image"));
		tfe_damage damage = TFE_DAMAGE_INIT;
		tfe_fetched *held;
		assert_int_equal(view_at(d, r, 0).count, 30);
		assert_int_equal(image.count, 1);
		assert_int_equal(tfe_view_fetch(&image, 0, &held, NULL), TFE_OK);
		tfe_fetched_release(held);
		assert_int_equal(tfe_run_damage_count(run), 1);
		tfe_run_get_damage(run, 0, &damage);
		assert_int_equal(damage.kind, TFE_DAMAGE_KIND_LIMIT);
		assert_int_equal(damage.offset, skipped);
		assert_true(damage.bytes > 3000000);
	}
	tfe_logdir_close(d);
}

static void smoothing_is_counted(void **state)
{
	(void)state;
	add_scalars("events.tfevents.1", 2, 0, 100000);
	tfe_logdir *d = load(0);
	uint64_t before = progress_of(d).memory_bytes;
	tfe_view view = view_at(d, 0, 0);
	double value;
	assert_int_equal(tfe_view_get_smoothed(&view, 90000, 0.6, &value), TFE_OK);
	assert_true(progress_of(d).memory_bytes > before);
	tfe_logdir_close(d);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tags_beyond_the_budget_are_counted),
		TEST(a_text_beyond_the_budget_is_left_out),
		TEST(damage_is_listed_within_the_budget),
		TEST(long_values_that_repeat_are_remembered_within_the_budget),
		TEST(restarts_supersede_within_the_budget),
		TEST(large_records_are_read_one_at_a_time_or_skipped),
		TEST(smoothing_is_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
