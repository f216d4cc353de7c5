/* view: one chart in full size, with a crosshair and a table of the values of all runs. */
#include "tbtop/view/focus.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents/direction.h>

#include "common/format.h"
#include "common/memory.h"
#include "tbtop/view/chart.h"
#include "tbtop/view/finding_card.h"

/* The columns that the table shows. */
struct columns {
	unsigned shown;          /* a bit for each enum column */
	int width;               /* sum of their widths */
	double reach;            /* maximum distance of an entry from the crosshair, in x */
	tfe_direction direction; /* of the tag; the best value is shown unless it is unknown */
};

/* The values of a run at the crosshair. */
struct reading {
	bool found;
	tfe_point point;
	double smoothed, relative_s;
	double best; /* of all points of the curve; NaN if there is none */
};

static double x_of(const tfe_point *p, double start, tfe_axis axis)
{
	if (axis == TFE_AXIS_STEP)
		return (double)p->step;
	return axis == TFE_AXIS_WALL ? p->wall_time : p->wall_time - start;
}

/* Reads the entry nearest to the crosshair, or the last entry without a crosshair. Nothing is found
 * if the run has no entry within `reach`. */
static struct reading read_curve(const struct model *m, const struct curve *curve,
				 const struct columns *t)
{
	struct reading r = {.best = NAN};
	tfe_view view = tfe_series_view(curve->series);
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_point first;
	tfe_view_get_info(&view, &info);
	if (t->direction != TFE_DIRECTION_UNKNOWN && info.count > info.nonfinite)
		r.best = t->direction == TFE_DIRECTION_HIGHER ? info.max : info.min;
	if (!view.count || tfe_view_get_points(&view, 0, &first, 1) != 1)
		return r;
	uint64_t i = view.count - 1;
	if (m->crosshair)
		i = tfe_view_nearest(&view, m->settings.axis, m->cross_x);
	if (tfe_view_get_points(&view, i, &r.point, 1) != 1)
		return r;
	bool end = i == 0 || i + 1 == view.count;
	double x = x_of(&r.point, first.wall_time, m->settings.axis);
	if (m->crosshair && end && fabs(x - m->cross_x) > t->reach)
		return r;
	r.found = true;
	r.relative_s = r.point.wall_time - first.wall_time;
	if (tfe_view_get_smoothed(&view, i, m->settings.smoothing, &r.smoothed))
		r.smoothed = NAN;
	return r;
}

/* --- the table -------------------------------------------------------------------------------- */

enum column {
	COLUMN_VALUE,
	COLUMN_SMOOTHED,
	COLUMN_STEP,
	COLUMN_RELATIVE,
	COLUMN_TIME,
	COLUMN_BEST,
	COLUMNS
};

static const struct {
	const char *title;
	int width, order; /* order in which columns are omitted */
} table[COLUMNS] = {
	[COLUMN_VALUE] = {"value", 10, 9},    [COLUMN_SMOOTHED] = {"smoothed", 10, 4},
	[COLUMN_STEP] = {"step", 10, 5},      [COLUMN_RELATIVE] = {"relative", 9, 3},
	[COLUMN_TIME] = {"wall time", 20, 2}, [COLUMN_BEST] = {"best", 11, 1},
};

static struct columns choose_columns(const struct model *m, const char *tag, int width,
				     double reach)
{
	struct columns t = {
		.shown = (1u << COLUMNS) - 1, .reach = reach, .direction = tfe_tag_direction(tag)};
	if (t.direction == TFE_DIRECTION_UNKNOWN)
		t.shown &= ~(1u << COLUMN_BEST);
	if (!(m->settings.smoothing > 0))
		t.shown &= ~(1u << COLUMN_SMOOTHED);
	for (int least = 0; least < 10; least++) {
		t.width = 0;
		for (int c = 0; c < COLUMNS; c++)
			t.width += t.shown & 1u << c ? table[c].width : 0;
		if (t.width + 14 <= width)
			break;
		for (int c = 0; c < COLUMNS; c++)
			if (table[c].order == least + 1)
				t.shown &= ~(1u << c);
	}
	return t;
}

static void column_text(enum column c, const struct reading *r, char text[FORMAT_TEXT])
{
	switch (c) {
	case COLUMN_VALUE:
		format_value(text, r->point.value);
		break;
	case COLUMN_SMOOTHED:
		format_value(text, r->smoothed);
		break;
	case COLUMN_STEP:
		snprintf(text, FORMAT_TEXT, "%" PRId64, r->point.step);
		break;
	case COLUMN_BEST:
		format_value(text, r->best);
		break;
	case COLUMN_RELATIVE:
		format_span(text, r->relative_s);
		break;
	default:
		format_time(text, r->point.wall_time);
	}
}

static void put_right(struct grid *g, int x, int y, int width, const char *text, struct style style)
{
	int w = text_width(text);
	grid_text(g, x + (w < width ? width - w : 0), y, width, text, style);
}

