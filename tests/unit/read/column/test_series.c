/* read: columns of points: exact, however they come; and what views say of them, against looking at every point. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/inject.h"
#include "read/run/series.h"
#include "read/column/smooth.h"

/* --- series made by hand -------------------------------------------------------------------------------- */

struct made {
	struct tfe__arena arena;
	struct tfe__column_memory memory;
	struct tfe__shared shared;
	struct tfe_series series;
	tfe_point *points;
	size_t n;
};

static void made_init(struct made *m, size_t most)
{
	memset(m, 0, sizeof *m);
	tfe__arena_init(&m->arena, NULL, 0);
	m->memory.arena = &m->arena;
	m->shared = (struct tfe__shared){.smoothing = {.allocator = &m->arena.allocator},
					 .plugin = "",
					 .display_name = "",
					 .description = ""};
	m->series.shared = &m->shared;
	m->series.kind = TFE_KIND_SCALAR;
	m->series.tag = "";
	tfe__column_init(&m->series.first);
	atomic_init(&m->series.column, &m->series.first);
	tfe__column_writer_init(&m->series.writer, &m->series.first, TFE__VALUE_TYPE_FLOAT32);
	m->points = calloc(most ? most : 1, sizeof *m->points);
}

static void made_release(struct made *m)
{
	struct tfe__column *column = atomic_load(&m->series.column);
	while (column) {
		tfe__smoothing_free(column, &m->shared.smoothing);
		const struct tfe__column_before *before = column->before;
		column = before ? (struct tfe__column *)(uintptr_t)before->column : NULL;
	}
	tfe__arena_release(&m->arena);
	free(m->points);
}

static void add(struct made *m, int64_t step, double wall_time, double value)
{
	struct tfe__entry e = {.step = step, .wall_time = wall_time, .value = value};
	assert_int_equal(tfe__column_add(&m->series.writer, &m->memory, &e), TFE_OK);
	m->points[m->n++] = (tfe_point){step, wall_time, value};
}

static uint64_t seed = 1;

