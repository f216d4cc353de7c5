/* read/run: runs read from their files, for any order of appearance and any allocation failure. */
#include "unit/inject.h"
#include "unit/loaded.h"

static struct logs_message batch;

/* Writes scalars of `tags` tags at the steps [from, to). */
static void add_scalars(const char *name, int tags, int64_t from, int64_t to, double wall_time)
{
	static struct logs_message event;
	for (int64_t step = from; step < to; step++)
		for (int i = 0; i < tags; i++) {
			char tag[16];
			snprintf(tag, sizeof tag, "t%d", i);
			logs_scalar_event(&event, tag, step, wall_time + (double)step, (float)step);
			logs_add(name, &batch, &event);
		}
	logs_flush(name, &batch);
}

static void expect_points(const tfe_logdir *d, const char *tag, int64_t from, int64_t to)
{
	const tfe_series *series = tfe_run_find_series(tfe_logdir_run_at(d, 0), tag);
	assert_non_null(series);
	tfe_view view = tfe_series_view(series);
	assert_int_equal(view.count, to - from);
	for (int64_t i = 0; i < to - from; i++) {
		tfe_point point;
		assert_int_equal(tfe_view_get_points(&view, (uint64_t)i, &point, 1), 1);
		assert_int_equal(point.step, from + i);
	}
}

/* --- the beginning ---------------------------------------------------------------------------- */

/* Data that were loaded in several steps equal those of a fresh start. */
static void expect_as_fresh(const tfe_logdir *d)
{
	tfe_logdir *fresh = load_logs((tfe_logdir_options){0});
	tfe_run_info a = TFE_RUN_INFO_INIT, b = TFE_RUN_INFO_INIT;
	tfe_progress p = TFE_PROGRESS_INIT, q = TFE_PROGRESS_INIT;
	tfe_run_get_info(tfe_logdir_run_at(d, 0), &a);
	tfe_run_get_info(tfe_logdir_run_at(fresh, 0), &b);
	tfe_logdir_get_progress(d, &p);
	tfe_logdir_get_progress(fresh, &q);
	assert_true(a.first_wall_time == b.first_wall_time);
	assert_true(a.last_wall_time == b.last_wall_time);
	assert_int_equal(a.last_step, b.last_step);
	assert_int_equal(a.records, b.records);
	assert_int_equal(a.bytes_read, b.bytes_read);
	assert_int_equal(a.restarts, b.restarts);
	assert_int_equal(a.superseded, b.superseded);
	assert_int_equal(a.finished, b.finished);
	assert_int_equal(p.points, q.points);
	assert_int_equal(tfe_run_damage_count(tfe_logdir_run_at(d, 0)),
			 tfe_run_damage_count(tfe_logdir_run_at(fresh, 0)));
	tfe_logdir_close(fresh);
}

static void a_first_time_of_zero_stays(void **state)
{
	(void)state;
	add_scalars("run/events.tfevents.1", 1, 0, 1, 0);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	add_scalars("run/events.tfevents.2", 1, 1, 5, 100);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	expect_as_fresh(d);
	tfe_logdir_close(d);
}

static void a_run_that_is_read_from_its_beginning_is_as_a_fresh_start(void **state)
{
	(void)state;
	static struct logs_message event, session;
	add_scalars("run/events.tfevents.1", 2, 0, 50, 100);
	logs_number(&session, 1, 2);
	logs_event(&event, 50, 200);
	logs_bytes(&event, 7, session.data, session.n);
	logs_append("run/events.tfevents.1", &event);
	logs_append_part("run/events.tfevents.1", &event, 20);
	add_scalars("run/events.tfevents.1", 2, 51, 60, 300);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	assert_true(tfe_run_damage_count(tfe_logdir_run_at(d, 0)) > 0);
	add_scalars("other/new", 2, 10, 30, 110);
	assert_int_equal(rename(logs_path("other/new"), logs_path("run/events.tfevents.1")), 0);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	expect_as_fresh(d);
	add_scalars("run/events.tfevents.0", 2, 0, 10, 50);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	expect_as_fresh(d);
	tfe_logdir_close(d);
}

