/* common: scalar series as curves of figures. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <tfevents/cursor.h>

#include "common/figure_fill.h"
#include "common/memory.h"

size_t figure_columns(const struct figure_plan *plan)
{
	return (size_t)plan->width * 2;
}

double figure_x_unit(const struct figure_plan *plan)
{
	double longest = 0, x0, x1;
	if (plan->axis != TFE_AXIS_RELATIVE)
		return 1;
	for (size_t i = 0; i < plan->n; i++)
		if (tfe_view_get_extent(&plan->source[i].view, TFE_AXIS_RELATIVE, &x0, &x1))
			longest = fmax(longest, x1);
	return longest > 7200 ? 3600 : longest > 120 ? 60 : 1;
}

static void add(struct figure_points *p, double x, double y)
{
	p->dot = need_room(p->dot, p->n, &p->capacity, sizeof *p->dot);
	p->dot[p->n++] = (struct dot){x, y};
}

/* --- exact points ----------------------------------------------------------------------------- */

/* The entries of a view from `first` to below `end`. */
struct entries {
	uint64_t first, end;
};

/* Returns the entries in the visible part of x, with one more on each side. */
static struct entries visible(const struct figure_plan *plan, const tfe_view *view)
{
	const struct figure_range *x = &plan->figure.x;
	struct entries all = {0, view->count};
	if (!x->on || !view->count)
		return all;
	uint64_t a = isnan(x->low) ? 0 : tfe_view_nearest(view, plan->axis, x->low);
	uint64_t b = isnan(x->high) ? view->count - 1 : tfe_view_nearest(view, plan->axis, x->high);
	uint64_t low = a < b ? a : b, high = a < b ? b : a;
	return (struct entries){low ? low - 1 : 0, high + 2 < view->count ? high + 2 : view->count};
}

static double x_of(const struct figure_plan *plan, const tfe_point *p, double first_wall_time)
{
	switch (plan->axis) {
	case TFE_AXIS_RELATIVE:
		return p->wall_time - first_wall_time;
	case TFE_AXIS_WALL:
		return p->wall_time;
	default:
		return (double)p->step;
	}
}

static bool read_exact(const struct figure_plan *plan, const tfe_view *view, struct entries range,
		       double smoothing, struct figure_points *points)
{
	enum { POINTS = 512 };
	tfe_point part[POINTS];
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(view, &info);
	for (uint64_t at = range.first; at < range.end;) {
		uint64_t left = range.end - at;
		size_t n = tfe_view_get_points(view, at, part, left < POINTS ? left : POINTS);
		if (!n)
			return false;
		for (size_t i = 0; i < n; i++) {
			double value = part[i].value;
			if (smoothing > 0 && tfe_view_get_smoothed(view, at + i, smoothing, &value))
				return false;
			add(points, x_of(plan, &part[i], info.first_wall_time), value);
		}
		at += n;
	}
	return true;
}

/* --- columns ---------------------------------------------------------------------------------- */

/* Adds the first, least, greatest and last value of a column, in this order. */
static void add_column(struct figure_points *p, double x, double width, const tfe_column *column)
{
	if (!column->count) {
		if (column->nan + column->posinf + column->neginf)
			add(p, x + 0.5 * width, NAN);
		return;
	}
	add(p, x + 0.2 * width, column->first);
	if (column->min < fmin(column->first, column->last))
		add(p, x + 0.4 * width, column->min);
	if (column->max > fmax(column->first, column->last))
		add(p, x + 0.6 * width, column->max);
	if (column->count > 1)
		add(p, x + 0.8 * width, column->last);
}

static bool read_columns(const struct figure_plan *plan, const tfe_view *view, double smoothing,
			 struct figure_points *points)
{
	const struct figure_range *range = &plan->figure.x;
	const size_t n = figure_columns(plan);
	double x0, x1;
	if (!tfe_view_get_extent(view, plan->axis, &x0, &x1))
		return true;
	x0 = range->on && range->low > x0 ? range->low : x0;
	x1 = range->on && range->high < x1 ? range->high : x1;
	if (!(x1 > x0))
		return true;
	tfe_column *column = need_zeroed(n, sizeof *column);
	bool got = !tfe_view_get_columns(view, plan->axis, x0, x1, smoothing, column, n);
	double width = (x1 - x0) / (double)n;
	for (size_t i = 0; got && i < n; i++) {
		double x = x0 + (double)i * width;
		/* The middle of a group needs one value at a time. */
		if (plan->grouped && column[i].count)
			add(points, x + width / 2, column[i].last);
		else if (!plan->grouped)
			add_column(points, x, width, &column[i]);
	}
	free(column);
	return got;
}

/* --- another tag as x ------------------------------------------------------------------------- */

static int by_x(const void *a, const void *b)
{
	double x = ((const struct dot *)a)->x, y = ((const struct dot *)b)->x;
	return (x > y) - (x < y);
}