static uint64_t random64(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static double uniform(void)
{
	return (double)(random64() >> 11) * 0x1p-53;
}

/* The kinds of data that are tried. */
enum shape { EVEN, JITTER, REPEATED, BACKWARDS, HUGE_STEPS, WILD, SHAPES };

static double random_value(enum shape shape)
{
	static const double odd[] = {NAN, INFINITY, -INFINITY, 0, -0.0, 1e308, -1e308, 5e-324};
	if (shape == WILD && random64() % 4 == 0)
		return odd[random64() % 8];
	if (random64() % 50 == 0)
		return odd[random64() % 3];
	double v = uniform() * 2 - 1;
	return shape == JITTER ? v : (double)(float)v;
}

static void fill(struct made *m, enum shape shape, size_t n)
{
	double wall = 1.7e9;
	int64_t step = 0;
	for (size_t i = 0; i < n; i++) {
		switch (shape) {
		case EVEN:
			step += 10;
			wall += 0.1;
			break;
		case JITTER:
			step += 1 + (int64_t)(random64() % 3);
			wall += uniform() * 5;
			break;
		case REPEATED:
			step += random64() % 8 == 0;
			wall += (double)(random64() % 2);
			break;
		case BACKWARDS:
			step = (int64_t)(random64() % 1000) - 500;
			wall = 1.7e9 + uniform() * 1000;
			break;
		case HUGE_STEPS:
			step = (int64_t)random64();
			wall = uniform() * 1e300;
			break;
		case WILD:
		case SHAPES:
			step = (int64_t)(random64() >> random64() % 64);
			wall = random64() % 9 == 0   ? NAN
			       : random64() % 9 == 0 ? -INFINITY
						     : uniform();
			break;
		}
		add(m, step, wall, random_value(shape));
	}
}

static bool same_double(double a, double b)
{
	return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* The least and the greatest of values may be a zero of either sign. */
static bool same_number(double a, double b)
{
	return same_double(a, b) || a == b;
}

/* --- tests ------------------------------------------------------------------------------------------------ */

/* Without wall times: the same from everywhere, in any number. */
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
	assert_true(ten <= 352);
	for (size_t i = 0; i < 99990; i++)
		add(&m, 100 + 10 * (int64_t)i, 1.7e9 + (double)i * 0.1, (float)uniform());
	assert_true((double)m.arena.used_bytes / 100000 < 8);
	made_release(&m);
}

static double x_of(const struct made *m, tfe_axis axis, const tfe_point *p)
{
	if (axis == TFE_AXIS_STEP)
		return (double)p->step;
	double origin = 0;
	if (axis == TFE_AXIS_RELATIVE) {
		origin = m->points[0].wall_time;
		if (!isfinite(origin)) {
			double least = INFINITY;
			for (size_t i = 0; i < m->n; i++)
				if (m->points[i].wall_time < least)
					least = m->points[i].wall_time;
			origin = isfinite(least) ? least : 0;
		}
	}
	return p->wall_time - origin;
}

static void smooth_all(const struct made *m, double w, double *out)
{
	bool constant = true;
	double last = 0;
	int n = 0;
	for (size_t i = 0; i < m->n; i++)
		constant &= m->points[i].value == m->points[0].value;
	for (size_t i = 0; i < m->n; i++) {
		double y = m->points[i].value;
		out[i] = y;
		if (constant || !isfinite(y) || w == 0)
			continue;
		last = last * w + (1 - w) * y;
		n++;
		out[i] = last / (1 - pow(w, n));
	}
}

static void put(tfe_column *c, double v)
{
	if (isnan(v)) {
		c->nan++;
	} else if (isinf(v)) {
		if (v > 0)
			c->posinf++;
		else
			c->neginf++;
	} else {
		if (!c->count++)
			c->first = c->min = c->max = v;
		c->last = v;
		c->min = v < c->min ? v : c->min;
		c->max = v > c->max ? v : c->max;
	}
}

static void check_columns(const struct made *m, tfe_axis axis, double x0, double x1, double w,
			  size_t n)
{
	tfe_view view = tfe_series_view(&m->series);
	tfe_column *got = calloc(n, sizeof *got), *want = calloc(n, sizeof *want);
	double *smoothed = calloc(m->n, sizeof *smoothed);
	smooth_all(m, w, smoothed);
	for (size_t i = 0; i < n; i++)
		want[i].first = want[i].min = want[i].max = want[i].last = NAN;
	for (size_t i = 0; i < m->n; i++) {
		double x = x_of(m, axis, &m->points[i]);
		if (!(x >= x0 && x <= x1))
			continue;
		size_t at = (size_t)((x - x0) * ((double)n / (x1 - x0)));
		put(&want[at < n ? at : n - 1], smoothed[i]);
	}
	tfe_status status = tfe_view_get_columns(&view, axis, x0, x1, w, got, n);
	if (isfinite(x1 - x0) && x1 > x0)
		assert_int_equal(status, TFE_OK);
	for (size_t i = 0; i < n && !status; i++) {
		assert_int_equal(got[i].count, want[i].count);
		assert_int_equal(got[i].nan, want[i].nan);
		assert_int_equal(got[i].posinf, want[i].posinf);
		assert_int_equal(got[i].neginf, want[i].neginf);
		assert_true(same_double(got[i].first, want[i].first));
		assert_true(same_double(got[i].last, want[i].last));
		assert_true(same_number(got[i].min, want[i].min));
		assert_true(same_number(got[i].max, want[i].max));
	}
	free(got);
	free(want);
	free(smoothed);
}

static void columns_are_what_every_point_says(void **state)
{
	(void)state;
	static const double weights[] = {0, 0.6, 0.999};
	for (int shape = 0; shape < SHAPES; shape++)
		for (size_t n = 1; n < 60000; n = n * 5 + 3) {
			struct made m;
			made_init(&m, n);
			fill(&m, shape, n);
			tfe_view view = tfe_series_view(&m.series);
			for (int k = 0; k < 18; k++) {
				tfe_axis axis = k % 3;
				double x0, x1;
				if (!tfe_view_get_extent(&view, axis, &x0, &x1))
					continue;
				if (k >= 9) { /* a part of it */
					double span = x1 - x0;
					x0 += span * uniform() * 0.9;
					x1 = x0 + span * 0.1 * uniform();
				}
				check_columns(&m, axis, x0, x1, weights[k / 3 % 3],
					      1 + random64() % 300);
			}
			made_release(&m);
		}
}

static void columns_refuse_what_makes_no_sense(void **state)
{
	(void)state;
	struct made m;
	tfe_column c[2];
	made_init(&m, 10);
	tfe_view view = tfe_series_view(&m.series);
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 0, 1, 0, c, 2), TFE_OK);
	assert_int_equal(c[0].count, 0);
	assert_true(isnan(c[0].min));
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 1, 1, 0, c, 2), TFE_E_ARG);
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 0, NAN, 0, c, 2), TFE_E_ARG);
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 0, INFINITY, 0, c, 2),
			 TFE_E_ARG);
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 0, 1, 1, c, 2), TFE_E_ARG);
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 0, 1, NAN, c, 2), TFE_E_ARG);
	assert_int_equal(tfe_view_get_columns(&view, TFE_AXIS_STEP, 0, 1, 0, c, 0), TFE_E_ARG);
	made_release(&m);
}