static void draw_row(const struct model *m, struct grid *g, struct rect r,
		     const struct curve *curve, const struct columns *t)
{
	const struct run *run = m->runs[curve->run];
	struct style style = {.fg = ROLE_RUN + run->colour,
			      .attr = curve->run == m->run_focus ? ATTR_BOLD : 0};
	struct reading reading = read_curve(m, curve, t);
	int x = r.x + r.w - t->width - 1;
	grid_char(g, r.x + 1, r.y, (unsigned char)run->letter, style);
	grid_text_tail(g, r.x + 3, r.y, x - r.x - 3, run->name, style);
	for (int c = 0; c < COLUMNS; c++) {
		char text[FORMAT_TEXT] = "-";
		struct style value = {.fg = c == COLUMN_VALUE ? COLOUR_DEFAULT : ROLE_FAINT};
		if (!(t->shown & 1u << c))
			continue;
		if (c == COLUMN_BEST ? !isnan(reading.best) : reading.found)
			column_text((enum column)c, &reading, text);
		if (reading.found && c <= COLUMN_SMOOTHED && !isfinite(reading.point.value))
			value = (struct style){.fg = ROLE_ERROR, .attr = ATTR_BOLD};
		put_right(g, x, r.y, table[c].width, text, value);
		x += table[c].width;
	}
}

/* A curve and the rank of its run. */
struct row {
	const struct curve *curve;
	size_t rank;
};

static int by_rank(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	return (x->rank > y->rank) - (x->rank < y->rank);
}

static size_t drawn_rows(const struct model *m, const struct tag *tag, struct row *rows)
{
	size_t n = 0;
	for (size_t i = 0; i < tag->n_curves; i++) {
		const struct run *run = m->runs[tag->curves[i].run];
		if (run_drawn(run))
			rows[n++] = (struct row){&tag->curves[i], run->rank};
	}
	qsort(rows, n, sizeof *rows, by_rank);
	return n;
}

static void draw_heading(const struct model *m, struct grid *g, struct rect r,
			 const struct columns *t, size_t hidden)
{
	char at[64] = "last values", number[FORMAT_TEXT];
	struct style faint = {.fg = ROLE_FAINT};
	if (m->crosshair && m->settings.axis == TFE_AXIS_STEP) {
		snprintf(at, sizeof at, "at step %.0f", m->cross_x);
	} else if (m->crosshair) {
		if (m->settings.axis == TFE_AXIS_RELATIVE)
			format_span(number, m->cross_x);
		else
			format_time(number, m->cross_x);
		snprintf(at, sizeof at, "at %s", number);
	}
	grid_fill(g, (struct rect){r.x, r.y, r.w - t->width - 1, 1}, 0x2500,
		  (struct style){.fg = ROLE_FRAME});
	int x = r.x + 1;
	x += grid_printf(g, x, r.y, r.w - t->width - 2, (struct style){.fg = ROLE_TITLE}, " %s ",
			 at);
	if (hidden)
		grid_printf(g, x, r.y, r.x + r.w - t->width - 2 - x, faint, "+%zu ", hidden);
	x = r.x + r.w - t->width - 1;
	for (int c = 0; c < COLUMNS; c++)
		if (t->shown & 1u << c) {
			put_right(g, x, r.y, table[c].width, table[c].title, faint);
			x += table[c].width;
		}
}

static void draw_table(const struct model *m, struct grid *g, struct rect r, const struct row *list,
		       size_t n, double reach)
{
	struct columns t = choose_columns(m, model_focus(m)->name, r.w, reach);
	size_t rows = (size_t)(r.h - 1), first = 0;
	for (size_t i = 0; i < n; i++)
		if (list[i].curve->run == m->run_focus && i >= rows)
			first = i - rows + 1;
	draw_heading(m, g, (struct rect){r.x, r.y, r.w, 1}, &t, n > rows ? n - rows : 0);
	for (size_t i = first; i < n && i < first + rows; i++)
		draw_row(m, g, (struct rect){r.x, r.y + 1 + (int)(i - first), r.w, 1},
			 list[i].curve, &t);
}

int focus_draw(const struct frame *f, struct rect area)
{
	const struct model *m = f->model;
	const struct tag *tag = model_focus(m);
	struct row *list = need_zeroed(tag->n_curves, sizeof *list);
	size_t n = drawn_rows(m, tag, list);
	int rows = area.h >= 12 ? area.h / 3 : 0;
	if (n + 1 < (size_t)rows)
		rows = (int)n + 1;
	struct rect chart = {area.x, area.y, area.w, area.h - rows};
	struct chart_places places = chart_draw(f, chart, tag, m->pane == PANE_MAIN);
	const struct finding *finding = model_shown_finding(m);
	if (finding)
		finding_mark(f->grid, &places, finding);
	else if (m->crosshair)
		chart_mark(f->grid, &places, m->cross_x, NULL, (struct style){0});
	if (rows > 1)
		draw_table(m, f->grid, (struct rect){area.x, area.y + area.h - rows, area.w, rows},
			   list, n,
			   (places.x.hi - places.x.lo) / (places.plot.w > 0 ? places.plot.w : 1));
	free(list);
	return places.plot.w;
}