/* --- memory ----------------------------------------------------------------------------------- */

enum { TAGS = 30 };

/* A file appears whose name sorts before those that were read; an allocation fails while the run is
 * reread from the beginning. */
static tfe_status insert_a_file(const tfe_allocator *a, void *context)
{
	(void)context;
	const char *path = logs_folder;
	tfe_logdir_options o = {.size = sizeof o, .threads = 1, .allocator = a};
	tfe_logdir *d;
	assert_int_equal(unlink(logs_path("run/events.tfevents.1")), 0);
	tfe_status status = tfe_logdir_open(&path, 1, &o, &d, NULL);
	if (!status) {
		status = tfe_logdir_load(d);
		add_scalars("run/events.tfevents.1", TAGS, 0, 4, 100);
		tfe_status second = tfe_logdir_load(d);
		status = status ? status : second;
		if (!second || !tfe_logdir_load(d)) {
			expect_points(d, "t0", 0, 8);
			expect_points(d, "t29", 0, 8);
		}
		tfe_logdir_close(d);
	} else {
		add_scalars("run/events.tfevents.1", TAGS, 0, 4, 100);
	}
	/* A failed slice may have been repeated at once. */
	const struct inject *in = a->context;
	return in->fail_at && atomic_load(&in->calls) >= in->fail_at ? TFE_E_NOMEM : status;
}

static void memory_may_run_out_while_a_run_is_read_from_its_beginning(void **state)
{
	(void)state;
	add_scalars("run/events.tfevents.1", TAGS, 0, 4, 100);
	add_scalars("run/events.tfevents.2", TAGS, 4, 8, 200);
	assert_true(inject_every_allocation(insert_a_file, NULL) > 20);
}

/* Views of earlier data stay valid, so their memory is not freed. */
static void a_run_that_is_rewritten_again_and_again_has_its_limit(void **state)
{
	(void)state;
	enum { MEMORY = 4 << 20, MANY = 400, ROUNDS = 200 };
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_damage damage = TFE_DAMAGE_INIT;
	add_scalars("run/events.tfevents.1", MANY, 0, 4, 100);
	tfe_logdir *d = load_logs((tfe_logdir_options){.threads = 1, .memory_bytes = MEMORY});
	for (int i = 0; i < ROUNDS; i++) {
		add_scalars("other/new", MANY, i, i + 4, 100);
		assert_int_equal(rename(logs_path("other/new"), logs_path("run/events.tfevents.1")),
				 0);
		assert_int_equal(tfe_logdir_load(d), TFE_OK);
	}
	const tfe_run *run = tfe_logdir_run_at(d, 0);
	tfe_logdir_get_progress(d, &progress);
	assert_true(progress.memory_bytes <= MEMORY);
	assert_int_equal(progress.left_out, 0);
	for (int i = 0; i < MANY; i += MANY - 1) {
		char tag[16];
		snprintf(tag, sizeof tag, "t%d", i);
		assert_int_equal(tfe_series_view(tfe_run_find_series(run, tag)).count, 4);
	}
	assert_int_equal(tfe_run_damage_count(run), 1);
	tfe_run_get_damage(run, 0, &damage);
	assert_int_equal(damage.kind, TFE_DAMAGE_KIND_LIMIT);
	assert_string_equal(damage.path, logs_path("run/events.tfevents.1"));
	tfe_logdir_close(d);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, logs_make, logs_remove)
	const struct CMUnitTest tests[] = {
		TEST(a_first_time_of_zero_stays),
		TEST(a_run_that_is_read_from_its_beginning_is_as_a_fresh_start),
		TEST(memory_may_run_out_while_a_run_is_read_from_its_beginning),
		TEST(a_run_that_is_rewritten_again_and_again_has_its_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
