/* For unit tests: series of generated data of many kinds. */
#ifndef TESTS_UNIT_MADE_H
#define TESTS_UNIT_MADE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "read/run/series.h"
#include "read/column/smooth.h"

struct made {
	struct tfe__arena arena;
	struct tfe__column_memory memory;
	struct tfe__shared shared;
	struct tfe_series series;
	tfe_point *points;
	size_t n;
};

static inline void made_init(struct made *m, size_t most)
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

static inline void made_release(struct made *m)
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

static inline void add(struct made *m, int64_t step, double wall_time, double value)
{
	struct tfe__entry e = {.step = step, .wall_time = wall_time, .value = value};
	assert_int_equal(tfe__column_add(&m->series.writer, &m->memory, &e), TFE_OK);
	m->points[m->n++] = (tfe_point){step, wall_time, value};
}

static uint64_t seed = 1;

static inline uint64_t random64(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static inline double uniform(void)
{
	return (double)(random64() >> 11) * 0x1p-53;
}

/* The kinds of generated data. */
enum shape { EVEN, JITTER, REPEATED, BACKWARDS, HUGE_STEPS, WILD, SHAPES };

static inline double random_value(enum shape shape)
{
	static const double odd[] = {NAN, INFINITY, -INFINITY, 0, -0.0, 1e308, -1e308, 5e-324};
	if (shape == WILD && random64() % 4 == 0)
		return odd[random64() % 8];
	if (random64() % 50 == 0)
		return odd[random64() % 3];
	double v = uniform() * 2 - 1;
	return shape == JITTER ? v : (double)(float)v;
}

static inline void fill(struct made *m, enum shape shape, size_t n)
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

static inline bool same_double(double a, double b)
{
	return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* The minimum and maximum of values may be a zero of either sign. */
static inline bool same_number(double a, double b)
{
	return same_double(a, b) || a == b;
}

static inline double x_of(const struct made *m, tfe_axis axis, const tfe_point *p)
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

static inline void smooth_all(const struct made *m, double w, double *out)
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

static inline void put(tfe_column *c, double v)
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

static inline void check_columns(const struct made *m, tfe_axis axis, double x0, double x1,
				 double w, size_t n)
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

#endif