/* Reads steps and values of a whole series. */
static bool read_steps(const tfe_view *view, struct figure_points *points)
{
	enum { POINTS = 512 };
	tfe_point part[POINTS];
	tfe_cursor *cursor;
	size_t n = 1;
	tfe_status status = tfe_cursor_open(view->series, NULL, &cursor, NULL);
	while (!status && n) {
		status = tfe_cursor_next(cursor, part, POINTS, &n);
		for (size_t i = 0; i < n && !status; i++)
			add(points, (double)part[i].step, part[i].value);
	}
	tfe_cursor_close(cursor);
	return !status;
}

/* Returns the value at x on the lines between the dots, the last one of dots at the same x; NaN
 * before the first and after the last dot. *i is the dot of the call before, for an x that was not
 * greater. */
static double value_at(const struct figure_points *p, double x, size_t *i)
{
	while (*i + 1 < p->n && p->dot[*i + 1].x <= x)
		++*i;
	if (!p->n || x < p->dot[0].x)
		return NAN;
	const struct dot *a = &p->dot[*i];
	if (*i + 1 == p->n || a->x == x)
		return a->x == x ? a->y : NAN;
	double part = (x - a->x) / (a[1].x - a->x);
	return a->y * (1 - part) + a[1].y * part;
}

/* Keeps the first, least, greatest and last of successive points, about `most` in all. */
static void thin(struct figure_points *p, size_t most)
{
	const size_t each = p->n / (most / 4) + 1;
	size_t kept = 0;
	if (p->n <= most)
		return;
	for (size_t i = 0; i < p->n; i += each) {
		size_t last = i + each < p->n ? i + each - 1 : p->n - 1, low = i, high = i;
		for (size_t k = i; k <= last; k++) {
			low = p->dot[k].y < p->dot[low].y ? k : low;
			high = p->dot[k].y > p->dot[high].y ? k : high;
		}
		const size_t chosen[] = {i, low < high ? low : high, low < high ? high : low, last};
		for (int k = 0; k < 4; k++)
			if (!k || chosen[k] != chosen[k - 1])
				p->dot[kept++] = p->dot[chosen[k]];
	}
	p->n = kept;
}

/* Replaces the steps of points by the values of the other tag there. */
static bool read_other_x(const struct figure_source *s, double smoothing,
			 const struct figure_plan *plan, struct figure_points *points)
{
	struct figure_points x = {0};
	struct figure_plan by_step = *plan;
	by_step.axis = TFE_AXIS_STEP;
	bool read = read_steps(&s->x, &x);
	if (read && smoothing > 0)
		read = read_exact(&by_step, &s->view, (struct entries){0, s->view.count}, smoothing,
				  points);
	else if (read)
		read = read_steps(&s->view, points);
	if (x.n)
		qsort(x.dot, x.n, sizeof *x.dot, by_x);
	size_t at = 0, kept = 0;
	double before = -INFINITY;
	for (size_t i = 0; read && i < points->n; i++) {
		const struct dot d = points->dot[i];
		at = d.x < before ? 0 : at;
		before = d.x;
		double place = value_at(&x, d.x, &at);
		if (isfinite(place))
			points->dot[kept++] = (struct dot){place, d.y};
	}
	points->n = kept;
	thin(points, 2 * figure_columns(plan));
	free(x.dot);
	return read;
}

/* --- curves ----------------------------------------------------------------------------------- */

/* Reads the points of a source. Series of more than `figure_columns` times four points are
 * summarised: each column has its first, least, greatest and last value. */
static bool read_points(const struct figure_plan *plan, const struct figure_source *s,
			double smoothing, struct figure_points *points)
{
	const struct entries range = visible(plan, &s->view);
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	*points = (struct figure_points){0};
	tfe_view_get_info(&s->view, &info);
	bool exact = !info.dropped && range.end - range.first <= 2 * figure_columns(plan);
	bool read = s->x.series ? read_other_x(s, smoothing, plan, points)
		    : exact     ? read_exact(plan, &s->view, range, smoothing, points)
				: read_columns(plan, &s->view, smoothing, points);
	const double unit = figure_x_unit(plan);
	for (size_t i = 0; i < points->n; i++)
		points->dot[i].x /= unit;
	return read;
}

void figure_points_sort(struct figure_points *p)
{
	size_t kept = 0;
	for (size_t i = 0; i < p->n; i++)
		if (isfinite(p->dot[i].x) && isfinite(p->dot[i].y))
			p->dot[kept++] = p->dot[i];
	p->n = kept;
	if (kept)
		qsort(p->dot, kept, sizeof *p->dot, by_x);
}

/* Adds points as a curve of a source, which then owns them. */
static void add_curve(struct figure *figure, const struct figure_source *s, const char *name,
		      enum figure_shape shape, struct figure_points *points)
{
	struct figure_curve *c = figure_add(figure, name, s->colour, shape);
	c->dash = shape == FIGURE_LINE ? s->dash : 0;
	c->dot = points->dot;
	c->n = points->n;
	c->capacity = points->capacity;
}

