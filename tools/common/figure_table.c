/* common: figures as tables: CSV or JSON lines. */
#include <math.h>
#include <stdio.h>

#include "common/field_rows.h"
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
	out_text(out, rows->head);
	for (size_t i = 0; i < plan->n; i++)
		if (put_series(plan, &plan->source[i], rows, out)) {
			snprintf(error, FIGURE_ERROR, "%.200s cannot be read",
				 tfe_series_tag(plan->source[i].view.series));
			return false;
		}
	return true;
}

/* --- other figures ---------------------------------------------------------------------------- */

static bool has_highs(const struct figure *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->curve[i].high)
			return true;
	return false;
}

/* The names of axes may be any, such as those of other fields: the fields are x and y. */
void figure_put_dots(struct out *out, const struct figure *f, enum figure_format format)
{
	struct field_rows rows = {.out = out, .csv = format == FIGURE_CSV};
	const bool highs = has_highs(f);
	field_head(&rows, "series");
	field_head(&rows, "x");
	field_head(&rows, "y");
	if (highs)
		field_head(&rows, "high");
	field_end(&rows);
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->curve[i].n && f->curve[i].shape != FIGURE_DASHED; k++) {
			const struct figure_curve *c = &f->curve[i];
			field_text(&rows, "series", c->name);
			field_double(&rows, "x", c->dot[k].x);
			field_double(&rows, "y", c->dot[k].y);
			if (c->high)
				field_double(&rows, "high", c->high[k]);
			else if (highs)
				field_none(&rows, "high");
			field_end(&rows);
		}
}

/* A value is what the figure shows: a share from 0 to 1, a count, or a difference. */
void figure_put_matrix_table(struct out *out, const struct figure_matrix *m,
			     enum figure_format format)
{
	static const char *const fields[] = {"true", "predicted", "count", "value"};
	struct field_rows rows = {.out = out, .csv = format == FIGURE_CSV};
	char name[FIGURE_CLASS];
	for (int i = 0; i < 4; i++)
		field_head(&rows, fields[i]);
	field_end(&rows);
	for (size_t i = 0; i < m->classes * m->classes; i++) {
		figure_class_name(m, i / m->classes, name);
		field_text(&rows, fields[0], name);
		figure_class_name(m, i % m->classes, name);
		field_text(&rows, fields[1], name);
		field_int(&rows, fields[2], m->counts[i]);
		field_double(&rows, fields[3], m->value[i]);
		field_end(&rows);
	}
}
