/* tests: a model whose runs, tags and curves do not come from files. A test that includes this file
 * lists in its first lines, after "wraps:", the library functions that are replaced. */
#ifndef TESTS_TUI_FAKE_H
#define TESTS_TUI_FAKE_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tbtop/model/model.h"
#include "tbtop/update/update.h"

struct fake_series {
	size_t n;
	tfe_point points[256];
};

static inline const struct fake_series *fake_of(const tfe_view *view)
{
	return (const struct fake_series *)view->series;
}

tfe_view __wrap_tfe_series_view(const tfe_series *series);
tfe_view __wrap_tfe_series_view(const tfe_series *series)
{
	return (tfe_view){.series = series, .count = ((const struct fake_series *)series)->n};
}

static inline double fake_x(const struct fake_series *s, size_t i, tfe_axis axis)
{
	if (axis == TFE_AXIS_STEP)
		return (double)s->points[i].step;
	return s->points[i].wall_time - (axis == TFE_AXIS_RELATIVE ? s->points[0].wall_time : 0);
}

bool __wrap_tfe_view_get_extent(const tfe_view *view, tfe_axis axis, double *x0, double *x1);
bool __wrap_tfe_view_get_extent(const tfe_view *view, tfe_axis axis, double *x0, double *x1)
{
	const struct fake_series *s = fake_of(view);
	if (!s->n)
		return false;
	*x0 = fake_x(s, 0, axis);
	*x1 = fake_x(s, s->n - 1, axis);
	return true;
}

uint64_t __wrap_tfe_view_nearest(const tfe_view *view, tfe_axis axis, double x);
uint64_t __wrap_tfe_view_nearest(const tfe_view *view, tfe_axis axis, double x)
{
	const struct fake_series *s = fake_of(view);
	size_t best = 0;
	for (size_t i = 1; i < s->n; i++)
		if (fabs(fake_x(s, i, axis) - x) < fabs(fake_x(s, best, axis) - x))
			best = i;
	return s->n ? best : 0;
}

size_t __wrap_tfe_view_get_points(const tfe_view *view, uint64_t first, tfe_point *points,
				  size_t n);
size_t __wrap_tfe_view_get_points(const tfe_view *view, uint64_t first, tfe_point *points, size_t n)
{
	const struct fake_series *s = fake_of(view);
	size_t k = 0;
	for (; k < n && first + k < s->n; k++)
		points[k] = s->points[first + k];
	return k;
}

/* Smooths the first n points as TensorBoard does. */
static inline double fake_smoothed(const struct fake_series *s, size_t i, double w)
{
	double last = 0;
	size_t seen = 0;
	for (size_t k = 0; k <= i; k++)
		if (isfinite(s->points[k].value)) {
			last = last * w + (1 - w) * s->points[k].value;
			seen++;
		}
	return isfinite(s->points[i].value) ? last / (1 - pow(w, (double)seen))
					    : s->points[i].value;
}

tfe_status __wrap_tfe_view_get_smoothed(const tfe_view *view, uint64_t i, double w, double *value);
tfe_status __wrap_tfe_view_get_smoothed(const tfe_view *view, uint64_t i, double w, double *value)
{
	*value = fake_smoothed(fake_of(view), i, w);
	return TFE_OK;
}

static inline void fake_add(tfe_column *c, double v)
{
	if (!isfinite(v)) {
		c->nan += isnan(v);
		c->posinf += isinf(v) && v > 0;
		c->neginf += isinf(v) && v < 0;
		return;
	}
	if (!c->count++)
		c->first = c->min = c->max = v;
	c->last = v;
	c->min = fmin(c->min, v);
	c->max = fmax(c->max, v);
}

tfe_status __wrap_tfe_view_get_columns(const tfe_view *view, tfe_axis axis, double x0, double x1,
				       double smoothing, tfe_column *columns, size_t n);