/* Adds the band between two series, at the points of the lower one. */
static bool add_margin(const struct figure_plan *plan, struct figure *figure,
		       const struct figure_source *s)
{
	struct figure_source low = *s, high = *s;
	struct figure_points below, above;
	size_t at = 0;
	low.view = s->low;
	high.view = s->high;
	bool read = read_points(plan, &low, plan->smoothing, &below);
	read = read_points(plan, &high, plan->smoothing, &above) && read;
	figure_points_sort(&below);
	figure_points_sort(&above);
	struct figure_curve *band = figure_add(figure, "", s->colour, FIGURE_BAND);
	for (size_t i = 0; i < below.n; i++) {
		double top = value_at(&above, below.dot[i].x, &at);
		if (isfinite(top))
			figure_band_add(band, below.dot[i].x, below.dot[i].y, top);
	}
	free(below.dot);
	free(above.dot);
	return read;
}

static bool add_source(const struct figure_plan *plan, struct figure *figure,
		       const struct figure_source *s)
{
	struct figure_points points;
	const bool smooth = plan->smoothing > 0;
	bool read = !s->low.series || !s->high.series || add_margin(plan, figure, s);
	if (smooth && plan->raw) {
		read = read_points(plan, s, 0, &points) && read;
		add_curve(figure, s, "", FIGURE_FAINT, &points);
	}
	read = read_points(plan, s, plan->smoothing, &points) && read;
	add_curve(figure, s, s->name, FIGURE_LINE, &points);
	return read;
}

/* --- groups ----------------------------------------------------------------------------------- */

static size_t by_order(struct dot *dots, size_t n)
{
	size_t kept = 0;
	if (n)
		qsort(dots, n, sizeof *dots, by_x);
	for (size_t i = 0; i < n; i++)
		if (!kept || dots[i].x != dots[kept - 1].x)
			dots[kept++] = dots[i];
	return kept;
}

/* Sets the x at which the middle of the members is computed: all x of the members, or evenly spaced
 * ones if those are many. */
static void choose_x(const struct figure_points *members, size_t n, size_t most,
		     struct figure_points *x)
{
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < members[k].n; i++)
			add(x, members[k].dot[i].x, 0);
	x->n = by_order(x->dot, x->n);
	if (x->n <= most)
		return;
	double low = x->dot[0].x, high = x->dot[x->n - 1].x;
	x->n = most;
	for (size_t i = 0; i < most; i++)
		x->dot[i].x = low + (high - low) * (double)i / (double)(most - 1);
}

void figure_add_middle(const struct figure_plan *plan, struct figure *figure, const char *name,
		       const struct figure_source *source, const struct figure_points *members,
		       size_t n)
{
	struct figure_points x = {0};
	size_t *at = need_zeroed(n, sizeof *at);
	double *values = need_zeroed(n, sizeof *values);
	choose_x(members, n, 2 * figure_columns(plan), &x);
	size_t band = figure->n;
	figure_add(figure, "", source->colour, FIGURE_BAND);
	struct figure_curve *middle = figure_add(figure, name, source->colour, FIGURE_LINE);
	middle->dash = source->dash;
	for (size_t i = 0; i < x.n; i++) {
		for (size_t k = 0; k < n; k++)
			values[k] = value_at(&members[k], x.dot[i].x, &at[k]);
		struct group_stats s = group_middle_of(values, n, plan->middle, plan->band);
		if (!s.n)
			continue;
		figure_band_add(&figure->curve[band], x.dot[i].x, s.lo, s.hi);
		figure_curve_add(middle, x.dot[i].x, s.mid);
	}
	free(x.dot);
	free(at);
	free(values);
}

static bool fill_group(const struct figure_plan *plan, struct figure *figure, size_t group)
{
	struct figure_points *members = need_zeroed(plan->n, sizeof *members);
	const struct figure_source *first = NULL;
	size_t n = 0;
	bool read = true;
	for (size_t i = 0; i < plan->n; i++) {
		const struct figure_source *s = &plan->source[i];
		if (s->group != group)
			continue;
		first = first ? first : s;
		read &= read_points(plan, s, plan->smoothing, &members[n]);
		figure_points_sort(&members[n++]);
	}
	char name[300];
	snprintf(name, sizeof name, n > 1 ? "%.250s (%zu runs)" : "%.250s", first->name, n);
	figure_add_middle(plan, figure, name, first, members, n);
	for (size_t i = 0; i < n; i++)
		free(members[i].dot);
	free(members);
	return read;
}

bool figure_is_first(const struct figure_plan *plan, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (plan->source[k].group == plan->source[i].group)
			return false;
	return true;
}

bool figure_fill_curves(const struct figure_plan *plan, struct figure *figure,
			char error[FIGURE_ERROR])
{
	for (size_t i = 0; i < plan->n; i++) {
		const struct figure_source *s = &plan->source[i];
		if (plan->grouped && !figure_is_first(plan, i))
			continue;
		bool read = plan->grouped ? fill_group(plan, figure, s->group)
					  : add_source(plan, figure, s);
		if (!read) {
			snprintf(error, FIGURE_ERROR, "%.200s cannot be read",
				 tfe_series_tag(s->view.series));
			return false;
		}
	}
	return true;
}
