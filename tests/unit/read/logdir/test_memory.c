/* read/logdir: a log directory whose allocations fail anywhere, and that frees its memory. */
#include <stdatomic.h>

#include "unit/inject.h"
#include "unit/runs.h"

static tfe_status without_memory(const tfe_allocator *a, void *context)
{
	(void)context;
	const char *path = logs_folder;
	tfe_logdir_options o = {.size = sizeof o, .threads = 1, .allocator = a};
	tfe_logdir *d;
	tfe_status status = tfe_logdir_open(&path, 1, &o, &d, NULL);
	if (status)
		return status;
	status = tfe_logdir_load(d);
	if (status) {
		/* Data that were skipped are read when memory is available again, once. */
		if (tfe_logdir_load(d)) {
			tfe_logdir_close(d);
			return status;
		}
	}
	assert_string_equal(steps_of(d, "a", "t"), "0 1 2 3 4 5");
	assert_string_equal(steps_of(d, "b/c", "t"), "0 1 2 3");
	tfe_logdir_close(d);
	/* A run that was queued twice may have been tried twice. */
	const struct inject *in = a->context;
	return in->fail_at && atomic_load(&in->calls) >= in->fail_at ? TFE_E_NOMEM : status;
}

static void memory_may_run_out_anywhere(void **state)
{
	(void)state;
	scalars("a/events.tfevents.1", "t", 0, 3, 100);
	scalars("a/events.tfevents.2", "t", 2, 5, 200);
	scalars("b/c/events.tfevents.1", "t", 0, 3, 100);
	assert_true(inject_every_allocation(without_memory, NULL) > 20);
}

/* Data that a load lost for lack of memory are read by the next load, once. */
static void what_memory_ran_out_for_comes_once(void **state)
{
	(void)state;
	size_t failed = 0, named = 0;
	scalars("run/events.tfevents.1", "t", 1, 100, 100);
	for (size_t at = 1;; at++) {
		struct inject in = {.fail_at = at};
		tfe_allocator a = inject_allocator(&in);
		tfe_logdir_options o = {.size = sizeof o, .allocator = &a, .threads = 1};
		const char *path = logs_folder;
		tfe_logdir *d;
		if (tfe_logdir_open(&path, 1, &o, &d, NULL))
			continue;
		bool all = !tfe_logdir_load(d);
		failed += !all;
		tfe_error error = TFE_ERROR_INIT;
		tfe_logdir_get_error(d, &error);
		assert_int_equal(error.status, all ? TFE_OK : TFE_E_NOMEM);
		named += !strcmp(error.path, logs_path("run/events.tfevents.1"));
		if (all || !tfe_logdir_load(d))
			assert_int_equal(points_of(d, "run", "t"), 100);
		tfe_logdir_close(d);
		assert_int_equal(atomic_load(&in.live), 0);
		if (atomic_load(&in.calls) < at)
			break;
	}
	assert_true(failed > 10);
	assert_true(named > 3);
}

/* The smoothed data of a replaced file are freed with the other data. */
static void a_replaced_file_leaves_no_memory(void **state)
{
	(void)state;
	struct inject in = {0};
	tfe_allocator a = inject_allocator(&in);
	scalars("run/events.tfevents.1", "t", 1, 3000, 100);
	tfe_logdir *d = load_logs((tfe_logdir_options){.allocator = &a});
	for (int replaced = 0; replaced < 3; replaced++) {
		double value;
		tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, "run"), "t"));
		assert_int_equal(tfe_view_get_smoothed(&view, 2000, 0.6, &value), TFE_OK);
		scalars("other/new", "t", 1 + replaced, 3000 + replaced, 200);
		assert_int_equal(rename(logs_path("other/new"), logs_path("run/events.tfevents.1")),
				 0);
		assert_int_equal(tfe_logdir_load(d), TFE_OK);
		assert_int_equal(points_of(d, "run", "t"), 3000);
	}
	tfe_logdir_close(d);
	assert_int_equal(atomic_load(&in.live), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(memory_may_run_out_anywhere),
		TEST(what_memory_ran_out_for_comes_once),
		TEST(a_replaced_file_leaves_no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
