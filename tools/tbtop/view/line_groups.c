/* view: the lines of the runs of a group as one line with a band. */
#include "tbtop/view/line_groups.h"

#include <math.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/view/axes.h"

/* Rounding must not lose the column of a point. */
static const double near = 1e-9;

/* Writes the values of the columns between two points. */
static void fill(struct line_point a, struct line_point b, size_t columns, double *values)
{
	double last = (double)(columns - 1), width = (b.x - a.x) * last;
	double from = fmax(ceil(fmin(a.x, b.x) * last - near), 0);
	double to = fmin(floor(fmax(a.x, b.x) * last + near), last);
	for (double i = from; i <= to; i++) {
		double part = width != 0 ? (i - a.x * last) / width : 1;
		values[(size_t)i] = a.y + (b.y - a.y) * fmin(fmax(part, 0), 1);
	}
}

void line_values(const struct line_point *points, size_t n, size_t columns, double *values)
{
	const struct line_point *last = NULL;
	for (size_t i = 0; i < columns; i++)
		values[i] = NAN;
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(points[i].x) || !isfinite(points[i].y))
			continue;
		fill(last ? *last : points[i], points[i], columns, values);
		last = &points[i];
	}
}

void band_draw(struct canvas *canvas, const double *lo, const double *hi, size_t columns,
	       const struct axis *y, struct ink ink)
{
	int rows = canvas->h * DOTS_Y;
	struct axis_scale scale = axis_scale_of(y);
	for (size_t i = 0; i < columns; i++) {
		if (isnan(lo[i]))
			continue;
		int top = axis_scale_dot(&scale, hi[i], rows);
		int bottom = axis_scale_dot(&scale, lo[i], rows);
		for (int row = top > 0 ? top : 0; row <= bottom && row < rows; row++)
			if ((row + (int)i) % 2 == 0 || row == top || row == bottom)
				canvas_dot(canvas, (int)i, row, ink);
	}
}

/* Draws a line through the values; it ends where they are NaN. */
static void draw_middle(struct canvas *canvas, const double *middle, size_t columns,
			const struct axis *y, struct ink ink)
{
	bool joined = false;
	int before = 0;
	canvas->along = 0;
	for (size_t i = 0; i < columns; i++) {
		bool is = !isnan(middle[i]);
		int row = is ? axis_dot(y, middle[i], canvas->h * DOTS_Y) : 0;
		if (is)
			canvas_line(canvas, joined ? (int)i - 1 : (int)i, joined ? before : row,
				    (int)i, row, ink);
		joined = is;
		before = row;
	}
}

void line_group_draw(struct canvas *canvas, const double *values, size_t n,
		     const struct grouping *grouping, const struct axis *y, struct ink line,
		     struct ink band)
{
	size_t columns = (size_t)canvas->w * DOTS_X;
	double *all = need_resize(NULL, 3 * columns + n + 1, sizeof *all);
	double *lo = all + columns, *hi = lo + columns, *row = hi + columns;
	for (size_t i = 0; i < columns; i++) {
		for (size_t k = 0; k < n; k++)
			row[k] = values[k * columns + i];
		struct group_stats s = group_stats_of(row, n, grouping);
		all[i] = s.mid;
		lo[i] = s.lo;
		hi[i] = s.hi;
	}
	band_draw(canvas, lo, hi, columns, y, band);
	draw_middle(canvas, all, columns, y, line);
	free(all);
}
