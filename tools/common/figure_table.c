/* common: the points of a figure of scalars as a table. */
#include <math.h>
#include <stdio.h>

#include "common/figure_text.h"
#include "common/point_rows.h"

static bool is_visible(const struct figure_plan *plan, const tfe_point *p, double first_wall_time)
{
	const struct figure_range *range = &plan->figure.x;
	double x = plan->axis == TFE_AXIS_STEP   ? (double)p->step
		   : plan->axis == TFE_AXIS_WALL ? p->wall_time
						 : p->wall_time - first_wall_time;
	return !range->on || (!(x < range->low) && !(x > range->high));
}

static tfe_status put_series(const struct figure_plan *plan, const struct figure_source *s,
			     const struct point_rows *rows, struct out *out)
{
	enum { POINTS = 512 };
	tfe_point points[POINTS];
	tfe_number numbers[POINTS];
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_cursor *cursor;
	size_t n = 1;
	tfe_view_get_info(&s->view, &info);
	tfe_status status = tfe_cursor_open(s->view.series, NULL, &cursor, NULL);
	while (!status && n && !out->error) {
		status = tfe_cursor_next_numbers(cursor, points, numbers, POINTS, &n);
		for (size_t i = 0; i < n && !status; i++)
			if (is_visible(plan, &points[i], info.first_wall_time))
				rows->row(out, s->run, info.tag, &points[i], &numbers[i]);
	}
	tfe_cursor_close(cursor);
	return status;
}

bool figure_put_table(const struct figure_plan *plan, enum figure_format format, struct out *out,
		      char error[FIGURE_ERROR])
{
	const struct point_rows *rows =
		&point_rows[format == FIGURE_CSV ? POINTS_CSV : POINTS_JSONL];
	if (plan->kind != FIGURE_CURVES) {
		snprintf(error, FIGURE_ERROR,
			 "a table has scalars; this is a figure: "
			 "its name ends in " FIGURE_SUFFIXES);
		return false;
	}
	out_text(out, rows->head);
	for (size_t i = 0; i < plan->n; i++)
		if (put_series(plan, &plan->source[i], rows, out)) {
			snprintf(error, FIGURE_ERROR, "%.200s cannot be read",
				 tfe_series_tag(plan->source[i].view.series));
			return false;
		}
	return true;
}
