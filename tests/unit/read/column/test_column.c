/* read/column: columns of points are exact for any data, and unchanged for an existing view. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/inject.h"
#include "unit/made.h"

#include "read/run/series.h"
#include "read/column/smooth.h"

/* Checks the values without wall times, from every start and in any number. */
static void check_values(const struct made *m, const tfe_view *view)
{
	int64_t *steps = calloc(m->n + 1, sizeof *steps);
	double *values = calloc(m->n + 1, sizeof *values);
	for (int k = 0; k < 20; k++) {
		size_t from = k && m->n ? random64() % m->n : 0;
		size_t n = k && m->n ? random64() % (m->n + 1) : m->n + 1;
		size_t got = tfe_view_get_values(view, from, steps, values, n);
		assert_int_equal(got, n < m->n - from ? n : m->n - from);
		for (size_t i = 0; i < got; i++) {
			assert_int_equal(steps[i], m->points[from + i].step);
			assert_true(same_double(values[i], m->points[from + i].value));
		}
	}
	assert_int_equal(tfe_view_get_values(view, m->n, steps, values, 1), 0);
	free(steps);
	free(values);
}

static void points_come_back_exactly(void **state)
{
	(void)state;
	for (int shape = 0; shape < SHAPES; shape++)
		for (size_t n = 0; n < 20000; n = n * 3 + 1) {
			struct made m;
			made_init(&m, n);
			fill(&m, shape, n);
			tfe_view view = tfe_series_view(&m.series);
			assert_int_equal(view.count, n);
			tfe_point *got = calloc(n + 1, sizeof *got);
			assert_int_equal(tfe_view_get_points(&view, 0, got, n + 1), n);
			for (size_t i = 0; i < n; i++) {
				assert_int_equal(got[i].step, m.points[i].step);
				assert_memory_equal(&got[i].wall_time, &m.points[i].wall_time, 8);
				assert_true(same_double(got[i].value, m.points[i].value));
			}
			for (int k = 0; k < 20 && n; k++) {
				size_t from = random64() % n;
				assert_int_equal(tfe_view_get_points(&view, from, got, 1), 1);
				assert_int_equal(got[0].step, m.points[from].step);
			}
			free(got);
			check_values(&m, &view);
			made_release(&m);
		}
}

static void regular_data_are_small(void **state)
{
	(void)state;
	struct made m;
	made_init(&m, 100000);
	fill(&m, EVEN, 10);
	assert_int_equal(atomic_load(&m.series.writer.column->chunks), 1);
	size_t ten = sizeof(struct tfe_series) + sizeof(struct tfe__index) +
		     sizeof(struct tfe__chunk *) + sizeof(struct tfe__chunk) +
		     m.series.writer.encoder.chunk->data_bytes;
	assert_true(ten <= 416);
	for (size_t i = 0; i < 99990; i++)
		add(&m, 100 + 10 * (int64_t)i, 1.7e9 + (double)i * 0.1, (float)uniform());
	assert_true((double)m.arena.used_bytes / 100000 < 8);
	made_release(&m);
}

static void a_view_does_not_change(void **state)
{
	(void)state;
	struct made m;
	made_init(&m, 6000);
	fill(&m, BACKWARDS, 2000);
	tfe_view old = tfe_series_view(&m.series);
	tfe_series_info before = TFE_SERIES_INFO_INIT, after = TFE_SERIES_INFO_INIT;
	double s0, s1;
	tfe_view_get_info(&old, &before);
	assert_int_equal(tfe_view_get_smoothed(&old, 1999, 0.9, &s0), TFE_OK);
	fill(&m, BACKWARDS, 4000);
	uint64_t removed;
	assert_int_equal(
		tfe__column_supersede(&m.series.writer, &m.memory, 0, UINT64_MAX, &removed),
		TFE_OK);
	assert_true(removed > 1000);
	tfe_view_get_info(&old, &after);
	assert_int_equal(tfe_view_get_smoothed(&old, 1999, 0.9, &s1), TFE_OK);
	assert_memory_equal(&before, &after, sizeof before);
	assert_true(s0 == s1);
	made_release(&m);
}

static void superseded_points_are_left_out(void **state)
{
	(void)state;
	for (int shape = 0; shape < SHAPES; shape++)
		for (int k = 0; k < 8; k++) {
			struct made m;
			size_t n = 5000, kept = 0;
			made_init(&m, n + 100);
			fill(&m, shape, n);
			int64_t step = m.points[random64() % n].step;
			uint64_t mark = k % 2 ? random64() % n : UINT64_MAX, removed;
			assert_int_equal(tfe__column_supersede(&m.series.writer, &m.memory, step,
							       mark, &removed),
					 TFE_OK);
			for (size_t i = 0; i < n; i++)
				if (!(i < mark && m.points[i].step >= step))
					m.points[kept++] = m.points[i];
			assert_int_equal(removed, n - kept);
			m.n = kept;
			atomic_store(&m.series.column, m.series.writer.column);
			fill(&m, shape, 100);
			tfe_view view = tfe_series_view(&m.series);
			assert_int_equal(view.count, m.n);
			tfe_point p;
			for (size_t i = 0; i < m.n; i += 7) {
				assert_int_equal(tfe_view_get_points(&view, i, &p, 1), 1);
				assert_int_equal(p.step, m.points[i].step);
				assert_true(same_double(p.value, m.points[i].value));
			}
			double x0, x1;
			if (tfe_view_get_extent(&view, TFE_AXIS_STEP, &x0, &x1))
				check_columns(&m, TFE_AXIS_STEP, x0, x1, 0.6, 100);
			made_release(&m);
		}
}

static tfe_status without_memory(const tfe_allocator *a, void *context)
{
	(void)context;
	struct tfe__arena arena;
	tfe__arena_init(&arena, a, 0);
	const struct tfe__column_memory memory = {.arena = &arena};
	const struct tfe__shared shared = {.smoothing = {.allocator = a}};
	struct tfe_series series = {.kind = TFE_KIND_SCALAR, .shared = &shared};
	tfe_status status = TFE_OK;
	tfe__column_init(&series.first);
	atomic_init(&series.column, &series.first);
	tfe__column_writer_init(&series.writer, &series.first, TFE__VALUE_TYPE_FLOAT32);
	for (int i = 0; !status && i < 20000; i++) {
		struct tfe__entry e = {.step = i, .wall_time = i, .value = i * 0.1};
		status = tfe__column_add(&series.writer, &memory, &e);
	}
	if (!status) {
		tfe_view view = tfe_series_view(&series);
		tfe_column columns[10];
		status = tfe_view_get_columns(&view, TFE_AXIS_STEP, 0, 20000, 0.5, columns, 10);
	}
	uint64_t removed;
	if (!status)
		status = tfe__column_supersede(&series.writer, &memory, 100, UINT64_MAX, &removed);
	tfe__smoothing_free(&series.first, &shared.smoothing);
	tfe__arena_release(&arena);
	return status;
}

static void memory_may_run_out_anywhere(void **state)
{
	(void)state;
	assert_true(inject_every_allocation(without_memory, NULL) > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_come_back_exactly),
		cmocka_unit_test(regular_data_are_small),
		cmocka_unit_test(a_view_does_not_change),
		cmocka_unit_test(superseded_points_are_left_out),
		cmocka_unit_test(memory_may_run_out_anywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