static void nearest_is_the_nearest(void **state)
{
	(void)state;
	for (int shape = 0; shape < SHAPES; shape++)
		for (size_t n = 0; n < 30000; n = n * 4 + 1) {
			struct made m;
			made_init(&m, n);
			fill(&m, shape, n);
			tfe_view view = tfe_series_view(&m.series);
			for (int k = 0; k < 12; k++) {
				tfe_axis axis = k % 3;
				double x0 = 0, x1 = 0;
				bool any = tfe_view_get_extent(&view, axis, &x0, &x1);
				double x = k < 3 ? -INFINITY
						 : x0 + (x1 - x0) * (uniform() * 1.2 - 0.1);
				uint64_t got = tfe_view_nearest(&view, axis, x);
				if (!n)
					assert_int_equal(got, 0);
				if (!any)
					continue;
				x = x < x0 || isnan(x) ? x0 : x > x1 ? x1 : x;
				uint64_t best = 0;
				double distance = INFINITY;
				for (size_t i = 0; i < n; i++) {
					double d = fabs(x_of(&m, axis, &m.points[i]) - x);
					if (d < distance) {
						distance = d;
						best = i;
					}
				}
				if (isfinite(distance))
					assert_int_equal(got, best);
			}
			made_release(&m);
		}
}

static void info_is_what_every_point_says(void **state)
{
	(void)state;
	for (int shape = 0; shape < SHAPES; shape++) {
		size_t n = 40000;
		struct made m;
		made_init(&m, n);
		fill(&m, shape, n);
		tfe_view view = tfe_series_view(&m.series);
		tfe_series_info info = TFE_SERIES_INFO_INIT;
		tfe_view_get_info(&view, &info);
		tfe_column all = {0};
		int64_t min_step = 0, max_step = 0;
		double min = INFINITY, max = -INFINITY;
		for (size_t i = 0; i < n; i++) {
			double v = m.points[i].value;
			put(&all, v);
			if (isfinite(v) && v < min) {
				min = v;
				min_step = m.points[i].step;
			}
			if (isfinite(v) && v > max) {
				max = v;
				max_step = m.points[i].step;
			}
		}
		assert_int_equal(info.count, n);
		assert_true(info.min == min);
		assert_true(info.max == max);
		assert_int_equal(info.min_step, min_step);
		assert_int_equal(info.max_step, max_step);
		assert_int_equal(info.nonfinite, all.nan + all.posinf + all.neginf);
		assert_int_equal(info.first_step, m.points[0].step);
		assert_int_equal(info.last_step, m.points[n - 1].step);
		assert_true(same_double(info.last, m.points[n - 1].value));
		made_release(&m);
	}
}

static void smoothed_is_tensorboards(void **state)
{
	(void)state;
	struct made m;
	size_t n = 5000;
	made_init(&m, n);
	fill(&m, JITTER, n);
	double *want = calloc(n, sizeof *want);
	tfe_view view = tfe_series_view(&m.series);
	for (double w = 0; w < 1; w += 0.333) {
		smooth_all(&m, w, want);
		for (size_t i = 0; i < n; i += 37) {
			double got;
			assert_int_equal(tfe_view_get_smoothed(&view, i, w, &got), TFE_OK);
			assert_true(same_double(got, want[i]));
		}
	}
	double got;
	assert_int_equal(tfe_view_get_smoothed(&view, n, 0.5, &got), TFE_E_ARG);
	free(want);
	made_release(&m);
}

static void constant_series_stay(void **state)
{
	(void)state;
	struct made m;
	made_init(&m, 3000);
	for (int i = 0; i < 3000; i++)
		add(&m, i, i, 0.1);
	tfe_view view = tfe_series_view(&m.series);
	double got;
	assert_int_equal(tfe_view_get_smoothed(&view, 2900, 0.9, &got), TFE_OK);
	assert_true(got == 0.1);
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
		cmocka_unit_test(columns_are_what_every_point_says),
		cmocka_unit_test(columns_refuse_what_makes_no_sense),
		cmocka_unit_test(nearest_is_the_nearest),
		cmocka_unit_test(info_is_what_every_point_says),
		cmocka_unit_test(smoothed_is_tensorboards),
		cmocka_unit_test(constant_series_stay),
		cmocka_unit_test(a_view_does_not_change),
		cmocka_unit_test(superseded_points_are_left_out),
		cmocka_unit_test(memory_may_run_out_anywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