tfe_status __wrap_tfe_view_get_columns(const tfe_view *view, tfe_axis axis, double x0, double x1,
				       double smoothing, tfe_column *columns, size_t n)
{
	const struct fake_series *s = fake_of(view);
	for (size_t i = 0; i < n; i++)
		columns[i] = (tfe_column){.first = NAN, .min = NAN, .max = NAN, .last = NAN};
	for (size_t i = 0; i < s->n; i++) {
		double at = (fake_x(s, i, axis) - x0) / (x1 - x0) * (double)n;
		if (at < 0 || at > (double)n)
			continue;
		size_t c = at < (double)n ? (size_t)at : n - 1;
		fake_add(&columns[c],
			 smoothing > 0 ? fake_smoothed(s, i, smoothing) : s->points[i].value);
	}
	return TFE_OK;
}

void __wrap_tfe_view_get_info(const tfe_view *view, tfe_series_info *info);
void __wrap_tfe_view_get_info(const tfe_view *view, tfe_series_info *info)
{
	const struct fake_series *s = fake_of(view);
	*info = (tfe_series_info){
		.size = sizeof *info, .tag = "", .plugin = "", .count = s->n, .last = NAN};
	if (s->n)
		info->last = s->points[s->n - 1].value;
}

size_t __wrap_tfe_view_get_restarts(const tfe_view *view, tfe_restart *restarts, size_t n);
size_t __wrap_tfe_view_get_restarts(const tfe_view *view, tfe_restart *restarts, size_t n)
{
	(void)view;
	(void)restarts;
	(void)n;
	return 0;
}

/* --- a model ---------------------------------------------------------------------------------- */

static struct fake_series *fake_pool;
static size_t fake_used, fake_size;

/* Returns a different curve for each run and tag. */
static inline const tfe_series *fake_curve(size_t run, size_t tag, size_t n)
{
	if (fake_used == fake_size)
		return NULL;
	struct fake_series *s = &fake_pool[fake_used++];
	s->n = n < 256 ? n : 256;
	for (size_t i = 0; i < s->n; i++) {
		double t = (double)i, noise = sin(t * 12.9898 + (double)(run * 7 + tag)) * 0.08;
		double v = (1 + 0.3 * (double)run) * exp(-t / (40 + 10 * (double)tag)) + 0.1 +
			   noise * exp(-t / 120);
		s->points[i] = (tfe_point){(int64_t)i * 50, 1767225600 + 7.5 * t, v};
	}
	return (const tfe_series *)s;
}

static inline void fake_init(struct model *m, size_t runs, size_t tags, size_t points)
{
	static const char *const groups[] = {"train", "val", "optimizer"};
	static const char *const names[] = {"loss", "accuracy", "grad_norm", "lr"};
	fake_size = runs * tags;
	fake_pool = calloc(fake_size ? fake_size : 1, sizeof *fake_pool);
	fake_used = 0;
	model_init(m, "logs/exp7");
	for (size_t r = 0; r < runs; r++) {
		char name[32];
		snprintf(name, sizeof name, "run%zu", r);
		struct run *run = model_add_run(m, name, NULL);
		run->state = (enum run_state)(1 + r % 3);
		run->last_step = (int64_t)points * 50;
		for (size_t t = 0; t < tags; t++) {
			char tag[64];
			snprintf(tag, sizeof tag, "%s/%s%.0zu", groups[t % 3], names[t / 3 % 4],
				 t / 12);
			model_add_curve(m, TAG_SCALARS, tag, r, fake_curve(r, t, points));
		}
	}
	m->progress = (tfe_progress){.size = sizeof m->progress,
				     .points = runs * tags * points,
				     .bytes_total = runs * tags * points * 45,
				     .bytes_read = runs * tags * points * 45,
				     .loaded = true};
	update_filters(m);
}

static inline void fake_release(struct model *m)
{
	model_release(m);
	free(fake_pool);
	fake_pool = NULL;
}

#endif
