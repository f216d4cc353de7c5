/* cache: facts and windows of curves: computed by the library once, then found in the frame
 * cache. */
#include "tbtop/cache/curve_windows.h"

#include <math.h>
#include <stdlib.h>

#include "common/memory.h"
#include "common/timer.h"

/* A frame that is out of time still computes this many windows, so that each frame makes
 * progress. */
enum { FRESH_LEAST = 16 };

static struct cache_key key_of(const tfe_view *view, tfe_axis axis, enum cache_kind kind)
{
	return (struct cache_key){.series = view->series,
				  .version = view->version,
				  .at = view->count,
				  .axis = (uint32_t)axis,
				  .kind = kind};
}

const struct curve_facts *curve_facts(struct caches *c, const tfe_view *view, tfe_axis axis)
{
	struct cache_key key = key_of(view, axis, CACHE_FACTS);
	struct curve_facts *facts = frame_cache_find(c->frames, &key);
	if (facts)
		return facts;
	tfe_point last = {.value = NAN};
	facts = frame_cache_new(&key, sizeof *facts);
	facts->extends = tfe_view_get_extent(view, axis, &facts->x0, &facts->x1);
	if (view->count)
		tfe_view_get_points(view, view->count - 1, &last, 1);
	facts->last = last.value;
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(view, &info);
	facts->min = info.min;
	facts->max = info.max;
	frame_cache_keep(c->frames, facts);
	return facts;
}

static double x_of(const tfe_point *p, tfe_axis axis, double start)
{
	if (axis == TFE_AXIS_STEP)
		return (double)p->step;
	return axis == TFE_AXIS_WALL ? p->wall_time : p->wall_time - start;
}

/* Returns the entry beyond the left (side -1) or right (side 1) end of a range. */
static struct curve_beside find_beside(const tfe_view *view, const struct window_range *range,
				       int side)
{
	tfe_point first, p;
	struct curve_beside none = {0};
	double edge = side < 0 ? range->x0 : range->x1, value;
	uint64_t i = tfe_view_nearest(view, range->axis, edge);
	if (tfe_view_get_points(view, 0, &first, 1) != 1 ||
	    tfe_view_get_points(view, i, &p, 1) != 1)
		return none;
	double x = x_of(&p, range->axis, first.wall_time);
	if ((x - edge) * side <= 0) { /* within the range: take its neighbour */
		if (side < 0 ? i == 0 : i + 1 >= view->count)
			return none;
		i += (uint64_t)side;
		if (tfe_view_get_points(view, i, &p, 1) != 1)
			return none;
		x = x_of(&p, range->axis, first.wall_time);
	}
	if (!((x - edge) * side > 0) || !isfinite(p.value))
		return none;
	if (range->smoothing > 0 && !tfe_view_get_smoothed(view, i, range->smoothing, &value))
		p.value = value;
	return (struct curve_beside){true, x, p.value};
}

/* Returns whether this frame has time to compute another window. */
static bool has_time(struct caches *c)
{
	if (c->hurry_s > 0 && ++c->fresh > FRESH_LEAST && clock_monotonic_s() > c->deadline)
		c->missed = true;
	return !c->missed;
}

static bool has_entries(const tfe_column *column)
{
	return column->count || column->nan || column->posinf || column->neginf;
}

/* Returns a new value of the cache with those of n columns that have entries. */
static struct curve_window *keep_columns(const struct cache_key *key, const tfe_column *all,
					 size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		kept += has_entries(&all[i]);
	struct curve_window *w =
		frame_cache_new(key, sizeof *w + kept * (sizeof(tfe_column) + sizeof(uint32_t)));
	uint32_t *at = (uint32_t *)(w->columns + kept);
	w->at = at;
	for (size_t i = 0; i < n; i++)
		if (has_entries(&all[i])) {
			at[w->n] = (uint32_t)i;
			w->columns[w->n++] = all[i];
		}
	return w;
}

static tfe_status load(const tfe_view *view, const struct window_range *range, tfe_column *columns)
{
	if (range->restart)
		return tfe_view_get_superseded(view, range->restart - 1, range->axis, range->x0,
					       range->x1, columns, range->n);
	return tfe_view_get_columns(view, range->axis, range->x0, range->x1, range->smoothing,
				    columns, range->n);
}

const struct curve_window *curve_window(struct caches *c, const tfe_view *view,
					const struct window_range *range)
{
	struct cache_key key = key_of(view, range->axis, CACHE_WINDOW);
	if (range->restart) {
		key.kind = CACHE_SUPERSEDED;
		key.at = range->restart;
	}
	key.x0 = range->x0;
	key.x1 = range->x1;
	key.smoothing = range->smoothing;
	key.columns = range->n;
	struct curve_window *w = frame_cache_find(c->frames, &key);
	if (w || !has_time(c))
		return w;
	tfe_column *all = need_resize(NULL, range->n, sizeof *all);
	if (load(view, range, all)) {
		free(all);
		return NULL;
	}
	w = keep_columns(&key, all, range->n);
	free(all);
	const struct curve_facts *facts = curve_facts(c, view, range->axis);
	if (!range->restart && facts->extends && facts->x0 < range->x0)
		w->left = find_beside(view, range, -1);
	if (!range->restart && facts->extends && facts->x1 > range->x1)
		w->right = find_beside(view, range, 1);
	frame_cache_keep(c->frames, w);
	return w;
}
