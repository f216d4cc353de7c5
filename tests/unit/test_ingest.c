/* read: a run is read from its files, whatever order they appear in and whatever memory there is. */
#include "inject.h"
#include "logs.h"

#include <tfevents/series.h>

static struct logs_message batch;

static void add_scalar(const char *name, const char *tag, int64_t step, double wall_time)
{
	static struct logs_message event, summary, value;
	summary.n = value.n = 0;
	logs_text(&value, 1, tag);
	logs_float(&value, 2, (float)step);
	logs_bytes(&summary, 1, value.data, value.n);
	logs_event(&event, step, wall_time);
	logs_bytes(&event, 5, summary.data, summary.n);
	if (batch.n + event.n + 16 > sizeof batch.data)
		logs_flush(name, &batch);
	logs_frame(&batch, &event);
}

/* Scalars of `tags` tags at steps [from, to). */
static void add_scalars(const char *name, int tags, int64_t from, int64_t to, double wall_time)
{
	for (int64_t step = from; step < to; step++)
		for (int i = 0; i < tags; i++) {
			char tag[16];
			snprintf(tag, sizeof tag, "t%d", i);
			add_scalar(name, tag, step, wall_time + (double)step);
		}
	logs_flush(name, &batch);
}

static void expect_points(const tfe_logdir *d, const char *tag, int64_t from, int64_t to)
{
	const tfe_series *series = tfe_run_find(tfe_logdir_run(d, 0), tag);
	assert_non_null(series);
	tfe_view view = tfe_series_view(series);
	assert_int_equal(view.count, to - from);
	for (int64_t i = 0; i < to - from; i++) {
		tfe_point point;
		assert_int_equal(tfe_view_points(&view, (uint64_t)i, &point, 1), 1);
		assert_int_equal(point.step, from + i);
	}
}

/* --- memory ---------------------------------------------------------------------------------------------- */

enum { TAGS = 30 };

/* A file that comes before those that were read appears; memory runs out while the run is read from the beginning. */
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
	/* A turn that failed may have been repeated at once. */
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

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, logs_make, logs_remove)
	const struct CMUnitTest tests[] = {
		TEST(memory_may_run_out_while_a_run_is_read_from_its_beginning),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
